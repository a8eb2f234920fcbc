// The chain rule: x and Δx move here, and every number on the page follows from them here. The server is not asked.

const CHECK = 1e-5; // the Δx of the central difference

function build(root, chain, wanted) {
  root.innerHTML = skeleton(chain);
  const part = (selector) => root.querySelector(selector), isAsked = new URL(window.location.href).searchParams.has("step");
  const x = createSlider(part(".sliders"), {
    label: "x", parameter: "x", min: -chain.reach, max: chain.reach, step: chain.reach / 60, start: chain.x, wanted: wanted.x,
    accepts: (value) => Math.abs(value) <= 1e6, onMove: show,
  });
  const dx = createSlider(part(".sliders"), {
    label: "nudge Δx", parameter: "dx", min: -1, max: 1, step: 0.01, start: chain.dx, wanted: wanted.dx,
    accepts: (value) => Math.abs(value) <= 100, onMove: show,
  });
  const player = createPlayer(part(".bar"), { unit: "step", word: "Step", parameter: "step", interval: () => 2200, onMove: show });
  // Without a step in the link the whole picture is shown; so the first step has to be said.
  const stepInLink = () => (player.step() === stepCount(chain) ? null : player.step());
  player.setCount(stepCount(chain));
  if (!isAsked) player.go(stepCount(chain), false);
  keepInLink(part(".bar"), "step", stepInLink);
  // A chain of one's own goes on from where x stands, a ready one begins where it shows something.
  root.kept = (next) => (next.own ? { x: x.value(), dx: dx.value() } : {});

  function show() {
    const state = stateOf(chain, x.value(), dx.value()), now = player.step();
    window.lesson.at = { x: x.value(), dx: dx.value() };
    writeAddress("step", stepInLink());
    part(".sentence").innerHTML = sentence(chain, state, now);
    const spoken = part(".sentence").textContent;
    player.describe(spoken);
    part(".lines").innerHTML = state.undefined ? "" : numberLines(chain, state, now, lineWidth(root));
    part(".lines svg")?.setAttribute("aria-label", `Number lines. ${spoken}`);
    part(".remark").innerHTML = remark(chain, state);
    part(".remark").hidden = !part(".remark").textContent;
    fill(root, numbersOf(chain, state));
  }

  watchWidth(root, show);
  listen(root, "lesson-cover", show);
  show();
}

// The number lines are drawn for the width that there is.
function watchWidth(root, show) {
  const shows = root.shows;
  new ResizeObserver(() => {
    const drawn = root.shows === shows && root.querySelector(".lines svg")?.getAttribute("width");
    if (drawn && drawn !== String(lineWidth(root))) show();
  }).observe(root);
}

const lineWidth = (root) => Math.max(300, root.clientWidth);

function skeleton(chain) {
  return `
    <div class="sliders"></div>
    <div class="bar"></div>
    <div class="sentence" aria-live="polite"></div>
    <div class="lines"></div>
    <div class="legend" aria-hidden="true"><span class="value">value now</span><span class="nudge">nudge, as the slopes predict it</span>
      <span class="landing">where ${chain.symbols[chain.output]} really goes</span><i>all lines: same scale</i></div>
    <div class="below"><section><h2>The chain rule</h2>${chain.formula}</section><p class="remark"></p></div>
    ${chain.picture ? `<h2>The same, as a graph</h2><div class="picture">${chain.picture}</div>
      <div class="legend" aria-hidden="true"><span class="forward">value, forward</span><span class="backward">× slope, backward</span></div>` : ""}
    <details ${chain.picture ? "" : "open"}><summary>The numbers as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Table of the pieces">${chain.table}</div>
      <p>Check by trying, x a little up and a little down: (${chain.symbols[chain.output]}(x + 10⁻⁵) − ${chain.symbols[chain.output]}(x − 10⁻⁵)) / (2 · 10⁻⁵) = <b data-value="check"></b></p></details>`;
}

