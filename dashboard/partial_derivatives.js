// One variable moves, the others are frozen. All that follows from the point is worked out here.

const SAMPLES = 120;
const LOCK = '<svg class="lock" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11" fill="none" stroke="currentColor" stroke-width="2"/></svg>';

function build(root, data) {
  root.innerHTML = `<div class="sliders" role="group" aria-label="variables"></div><div class="sentence" aria-live="polite"></div>`;
  const controls = root.querySelector(".sliders"), view = { ...data.view, z: 0 }, names = data.variables;
  const all = (point) => evaluate(data.program, point);
  const f = (point) => all(point)[0];
  const grid = names.length === 2 ? heights(data.program, view) : null;
  let moves = names.includes(asked("moves")) ? asked("moves") : names[0];

  const sliders = Object.fromEntries(names.map((name, place) => {
    const slider = createSlider(controls, {
      label: name, parameter: name, min: view[name] - view.half, max: view[name] + view.half, step: roundDown(view.half / 100),
      start: data.at[place], accepts: (value) => Math.abs(value) <= 1e6, onMove: show,
    });
    const line = controls.lastElementChild, choose = document.createElement("button");
    line.dataset.name = name;
    choose.className = "choose";
    choose.onclick = () => {
      moves = name;
      remember("moves", moves === names[0] ? null : moves);
      show();
    };
    line.prepend(choose);
    return [name, slider];
  }));
  const nudge = createSlider(controls, {
    label: "nudge", parameter: "nudge", min: 0, max: 1, step: 0.01, start: data.nudge, accepts: (value) => value !== 0 && Math.abs(value) <= 100, onMove: show,
  });
  controls.lastElementChild.classList.add("nudge");

  // What is frozen looks it, and cannot be moved.
  function freeze(point) {
    for (const line of controls.querySelectorAll("[data-name]")) {
      const name = line.dataset.name, isFrozen = name !== moves, choose = line.querySelector(".choose");
      line.classList.toggle("frozen", isFrozen);
      for (const input of line.querySelectorAll("input")) input.disabled = isFrozen;
      choose.innerHTML = isFrozen ? `${LOCK}${name} frozen` : `${name} moves`;
      choose.setAttribute("aria-pressed", String(!isFrozen));
      choose.title = isFrozen ? `Let ${name} move, and freeze the others` : "";
    }
  }

  // The range of a slice: the window, and the point where it left it.
  function range(name, at) {
    const room = 0.1 * view.half;
    return [Math.min(view[name] - view.half, at - room), Math.max(view[name] + view.half, at + room)];
  }
  // All slices share one height, so that their slopes can be compared; what runs away is cut off.
  function seen(curves, value) {
    const sorted = curves.flat().filter(Number.isFinite).sort((a, b) => a - b);
    if (!sorted.length) return [-1, 1];
    const [least, most] = [sorted[0], sorted.at(-1)];
    const [tenth, ninth] = [0.1, 0.9].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
    const room = 2 * (ninth - tenth) || 1;
    const [low, high] = [Math.max(least, tenth - room), Math.min(most, ninth + room)];
    const margin = 0.06 * (high - low) || 1;
    return [Math.min(low, Number.isFinite(value) ? value : low) - margin, Math.max(high, Number.isFinite(value) ? value : high) + margin];
  }

  function sliceRows(name, point, xs, ys, [low, high], value, slope, from, to) {
    const at = point[name], rows = [row(from, low, "room"), row(to, high, "room")];
    xs.forEach((each, place) => rows.push(row(each, ys[place] >= low && ys[place] <= high ? ys[place] : Number.NaN, name === moves ? "moving" : "frozen")));
    if (!Number.isFinite(value)) return rows;
    rows.push(row(at, low, "foot"), row(at, value, "foot"), row(at, value, "point"));
    if (slope === null) return rows;
    const half = 0.24 * (to - from);
    for (const step of [Math.max(-half, from - at), Math.min(half, to - at)]) {
      const end = Math.min(high, Math.max(low, value + slope * step));
      rows.push(slope ? row(at + (end - value) / slope, end, "tangent") : row(at + step, value, "tangent"));
    }
    return rows;
  }

  function mapRows(point, value) {
    const wide = 3 * view.half, rows = [];
    for (const name of names) {
      const kind = name === moves ? "cross" : "idle";
      for (const end of [view[name] - wide, view[name] + wide]) rows.push(row(name === "x" ? end : point.x, name === "y" ? end : point.y, `${kind}_${name}`, "", 0, ""));
    }
    const name = moves === "x" ? row(view.x - 0.62 * view.half, point.y, "name", "only x moves", 0, point.y > view.y + 0.8 * view.half ? "below" : "above")
      : row(point.x, view.y - 0.82 * view.half, "name", "only y moves", 0, point.x > view.x ? "left" : "right");
    const where = `${point.x > view.x + 0.4 * view.half ? "left" : "right"}`;
    return [...rows, name, row(point.x, point.y, "point", "", 0, ""), row(point.x, point.y + (point.y > view.y ? -1 : 1) * 0.13 * view.half, "point_words", `(${number(point.x)}, ${number(point.y)})`, 0, where),
      ...(Number.isFinite(value) ? contourRows(grid, value, "contour", reachOf("partial_map", view)) : [])]; // last: a very long one is cut
  }

  function say(point, value, slopes, corners) {
    const others = names.filter((name) => name !== moves), place = names.indexOf(moves);
    const frozen = `With ${others.map((name) => `${name} frozen at ${number(point[name])}`).join(" and ")}, `;
    const where = `(${names.map((name) => number(point[name])).join(", ")})`;
    if (!Number.isFinite(value)) return `f is not defined at ${where}. ${reasonOf(data.program, point, data.reasons)}`;
    if (corners[place]) return `${frozen}there is a corner: the slope along ${moves} is ${number(corners[place][0])} on the left and ${number(corners[place][1])} on the right. There is no ∂f/∂${moves} here.`;
    if (!Number.isFinite(slopes[place])) return `${frozen}the slope along ${moves} has no finite value.`;
    if ((window.lesson.covered ?? []).includes(`partial_${moves}`)) return `${frozen}only ${moves} counts. And the slope?`;
    return null;
  }

  function show() {
    const point = Object.fromEntries(names.map((name) => [name, sliders[name].value()]));
    const [value, ...slopes] = all(point), corners = names.map((name) => cornerOf(f, point, name));
    freeze(point);
    const words = say(point, value, slopes, corners), slope = slopes[names.indexOf(moves)];
    const others = names.filter((name) => name !== moves).map((name) => `${name} frozen at ${number(point[name])}`).join(" and ");
    const plain = words ?? `With ${others}, only ${moves} counts: ∂f/∂${moves} = ${number(slope)}.`;
    tell(words, others, point, slope);
    Object.assign(window.lesson, { at: { ...point, moves, dx: nudge.value() }, moves, nudge: nudge.value() });
    const isKnown = slopes.map((each, place) => Number.isFinite(value) && Number.isFinite(each) && !corners[place]);
    window.lesson.live = Object.fromEntries([
      ...names.map((name) => [name, number(point[name])]),
      ...names.map((name, place) => [`partial_${name}`, isKnown[place] ? `slope ${number(slopes[place])}` : corners[place] ? "no slope: a corner" : "no slope"]),
    ]);
    const ranges = names.map((name) => range(name, point[name]));
    const xs = ranges.map(([from, to]) => Array.from({ length: SAMPLES + 1 }, (_, place) => from + ((to - from) * place) / SAMPLES));
    const ys = names.map((name, place) => xs[place].map((each) => f({ ...point, [name]: each })));
    const shown = seen(ys, value);
    const rows = Object.fromEntries(names.map((name, place) => [`slice_${name}`, [
      sliceRows(name, point, xs[place], ys[place], shown, value, isKnown[place] && !(window.lesson.covered ?? []).includes(`partial_${name}`) ? slopes[place] : null, ...ranges[place]),
      `f while only ${name} moves: at ${name} = ${number(point[name])} its value is ${number(value)}, ${(window.lesson.covered ?? []).includes(`partial_${name}`) ? "its slope is covered" : window.lesson.live[`partial_${name}`]}.`,
    ]]));
    if (grid) rows.partial_map = [mapRows(point, value), `Contour map of f with a cross at (${number(point.x)}, ${number(point.y)}), where f = ${number(value)}. ${plain}`];
    pour(rows);
  }

  // The sentence with its formula: symbols, numbers put in, result.
  function tell(words, others, point, slope) {
    const sentence = root.querySelector(".sentence");
    if (words !== null) return (sentence.textContent = words);
    sentence.innerHTML = `With ${others}, only ${moves} counts: ${data.formulas[moves].join(" ")} <b class="result">= ${number(slope)}</b>`;
    for (const place of sentence.querySelectorAll("[data-value]")) {
      const text = number(point[place.dataset.value]);
      place.textContent = place.hasAttribute("data-guarded") && /[−·]/.test(text) ? `(${text})` : text;
    }
  }

  window.lesson.wanted = {};
  listen(root, "lesson-cover", show);
  listen(root, "lesson-data", show);
  if (grid) followPointer(root, "partial_map", view, () => [sliders.x.value(), sliders.y.value()], (px, py) => sliders[moves].set(moves === "x" ? px : py));
  show();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  // a new function begins at its own point; only the first one at that of the link
  if (root.shows) clearAddress(["x", "y", "z"]);
  root.shows = data.id;
  build(root, data);
}
