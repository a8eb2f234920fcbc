// Runs what engine.program.instructions wrote, on the browser's float64; and says why there is no value or no slope.
// Before this file stand the OPERATIONS, written from the engine's table. A browser test holds it against the engine.

// The numbers of all outputs of a program for the given values.
function evaluate(program, values) {
  const numbers = everyNumber(program, values);
  return program.outputs.map((place) => numbers[place]);
}

// The number of every line of a program.
function everyNumber(program, values) {
  const numbers = [];
  for (const [operation, ...inputs] of program.code)
    numbers.push(
      operation === "constant" ? Number(String(inputs[0]).replace("inf", "Infinity"))
      : operation === "variable" ? values[inputs[0]]
      : OPERATIONS[operation](...inputs.map((place) => numbers[place])),
    );
  return numbers;
}

// Why there is no number: the first operation that got numbers and gave none. `reasons`: engine.domain.REASONS.
function reasonOf(program, values, reasons) {
  const numbers = everyNumber(program, values);
  for (const [place, [operation, ...inputs]] of program.code.entries()) {
    if (operation === "constant" || operation === "variable" || Number.isFinite(numbers[place])) continue;
    const given = inputs.map((input) => numbers[input]);
    if (!given.every(Number.isFinite)) continue;
    const [a, b] = given.map((each) => number(each));
    const closed = (text) => (/[−·]/.test(text) ? `(${text})` : text);
    const whole = { power: `${closed(a)}^${closed(b ?? "")}`, exp: `e^${closed(a)}` }[operation] ?? "A number on the way";
    return reasons[kindOf(operation, given, numbers[place])].replace("{a}", a).replace("{at}", "").replace("{whole}", whole);
  }
  return "";
}

// Which of the reasons it is, as engine.domain tells them apart.
function kindOf(operation, [a, b], result) {
  if (operation === "divide" && b === 0) return "division by zero";
  if (operation === "power" && a === 0) return "negative power of zero";
  if (operation === "power" && a < 0 && Number.isNaN(result)) return "broken power";
  return operation === "log" || operation === "sqrt" ? operation : result > 0 ? "too large" : "too low";
}

// The slopes of f, a function of one number, from the left and from the right, if they stay apart however near one
// looks; else null. What rounding alone keeps apart is no corner.
function cornerOf(f, at) {
  const y = f(at), step = 1e-6 * Math.max(1, Math.abs(at)), ends = [f(at - step), f(at + step)];
  const sides = (size) => [(y - f(at - size)) / size, (f(at + size) - y) / size];
  const gapOf = ([left, right]) => right - left, found = sides(step), gap = gapOf(found);
  const rounding = (64 * Number.EPSILON * Math.max(Math.abs(y), ...ends.map(Math.abs))) / step;
  if (!(Math.abs(gap) > 8 * rounding + 1e-6 * Math.max(...found.map(Math.abs)))) return null;
  if (![3, 8].every((times) => Math.abs(gapOf(sides(step / times)) - gap) < 0.1 * Math.abs(gap))) return null;
  return found.map((side) => (Math.abs(side) < 1e-5 * Math.abs(gap) ? 0 : side));
}

// In words, what the curve of f does at a point where the rules give no slope: they may divide by 0 where the curve
// goes on quietly. `where`: the point, as `x = 0`; `name`: what f is called.
function noSlope(f, at, where, name = "f") {
  const y = f(at), rise = (side, size) => (side * (f(at + side * size) - y)) / size;
  const [left, right] = [-1, 1].map((side) => {
    const [far, near] = [1e-4, 1e-8].map((share) => rise(side, share * Math.max(1, Math.abs(at))));
    if (!Number.isFinite(near)) return "none";
    return Math.abs(near) > 2 * Math.abs(far) ? "upright" : number(Math.abs(near) < Math.abs(far) / 2 ? 0 : near, 3);
  });
  if (left === "upright" || right === "upright") return `There is no slope at ${where}: the curve stands upright.`;
  if (left === "none" && right === "none") return `There is no slope at ${where}: beside it, ${name} has no value.`;
  if (left === "none" || right === "none") {
    const [here, there] = left === "none" ? ["right", "left"] : ["left", "right"];
    return `There is no tangent at ${where}: ${name} has no value to the ${there} of it. To the ${here} of it the slope is ${left === "none" ? right : left}.`;
  }
  if (left === right) return `At ${where} the rules would divide by 0. Looked at from nearby, the slope is ${left}.`;
  return `A corner at ${where}: the slope is ${left} from the left and ${right} from the right.`;
}

// A number for the eye, as engine.formulas.number writes it.
const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
function number(value, digits = 4) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e5) return String(value).replace("-", "−");
  const [head, tail] = value.toExponential(digits - 1).split("e");
  const power = Number(tail);
  if (power < -4 || power >= digits) {
    const mantissa = head.includes(".") ? head.replace(/\.?0+$/, "") : head;
    return `${mantissa}·10${[...String(power)].map((character) => SUPERSCRIPTS[character]).join("")}`.replace(/^-/, "−");
  }
  const plain = value.toFixed(Math.max(0, digits - 1 - power));
  return (plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain).replace("-", "−");
}

// A number for the eye, or a dash where there is none.
const shown = (value, digits) => (Number.isFinite(value) ? number(value, digits) : "–");
