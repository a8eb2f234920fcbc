// The secant becomes the tangent: x₀ and Δx move here, and everything that follows from them is worked out here.
// window.lesson.live holds the numbers for the texts of the page, window.lesson.data.charts the rows of its charts.

const SAMPLES = 400;

function build(root, data) {
  root.innerHTML = `<div class="sliders"></div><div class="sentence" aria-live="polite"></div>`;
  const controls = root.querySelector(".sliders");
  const [from, to] = data.window;
  const f = (x) => evaluate(data.program, { ...data.parameters, x })[0];
  const slopeAt = (x) => evaluate(data.program, { ...data.parameters, x })[1];
  const inside = (x) => Math.abs(x) <= 1e6;
  const x0 = createSlider(controls, {
    label: "x₀", parameter: "x0", min: from, max: to, step: (to - from) / 200, start: data.x0, accepts: inside, onMove: show,
  });
  const dx = createSlider(controls, {
    label: "Δx", parameter: "dx", min: -16, max: 0.3, step: 0.02, start: 0.5, scale: POWERS_OF_TEN,
    accepts: (value) => value > 0 && value <= 10, onMove: () => { halt(); show(); },
  });
  const shrink = document.createElement("button");
  shrink.className = "shrink";
  controls.append(shrink);
  let timer = null;
  function halt() {
    window.clearInterval(timer);
    timer = null;
    shrink.textContent = "Shrink Δx";
  }
  shrink.onclick = () => {
    if (timer !== null) return halt();
    if (dx.value() <= 0.001) dx.set(1, false);
    shrink.textContent = "Pause";
    timer = window.setInterval(() => {
      if (!root.isConnected || dx.value() <= 0.001) return halt();
      dx.set(Math.max(0.001, dx.value() * 0.87), false);
      show();
    }, 90);
  };
  halt();

  // Where the curve is drawn: what runs away is left out, so that the rest can be seen.
  const xs = Array.from({ length: SAMPLES + 1 }, (_, place) => from + ((to - from) * place) / SAMPLES);
  const curve = xs.map(f), slopes = xs.map(slopeAt);
  const seen = (values) => {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
    if (!sorted.length) return [-1, 1];
    const [low, high] = [0.04, 0.96].map((part) => sorted[Math.round(part * (sorted.length - 1))]);
    const [least, most] = [sorted[0], sorted[sorted.length - 1]];
    const room = 1.2 * (high - low) || 1;
    return [Math.max(least, low - room), Math.min(most, high + room)];
  };
  const shown = seen(curve), shownSlopes = seen(slopes);
  const cut = (y, [low, high]) => (y >= low && y <= high ? y : Number.NaN);

  const row = (...fields) => fields.map((field) => (typeof field === "number" ? (Number.isFinite(field) ? field : "") : field)).join(";");
  // A straight line through (x, y), as long as it stays in the picture.
  function line(part, x, y, slope) {
    if (!Number.isFinite(slope) || !Number.isFinite(y)) return [];
    const half = 0.28 * (to - from);
    const [low, high] = shown;
    const room = 0.25 * (high - low) || 1;
    const ends = [-half, half].map((step) => {
      const y_end = y + slope * step;
      const inside = Math.min(high + room, Math.max(low - room, y_end));
      return slope ? [x + (inside - y) / slope, inside] : [x + step, y];
    });
    return ends.map(([x_end, y_end]) => row(x_end, y_end, part, ""));
  }

  function corner(x) {
    const step = 1e-6 * Math.max(1, Math.abs(x));
    const [left, right] = [(f(x) - f(x - step)) / step, (f(x + step) - f(x)) / step];
    const [nearLeft, nearRight] = [(f(x) - f(x - step / 8)) / (step / 8), (f(x + step / 8) - f(x)) / (step / 8)];
    const gap = Math.abs(right - left), near = Math.abs(nearRight - nearLeft);
    return gap > 1e-3 && near > 0.9 * gap ? [left, right] : null;
  }

  function say(x, step, y, slope, quotient) {
    if (!Number.isFinite(y)) return `f is not defined at x₀ = ${number(x)}. ${reason(x)}`;
    const sides = corner(x);
    if (sides) return `A corner at x₀ = ${number(x)}: the slope is ${number(sides[0])} from the left and ${number(sides[1])} from the right. There is no tangent.`;
    if (!Number.isFinite(slope)) return `At x₀ = ${number(x)} the slope has no finite value: the curve stands upright.`;
    if (x + step === x) return `The computer cannot see so small a step: x₀ + Δx is the same number as x₀. So the quotient is 0, not ${number(slope)}.`;
    if (!Number.isFinite(quotient)) return `f is not defined at x₀ + Δx = ${number(x + step)}. Make Δx smaller.`;
    const end = step > 0.002 ? " Let Δx shrink." : "";
    return `At Δx = ${number(step)} the secant climbs ${number(quotient)} for each step of 1; the tangent climbs ${number(slope)}.${end}`;
  }

  function reason(x) {
    const values = [];
    for (const [operation, ...inputs] of data.program.code) {
      const given = inputs.map((place) => values[place]);
      const value = operation === "constant" ? Number(inputs[0]) : operation === "variable" ? ({ ...data.parameters, x })[inputs[0]] : OPERATIONS[operation](...given);
      values.push(value);
      if (operation !== "constant" && operation !== "variable" && !Number.isFinite(value) && given.every(Number.isFinite)) {
        const [a, b] = given.map((each) => number(each));
        return (data.reasons[operation] ?? data.reasons.other).replace("{a}", a).replace("{b}", b);
      }
    }
    return "";
  }

  function show() {
    const x = x0.value(), step = dx.value();
    const y = f(x), next = f(x + step), slope = slopeAt(x);
    const quotient = (next - y) / step, middle = (f(x + step) - f(x - step)) / (2 * step);
    const isPlain = Number.isFinite(y) && corner(x) === null;
    const isCovered = (window.lesson.covered ?? []).includes("slope");
    const sentence = isCovered ? `At Δx = ${number(step)} the secant climbs ${number(quotient)} for each step of 1. And the tangent?` : say(x, step, y, slope, quotient);
    window.lesson.at = { x, dx: step };
    root.querySelector(".sentence").textContent = sentence;
    window.lesson.live = {
      x0: number(x), dx: number(step), f: number(y), df: number(next - y), quotient: number(quotient), central: number(middle),
      slope: isPlain ? number(slope) : "–", off: isPlain ? number(Math.abs(quotient - slope)) : "–",
    };
    const wide = step > 0.02 * (to - from);
    const curveRows = [
      ...xs.map((at, place) => row(at, cut(curve[place], shown), "f", "")),
      ...(isPlain && !isCovered ? line("tangent", x, y, slope) : []),
      ...line("secant", x, y, quotient),
      row(x, y, "step", ""), row(x + step, y, "step", ""), row(x + step, next, "step", ""),
      row(x, y, "point", ""), row(x + step, next, "next", ""),
      ...(wide ? [row(x + step / 2, y, "width", `Δx = ${number(step)}`), row(x + step, (y + next) / 2, "height", `Δf = ${number(next - y)}`)] : []),
    ];
    const slopeRows = [
      ...xs.map((at, place) => row(at, cut(slopes[place], shownSlopes), "slope", "")),
      ...(isPlain && !isCovered && Number.isFinite(slope) ? [row(x, slope, "point", `f′(${number(x)}) = ${number(slope)}`)] : []),
      row(x, 0, "place", ""),
    ];
    const charts = { ...window.lesson.data.charts };
    charts.curve = [curveRows.join("|"), `The graph of f. ${sentence}`];
    charts.slope = [slopeRows.join("|"), `The graph of the derivative. At x₀ = ${number(x)} it is ${isCovered ? "covered" : number(slope)}.`];
    window.lesson.quotients = quotients(x, slope);
    window.lesson.threeWays = isCovered || !isPlain ? "" : threeWays(x, slope);
    charts.errors = [errorRows(x, slope, step), "The error of the forward and of the central difference against the step, both axes logarithmic."];
    window.lesson.data.charts = charts;
    document.dispatchEvent(new Event("lesson-position"));
  }

  // Three ways to the same slope, to ten digits.
  function threeWays(x, slope) {
    const closed = evaluate(data.program, { ...data.parameters, x })[2];
    const step = 6e-6 * Math.max(1, Math.abs(x));
    const central = (f(x + step) - f(x - step)) / (2 * step);
    return `f′(${number(x)}) is ${number(slope, 10)} by reverse mode, ${number(closed, 10)} by the closed form, and ` +
      `${number(central, 10)} by the central difference with Δx = ${number(step, 2)}.`;
  }

  // The table of quotients: for each step forward and central difference, and how far they are off.
  function quotients(x, slope) {
    return Array.from({ length: 17 }, (_, place) => {
      const step = 10 ** -place;
      const forward = (f(x + step) - f(x)) / step, central = (f(x + step) - f(x - step)) / (2 * step);
      const off = (error) => ((window.lesson.covered ?? []).includes("slope") ? "?" : number(Math.abs(error), 2));
      return [number(step), number(forward, 10), off(forward - slope), number(central, 10), off(central - slope)];
    });
  }

  // Error against step; an error of exactly 0 is drawn at the bottom.
  function errorRows(x, slope, now) {
    const rows = [];
    for (let power = -16; power <= 0.001; power += 0.25) {
      const step = 10 ** power;
      const found = { forward: (f(x + step) - f(x)) / step, central: (f(x + step) - f(x - step)) / (2 * step) };
      for (const [kind, value] of Object.entries(found)) {
        const error = Math.abs(value - slope);
        if (Number.isFinite(error)) rows.push(row(step, Math.max(error, 1e-17), kind, ""));
      }
    }
    rows.push(row(Math.max(now, 1e-16), 1, "now", "Δx"));
    return rows.join("|");
  }

  listen(root, "lesson-cover", show);
  listen(root, "lesson-data", show);
  window.lesson.wanted = {};
  show();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  // a new function begins at its own point; only the first one at that of the link
  if (root.shows) clearAddress(["x0"]);
  root.shows = data.id;
  build(root, data);
}
