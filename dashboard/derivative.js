// The secant becomes the tangent: x₀ and Δx move here, and everything that follows from them is worked out here.
// window.lesson.live holds the numbers for the texts of the page, window.lesson.data.charts the rows of its charts.

const SAMPLES = 400;

function build(root, data, wanted) {
  root.innerHTML = `<div class="sliders"></div><div class="sentence" aria-live="polite"></div>`;
  const controls = root.querySelector(".sliders"), [from, to] = data.window;
  const work = functions(data), curves = createCurves(work, from, to);
  const x0 = createSlider(controls, {
    label: "x₀", parameter: "x0", min: from, max: to, step: (to - from) / 200, start: data.x0, wanted: wanted.x0,
    accepts: (x) => Math.abs(x) <= 1e6, onMove: show,
  });
  const dx = createSlider(controls, {
    label: "Δx", parameter: "dx", min: -16, max: 0.3, step: 0.02, start: 0.5, wanted: wanted.dx, scale: POWERS_OF_TEN,
    accepts: (value) => value > 0 && value <= 10, onMove: () => { halt(); show(); },
  });
  const halt = createShrink(root, controls, dx, show);
  // a free letter that moves is another function too, but of the same text
  root.kept = (next) => (next.text === data.text ? { x0: x0.value(), dx: dx.value() } : { dx: dx.value() });

  function show() {
    const state = stateOf(work, x0.value(), dx.value());
    state.sentence = say(work, state);
    root.querySelector(".sentence").textContent = state.sentence;
    Object.assign(window.lesson, { at: { x: state.x, dx: state.step }, live: numbersOf(state), quotients: quotients(work, state), threeWays: threeWays(work, state) });
    const told = `The graph of the derivative. At x₀ = ${number(state.x)} it is ${state.isCovered ? "covered" : shown(state.slope)}.`;
    window.lesson.data.charts = {
      ...window.lesson.data.charts,
      curve: [curves.curve(state), `The graph of f. ${state.sentence}`],
      slope: [curves.slope(state), told],
      errors: errors(work, state),
    };
    document.dispatchEvent(new Event("lesson-position"));
  }

  listen(root, "lesson-cover", show);
  listen(root, "lesson-data", show);
  show();
}

// The button that lets Δx shrink by itself; gives back what halts it.
function createShrink(root, controls, dx, show) {
  const button = document.createElement("button");
  button.className = "shrink";
  controls.append(button);
  let timer = null;
  function halt() {
    window.clearInterval(timer);
    timer = null;
    button.textContent = "Shrink Δx";
  }
  button.onclick = () => {
    if (timer !== null) return halt();
    if (dx.value() <= 0.001) dx.set(1, false);
    button.textContent = "Pause";
    timer = window.setInterval(() => {
      if (!button.isConnected || dx.value() <= 0.001) return halt();
      dx.set(Math.max(0.001, dx.value() * 0.87), false);
      show();
    }, 90);
  };
  halt();
  return halt;
}

// f, its slope, the tidy form of its slope, and why there is no value.
function functions({ program, parameters, reasons }) {
  const output = (place) => (x) => evaluate(program, { ...parameters, x })[place];
  return { f: output(0), slope: output(1), closed: output(2), reason: (x) => reasonOf(program, { ...parameters, x }, reasons) };
}

function stateOf({ f, slope }, x, step) {
  const y = f(x), next = f(x + step), corner = cornerOf(f, x);
  const quotient = Number.isFinite(y) && Number.isFinite(next) ? (next - y) / step : Number.NaN;
  return {
    x, step, y, next, corner, quotient, central: (next - f(x - step)) / (2 * step),
    slope: Number.isFinite(y) && !corner ? slope(x) : Number.NaN, isCovered: (window.lesson.covered ?? []).includes("slope"),
  };
}

function say({ f, closed, reason }, { x, step, y, slope, quotient, corner, isCovered }) {
  const at = `x₀ = ${number(x)}`;
  if (!Number.isFinite(y)) return `f is not defined at ${at}. ${reason(x)}${Number.isFinite(closed(x)) ? " The tidy f′ holds only where f has a value." : ""}`;
  if (isCovered) return `At Δx = ${number(step)} the secant climbs ${shown(quotient)} for each step of 1. And the tangent?`;
  if (corner) return `A corner at ${at}: the slope is ${number(corner[0])} from the left and ${number(corner[1])} from the right. There is no tangent.`;
  if (!Number.isFinite(slope)) return noSlope(f, x, at);
  if (x + step === x) return `The computer cannot see so small a step: x₀ + Δx is the same number as x₀. So the quotient is 0, not ${number(slope)}.`;
  if (!Number.isFinite(quotient)) return `f is not defined at x₀ + Δx = ${number(x + step)}. Make Δx smaller.`;
  return `At Δx = ${number(step)} the secant climbs ${number(quotient)} for each step of 1; the tangent climbs ${number(slope)}.${step > 0.002 ? " Let Δx shrink." : ""}`;
}

const numbersOf = ({ x, step, y, next, quotient, central, slope, isCovered }) => ({
  x0: number(x), dx: number(step), f: shown(y), df: shown(next - y), quotient: shown(quotient), central: shown(central),
  slope: shown(slope), off: isCovered ? "?" : shown(Math.abs(quotient - slope)),
});

const row = (...fields) => fields.map((field) => (typeof field === "number" && !Number.isFinite(field) ? "" : field)).join(";");

