// One variable moves, the others are frozen. All that follows from the point is worked out here.

const SAMPLES = 120;
const LOCK = '<svg class="lock" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11" fill="none" stroke="currentColor" stroke-width="2"/></svg>';

function build(root, data, wanted) {
  root.innerHTML = `<div class="sliders" role="group" aria-label="variables"></div><div class="sentence" aria-live="polite"></div>`;
  const controls = root.querySelector(".sliders"), view = { ...data.view, z: 0 }, names = data.variables;
  const grid = names.length === 2 ? heights(data.program, view) : null;
  let moves = names.includes(asked("moves")) ? asked("moves") : names[0];
  const choose = (name) => {
    moves = name;
    writeAddress("moves", movesInLink());
    show();
  };
  const movesInLink = () => (moves === names[0] ? null : moves);
  const sliders = Object.fromEntries(names.map((name, place) => [name, createVariable(controls, name, view, data.at[place], wanted[name], choose, show)]));
  keepInLink(controls.firstElementChild, "moves", movesInLink);
  const nudge = createSlider(controls, {
    label: "nudge", parameter: "nudge", min: 0, max: 1, step: 0.01, start: data.nudge, wanted: wanted.nudge,
    accepts: (value) => value !== 0 && Math.abs(value) <= 100, onMove: show,
  });
  controls.lastElementChild.classList.add("nudge");
  root.kept = () => ({ nudge: nudge.value() });

  function show() {
    const point = Object.fromEntries(names.map((name) => [name, sliders[name].value()]));
    const state = stateOf(data, names, point, moves);
    freeze(controls, moves);
    const plain = tell(root.querySelector(".sentence"), data, state);
    Object.assign(window.lesson, { at: { ...point, moves, dx: nudge.value() }, moves, nudge: nudge.value(), known: state.slopes, live: numbersOf(state) });
    const charts = sliceCharts(state, view);
    if (grid) charts.partial_map = [mapRows(state, view, grid), `Contour map of f with a cross at (${number(point.x)}, ${number(point.y)}), where f = ${shown(state.value)}. ${plain}`];
    pour(charts);
  }

  listen(root, "lesson-cover", show);
  listen(root, "lesson-data", show);
  if (grid) followPointer(root, "partial_map", view, () => [sliders.x.value(), sliders.y.value()], (px, py) => sliders[moves].set(moves === "x" ? px : py));
  show();
}

// A variable: its slider, and the button that lets it move.
function createVariable(controls, name, view, start, wanted, choose, onMove) {
  const slider = createSlider(controls, {
    label: name, parameter: name, min: view[name] - view.half, max: view[name] + view.half, step: roundDown(view.half / 100),
    start, wanted, accepts: (value) => Math.abs(value) <= 1e6, onMove,
  });
  const line = controls.lastElementChild, button = document.createElement("button");
  line.dataset.name = name;
  button.className = "choose";
  button.onclick = () => choose(name);
  line.prepend(button);
  return slider;
}

// What is frozen looks it, and cannot be moved.
function freeze(controls, moves) {
  for (const line of controls.querySelectorAll("[data-name]")) {
    const name = line.dataset.name, isFrozen = name !== moves, choose = line.querySelector(".choose");
    line.classList.toggle("frozen", isFrozen);
    for (const input of line.querySelectorAll("input")) input.disabled = isFrozen;
    choose.innerHTML = isFrozen ? `${LOCK}${name} frozen` : `${name} moves`;
    choose.setAttribute("aria-pressed", String(!isFrozen));
    choose.title = isFrozen ? `Let ${name} move, and freeze the others` : "";
  }
}

// All numbers at a point; no slope where f has no value, or a corner.
function stateOf({ program, reasons }, names, point, moves) {
  const f = (at) => evaluate(program, at)[0], [value, ...found] = evaluate(program, point);
  const corners = names.map((name) => cornerOf(along(f, point, name), point[name]));
  const slopes = Object.fromEntries(names.map((name, place) => [name, Number.isFinite(value) && !corners[place] ? found[place] : Number.NaN]));
  const covered = window.lesson.covered ?? [];
  return { names, point, moves, f, value, slopes, corner: corners[names.indexOf(moves)], corners, isCovered: (name) => covered.includes(`partial_${name}`), reason: () => reasonOf(program, point, reasons) };
}

function numbersOf({ names, point, slopes, corners }) {
  const slope = (name, place) => (Number.isFinite(slopes[name]) ? `slope ${number(slopes[name])}` : corners[place] ? "no slope: a corner" : "no slope");
  return Object.fromEntries([...names.map((name) => [name, number(point[name])]), ...names.map((name, place) => [`partial_${name}`, slope(name, place)])]);
}

const frozenWords = ({ names, point, moves }) => names.filter((name) => name !== moves).map((name) => `${name} frozen at ${number(point[name])}`).join(" and ");

