// The table of nudges. The nudge, the point and the variable that moves are those of the page (window.lesson).
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  root.shows = data.id;
  const rows = data.formulas
    .map(([name, label, formula]) => `<tr data-name="${name}"><th scope="row">${label}</th><td class="formula">${formula}</td><td class="slope"></td><td class="slope"></td><td class="really"></td><td class="off"></td></tr>`)
    .join("");
  const head = ["variable", "partial derivative", "value", `${data.output} grows by: predicted`, "really", "off by"].map((title) => `<th scope="col">${title}</th>`).join("");
  root.innerHTML = `<h2></h2><div class="scroll" tabindex="0" role="region" aria-label="Table of nudges: ${data.output}">
    <table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;

  function update() {
    const { at, nudge, moves, known } = window.lesson;
    const values = data.values ?? at;
    if (!values || nudge === undefined) return;
    const [now, ...found] = evaluate(data.program, values);
    // at the page's point a formula may have a number where there is no slope: at a corner, or where f has no value
    const slopes = data.values ? found : data.formulas.map(([name]) => known?.[name] ?? Number.NaN);
    root.querySelector("h2").textContent = `One variable grows by ${number(nudge)}, the others stay: what ${data.output} does`;
    data.formulas.forEach(([name], place) => {
      const line = root.querySelector(`[data-name="${name}"]`);
      const really = evaluate(data.program, { ...values, [name]: values[name] + nudge })[0] - now;
      const predicted = slopes[place] * nudge;
      // what is only rounding of the computer is no difference
      const off = Math.abs(really - predicted) < 1e-12 * Math.max(1, Math.abs(now)) ? 0 : Math.abs(really - predicted);
      const isCovered = (window.lesson.covered ?? []).includes(`partial_${name}`) && !data.values;
      const cells = isCovered ? ["?", "?", shown(really), "?"] : [shown(slopes[place]), shown(predicted), shown(really), shown(off, 2)];
      [...line.querySelectorAll(".slope, .really, .off")].forEach((cell, column) => (cell.textContent = cells[column]));
      if (!data.values) dressCovered(line.querySelector(".slope"), `partial_${name}`);
      line.classList.toggle("now", !data.values && name === moves);
    });
  }
  listen(root, "lesson-position", update);
  listen(root, "lesson-cover", update);
  update();
}
