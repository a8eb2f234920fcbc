// The table of difference quotients for the x₀ that is set.
export default function ({ parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "quotients";
  const head = ["Δx", "forward", "off by", "central", "off by"].map((title) => `<th scope="col">${title}</th>`).join("");

  function update() {
    const rows = window.lesson.quotients;
    if (!rows) return;
    const body = rows.map(([step, ...cells]) => `<tr><th scope="row">${step}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
    root.innerHTML = `<p>${window.lesson.threeWays}</p><div class="scroll" tabindex="0" role="region" aria-label="Table of difference quotients">
      <table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
  }
  listen(root, "lesson-position", update);
  listen(root, "lesson-cover", update);
  update();
}
