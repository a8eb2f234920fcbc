// The gradient on a map: the point moves here, and all that follows from it is worked out here.

function build(root, data, wanted) {
  root.innerHTML = `<div class="sliders"></div><div class="sentence" aria-live="polite"></div>`;
  const controls = root.querySelector(".sliders"), view = data.view;
  const at = (x, y) => evaluate(data.program, { x, y });
  const pictures = createPictures(view, at, heights(data.program, view));
  const slider = (name, place) => createSlider(controls, {
    label: name, parameter: name, min: view[name] - view.half, max: view[name] + view.half, step: roundDown(view.half / 100),
    start: data.at[place], wanted: wanted[name], accepts: (value) => Math.abs(value) <= 1e6, onMove: () => { walk.forget(); show(); },
  });
  const x = slider("x", 0), y = slider("y", 1);
  const place = () => [x.value(), y.value()];
  const moveTo = (px, py) => (x.set(px, false), y.set(py, false));
  const walk = createWalk(root, controls, { at, place, moveTo, rate: data.rate, wanted: wanted.alpha, onMove: show });
  root.kept = () => ({}); // another function has its own point and its own step size; the direction is kept by its part
  window.lesson.angle ??= readAngle(asked("angle")) ?? data.angle;

  function show() {
    const state = stateOf(data, at, ...place(), walk);
    state.sentence = say(state);
    root.querySelector(".sentence").textContent = state.sentence;
    Object.assign(window.lesson, { gradientAngle: state.has ? state.angle : null, at: state.point, live: numbersOf(state, pictures.scaleOf(state)) });
    pour({
      gradient_map: [pictures.map(state), `Contour map of f. ${state.sentence} ${window.lesson.live.scale}`],
      compass: [compassRows(state), compassWords(state)],
    });
  }

  listen(root, "lesson-turn", show);
  listen(root, "lesson-data", show);
  listen(root, "lesson-cover", show);
  followPointer(root, "gradient_map", view, place, (px, py) => {
    walk.forget();
    moveTo(px, py);
    show();
  });
  walk.again(asked("walk"));
  show();
}

const readAngle = (text) => (text === null || text === "" || !Number.isFinite(Number(text)) ? null : Number(text));

// All numbers at a point. `isPlain`: there is a gradient; `has`: it is not zero.
function stateOf({ program, reasons }, at, x, y, { path, told }) {
  const point = { x, y }, [value, fx, fy] = at(x, y), length = Math.hypot(fx, fy), f = (where) => evaluate(program, where)[0];
  const corner = ["x", "y"].map((name) => [name, cornerOf(along(f, point, name), point[name])]).find(([, sides]) => sides);
  const isPlain = Number.isFinite(value) && Number.isFinite(length) && !corner, has = isPlain && length > 0;
  const turn = window.lesson.angle, radians = (turn * Math.PI) / 180, slope = fx * Math.cos(radians) + fy * Math.sin(radians);
  return {
    point, value, fx, fy, length, corner, isPlain, has, f, path: path(), told: told(), turn, radians,
    angle: ((Math.atan2(fy, fx) * 180) / Math.PI + 360) % 360, slope: Math.abs(slope) < 1e-12 * length ? 0 : slope,
    covered: new Set(window.lesson.covered), reason: () => reasonOf(program, point, reasons),
  };
}

// The two partial derivatives as they may be shown.
const pair = ({ fx, fy, covered }) => `(${covered.has("fx") ? "?" : number(fx)}, ${covered.has("fy") ? "?" : number(fy)})`;
// The slope in a direction gives them away.
const slopeSaid = ({ slope, covered }) => (covered.has("fx") || covered.has("fy") ? "?" : number(slope));

function say(state) {
  const { point, value, fx, length, corner, told, f } = state, where = `(${number(point.x)}, ${number(point.y)})`;
  if (!Number.isFinite(value)) return `f is not defined at ${where}. ${state.reason()}`;
  if (corner) return `A corner: along ${corner[0]} the slope is ${number(corner[1][0])} on one side and ${number(corner[1][1])} on the other. There is no gradient here.`;
  if (!Number.isFinite(length)) {
    const name = Number.isFinite(fx) ? "y" : "x";
    return `Along ${name}: ${noSlope(along(f, point, name), point[name], `${name} = ${number(point[name])}`)}`;
  }
  if (length === 0) return `${told ? `${told} ` : ""}∇f = (0, 0): no direction. Every direction starts flat here.`;
  if (state.covered.has("length")) return `From ${where}, f grows fastest along ∇f = ${pair(state)}. How fast?`;
  return told || `From ${where}, f grows fastest along ∇f = ${pair(state)}: by ${number(length)} for each unit of way.`;
}

