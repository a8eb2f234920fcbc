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
    if (data.training.table !== drawn) draw((drawn = data.training.table));
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
