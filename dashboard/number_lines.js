// Number lines on one scale: what a nudge of x becomes on its way to the output. SVG text, written anew for each state.
//
// numberLines(chain, state, now, width) → SVG
//   chain: what the server wrote (names, titles, links, ways); state: all numbers (chain_rule.js);
//   now: the step of the player; what belongs to a later step is drawn faintly and without words.

const WINDOWS = [1, 1.5, 2, 3, 5, 7.5, 10];

// The smallest round number that is not below `size`.
function roundUp(size) {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  return power * WINDOWS.find((each) => each * power >= size * (1 - 1e-12));
}

const svgText = (x, y, words, { anchor = "start", kind = "", size = 15 } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" class="${kind}" font-size="${size}">${words}</text>`;
const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const shortened = (words, room) => escaped(words.length <= room ? words : `${words.slice(0, Math.max(1, room - 1))}…`);
const widthOf = (words, size) => words.length * size * 0.5;
const covered = (state, value) => (state.isCovered ? "?" : number(value));
const stage = (step, now) => (step > now ? "later" : step === now ? "now" : "done");

// How far to the left and to the right of the value the lines must reach, in units of the values.
function extent(moves) {
  const finite = moves.filter(Number.isFinite);
  const low = Math.max(0, ...finite.map((move) => -move)), high = Math.max(0, ...finite);
  const all = roundUp((low + high) * 1.06);
  return { low: (low / (low + high || 1)) * all, all };
}

// One line: axis with ticks around `value`, which stands at `zero`; no number stands where another thing is (`avoid`).
function axis(left, right, zero, y, value, scale, avoid = [], isNumbered = true) {
  let drawn = `<line class="axis" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/>`;
  const size = Math.max(Math.abs(value + (right - zero) / scale), Math.abs(value + (left - zero) / scale));
  const letters = (step) => Math.max(1, Math.ceil(Math.log10(size + 1))) + Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) + 2;
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].map((each) => each * 10 ** Math.floor(Math.log10(100 / scale)));
  const step = steps.find((each) => each * scale > Math.max(56, 12 + 8 * letters(each)));
  if (!step || !Number.isFinite(value) || size / step > 1e7) return drawn;
  for (let at = Math.ceil((value + (left - zero) / scale) / step); at * step <= value + (right - zero) / scale; at += 1) {
    const x = zero + (at * step - value) * scale;
    drawn += `<line class="axis" x1="${x}" x2="${x}" y1="${y - 4}" y2="${y + 4}"/>`;
    if (isNumbered && Math.abs(x - zero) > 20 + 4 * (letters(step) + number(value).length) && x > left + 8 && x < right - 8 && !avoid.some((each) => Math.abs(each - x) < 8 + 4 * letters(step))) drawn += svgText(x, y + 22, number(at * step, 8), { anchor: "middle", kind: "tick", size: 13 });
  }
  return drawn;
}

// The wedge between two lines: the nudge above becomes the nudge below. `words`: [large, small] beside it.
function wedge(zero, from, to, above, below, words, { left, right, state }) {
  const [x1, x2] = [zero + from, zero + to];
  const y = above + 0.43 * (below - above);
  const edge = (height) => zero + from + ((to - from) * (height - above - 9)) / (below - above - 18);
  const long = widthOf(words[0], 22) + 10 + widthOf(words[1], 15);
  const after = Math.max(zero, edge(y - 10), edge(y + 14)) + 12, before = Math.min(zero, edge(y - 10), edge(y + 14)) - 12 - long;
  const x = after + long <= right ? after : before >= left ? before : Math.max(left + 4, right - long);
  return `<g class="${state}"><path class="wedge" d="M${zero} ${above + 9}L${x1} ${above + 9}L${x2} ${below - 9}L${zero} ${below - 9}z"/>
    <line class="plumb" x1="${zero}" x2="${zero}" y1="${above + 9}" y2="${below - 9}"/>
    <line class="edge" x1="${x1}" x2="${x2}" y1="${above + 9}" y2="${below - 9}"/>
    <g class="said">${svgText(x, y + 7, words[0], { kind: "factor", size: 22 })}${svgText(x + widthOf(words[0], 22) + 10, y + 6, escaped(words[1]), { kind: "grad" })}</g></g>`;
}

