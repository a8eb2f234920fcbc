// The chain rule: x and Δx move here, and every number on the page follows from them here. The server is not asked.

const CHECK = 1e-5; // the Δx of the central difference

function build(root, chain) {
  const lesson = window.lesson;
  root.innerHTML = `
    <div class="sliders"></div>
    <div class="bar"></div>
    <div class="sentence" aria-live="polite"></div>
    <div class="lines"></div>
    <div class="legend" aria-hidden="true"><span class="value">value now</span><span class="nudge">nudge, as the slopes predict it</span>
      <span class="landing">where ${chain.symbols[chain.output]} really goes</span><i>all lines: same scale</i></div>
    <div class="below"><section><h3>The chain rule</h3>${chain.formula}</section><p class="remark"></p></div>
    ${chain.picture ? `<h3>The same, as a graph</h3><div class="picture">${chain.picture}</div>
      <div class="legend" aria-hidden="true"><span class="forward">value, forward</span><span class="backward">× slope, backward</span></div>` : ""}
    <details ${chain.picture ? "" : "open"}><summary>The numbers as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Table of the pieces">${chain.table}</div>
      <p>Check by trying, x a little up and a little down: (${chain.symbols[chain.output]}(x + 10⁻⁵) − ${chain.symbols[chain.output]}(x − 10⁻⁵)) / (2 · 10⁻⁵) = <b data-value="check"></b></p></details>`;
  const part = (selector) => root.querySelector(selector);

  const x = createSlider(part(".sliders"), {
    label: "x", parameter: "x", min: -chain.reach, max: chain.reach, step: chain.reach / 60, start: chain.x,
    accepts: (value) => Math.abs(value) <= 1e6, onMove: moved,
  });
  const dx = createSlider(part(".sliders"), {
    label: "nudge Δx", parameter: "dx", min: -1, max: 1, step: 0.01, start: chain.dx,
    accepts: (value) => Math.abs(value) <= 100, onMove: moved,
  });
  // What an experiment set belongs into the link too.
  for (const [name, slider] of Object.entries({ x, dx })) if ((lesson.wanted?.[name] ?? chain[name]) !== chain[name]) slider.set(lesson.wanted[name], false);
  const isAsked = new URL(window.location.href).searchParams.has("step");
  const player = createPlayer(part(".bar"), { unit: "step", word: "Step", parameter: "step", interval: 2200, onMove: moved });
  player.setCount(stepCount(chain));
  if (!isAsked) player.go(stepCount(chain), false);

  function moved() {
    lesson.wanted = {};
    show();
  }

  // All numbers for this x and Δx.
  function work() {
    const at = x.value(), step = dx.value();
    const found = evaluate(chain.program, { x: at });
    const count = chain.names.length, links = chain.links.length;
    const values = Object.fromEntries(chain.names.map((name, place) => [name, found[place]]));
    const local = found.slice(count, count + links);
    const slopes = Object.fromEntries(chain.names.map((name, place) => [name, found[count + links + place]]));
    const output = (input) => evaluate(chain.program, { x: input })[chain.names.indexOf(chain.output)];
    const ways = chain.ways.map((way) => way.reduce((product, link) => product * local[link], 1));
    const state = {
      dx: step, values, local, slopes, ways, slope: slopes.x, predicted: slopes.x * step, really: output(at + step) - values[chain.output],
      central: (output(at + CHECK) - output(at - CHECK)) / (2 * CHECK), undefined: whyUndefined(chain, values, at), corner: null,
      isCovered: (lesson.covered ?? []).includes("slope_x"),
    };
    lesson.at = { x: at, dx: step };
    // A corner has no slope: nothing that is multiplied with it has a number.
    chain.ways.forEach((way, number) => way.forEach((place, depth) => {
      const sides = corner(chain.links[place], values);
      if (!sides) return;
      if (!state.corner) Object.assign(state, { corner: { link: chain.links[place], sides }, cornerStep: 3 + (chain.ways.length > 1 ? number : depth) });
      local[place] = ways[number] = Number.NaN;
      for (const before of way.slice(0, depth + 1)) slopes[chain.links[before].source] = Number.NaN;
      state.slope = state.predicted = Number.NaN;
    }));
    // Where a value is missing, there is nothing to stretch.
    if (state.undefined) {
      chain.links.forEach((link, place) => { if (!Number.isFinite(values[link.target])) local[place] = Number.NaN; });
      for (const name of chain.names) if (name !== chain.output || Number.isNaN(values[name])) slopes[name] = Number.NaN;
    }
    return state;
  }

  function show() {
    const state = work(), now = player.step();
    // Without a step in the link the whole picture is shown; so the first step has to be said.
    writeAddress("step", now === stepCount(chain) ? null : now);
    part(".sentence").innerHTML = sentence(chain, state, now);
    const spoken = part(".sentence").textContent;
    player.describe(spoken);
    part(".lines").innerHTML = state.undefined ? "" : numberLines(chain, state, now, Math.max(300, root.clientWidth));
    part(".lines svg")?.setAttribute("aria-label", `Number lines. ${spoken}`);
    part(".remark").innerHTML = remark(chain, state);
    part(".remark").hidden = !part(".remark").textContent;
    fill(state);
  }

  function fill(state) {
    const live = {
      check: state.corner ? "a corner: the two sides differ" : number(state.central, 6),
      ...Object.fromEntries(Object.entries(state.values).map(([name, value]) => [name, told(value, "no value")])),
      ...Object.fromEntries(Object.entries(state.slopes).map(([name, value]) => [`slope_${name}`, told(value)])),
      ...Object.fromEntries(chain.links.map((link, place) => [`local_${link.source}_${link.target}`, told(state.local[place])])),
      ...Object.fromEntries(state.ways.map((value, place) => [`way_${place}`, told(value)])),
    };
    lesson.live = live;
    for (const place of root.querySelectorAll("[data-value]")) {
      const isCovered = (lesson.covered ?? []).includes(place.dataset.value);
      const text = isCovered ? "?" : live[place.dataset.value] ?? "";
      place.textContent = place.dataset.guarded !== undefined && text.startsWith("−") ? `(${text})` : text;
    }
  }

  new ResizeObserver(() => { if (root.shows === chain.id && part(".lines svg")?.getAttribute("width") !== String(Math.max(300, root.clientWidth))) show(); }).observe(root);
  listen(root, "lesson-cover", show);
  show();
}

