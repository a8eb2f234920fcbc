// What a rerun sends, all of it: numbers. Everything that is drawn stays as it is, listens, and fills them in.

const lesson = window.lesson;

// A chart of ours has hidden inputs: `rows` takes its data as text, `epoch` the position of the player.
// While the number `name` is covered, the rows of `chart?name` stand for those of `chart`.
function pour() {
  const charts = lesson.data.charts ?? {};
  for (const key of Object.keys(charts).filter((each) => !each.includes("?"))) {
    const hidden = (lesson.covered ?? []).find((name) => `${key}?${name}` in charts);
    const [rows, words] = charts[hidden ? `${key}?${hidden}` : key];
    const chart = document.querySelector(`.st-key-chart_${key}`);
    writeInput(chart?.querySelector('.vega-bindings input[name="rows"]'), rows);
    const picture = chart?.querySelector("svg.marks");
    if (picture && picture.getAttribute("aria-label") !== words) picture.setAttribute("aria-label", words);
  }
  for (const [name, position] of Object.entries(lesson.positions))
    for (const input of document.querySelectorAll(`.vega-bindings input[name="${name}"]`)) writeInput(input, String(position));
}

if (!lesson.pours) {
  lesson.pours = true;
  document.addEventListener("lesson-position", pour);
  document.addEventListener("lesson-cover", pour);
  // Streamlit may draw a chart late, or anew: then it is empty until it is filled again.
  new MutationObserver(pour).observe(document.body, { childList: true, subtree: true });
}

export default function ({ data }) {
  lesson.data = data;
  // rows that change on their own; another page may send none
  for (const name of Object.keys(lesson.inputs ?? {})) lesson.positions[name] = "";
  Object.assign(lesson.positions, (lesson.inputs = data.inputs));
  document.dispatchEvent(new Event("lesson-data"));
  pour();
}
