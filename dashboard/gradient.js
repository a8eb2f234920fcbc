// The gradient on a map: the point moves here, and all that follows from it is worked out here. A walk down is a list
// of points; the link holds its start and its rates, from which it is walked again.

const MOST_STEPS = 200;

function build(root, data) {
  root.innerHTML = `<div class="sliders"></div><div class="sentence" aria-live="polite"></div>`;
  const controls = root.querySelector(".sliders"), view = data.view;
  const at = (x, y) => evaluate(data.program, { x, y });
  const f = (point) => at(point.x, point.y)[0];
  const grid = heights(data.program, view);
  const { arrow, aside, turned, scaleFor } = createArrows(view, at);
  let path = [], rates = [], told = "";

  const slider = (name, place) => createSlider(controls, {
    label: name, parameter: name, min: view[name] - view.half, max: view[name] + view.half, step: roundDown(view.half / 100),
    start: data.at[place], accepts: (value) => Math.abs(value) <= 1e6, onMove: () => { forget(); show(); },
  });
  const x = slider("x", 0), y = slider("y", 1);
  const field = document.createElement("div");
  field.className = "walk";
  field.innerHTML = `<label class="rate">α<input class="exact" inputmode="decimal" autocomplete="off" aria-label="step size α"></label>
    <button class="step primary">Walk down: −α∇f</button><button class="undo">Undo</button><button class="clear">Clear</button>`;
  controls.append(field);
  const part = (selector) => field.querySelector(selector);
  const rate = part("input");
  let alpha = window.lesson.wanted?.alpha ?? readRate(asked("alpha") ?? "") ?? data.rate;

  function readRate(text) {
    const value = text.trim() === "" ? Number.NaN : Number(text.replace("−", "-"));
    return value > 0 && value <= 1000 ? value : null;
  }
  function setRate(value) {
    alpha = value;
    rate.value = number(alpha, 6);
    rate.classList.remove("wrong");
    remember("alpha", alpha === data.rate ? null : String(alpha));
  }
  rate.onchange = () => {
    const value = readRate(rate.value);
    if (value === null) rate.classList.add("wrong");
    else setRate(value);
  };
  setRate(alpha);

  function forget() {
    path = [];
    rates = [];
    told = "";
    if (asked("walk") !== null) remember("walk", null);
  }
  function moveTo(px, py) {
    x.set(px, false);
    y.set(py, false);
  }
  // One step against the gradient; false where there is none to take.
  function step(size) {
    const [px, py] = [x.value(), y.value()], [before, fx, fy] = at(px, py);
    const next = [px - size * fx, py - size * fy];
    if (![before, ...next].every(Number.isFinite) || (!fx && !fy) || rates.length >= MOST_STEPS || next.some((each) => Math.abs(each) > 1e6)) return false;
    if (!path.length) path = [[px, py]];
    path.push(next);
    rates.push(size);
    moveTo(...next);
    const after = at(...next)[0];
    told = `Step ${rates.length}: (${number(px)}, ${number(py)}) − ${number(size)}·(${number(fx)}, ${number(fy)}) = (${number(next[0])}, ${number(next[1])}). `
      + (after < before ? `f falls from ${number(before)} to ${number(after)}.` : after > before ? `f rises from ${number(before)} to ${number(after)}: the step was too long.` : `f stays at ${number(after)}.`);
    return true;
  }
  // Rates as a short text: 0.1x5_0.2 are five steps of 0.1 and one of 0.2.
  function rememberWalk() {
    const runs = [];
    for (const size of rates) runs.at(-1)?.[0] === size ? runs.at(-1)[1]++ : runs.push([size, 1]);
    remember("walk", rates.length ? `${path[0].join("_")}~${runs.map(([size, count]) => (count > 1 ? `${size}x${count}` : size)).join("_")}` : null);
  }
  function walkAgain(text) {
    const [start, sizes] = (text ?? "").split("~");
    const from = (start ?? "").split("_").map(Number);
    if (from.length !== 2 || !from.every((each) => Math.abs(each) <= 1e6) || !sizes) return;
    const end = [x.value(), y.value()];
    moveTo(...from);
    for (const run of sizes.split("_").slice(0, MOST_STEPS)) {
      const [size, count = 1] = run.split("x").map(Number);
      for (let done = 0; done < Math.min(count, MOST_STEPS) && readRate(String(size)); done++) if (!step(size)) break;
    }
    // a link whose walk does not end at its point is not one of ours
    const last = path.at(-1);
    if (last && last.every((each, place) => Math.abs(each - end[place]) <= 1e-6 * Math.max(1, Math.abs(each)))) return rememberWalk();
    forget();
    moveTo(...end);
  }
  part(".step").onclick = () => {
    if (step(alpha)) rememberWalk();
    else {
      const [, fx, fy] = at(x.value(), y.value());
      told = fx === 0 && fy === 0 ? "" : rates.length >= MOST_STEPS ? `${MOST_STEPS} steps are enough.` : "There is no step from here.";
    }
    show();
  };
  part(".undo").onclick = () => {
    path.pop();
    rates.pop();
    moveTo(...path.at(-1));
    told = "";
    if (!rates.length) path = [];
    rememberWalk();
    show();
  };
  part(".clear").onclick = () => {
    moveTo(...path[0]);
    forget();
    show();
  };

  const isCovered = () => (window.lesson.covered ?? []).includes("length");

  function say(px, py, value, fx, fy, length) {
    if (!Number.isFinite(value)) return `f is not defined at (${number(px)}, ${number(py)}). ${reasonOf(data.program, { x: px, y: py }, data.reasons)}`;
    const corner = ["x", "y"].map((name) => [name, cornerOf(f, { x: px, y: py }, name)]).find(([, sides]) => sides);
    if (corner) return `A corner: along ${corner[0]} the slope is ${number(corner[1][0])} on one side and ${number(corner[1][1])} on the other. There is no gradient here.`;
    if (!Number.isFinite(length)) return `At (${number(px)}, ${number(py)}) the slope has no finite value.`;
    if (length === 0) return `${told ? `${told} ` : ""}∇f = (0, 0): no direction. Every direction starts flat here.`;
    if (isCovered()) return `From (${number(px)}, ${number(py)}), f grows fastest along ∇f = (${number(fx)}, ${number(fy)}). How fast?`;
    return told || `From (${number(px)}, ${number(py)}), f grows fastest along ∇f = (${number(fx)}, ${number(fy)}): by ${number(length)} for each unit of way.`;
  }

  function show() {
    const [px, py] = [x.value(), y.value()], [value, fx, fy] = at(px, py), length = Math.hypot(fx, fy);
    const point = { x: px, y: py };
    const isPlain = Number.isFinite(value) && Number.isFinite(length) && !["x", "y"].some((name) => cornerOf(f, point, name));
    const sentence = say(px, py, value, fx, fy, length);
    root.querySelector(".sentence").textContent = sentence;
    part(".undo").disabled = part(".clear").disabled = rates.length === 0;
    const has = isPlain && length > 0, angle = ((Math.atan2(fy, fx) * 180) / Math.PI + 360) % 360;
    const scale = has ? scaleFor(length) : 1, turn = window.lesson.angle ?? data.angle, radians = (turn * Math.PI) / 180;
    const slope = fx * Math.cos(radians) + fy * Math.sin(radians);
    const exact = Math.abs(slope) < 1e-12 * length ? 0 : slope;
    window.lesson.gradientAngle = has ? angle : null;
    window.lesson.at = point;
    window.lesson.live = {
      x: number(px), y: number(py), f: number(value), fx: isPlain ? number(fx) : "–", fy: isPlain ? number(fy) : "–",
      length: isPlain ? number(length) : "–", angle: has ? `${number(angle)}°` : isPlain ? "no direction" : "–",
      turn: `${number(turn)}°`, slope: isPlain ? number(exact) : "–",
      scale: has ? `Arrow scale: a slope of ${number(scale)} is drawn 1 unit long.` : isPlain ? "No arrow: ∇f = (0, 0)." : "No arrow: there is no gradient here.",
    };
    const reach = 0.34 * view.half, away = Math.abs(((turn - angle + 540) % 360) - 180);
    const [ux, uy] = [reach * Math.cos(radians), reach * Math.sin(radians)];
    const rows = [
      ...path.flatMap(([qx, qy], place) => [row(qx, qy, "path", "", 0, ""), ...(place < path.length - 1 ? [row(qx, qy, "stop", "", 0, "")] : [])]),
      ...(isPlain ? arrow("turn", px, py, ux, uy, has && (away < 40 || away > 140) ? "" : `slope ${number(exact)}`, aside(ux, uy, fx, fy)) : []),
      ...(has ? arrow("down", px, py, -fx / scale, -fy / scale, "−∇f") : []),
      ...(has ? arrow("up", px, py, fx / scale, fy / scale, `∇f = (${number(fx)}, ${number(fy)})`) : []),
      row(px, py, "point", "", 0, ""),
      ...(window.lesson.field ? fieldRows() : []),
      ...(Number.isFinite(value) ? contourRows(grid, value, "contour", reachOf("gradient_map", view)) : []), // last: a very long one is cut
    ];
    pour({
      gradient_map: [rows, `Contour map of f. ${sentence} ${window.lesson.live.scale}`],
      compass: [compassRows(isPlain, has, fx, fy, length, angle, turn, exact), has
        ? `The slope against the direction: largest, ${isCovered() ? "covered" : number(length)}, at ${number(angle)} degrees, zero along the contour, smallest against it. At ${number(turn)} degrees it is ${number(exact)}.`
        : "The slope against the direction: there is no gradient to turn away from."],
    });
  }

  function compassRows(isPlain, has, fx, fy, length, angle, turn, slope) {
    if (!isPlain) return [row(0, 1, "room", "", ""), row(0, -1, "room", "", "")];
    const rows = [];
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
    rows.push(row(((turn % 360) + 360) % 360, slope, "now", `slope ${number(slope)}`, ((turn % 360) + 360) % 360 > 200 ? "left" : "right"));
    // room for the labels above and below
    rows.push(row(0, 1.35 * (length || 1), "room", "", ""), row(0, -1.35 * (length || 1), "room", "", ""));
    return rows;
  }

  function fieldRows() {
    const rows = [], steps = 0.25 * view.half;
    for (let i = -12; i <= 12; i++)
      for (let j = -6; j <= 6; j++) {
        const [qx, qy] = [view.x + i * steps, view.y + j * steps], [, fx, fy] = at(qx, qy);
        if (Number.isFinite(Math.hypot(fx, fy)) && Math.hypot(fx, fy) > 1e-9) rows.push(row(qx, qy, "field", "", turned(-fx, -fy), ""));
      }
    return rows;
  }

  window.lesson.angle = window.lesson.wanted?.angle ?? (asked("angle") === null || !Number.isFinite(Number(asked("angle"))) ? data.angle : Number(asked("angle")));
  if (!(window.lesson.wanted && Object.keys(window.lesson.wanted).length)) walkAgain(asked("walk"));
  else forget();
  window.lesson.wanted = {};
  listen(root, "lesson-turn", show);
  listen(root, "lesson-data", show);
  listen(root, "lesson-cover", show);
  document.addEventListener("lesson-set", function heard(event) {
    if (!root.isConnected || root.shows !== data.id) return document.removeEventListener("lesson-set", heard);
    if (event.detail.alpha !== undefined) setRate(event.detail.alpha);
  });
  followPointer(root, "gradient_map", view, () => [x.value(), y.value()], (px, py) => {
    forget();
    moveTo(px, py);
    show();
  });
  show();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  // a new function begins at its own point; only the first one at that of the link
  if (root.shows) clearAddress(["x", "y", "walk"]);
  root.shows = data.id;
  build(root, data);
}
