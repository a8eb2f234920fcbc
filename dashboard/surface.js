// The paths of the runs on the surface, up to where the player stands. Plotly draws them, in an element of Streamlit:
// neither is ours, and either may be missing. Then the surface stays without paths.

const FRAME = ".st-key-chart_surface";
const TRACES = ["halo", "path", "disc", "head"], RAISED = [0, 0.4, 2, 2.6]; // of the lift; a head stands out of the surface
const ROOM = 470; // pixels that the whole scene is wide

function build(root, { letters, ...limits }) {
  root.innerHTML = "<i hidden></i>";
  let isWaiting = false;

  // At most one drawing a frame. Where that takes long, for want of a graphics card, the rest of the page gets its turn.
  function ask() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(async () => {
      const begun = performance.now(), isDrawn = root.isConnected && (await draw());
      const goOn = () => {
        isWaiting = false;
        if (isDrawn) ask();
      };
      if (!isDrawn) goOn();
      else requestAnimationFrame((now) => setTimeout(goOn, Math.min(300, Math.max(0, now - begun - 40) / 2)));
    });
  }

  // Whether there was something to draw. A drawing sets the camera, so that none comes while a hand turns it.
  async function draw() {
    if (document.querySelector(`${FRAME}:active`)) return false;
    const plot = document.querySelector(`${FRAME} .js-plotly-plot`), { race } = window.lesson.data;
    if (!window.Plotly?.restyle || !plot?.data || !race) return false;
    // Streamlit draws the surface anew, without paths, when it is shown in the colours of another theme.
    if (!plot.asksForPaths) plot.on("plotly_afterplot", () => plot.asksForPaths());
    plot.asksForPaths = ask;
    letThePageScroll(plot.closest(FRAME));
    const places = TRACES.map((name) => plot.data.findIndex((trace) => trace.name === name));
    const drawing = drawingOf(race.runs, lastPlace(race.updates), limits, letters, (name) => colourOf(root, name));
    const text = JSON.stringify(drawing);
    if (places.includes(-1) || plot.data[places[0]].shows === text) return false;
    try {
      // Plotly keeps the camera of the last release of the mouse: not that of a drag, nor where its swing ends.
      plot._fullLayout?.scene?._scene?.saveLayout?.(plot.layout);
      await window.Plotly.restyle(plot, drawing, places);
      await stepBack(plot);
    } catch {
      return false;
    }
    plot.data[places[0]].shows = text;
    return true;
  }

  listen(root, "lesson-data", ask);
  listen(root, "lesson-position", ask);
  listen(root, "pointerup", ask);
  // Plotly is large and comes late.
  const watch = new MutationObserver(ask);
  watch.observe(document.querySelector(FRAME) ?? document.body, { childList: true, subtree: true });
  lifeOf(root).addEventListener("abort", () => watch.disconnect());
  ask();
}

// Plotly swallows the wheel, though it does not zoom, and every touch. So the page could not be scrolled past it.
function letThePageScroll(frame) {
  if (frame.style.touchAction) return;
  frame.style.touchAction = "pan-y"; // a finger turns the surface from left to right, and scrolls from top to bottom
  const ours = { capture: true, passive: true };
  let start = null;
  const touched = (event) => {
    const [finger] = event.touches;
    event.preventDefault = () => {};
    if (event.type === "touchstart") start = finger;
    else if (Math.abs(finger.clientY - start.clientY) > Math.abs(finger.clientX - start.clientX)) event.stopPropagation();
  };
  frame.addEventListener("wheel", (event) => event.stopPropagation(), ours);
  frame.addEventListener("touchstart", touched, ours);
  frame.addEventListener("touchmove", touched, ours);
}

// On a phone the scene is wider than the page: the camera begins further away.
function stepBack(plot) {
  const times = ROOM / plot.clientWidth, eye = plot.layout.scene.camera.eye;
  if (plot.stoodAt === eye || times <= 1) return null;
  plot.stoodAt = { x: eye.x * times, y: eye.y * times, z: eye.z * times };
  return window.Plotly.relayout(plot, { "scene.camera.eye": plot.stoodAt });
}

// A variable of our style sheet as a colour of the theme of this moment.
function colourOf(root, name) {
  const probe = root.querySelector("i");
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

function lastPlace(updates) {
  const position = window.lesson.positions.epoch ?? Infinity;
  return updates.findLastIndex((update) => update <= position);
}

// For each property its values in the four traces.
function drawingOf(runs, last, limits, letters, colour) {
  const lines = [], heads = [], halo = colour("surface");
  for (const run of runs) {
    const shade = colour(run.name);
    for (let place = 0; place <= last; place++) lines.push({ ...pointOf(run, place, limits), shade });
    const head = last < 0 ? null : pointOf(run, last, limits);
    if (head && head.x !== null) heads.push({ ...head, shade, glyph: letters[run.name] });
    lines.push({ x: null, y: null, z: null, shade });
  }
  const traces = [lines, lines, heads, heads];
  const all = (key) => traces.map((points) => points.map((point) => point[key]));
  const raise = (height, trace) => (height === null ? null : height + RAISED[trace] * limits.lift);
  return {
    x: all("x"), y: all("y"), z: all("z").map((column, trace) => column.map((height) => raise(height, trace))),
    "line.color": [halo, lines.map((point) => point.shade), undefined, undefined],
    "marker.color": [undefined, undefined, halo, undefined],
    text: [undefined, undefined, undefined, heads.map((point) => point.glyph)],
    "textfont.color": [undefined, undefined, undefined, heads.map((point) => point.shade)],
  };
}

// Where a run stands on the surface: nowhere outside the square, and where the surface is cut off, at its edge.
function pointOf(run, place, { x: [left, right], y: [bottom, top], z: [low, high], lift }) {
  const x = run.x[place], y = run.y[place], loss = run.loss[place] ?? high;
  if (x === null || y === null || !(x >= left && x <= right && y >= bottom && y <= top)) return { x: null, y: null, z: null };
  return { x, y, z: Math.min(high, Math.max(low, loss)) + lift };
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root"), shows = JSON.stringify(data);
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