function numbersOf(state, scale) {
  const { point, value, fx, fy, length, angle, isPlain, has, turn } = state;
  const known = (each) => (isPlain ? number(each) : "–");
  return {
    x: number(point.x), y: number(point.y), f: shown(value), fx: known(fx), fy: known(fy), length: known(length),
    angle: has ? `${number(angle)}°` : isPlain ? "no direction" : "–", turn: `${number(turn)}°`, slope: isPlain ? slopeSaid(state) : "–",
    scale: has ? `Arrow scale: a slope of ${number(scale)} is drawn 1 unit long.` : isPlain ? "No arrow: ∇f = (0, 0)." : "No arrow: there is no gradient here.",
  };
}

// The rows of the map.
function createPictures(view, at, grid) {
  const { arrow, aside, turned, scaleFor } = createArrows(view, at), reach = 0.34 * view.half;
  const scaleOf = ({ has, length }) => (has ? scaleFor(length) : 1);

  const pathRows = (path) => path.flatMap(([x, y], place) => [row(x, y, "path", "", 0, ""), ...(place < path.length - 1 ? [row(x, y, "stop", "", 0, "")] : [])]);

  function arrowRows(state) {
    const { point: { x, y }, fx, fy, has, isPlain, turn, angle, radians } = state, scale = scaleOf(state);
    const away = Math.abs(((turn - angle + 540) % 360) - 180), [ux, uy] = [reach * Math.cos(radians), reach * Math.sin(radians)];
    const isBeside = has && (away < 40 || away > 140); // its words would lie on those of ∇f
    return [
      ...(isPlain ? arrow("turn", x, y, ux, uy, isBeside ? "" : `slope ${slopeSaid(state)}`, aside(ux, uy, fx, fy)) : []),
      ...(has ? arrow("down", x, y, -fx / scale, -fy / scale, "−∇f") : []),
      ...(has ? arrow("up", x, y, fx / scale, fy / scale, `∇f = ${pair(state)}`) : []),
    ];
  }

  let field = null; // the arrows of the whole map stay where they are
  function fieldRows() {
    const points = [], steps = 0.25 * view.half;
    for (let i = -12; i <= 12; i++)
      for (let j = -6; j <= 6; j++) {
        const [x, y] = [view.x + i * steps, view.y + j * steps], [, fx, fy] = at(x, y);
        if (Number.isFinite(Math.hypot(fx, fy)) && Math.hypot(fx, fy) > 1e-9) points.push([x, y, turned(-fx, -fy)]);
      }
    return [manyRow("field", points)];
  }

  return {
    scaleOf,
    map: (state) => [
      ...pathRows(state.path), ...arrowRows(state), row(state.point.x, state.point.y, "point", "", 0, ""), ...(window.lesson.field ? (field ??= fieldRows()) : []),
      ...(Number.isFinite(state.value) ? [manyRow("contour", contourPoints(grid, state.value, reachOf("gradient_map", view)))] : []),
    ],
  };
}

// The slope in every direction, with the four that are worth a look.
function compassRows(state) {
  const { isPlain, has, fx, fy, length, angle, turn, slope } = state;
  if (!isPlain) return [row(0, 1, "room", "", ""), row(0, -1, "room", "", "")];
  const rows = [], now = ((turn % 360) + 360) % 360;
  for (let degrees = 0; degrees <= 360; degrees += 4) {
    const radians = (degrees * Math.PI) / 180;
    rows.push(row(degrees, fx * Math.cos(radians) + fy * Math.sin(radians), "curve", "", ""));
  }
  const mark = (by, height, label, where) => {
    const place = (angle + by) % 360;
    rows.push(row(place, height, "mark", label, label === "contour" && place > 270 ? "left" : where));
  };
  if (has) {
    mark(0, length, "∇f", "above");
    mark(90, 0, "contour", "right");
    mark(180, -length, "−∇f", "below");
    mark(270, 0, "contour", "right");
  }
  rows.push(row(now, slope, "now", `slope ${slopeSaid(state)}`, now > 200 ? "left" : "right"));
  // room for the labels above and below
  return [...rows, row(0, 1.35 * (length || 1), "room", "", ""), row(0, -1.35 * (length || 1), "room", "", "")];
}

function compassWords(state) {
  const { has, covered, length, angle, turn } = state;
  if (!has) return "The slope against the direction: there is no gradient to turn away from.";
  return `The slope against the direction: largest, ${covered.has("length") ? "covered" : number(length)}, at ${number(angle)} degrees, zero along the contour, smallest against it. At ${number(turn)} degrees it is ${slopeSaid(state).replace("?", "covered")}.`;
}

export default function ({ data, parentElement }) {
  renew(parentElement.querySelector(".root"), data, ["x", "y", "walk", "alpha"], build);
}
