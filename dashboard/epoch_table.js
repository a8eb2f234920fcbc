// The table of epochs as the course prints it: what an epoch saw, and the weights after its update.
function build(root, { head, columns }) {
  let drawn = null;

  function draw(rows) {
    const titles = head.map((title) => `<th scope="col">${title}</th>`).join("");
    const body = rows.slice(0, -1).map((_, place) => {
      const cells = columns.map(({ at, after }) => `<td>${rows[place + (after ? 1 : 0)][at]}</td>`).join("");
      return `<tr data-epoch="${place}"><th scope="row">${place + 1}</th>${cells}</tr>`;
    });
    root.innerHTML = `<div class="scroll" tabindex="0" role="region" aria-label="Table of epochs">
      <table><thead><tr>${titles}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
  }

  function update() {
    const { data, positions } = window.lesson;
    if (!data?.training) return;
    if (data.training.rows !== drawn) draw((drawn = data.training.rows));
    for (const row of root.querySelectorAll("tbody tr")) row.classList.toggle("now", Number(row.dataset.epoch) === positions.epoch);
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
