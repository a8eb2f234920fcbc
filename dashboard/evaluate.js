// Runs what engine.program.instructions wrote: the same operations, on the browser's float64.
// A browser test holds it against the engine.

const OPERATIONS = {
  identity: (a) => a,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: (a, b) => a ** b,
  negate: (a) => -a,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  relu: (a) => Math.max(0, a),
  abs: Math.abs,
  sqrt: Math.sqrt,
  step: (a) => (Number.isNaN(a) ? a : a > 0 ? 1 : 0),
  sign: Math.sign,
  half_squared_error: (a, b) => 0.5 * (a - b) ** 2,
  squared_error: (a, b) => (a - b) ** 2,
};

// The numbers of all outputs of a program for the given values.
function evaluate(program, values) {
  const numbers = [];
  for (const [operation, ...inputs] of program.code)
    numbers.push(
      operation === "constant" ? Number(String(inputs[0]).replace("inf", "Infinity"))
      : operation === "variable" ? values[inputs[0]]
      : OPERATIONS[operation](...inputs.map((place) => numbers[place])),
    );
  return program.outputs.map((place) => numbers[place]);
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
