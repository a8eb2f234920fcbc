// What is said about a chain: the sentence of each step, and what adding the slopes would have predicted.

const bracketed = (value, place) => (place > 0 && value < 0 ? `(${number(value)})` : number(value));
const product = (factors) => factors.map(bracketed).join(" · ");

// `by u, then v`, or `straight from x`.
function wayName(chain, way, isTitle = false) {
  const between = way.slice(0, -1).map((place) => chain.symbols[chain.links[place].target]);
  if (!between.length) return `${isTitle ? "Straight" : "straight"} from ${chain.symbols[chain.names[0]]}`;
  return `${isTitle ? "By" : "by"} ${between.join(", then ")}`;
}

const stepCount = (chain) => (chain.ways.length === 0 ? 2 : chain.ways.length === 1 ? 2 + chain.ways[0].length : 3 + chain.ways.length);

function sentence(chain, state, now) {
  const y = chain.symbols[chain.output], last = stepCount(chain);
  if (state.undefined) return `<i>Not defined.</i> ${state.undefined}`;
  if (now === 0) return `${y} is made from x in ${chain.names.length - 1 || 1} ${chain.names.length > 2 ? "pieces" : "piece"}. If x moves a little, how far does ${y} move?`;
  if (now === 1) return `<i>Forward.</i> ${forward(chain, state)}`;
  if (!chain.ways.length) return `${y} does not depend on x: a nudge of x moves nothing.`;
  if (now === 2) return `<i>Nudge.</i> Move x by Δx = ${number(state.dx)}. How far does ${y} go?`;
  if (state.corner && now >= state.cornerStep) return `<i>${state.corner.sides ? "A corner" : "No slope"}.</i> ${cornerWords(chain, state)}`;
  if (now === last && state.isCovered) return `You see every slope. So how much is ${chain.slope}?`;
  if (now === last) return ending(chain, state, y);
  if (chain.ways.length > 1) {
    const way = chain.ways[now - 3], slopes = way.map((link) => state.local[link]);
    return `<i>${wayName(chain, way, true)}.</i> Stretched by ${slopes.map((slope) => number(slope)).join(", then by ")}: its share of Δ${y} is ${product([...slopes].reverse())} · ${bracketed(state.dx, 1)} = ${number(state.ways[now - 3] * state.dx)}.`;
  }
  return stretch(chain, state, now - 3);
}

function forward(chain, state) {
  const told = chain.names.map((name) => `${chain.symbols[name]} = ${number(state.values[name])}`);
  const shown = told.length > 5 ? [told[0], told[1], "and so on", told[told.length - 1]] : told;
  return `${shown.join(", so ").replace("so and so on, so", "and so on, until")}.`;
}

function stretch(chain, state, place) {
  const link = chain.links[chain.ways[0][place]], slope = state.local[chain.ways[0][place]];
  const name = chain.symbols[link.target];
  const before = state.dx * chain.ways[0].slice(0, place).reduce((sum, each) => sum * state.local[each], 1);
  const opening = `<i>To ${name}.</i> ${link.name} = ${number(slope)}, `;
  if (slope === 0) return `${opening}so ${name} does not move. Nothing gets through to what comes after it.`;
  const how = slope < 0 ? `so ${name} moves ${number(-slope)} times as far, the other way` : `so ${name} moves ${number(slope)} times as far`;
  return `${opening}${how}: Δ${name} ≈ ${number(slope)} · ${bracketed(before, 1)} = ${number(slope * before)}.`;
}

function ending(chain, state, y) {
  const all = `${number(state.slope)} · ${bracketed(state.dx, 1)} = <b>${number(state.predicted)}</b>. <span class="words">Really: ${shown(state.really)}.</span>`;
  if (chain.ways.length > 1) return `<i>Together.</i> The ways add up: Δ${y} ≈ (${state.ways.slice(0, 6).map(bracketed).join(" + ")}${state.ways.length > 6 ? " + …" : ""}) · Δx = ${all}`;
  const slopes = chain.ways[0].map((link) => state.local[link]);
  if (slopes.length === 1) return `The nudge is stretched by ${number(slopes[0])}: Δ${y} ≈ ${all}`;
  if (slopes.length > 4) return `${slopes.length} slopes, multiplied: Δ${y} ≈ ${all}`;
  if (slopes.length > 2) return `The slopes multiply: Δ${y} ≈ ${product([...slopes].reverse())} · Δx = ${all}`;
  return `The nudge is stretched by ${slopes.map((slope) => number(slope)).join(", then by ")}: Δ${y} ≈ ${product([...slopes].reverse())} · Δx = ${all}`;
}

// A piece as a function of one of its inputs, the others as they are.
const pieceOf = (link, values) => (input) => evaluate(link.piece, { ...values, [link.source]: input })[0];

function cornerWords(chain, state) {
  const { link, sides } = state.corner;
  const source = chain.symbols[link.source], target = chain.symbols[link.target];
  if (!sides) return noSlope(pieceOf(link, state.values), state.values[link.source], `${source} = ${number(state.values[link.source])}`, target);
  return `At ${source} = ${number(state.values[link.source])} the slope of ${target} is ${number(sides[0])} from the left and ${number(sides[1])} from the right. There is no single slope to multiply.`;
}

// The remark beside the formula.
function remark(chain, state) {
  const y = chain.symbols[chain.output];
  const really = `${y} really moves by ${shown(state.really)}.`;
  if (state.undefined || state.isCovered || !chain.ways.length) return "";
  const where = state.corner && `${chain.symbols[state.corner.link.source]} = ${number(state.values[state.corner.link.source])}`;
  if (state.corner && !state.corner.sides) return `<b>Every piece needs a slope.</b> ${chain.symbols[state.corner.link.target]} has none at ${where}: there is nothing to multiply, whatever the other slopes are. Move x a little, and there is one.`;
  if (state.corner) return `<b>Every piece needs a slope.</b> This one has a corner at ${where}. A computer takes one of the slopes, or 0, and goes on. Move x a little, and the corner is gone.`;
  if (chain.ways.length > 1) return `<b>Multiply along a way, then add the ways.</b> A nudge of x reaches ${y} on ${chain.ways.length} ways at once. Each way alone tells a part: ${state.ways.slice(0, 4).map((each) => number(each)).join(", ")}${state.ways.length > 4 ? ", …" : ""}. Together ${number(state.slope)}.`;
  const slopes = chain.ways[0].map((link) => state.local[link]);
  if (slopes.length === 1) return `<b>One piece, one slope.</b> Name its inside, and the chain rule has something to multiply.`;
  if (slopes.includes(0)) return `<b>One 0 is enough.</b> A product with a factor 0 is 0: near this x, ${y} does not feel x at all.`;
  const sum = slopes.reduce((total, each) => total + each, 0);
  const added = slopes.length > 4 ? `Added, the ${slopes.length} slopes would be ${number(sum)}` : `${[...slopes].reverse().map(bracketed).join(" + ")} = ${number(sum)}`;
  if (Math.abs(sum - state.slope) < 1e-3 * Math.abs(state.slope)) return `<b>Multiplied, never added.</b> Here ${added}, the same by chance. Move x, and they part.`;
  return `<b>Multiplied, never added.</b> ${added}${slopes.length > 4 ? ": that" : ""} would predict Δ${y} = ${number(sum * state.dx)}; ${really} A smaller nudge brings ${number(state.predicted)} and “really” together.`;
}