// What runs away is left out of a picture, so that the rest can be seen.
function range(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length) return [-1, 1];
  const [low, high] = [0.04, 0.96].map((part) => sorted[Math.round(part * (sorted.length - 1))]);
  const room = 1.2 * (high - low) || 1;
  return [Math.max(sorted[0], low - room), Math.min(sorted.at(-1), high + room)];
}

// Whether a curve jumps between two points, as f′ does at a corner: however near one looks, the height stays.
function jumps(run, from, to) {
  const height = Math.abs(run(to) - run(from));
  for (let look = 0; look < 24; look++) {
    const middle = (from + to) / 2;
    if (Math.abs(run(middle) - run(from)) > height / 2) to = middle;
    else from = middle;
  }
  return Math.abs(run(to) - run(from)) > height / 2;
}

// The rows of both curves: what stays is worked out once.
function createCurves({ f, slope }, from, to) {
  const xs = Array.from({ length: SAMPLES + 1 }, (_, place) => from + ((to - from) * place) / SAMPLES);
  const still = (run, part) => {
    const values = xs.map(run), [low, high] = range(values);
    const rows = xs.flatMap((x, place) => {
      const isTorn = Math.abs(values[place] - values[place - 1]) > 0.05 * (high - low) && jumps(run, xs[place - 1], x);
      return [...(isTorn ? [row(x, Number.NaN, part, "")] : []), row(x, values[place] >= low && values[place] <= high ? values[place] : Number.NaN, part, "")];
    });
    return { low, high, rows };
  };
  const curve = still(f, "f"), slopes = still(slope, "slope");

  // A straight line through (x, y), as long as it stays in the picture.
  function line(part, x, y, slope) {
    if (!Number.isFinite(slope) || !Number.isFinite(y)) return [];
    const half = 0.28 * (to - from), room = 0.25 * (curve.high - curve.low) || 1;
    return [-half, half].map((step) => {
      const end = Math.min(curve.high + room, Math.max(curve.low - room, y + slope * step));
      return slope ? row(x + (end - y) / slope, end, part, "") : row(x + step, y, part, "");
    });
  }

  return {
    curve({ x, step, y, next, slope, quotient, isCovered }) {
      const labels = [row(x + step / 2, y, "width", `Δx = ${number(step)}`), row(x + step, (y + next) / 2, "height", `Δf = ${shown(next - y)}`)];
      return [
        ...curve.rows,
        ...(isCovered ? [] : line("tangent", x, y, slope)),
        ...line("secant", x, y, quotient),
        row(x, y, "step", ""), row(x + step, y, "step", ""), row(x + step, next, "step", ""),
        row(x, y, "point", ""), row(x + step, next, "next", ""),
        ...(step > 0.02 * (to - from) && Number.isFinite(quotient) ? labels : []),
      ].join("|");
    },
    slope({ x, slope, isCovered }) {
      const point = isCovered || !Number.isFinite(slope) ? [] : [row(x, slope, "point", `f′(${number(x)}) = ${number(slope)}`)];
      return [...slopes.rows, ...point, row(x, 0, "place", "")].join("|");
    },
  };
}

// Three ways to the same slope, to ten digits.
function threeWays({ f, closed }, { x, slope, isCovered }) {
  if (isCovered || !Number.isFinite(slope)) return "";
  const step = 6e-6 * Math.max(1, Math.abs(x)), central = (f(x + step) - f(x - step)) / (2 * step);
  return `f′(${number(x)}) is ${number(slope, 10)} by reverse mode, ${number(closed(x), 10)} by the closed form, and ` +
    `${number(central, 10)} by the central difference with Δx = ${number(step, 2)}.`;
}

const quotientsAt = (f, x, step) => ({ forward: (f(x + step) - f(x)) / step, central: (f(x + step) - f(x - step)) / (2 * step) });

// The table of quotients: for each step forward and central difference, and how far they are off.
function quotients({ f }, { x, slope, isCovered }) {
  return Array.from({ length: 17 }, (_, place) => {
    const step = 10 ** -place, { forward, central } = quotientsAt(f, x, step);
    const off = (error) => (isCovered ? "?" : shown(Math.abs(error), 2));
    return [number(step), shown(forward, 10), off(forward - slope), shown(central, 10), off(central - slope)];
  });
}

// Error against step; an error of exactly 0 is drawn at the bottom.
// The rows of the chart of errors, and its message.
function errors({ f }, { x, slope, step: now }) {
  const rows = [], least = {};
  for (let power = -16; power <= 0.001; power += 0.25) {
    const step = 10 ** power;
    for (const [kind, value] of Object.entries(quotientsAt(f, x, step))) {
      if (!Number.isFinite(value - slope)) continue;
      const error = Math.max(Math.abs(value - slope), 1e-17);
      rows.push(row(step, error, kind, ""));
      if (!(error >= least[kind]?.error)) least[kind] = { error, step };
    }
  }
  const told = Object.entries(least).map(([kind, best]) => ` The ${kind} difference is best at Δx = ${number(best.step, 2)}, where it is off by ${number(best.error, 2)}.`);
  const message = `The error of the forward and of the central difference against the step, both axes logarithmic.${told.join("")}`;
  return [[...rows, row(Math.max(now, 1e-16), 1, "now", "Δx")].join("|"), message];
}

export default function ({ data, parentElement }) {
  renew(parentElement.querySelector(".root"), data, ["x0", "dx"], build);
}