// A nudge on its line. Its words stand behind its end; over it, if it is the last one and long enough.
function nudge(zero, move, y, words, { left, right, state, beside = 0 }) {
  const end = zero + move, far = Math.max(end, beside) + 10;
  const long = widthOf(words, 15);
  let x = move >= 0 ? Math.min(far, right - long) : end - 10 - long >= left ? end - 10 - long : Math.min(zero + 12, right - long);
  if (beside && Math.abs(move) > long + 24) x = Math.min((zero + end - long) / 2, right - long);
  return `<g class="${state}"><rect class="move" x="${Math.min(zero, end)}" y="${y - 6.5}" width="${Math.abs(move)}" height="13"/>
    <g class="said">${svgText(x, y - 13, words, { kind: "grad strong" })}</g></g>`;
}

function dot(zero, y, value, state) {
  return `<g class="${state}"><circle class="dot" cx="${zero}" cy="${y}" r="8"/><g class="said">${svgText(zero, y + 25, number(value), { anchor: "middle", kind: "value", size: 17 })}</g></g>`;
}

function landing(zero, move, y, words, { left, right, state }) {
  const x = zero + move, half = widthOf(words, 15) / 2;
  const at = Math.max(left + half, Math.min(x, right - half));
  return `<g class="${state}">${x >= left && x <= right ? `<line class="really" x1="${x}" x2="${x}" y1="${y - 11}" y2="${y + 18}"/>` : ""}
    <g class="said">${svgText(at, y + 43, words, { anchor: "middle", kind: "value", size: 15 })}</g></g>`;
}

// One way from top to bottom. steps: the step of the player in which each value's nudge appears.
function ladder(chain, state, way, { left, right, gutter, top, pitch, scale, low, now, steps, share, isNarrow }) {
  const links = way.map((place) => chain.links[place]);
  const names = [links[0]?.source ?? chain.names[0], ...links.map((link) => link.target)];
  const start = isNarrow ? left + 8 : left + gutter;
  const zero = start + 12 + low * scale;
  let drawn = "", move = state.dx;
  names.forEach((name, place) => {
    const y = top + place * pitch;
    const before = move * scale;
    if (place > 0) move *= state.local[way[place - 1]];
    const room = { left: start, right, state: stage(steps[place], now) };
    if (place > 0 && Number.isFinite(move)) {
      const slope = state.local[way[place - 1]], link = links[place - 1];
      const small = isNarrow || share ? `${link.name} = ${number(slope)}` : `the slope ${link.name} = ${link.symbols ? `${link.symbols} = ` : ""}${number(slope)}`;
      drawn += wedge(zero, before, move * scale, y - pitch, y, [`× ${number(slope)}`, small], room);
    }
    const onward = place < way.length ? move * (1 + 0.16 * (state.local[way[place]] - 1)) : share ? Number.NaN : state.really;
    drawn += axis(start, right, zero, y, state.values[name], scale, [zero + onward * scale], pitch > 70 || place === way.length);
    drawn += isNarrow
      ? svgText(right, y - 14, shortened(chain.titles[name], 24), { anchor: "end", kind: "title", size: 16 })
      : svgText(left, y + 6, shortened(chain.titles[name], Math.floor((gutter - 8) / 9)), { kind: "title", size: 17 });
    if (Number.isFinite(move)) {
      const isLast = place === names.length - 1 && place > 0;
      const words = `${isLast ? (share ? "its share: " : "predicted ") : ""}Δ${chain.symbols[name]} = ${isLast && state.isCovered ? "?" : number(move)}`;
      const taken = isNarrow ? 12 + widthOf(chain.titles[name].slice(0, 24), 16) : 0;
      const landed = zero + state.really * scale;
      drawn += nudge(zero, move * scale, y, words, { ...room, right: right - taken, beside: isLast && !share ? (landed < right ? landed : 1) : 0 });
    }
    drawn += dot(zero, y, state.values[name], stage(1, now));
    if (place === names.length - 1 && place > 0 && !share) drawn += landing(zero, state.really * scale, y, really(chain, state), { ...room, state: stage(Math.max(2, steps[place]), now) });
  });
  return drawn;
}

const really = (chain, state) => `really: Δ${chain.symbols[chain.output]} = ${number(state.really)}, so ${chain.symbols[chain.output]} = ${number(state.values[chain.output] + state.really)}`;

