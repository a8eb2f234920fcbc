// The table of epochs as the course prints it: what an epoch saw, and the weights after its update.
// *Predict first* covers its gradients, each until it is asked for; and what else shows them finds their keys here:
// dL_dw1@3 is ∂L/∂w₁ after three updates, `gradients` is the chart of all of them.
function build(root, { head, gradients, has_chart }) {
  const canHide = gradients.length > 0 || has_chart;
  root.innerHTML = `<div class="above"><button class="cover"></button></div>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of epochs"></div><p class="every"></p><p class="told" role="status"></p>`;
  const part = (selector) => root.querySelector(selector);
  part(".above").hidden = !canHide;
  const names = {};
  let drawn = null;

  const hiding = canHide && createHiding(root, { names, onChange: showHiding });
  function showHiding(words) {
    part(".cover").textContent = hiding.isOn() ? "Reveal all" : "Cover gradients";
    part(".told").textContent = names[words] ? `${names[words]} is shown.` : words;
    if (drawn) show();
  }
  part(".cover").onclick = () => hiding.cover(!hiding.isOn());

  // Of a long run not every epoch has a row: then it is said.
  function draw({ table, updates }) {
    const keys = new Map(gradients);
    const cells = (row, update) => row.map((cell, place) => (keys.has(place) ? `<td data-text="${cell}" data-value="${keys.get(place)}@${update}">` : "<td>") + `${cell}</td>`);
    const rows = table.map(([epoch, ...row], place) => `<tr data-epoch="${updates[place]}"><th scope="row">${epoch}</th>${cells(row, updates[place]).join("")}</tr>`);
    const titles = head.map((title) => `<th scope="col">${title}</th>`).join("");
    part(".scroll").innerHTML = `<table><thead><tr>${titles}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
    const every = updates[1] - updates[0];
    part(".every").textContent = every > 1 ? `Every ${every}th epoch is shown. The CSV has all of them.` : "";
  }

  function nameAll({ updates }) {
    for (const key of Object.keys(names)) delete names[key];
    if (has_chart) names.gradients = "the chart of the gradients";
    for (const [place, key] of gradients)
      for (const update of updates) names[`${key}@${update}`] = `${head[place + 1]} of epoch ${update + 1}`;
  }

  // The lit row is brought into sight inside the table's own box: the page itself never moves.
  function follow(row) {
    const box = part(".scroll");
    const top = row.offsetTop - part("thead").offsetHeight;
    const bottom = row.offsetTop + row.offsetHeight - box.clientHeight;
    if (box.scrollTop > top) box.scrollTop = top;
    else if (box.scrollTop < bottom) box.scrollTop = bottom;
  }

  function show() {
    const covered = new Set(window.lesson.covered);
    for (const row of root.querySelectorAll("tbody tr")) {
      const isNow = Number(row.dataset.epoch) === window.lesson.positions.epoch;
      row.classList.toggle("now", isNow);
      if (isNow) follow(row);
      for (const cell of row.querySelectorAll("[data-value]")) {
        const isCovered = covered.has(cell.dataset.value);
        if (!isCovered && !cell.onclick) continue;
        cell.textContent = isCovered ? "?" : cell.dataset.text;
        if (cell.dataset.text !== "?") dressCovered(cell, cell.dataset.value, isNow); // else Your turn asks for it
      }
    }
  }

  function update() {
    const { training } = window.lesson.data;
    if (!training) return;
    if (training === drawn) return show();
    const isFirst = drawn === null;
    draw((drawn = training));
    nameAll(training);
    if (!hiding) return show();
    if (isFirst || !hiding.isOn()) hiding.begin();
    else hiding.cover(true); // other numbers are to be predicted anew
  }
  listen(root, "lesson-data", update);
  listen(root, "lesson-position", () => drawn && show());
  update();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  const shows = JSON.stringify(data);
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