const told = (value, otherwise = "no slope") => (Number.isNaN(value) ? otherwise : number(value));

// The slopes of a piece from the left and from the right, if they stay apart however near one looks.
function corner(link, values) {
  const f = (input) => evaluate(link.piece, { ...values, [link.source]: input })[0];
  const at = values[link.source], y = f(at), step = 1e-6 * Math.max(1, Math.abs(at));
  const sides = (size) => [(y - f(at - size)) / size, (f(at + size) - y) / size];
  const [left, right] = sides(step), [nearLeft, nearRight] = sides(step / 8);
  const gap = Math.abs(right - left);
  return gap > 1e-3 && Math.abs(nearRight - nearLeft) > 0.9 * gap ? [left, right].map((side) => Number(side.toPrecision(5))) : null;
}

// In words why a value on the way is no number; empty where all are.
function whyUndefined(chain, values, x) {
  const name = chain.names.find((each) => !Number.isFinite(values[each]));
  if (!name) return "";
  const numbers = [];
  for (const [operation, ...inputs] of chain.program.code) {
    const given = inputs.map((place) => numbers[place]);
    const value = operation === "constant" ? Number(inputs[0]) : operation === "variable" ? x : OPERATIONS[operation](...given);
    numbers.push(value);
    if (given.length && operation !== "constant" && operation !== "variable" && !Number.isFinite(value) && given.every(Number.isFinite)) {
      const reason = (chain.reasons[operation] ?? chain.reasons.other).replace("{a}", number(given[0])).replace("{b}", number(given[1]));
      return `At x = ${number(x)}, ${chain.symbols[name]} has no value. ${reason}`;
    }
  }
  return `At x = ${number(x)}, ${chain.symbols[name]} has no value.`;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) {
    window.lesson.wanted = {};
    return;
  }
  // A new chain begins whole, and a ready one at its own x; only the first one as the link says.
  if (root.shows) clearAddress(data.own ? ["step"] : ["step", "x", "dx"]);
  root.shows = data.id;
  build(root, data);
  window.lesson.wanted = {};
}