// A long chain: one short row for each value.
function rows(chain, state, now, { width, top, pitch }) {
  const isNarrow = width < 640;
  const way = chain.ways[0], gutter = isNarrow ? 104 : 150, column = isNarrow ? 70 : 220;
  const names = [chain.names[0], ...way.map((place) => chain.links[place].target)];
  const moves = names.map((_, place) => state.dx * way.slice(0, place).reduce((product, link) => product * state.local[link], 1));
  const { low, all } = extent([...moves, state.really]);
  const right = width - column, scale = (right - gutter - 20) / all, zero = gutter + 10 + low * scale;
  let product = 1;
  let drawn = svgText(width, 12, isNarrow ? "slope" : "slope of the piece, and the product so far", { anchor: "end", kind: "tick", size: 13 });
  names.forEach((name, place) => {
    const y = top + place * pitch, shown = stage(place === 0 ? 2 : 2 + place, now);
    const slope = place ? state.local[way[place - 1]] : 1;
    product *= slope;
    drawn += svgText(0, y + 5, shortened(chain.titles[name], Math.floor(gutter / 9)), { kind: "title", size: 15 });
    drawn += `<line class="axis" x1="${gutter}" x2="${right - 8}" y1="${y}" y2="${y}"/>`;
    if (Number.isFinite(moves[place])) drawn += `<g class="${shown}"><rect class="move" x="${Math.min(zero, zero + moves[place] * scale)}" y="${y - 5}" width="${Math.max(1.5, Math.abs(moves[place]) * scale)}" height="10"/></g>`;
    drawn += `<g class="${stage(1, now)}"><circle class="dot" cx="${zero}" cy="${y}" r="5.5"/></g>`;
    if (place) drawn += `<g class="${shown}"><g class="said">${svgText(isNarrow ? width : right + 66, y + 5, `× ${number(slope)}`, { anchor: "end", kind: "grad strong" })}${isNarrow ? "" : svgText(width, y + 5, state.isCovered ? "?" : number(product), { anchor: "end", kind: "grad strong" })}</g></g>`;
  });
  const last = top + (names.length - 1) * pitch;
  const y = chain.symbols[chain.output];
  const words = `${y} = ${number(state.values[chain.output])}; predicted Δ${y} = ${covered(state, state.predicted)}`;
  const landed = `really: Δ${y} = ${number(state.really)}`;
  const said = isNarrow ? svgText(0, last + 28, words, { kind: "value" }) + svgText(0, last + 50, landed, { kind: "value" }) : svgText(gutter, last + 28, `${words}, ${landed}`, { kind: "value" });
  drawn += `<g class="${stage(2 + way.length, now)}"><g class="said">${said}</g></g>`;
  return { drawn, height: last + (isNarrow ? 58 : 36) };
}

// Two or three ways side by side (on a phone below each other), and under them the sum of their shares.
function branches(chain, state, now, width) {
  const isNarrow = width < 640, count = chain.ways.length;
  const across = isNarrow ? 1 : count, gap = 28;
  const part = (width - gap * (across - 1)) / across;
  const shares = chain.ways.map((way) => state.dx * way.reduce((product, link) => product * state.local[link], 1));
  const partial = chain.ways.flatMap((way) => way.map((_, place) => state.dx * way.slice(0, place + 1).reduce((product, link) => product * state.local[link], 1)));
  const sums = shares.map((_, place) => shares.slice(0, place + 1).reduce((sum, each) => sum + each, 0));
  const { low, all } = extent([state.dx, ...partial, ...sums, state.really]);
  const longest = Math.max(...chain.ways.map((way) => way.length));
  const gutter = across > 2 ? 96 : 112, pitch = isNarrow ? 78 : longest > 2 ? 62 : 76, title = 20;
  const scale = (part - (isNarrow ? 8 : gutter) - 24) / all;
  let drawn = "", bottom = 0, top = 0;
  chain.ways.forEach((way, place) => {
    const left = isNarrow ? 0 : place * (part + gap);
    const step = 3 + place;
    drawn += svgText(left, top + 14, escaped(wayName(chain, way, true)), { kind: "way" });
    drawn += ladder(chain, state, way, {
      left, right: left + part, gutter, top: top + title + 26, pitch, scale, low, now, share: true, isNarrow,
      steps: [2, ...way.map(() => step)],
    });
    const end = top + title + 26 + way.length * pitch + 34;
    bottom = Math.max(bottom, end);
    if (isNarrow) top = end + 8;
  });
  const y = bottom + 42, start = isNarrow ? 8 : gutter, zero = start + 12 + low * scale, last = 3 + count;
  drawn += isNarrow ? "" : svgText(0, y + 6, shortened(chain.titles[chain.output], 12), { kind: "title", size: 17 });
  drawn += axis(start, width, zero, y, state.values[chain.output], scale, [zero + state.really * scale]);
  shares.forEach((share, place) => {
    const from = zero + (sums[place] - share) * scale, to = zero + sums[place] * scale;
    drawn += `<g class="${stage(last, now)}"><rect class="move share" x="${Math.min(from, to)}" y="${y - 6.5 + (place % 2 && share * shares[place - 1] < 0 ? 7 : 0)}" width="${Math.abs(to - from)}" height="13"/></g>`;
  });
  const sum = `${chain.ways.map((_, place) => bracketed(state.ways[place], place)).join(" + ")} = ${covered(state, state.slope)}: predicted Δ${chain.symbols[chain.output]} = ${covered(state, state.predicted)}`;
  drawn += `<g class="${stage(last, now)}"><g class="said">${svgText(Math.max(start, Math.min(zero, width - widthOf(sum, 15))), y - 15, sum, { kind: "grad strong" })}</g></g>`;
  drawn += dot(zero, y, state.values[chain.output], stage(1, now));
  drawn += landing(zero, state.really * scale, y, really(chain, state), { left: start, right: width, state: stage(last, now) });
  return { drawn, height: y + 54 };
}