// What is special at this point, or null.
function exception(state) {
  const { names, point, moves, value, slopes, corner, f } = state, frozen = `With ${frozenWords(state)}, `;
  if (!Number.isFinite(value)) return `f is not defined at (${names.map((name) => number(point[name])).join(", ")}). ${state.reason()}`;
  if (state.isCovered(moves)) return `${frozen}only ${moves} counts. And the slope?`;
  if (corner) return `${frozen}there is a corner: the slope along ${moves} is ${number(corner[0])} on the left and ${number(corner[1])} on the right. There is no ∂f/∂${moves} here.`;
  return Number.isFinite(slopes[moves]) ? null : `With ${frozenWords(state)}: ${noSlope(along(f, point, moves), point[moves], `${moves} = ${number(point[moves])}`)}`;
}

// The sentence, with its formula in symbols, with numbers put in, and with the result. Gives it back as plain text.
function tell(sentence, data, state) {
  const words = exception(state), { moves, point } = state, slope = number(state.slopes[moves]);
  const rest = words ?? `With ${frozenWords(state)}, only ${moves} counts: ${data.formulas[moves].join(" ")} <b class="result">= ${slope}</b>`;
  sentence.innerHTML = `<span class="reading">${data.reading}.</span> ${rest}`;
  for (const place of sentence.querySelectorAll("[data-value]")) {
    const text = number(point[place.dataset.value]);
    place.textContent = place.hasAttribute("data-guarded") && /[−·]/.test(text) ? `(${text})` : text;
  }
  return words ?? `With ${frozenWords(state)}, only ${moves} counts: ∂f/∂${moves} = ${slope}.`;
}

// The slices: all share one height, so that their slopes can be compared.
function sliceCharts(state, view) {
  const { names, point, value, slopes, f } = state, room = 0.1 * view.half;
  const curves = names.map((name) => {
    const from = Math.min(view[name] - view.half, point[name] - room), to = Math.max(view[name] + view.half, point[name] + room);
    const xs = Array.from({ length: SAMPLES + 1 }, (_, place) => from + ((to - from) * place) / SAMPLES);
    return { name, from, to, xs, ys: xs.map(along(f, point, name)) };
  });
  const range = heightOf(curves.flatMap(({ ys }) => ys), value), known = numbersOf(state);
  return Object.fromEntries(curves.map((curve) => [`slice_${curve.name}`, [
    sliceRows(curve, state, range, state.isCovered(curve.name) ? Number.NaN : slopes[curve.name]),
    `f while only ${curve.name} moves: at ${curve.name} = ${number(point[curve.name])} its value is ${shown(value)}, ${state.isCovered(curve.name) ? "its slope is covered" : known[`partial_${curve.name}`]}.`,
  ]]));
}

// What runs away is cut off.
function heightOf(values, value) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length) return [-1, 1];
  const [tenth, ninth] = [0.1, 0.9].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
  const room = 2 * (ninth - tenth) || 1;
  const [low, high] = [Math.max(sorted[0], tenth - room), Math.min(sorted.at(-1), ninth + room)];
  const margin = 0.06 * (high - low) || 1;
  return [Math.min(low, Number.isFinite(value) ? value : low) - margin, Math.max(high, Number.isFinite(value) ? value : high) + margin];
}

function sliceRows({ name, from, to, xs, ys }, { point, moves, value }, [low, high], slope) {
  const at = point[name], rows = [row(from, low, "room"), row(to, high, "room")];
  xs.forEach((each, place) => rows.push(row(each, ys[place] >= low && ys[place] <= high ? ys[place] : Number.NaN, name === moves ? "moving" : "frozen")));
  if (!Number.isFinite(value)) return rows;
  rows.push(row(at, low, "foot"), row(at, value, "foot"), row(at, value, "point"));
  if (!Number.isFinite(slope)) return rows;
  const half = 0.24 * (to - from);
  for (const step of [Math.max(-half, from - at), Math.min(half, to - at)]) {
    const end = Math.min(high, Math.max(low, value + slope * step));
    rows.push(slope ? row(at + (end - value) / slope, end, "tangent") : row(at + step, value, "tangent"));
  }
  return rows;
}

function mapRows({ names, point, moves, value }, view, grid) {
  const wide = 3 * view.half, rows = [];
  for (const name of names) {
    const kind = name === moves ? "cross" : "idle";
    for (const end of [view[name] - wide, view[name] + wide]) rows.push(row(name === "x" ? end : point.x, name === "y" ? end : point.y, `${kind}_${name}`, "", 0, ""));
  }
  const name = moves === "x" ? row(view.x - 0.62 * view.half, point.y, "name", "only x moves", 0, point.y > view.y + 0.8 * view.half ? "below" : "above")
    : row(point.x, view.y - 0.82 * view.half, "name", "only y moves", 0, point.x > view.x ? "left" : "right");
  const where = point.x > view.x + 0.4 * view.half ? "left" : "right", beside = (point.y > view.y ? -1 : 1) * 0.13 * view.half;
  return [...rows, name, row(point.x, point.y, "point", "", 0, ""), row(point.x, point.y + beside, "point_words", `(${number(point.x)}, ${number(point.y)})`, 0, where),
    ...(Number.isFinite(value) ? [manyRow("contour", contourPoints(grid, value, reachOf("partial_map", view)))] : [])];
}

export default function ({ data, parentElement }) {
  renew(parentElement.querySelector(".root"), data, ["x", "y", "z", "moves", "nudge"], build);
}
