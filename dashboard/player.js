// The player: buttons and a slider for a whole number from 0 to `count`. It knows nothing of what it moves.
//
// createPlayer(parent, {unit, word, parameter, onMove}) → {go, step, setCount, play, pause, describe}
//   unit: what one position is called ("step"); word: the caption of the forward button;
//   parameter: the name of the position in the page's address; onMove(position, byHand) is called for each new one.

window.lesson ??= { data: {}, positions: {} }; // what all parts of a page share: see feed.js

// Listen to an event of the document for as long as `root` is on the page and shows what it shows now.
function listen(root, event, action) {
  const shown = root.shows;
  document.addEventListener(event, function heard() {
    if (root.isConnected && root.shows === shown) action();
    else document.removeEventListener(event, heard);
  });
}

// Write a position into the page's address, so that the link opens what is on the screen. Browsers allow a
// hundred writes in half a minute, so that a drag or a run of the player writes only now and then.
const unwritten = new Map();
let nextWrite = null;
function writeAddress(parameter, value) {
  unwritten.set(parameter, value);
  if (nextWrite === null) flushAddress(window.location.pathname);
}
function flushAddress(page) {
  nextWrite = null;
  if (!unwritten.size) return;
  if (window.location.pathname === page) {
    const address = new URL(window.location.href);
    for (const [parameter, value] of unwritten) {
      if (value === null) address.searchParams.delete(parameter);
      else address.searchParams.set(parameter, String(value));
    }
    try {
      window.history.replaceState(window.history.state, "", address);
    } catch {
      // a browser that counts more strictly: the next write says it too
    }
  }
  unwritten.clear();
  nextWrite = window.setTimeout(flushAddress, 400, page);
}

// Take positions out of the address at once: what is built next reads it.
function clearAddress(parameters) {
  const address = new URL(window.location.href);
  for (const parameter of parameters) {
    unwritten.delete(parameter);
    address.searchParams.delete(parameter);
  }
  window.history.replaceState(window.history.state, "", address);
}

const ICONS = {
  start: '<path d="M5 4h3v16H5zM20 4v16L9 12z"/>',
  back: '<path d="M18 4v16L6 12z"/>',
  play: '<path d="M6 4v16l13-8z"/>',
  pause: '<path d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
};
const icon = (name) => `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`;

function createPlayer(parent, { unit, word, parameter, interval = 1400, onMove }) {
  parent.classList.add("player");
  parent.innerHTML = `
    <button class="start" aria-label="back to the start">${icon("start")}</button>
    <button class="back" aria-label="one ${unit} back">${icon("back")}</button>
    <button class="play">${icon("play")}<span>Play</span></button>
    <button class="forward primary" aria-label="one ${unit} forward"><span>${word}</span>${icon("play")}</button>
    <input type="range" min="0" step="1" value="0" aria-label="${unit}">
    <output></output>`;
  const part = (selector) => parent.querySelector(selector);
  const slider = part("input"), play = part(".play"), output = part("output");
  let step = 0, count = 0, timer = null;

  function show() {
    slider.max = count;
    slider.value = step;
    slider.style.setProperty("--done", `${count ? (100 * step) / count : 0}%`);
    output.textContent = `${step} / ${count}`;
    part(".start").disabled = part(".back").disabled = step === 0;
    part(".forward").disabled = step === count;
  }

  function remember() {
    window.lesson.positions[parameter] = step;
    document.dispatchEvent(new Event("lesson-position"));
    writeAddress(parameter, step || null);
  }

  function go(to, byHand = true) {
    const next = Math.max(0, Math.min(count, Math.round(to)));
    if (byHand) pause();
    if (next === step) return;
    step = next;
    show();
    remember();
    onMove(step, byHand);
  }

  // Says whether it was playing.
  function pause() {
    if (timer === null) return false;
    window.clearInterval(timer);
    timer = null;
    play.innerHTML = `${icon("play")}<span>Play</span>`;
    return true;
  }

  function start() {
    if (step === count) go(0);
    play.innerHTML = `${icon("pause")}<span>Pause</span>`;
    timer = window.setInterval(() => (step < count && parent.isConnected ? go(step + 1, false) : pause()), interval);
  }

  part(".start").onclick = () => go(0);
  part(".back").onclick = () => go(step - 1);
  part(".forward").onclick = () => go(step + 1);
  play.onclick = () => (timer === null ? start() : pause());
  slider.oninput = () => go(Number(slider.value));

  // Keys work wherever the focus is, but never take one away from a control that needs it itself.
  const TAKES_KEYS = "input,textarea,select,[contenteditable=true],[role=slider],[role=tab],[role=radio],[role=option],[role=combobox]";
  function onKey(event) {
    if (!parent.isConnected) return document.removeEventListener("keydown", onKey);
    const at = event.composedPath()[0];
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(at instanceof Element)) return;
    if (at.closest(TAKES_KEYS) || parent.offsetParent === null) return;
    const action = { ArrowRight: () => go(step + 1), ArrowLeft: () => go(step - 1), Home: () => go(0), End: () => go(count) }[event.key];
    if (action) action();
    else if (event.key === " " && !at.closest("button,a,summary,[role=button]")) play.click();
    else return;
    event.preventDefault();
  }
  document.addEventListener("keydown", onKey);

  // The Back key of the browser brings an older address.
  function onHistory() {
    if (!parent.isConnected) return window.removeEventListener("popstate", onHistory);
    if (count) go(asked());
  }
  window.addEventListener("popstate", onHistory);

  function asked() {
    return Number.parseInt(new URL(window.location.href).searchParams.get(parameter), 10) || 0;
  }

  return {
    go,
    pause,
    play: start,
    step: () => step,
    describe: (words) => slider.setAttribute("aria-valuetext", words),
    setCount(to) {
      const first = count === 0;
      count = to;
      step = Math.max(0, Math.min(count, first ? asked() : step));
      show();
      remember();
    },
  };
}