function numberLines(chain, state, now, width) {
  const isNarrow = width < 640;
  let picture;
  if (chain.ways.length > 1 && chain.ways.length <= 3) picture = branches(chain, state, now, width);
  else if (chain.ways.length > 3) picture = wayRows(chain, state, now, width);
  else if ((chain.ways[0] ?? []).length > 4) picture = rows(chain, state, now, { width, top: 34, pitch: isNarrow ? 32 : 27 });
  else {
    const way = chain.ways[0] ?? [], pitch = isNarrow ? 104 : [0, 110, 104, 84, 72][way.length] || 110;
    const moves = way.map((_, place) => state.dx * way.slice(0, place + 1).reduce((product, link) => product * state.local[link], 1));
    const { low, all } = extent([state.dx, ...moves, state.really]);
    const gutter = Math.min(250, 30 + Math.max(...chain.names.map((name) => widthOf(chain.titles[name], 17))));
    const scale = (width - (isNarrow ? 8 : gutter) - 30) / all;
    const steps = [2, ...way.map((_, place) => 3 + place)];
    picture = { drawn: ladder(chain, state, way, { left: 0, right: width, gutter, top: 36, pitch, scale, low, now, steps, share: false, isNarrow }), height: 36 + way.length * pitch + 54 };
  }
  return `<svg viewBox="0 0 ${width} ${picture.height}" width="${width}" height="${picture.height}" role="img">${picture.drawn}</svg>`;
}

// Many ways: one row for each.
function wayRows(chain, state, now, width) {
  const shown = chain.ways.slice(0, 12), pitch = 28, gutter = Math.min(330, width * 0.55);
  const shares = shown.map((_, place) => state.dx * state.ways[place]);
  const { low, all } = extent([...shares, state.predicted, state.really]);
  const scale = (width - gutter - 20) / all, zero = gutter + 10 + low * scale;
  let drawn = "";
  const row = (y, words, move, step) => `${svgText(0, y + 5, escaped(words), { kind: "title", size: 15 })}
    <line class="axis" x1="${gutter}" x2="${width}" y1="${y}" y2="${y}"/><g class="${stage(step, now)}">
    <rect class="move" x="${Math.min(zero, zero + move * scale)}" y="${y - 5}" width="${Math.abs(move * scale)}" height="10"/></g>`;
  shown.forEach((way, place) => { drawn += row(16 + place * pitch, `${shortened(wayName(chain, way), gutter / 9)}: ${number(state.ways[place])}`, shares[place], 3 + place); });
  const y = 16 + shown.length * pitch;
  drawn += row(y, `${chain.ways.length} ways together: ${covered(state, state.slope)}`, state.predicted, 3 + chain.ways.length);
  return { drawn, height: y + 24 };
}
