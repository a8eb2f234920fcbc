// The shapes on the charts of the effective step, at the place of the player.
function build(root, { charts }) {
  let rows = {};
  function read() {
    const all = window.lesson.data.charts ?? {};
    rows = Object.fromEntries(charts.map((key) => [key, (all[key]?.[0] ?? "").split("|").slice(1).map((line) => {
      const [name, points] = line.split(";");
      return { name, points: points.split(" ").map((point) => point.split(",")) };
    })]));
    show();
  }
  function show() {
    const epoch = window.lesson.positions.epoch ?? 0;
    for (const key of charts)
      pourHeads(`${key}_heads`, rows[key].map(({ name, points }) => [name, ...(points.find(([at]) => Number(at) === epoch) ?? ["", ""])].join(";")));
  }
  listen(root, "lesson-data", read);
  listen(root, "lesson-position", show);
  read();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "effective_heads";
  build(root, data);
}