// All numbers for this x and Δx.
function stateOf(chain, at, step) {
  const found = evaluate(chain.program, { x: at }), count = chain.names.length, links = chain.links.length;
  const named = (numbers) => Object.fromEntries(chain.names.map((name, place) => [name, numbers[place]]));
  const output = (input) => evaluate(chain.program, { x: input })[chain.names.indexOf(chain.output)];
  const state = { dx: step, values: named(found), local: found.slice(count, count + links), slopes: named(found.slice(count + links)), corner: null };
  state.ways = chain.ways.map((way) => way.reduce((product, link) => product * state.local[link], 1));
  Object.assign(state, {
    slope: state.slopes.x, predicted: state.slopes.x * step, really: output(at + step) - state.values[chain.output],
    central: (output(at + CHECK) - output(at - CHECK)) / (2 * CHECK), undefined: whyUndefined(chain, state.values, at),
    isCovered: (window.lesson.covered ?? []).includes("slope_x"),
  });
  if (state.undefined) withoutValues(chain, state);
  else withoutSlopes(chain, state);
  return state;
}

// A piece with a corner, or upright, has no slope: nothing that is multiplied with it has a number.
function withoutSlopes(chain, state) {
  chain.ways.forEach((way, number) => way.forEach((place, depth) => {
    const link = chain.links[place], sides = cornerOf(pieceOf(link, state.values), state.values[link.source]);
    if (!sides && Number.isFinite(evaluate(chain.program, { x: state.values.x })[chain.names.length + place])) return;
    if (!state.corner) Object.assign(state, { corner: { link, sides }, cornerStep: 3 + (chain.ways.length > 1 ? number : depth) });
    state.local[place] = state.ways[number] = Number.NaN;
    for (const before of way.slice(0, depth + 1)) state.slopes[chain.links[before].source] = Number.NaN;
    state.slope = state.predicted = Number.NaN;
  }));
}

// Where a value is missing, there is nothing to stretch.
function withoutValues(chain, state) {
  chain.links.forEach((link, place) => { if (!Number.isFinite(state.values[link.target])) state.local[place] = Number.NaN; });
  for (const name of chain.names) if (name !== chain.output || Number.isNaN(state.values[name])) state.slopes[name] = Number.NaN;
}

// In words why a value on the way is no number; empty where all are.
function whyUndefined(chain, values, x) {
  const name = chain.names.find((each) => !Number.isFinite(values[each]));
  return name ? `At x = ${number(x)}, ${chain.symbols[name]} has no value. ${reasonOf(chain.program, { x }, chain.reasons)}` : "";
}

const told = (value, otherwise = "no slope") => (Number.isNaN(value) ? otherwise : number(value));

function numbersOf(chain, state) {
  return {
    check: state.corner ? "there is no slope to compare" : shown(state.central, 6),
    ...Object.fromEntries(Object.entries(state.values).map(([name, value]) => [name, told(value, "no value")])),
    ...Object.fromEntries(Object.entries(state.slopes).map(([name, value]) => [`slope_${name}`, told(value)])),
    ...Object.fromEntries(chain.links.map((link, place) => [`local_${link.source}_${link.target}`, told(state.local[place])])),
    ...Object.fromEntries(state.ways.map((value, place) => [`way_${place}`, told(value)])),
  };
}

function fill(root, live) {
  window.lesson.live = live;
  for (const place of root.querySelectorAll("[data-value]")) {
    const key = place.dataset.value === "check" ? "slope_x" : place.dataset.value; // it gives the slope away
    const text = (window.lesson.covered ?? []).includes(key) ? "?" : live[place.dataset.value] ?? "";
    place.textContent = place.dataset.guarded !== undefined && text.startsWith("−") ? `(${text})` : text;
    dressCovered(place, key);
  }
}

export default function ({ data, parentElement }) {
  renew(parentElement.querySelector(".root"), data, ["step", "x", "dx"], build);
}
