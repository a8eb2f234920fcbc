// The table of epochs as the course prints it: what an epoch saw, and the weights after its update.
function build(root, { head }) {
  let drawn = null;

  // Of a long run not every epoch has a row: then it is said.
  function draw({ table, updates }) {
    const titles = head.map((title) => `<th scope="col">${title}</th>`).join("");
    const body = table.map(([epoch, ...cells], place) => `<tr data-epoch="${updates[place]}"><th scope="row">${epoch}</th>
      ${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
    const every = updates[1] - updates[0];
    root.innerHTML = `<div class="scroll" tabindex="0" role="region" aria-label="Table of epochs">
      <table><thead><tr>${titles}</tr></thead><tbody>${body.join("")}</tbody></table></div>
      ${every > 1 ? `<p>Every ${every}th epoch is shown. The CSV has all of them.</p>` : ""}`;
  }

  // The lit row is brought into sight inside the table's own box: the page itself never moves.
  function follow(row) {
    const box = root.querySelector(".scroll");
    const top = row.offsetTop - root.querySelector("thead").offsetHeight;
    const bottom = row.offsetTop + row.offsetHeight - box.clientHeight;
    if (box.scrollTop > top) box.scrollTop = top;
    else if (box.scrollTop < bottom) box.scrollTop = bottom;
  }

  function update() {
    const { data, positions } = window.lesson;
    if (!data?.training) return;
    if (data.training !== drawn) draw((drawn = data.training));
    for (const row of root.querySelectorAll("tbody tr")) {
      const isNow = Number(row.dataset.epoch) === positions.epoch;
      row.classList.toggle("now", isNow);
      if (isNow) follow(row);
    }
  }
  listen(root, "lesson-data", update);
  listen(root, "lesson-position", update);
  update();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  const shows = data.head.join();
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
