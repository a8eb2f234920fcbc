// The rows of the map of paths: of each run its points, and beside each point the place of its label, so that no two
// labels lie on one another. The start is put where the map is clicked.

const GAP = 18; // pixels from line to line

// Where the labels stand at one place of the player: beside their points, pushed apart where they would meet, and at the
// edge of the plot where their point is off it. Pixels from the upper left.
function dodge(points, { width, height }) {
  const labels = points.map(({ x, y, label }, run) => {
    const size = 8.6 * label.length + 14, isOff = x < 0 || x > width || y < 0 || y > height;
    const [left, top] = [Math.min(Math.max(x, 4), width - 4), Math.min(Math.max(y, 12), height - 12)];
    const side = left + size > width ? "left" : "right";
    const arrow = isOff ? ["↖", "↑", "↗", "←", "", "→", "↙", "↓", "↘"][3 * place(y, height) + place(x, width)] : "";
    return { run, side, x: left, y: top, from: side === "right" ? left : left - size, size, label: `${label}${arrow}` };
  });
  // from top to bottom; of those at about one height the first named stays on top, so that they do not change places
  const order = [...labels].sort((a, b) => (Math.abs(a.y - b.y) < 4 ? a.run - b.run : a.y - b.y));
  for (let round = 0; round < 24; round++) {
    let hasMoved = false;
    for (let i = 0; i < order.length; i++)
      for (let j = i + 1; j < order.length; j++) {
        const [upper, lower] = [order[i], order[j]], lack = GAP - (lower.y - upper.y);
        if (lack <= 0.01 || upper.from > lower.from + lower.size || lower.from > upper.from + upper.size) continue;
        upper.y -= lack / 2;
        lower.y += lack / 2;
        hasMoved = true;
      }
    if (!hasMoved) break;
  }
  // at the edges they are stacked inwards
  const meet = (one, other) => one.from <= other.from + other.size && other.from <= one.from + one.size;
  for (const [edge, sign, stack] of [[10, 1, [...order].sort((a, b) => a.y - b.y)], [height - 10, -1, [...order].sort((a, b) => b.y - a.y)]])
    stack.forEach((label, at) => {
      const taken = stack.slice(0, at).filter((other) => meet(label, other)).map((other) => sign * other.y + GAP);
      label.y = sign * Math.max(sign * label.y, sign * edge, ...taken);
    });
  return labels;
}
const place = (value, size) => (value < 0 ? 0 : value > size ? 2 : 1);

const spotOf = (run, at, view) => {
  const spot = [run.x[at], run.y[at]];
  return spot.some((each) => each === null || each === undefined || Math.abs(each) > 60 * view.half) ? ["", ""] : spot;
};
const pathRows = ({ runs, updates }, view) =>
  runs.map((run) => `${run.name};${updates.at(-1)};${updates.map((update, at) => `${update},${spotOf(run, at, view)}`).join(" ")}`);

// Where each run stands, and its label. `plot`: how large the map is on the screen.
function headRows({ runs, updates }, at, view, plot) {
  const toX = (x) => plot.width / 2 + (x - view.x) / plot.unit, toY = (y) => plot.height / 2 - (y - view.y) / plot.unit;
  const fromX = (x) => view.x + (x - plot.width / 2) * plot.unit, fromY = (y) => view.y - (y - plot.height / 2) * plot.unit;
  const points = runs.map((run) => {
    let last = at; // the label of what is no longer finite stays where that left
    while (last > 0 && (run.x[last] === null || run.y[last] === null)) last--;
    return { x: toX(run.x[last] ?? view.x), y: toY(run.y[last] ?? view.y), label: labelOf(run, at, runs.length) };
  });
  const labels = dodge(points, plot);
  // a single label stands where its path neither comes from nor goes to
  if (runs.length === 1) labels[0].y = Math.min(Math.max(labels[0].y + (runs[0].y[at + 1] < runs[0].y[at] ? -GAP : GAP), 10), plot.height - 10);
  return labels.map(({ x, y, side, label }, i) =>
    row(runs[i].name, ...spotOf(runs[i], at, view), fromX(x), fromY(y), side, label, ...spotOf(runs[i], Math.min(at + 1, updates.length - 1), view)));
}

// Of several runs each is named; a single one says how high it stands.
const labelOf = (run, at, count) => (count > 1 ? run.label : run.loss[at] === null ? "not finite" : `L = ${number(run.loss[at])}`);

function build(root, { view, chart }) {
  const guess = { width: view.widest > 2 ? 560 : 330, height: 300, unit: view.half / 150 };
  let plot = null;

  function showHeads() {
    const { data, positions } = window.lesson;
    if (!data.race) return;
    const at = Math.max(0, data.race.updates.indexOf(positions.epoch ?? 0));
    pourHeads("map_heads", headRows(data.race, at, view, plot ?? guess));
  }
  function show() {
    const { race } = window.lesson.data;
    if (!race) return;
    pour({ [chart]: [pathRows(race, view), `Contour map with ${race.runs.length > 1 ? "the paths" : "the path"}: ${race.told}`] });
  }
  // The chart may be drawn later than its numbers come, or at another width.
  function measure() {
    plot = plotOf(chart, view);
    showHeads();
  }
  listen(root, "lesson-data", show);
  listen(root, "lesson-position", showHeads);
  const again = () => window.requestAnimationFrame(measure);
  window.addEventListener("resize", again, { signal: lifeOf(root) });
  const seen = new MutationObserver(() => plot === null && again());
  seen.observe(document.body, { childList: true, subtree: true });
  lifeOf(root).addEventListener("abort", () => seen.disconnect());

  // A start under the pointer goes to the server; while it answers, only the last one waits.
  let waits = null, isAsked = false;
  function ask(start) {
    if (isAsked) return (waits = start);
    isAsked = true;
    root.send("start", start);
    window.setTimeout(answered, 1000); // should the server have nothing new to say
  }
  function answered() {
    if (!isAsked) return;
    isAsked = false;
    if (waits) [waits] = [null, ask(waits)];
  }
  listen(root, "lesson-data", () => window.setTimeout(answered, 60));
  const near = () => {
    const run = window.lesson.data.race?.runs[0];
    return run ? [run.x[0] ?? 0, run.y[0] ?? 0] : [0, 0];
  };
  followPointer(root, chart, view, near, (x, y) => ask([x, y]));
  show();
  measure();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  const shows = JSON.stringify(data);
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
