// The table of the race: a row for each racer; the loss of the moment follows the player.
function build(root, { head }) {
  let drawn = null;
  const titles = head.map((title, at) => `<th scope="col"${at ? ' class="number"' : ""}>${title}</th>`).join("");

  function draw({ table, runs, outcome }) {
    const body = table.map(([name, title, ...cells]) => `<tr><th scope="row" style="color: var(--${name})">${title}</th>
      ${[cells[0], "", ...cells.slice(1)].map((cell, at) => `<td class="${at === 5 ? "words" : "number"}">${cell}</td>`).join("")}</tr>`);
    root.innerHTML = `<p class="outcome" role="status">${outcome}</p><div class="scroll" tabindex="0" role="region" aria-label="Table of the race">
      <table><thead><tr>${titles}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
  }

  function update() {
    const { data, positions } = window.lesson;
    if (!data?.race?.table) return;
    if (data.race !== drawn) draw((drawn = data.race));
    const at = Math.max(0, drawn.updates.indexOf(positions.epoch ?? 0));
    root.querySelectorAll("tbody tr").forEach((row, run) => {
      const loss = drawn.runs[run].loss[at];
      row.children[2].textContent = loss === null ? "not finite" : number(loss);
    });
  }
  listen(root, "lesson-data", update);
  listen(root, "lesson-position", update);
  update();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root"), shows = data.head.join();
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
