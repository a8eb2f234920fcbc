// The player: buttons and a slider for a whole number from 0 to `count`. It knows nothing of what it moves.
//
// createPlayer(parent, {unit, word, parameter, interval, onMove}) → {go, step, setCount, play, pause, describe}
//   unit: what one position is called ("step"); word: the caption of the forward button;
//   parameter: the name of the position in the page's address; onMove(position, byHand) is called for each new one;
//   interval(): milliseconds from one position to the next while it plays.
// setCount(count, numbers): where positions stand for other numbers (of updates), `numbers` has them: they are shown,
//   told to the charts and written into the address.

const ICONS = {
  start: '<path d="M5 4h3v16H5zM20 4v16L9 12z"/>',
  back: '<path d="M18 4v16L6 12z"/>',
  play: '<path d="M6 4v16l13-8z"/>',
  pause: '<path d="M6 4h4v16H6zM14 4h4v16h-4z"/>',
};
const icon = (name) => `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg>`;

// Where a key means something already: text, ranges, choices, and what scrolls inside the page.
const TAKES_KEYS = "input:not([type=checkbox],[type=button],[type=submit]),textarea,select,[contenteditable=true]," +
  "[role=slider],[role=tab],[role=radio],[role=option],[role=combobox],[role=region]";
const TAKES_SPACE = "input,button,a,summary,[role=button],[role=checkbox],[role=switch]";

// Whether the server has set a new beginning since it was asked last: another start, an experiment, Reset.
function isRestarted() {
  const [before, now] = [window.lesson.restarts, window.lesson.data.restarts ?? 0];
  window.lesson.restarts = now;
  return before !== undefined && before !== now;
}

const isInView = (part) => {
  const { top, bottom, height } = part.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < window.innerHeight;
};

// The player that the keys move: one that is in view, if any is; of several the one moved last, else the first.
window.lesson.players ??= new Set();
function keyed() {
  const drawn = [...window.lesson.players].filter((player) => player.getBoundingClientRect().height > 0);
  const seen = drawn.filter(isInView);
  const possible = seen.length ? seen : drawn;
  return possible.includes(window.lesson.moved) ? window.lesson.moved : possible[0];
}

function createPlayer(parent, { unit, word, parameter, interval = () => 1400, onMove }) {
  parent.classList.add("player");
  parent.innerHTML = `
    <button class="start" aria-label="back to the start">${icon("start")}</button>
    <button class="back" aria-label="one ${unit} back">${icon("back")}</button>
    <button class="play">${icon("play")}<span>Play</span></button>
    <button class="forward primary" aria-label="one ${unit} forward"><span>${word}</span>${icon("play")}</button>
    <input type="range" min="0" step="1" value="0" aria-label="${unit}">
    <output></output><p class="ignored" role="status" hidden></p>`;
  const part = (selector) => parent.querySelector(selector);
  const slider = part("input"), play = part(".play"), output = part("output"), ignored = part(".ignored");
  const life = lifeOf(parent.closest(".root"));
  let step = 0, count = 0, timer = null, numbers = null;
  const numberOf = (position) => (numbers ? numbers[position] : position);

  function show() {
    slider.max = count;
    slider.value = step;
    slider.style.setProperty("--done", `${count ? (100 * step) / count : 0}%`);
    output.textContent = `${numberOf(step)} / ${numberOf(count)}`;
    output.style.minWidth = `${2 * String(numberOf(count)).length + 3}ch`; // so that the slider keeps its length
    part(".start").disabled = part(".back").disabled = step === 0;
    part(".forward").disabled = step === count;
  }

  function remember() {
    window.lesson.positions[parameter] = numberOf(step);
    document.dispatchEvent(new Event("lesson-position"));
    writeAddress(parameter, numberOf(step) || null);
  }

  function go(to, byHand = true) {
    const next = Math.max(0, Math.min(count, Math.round(to)));
    if (byHand) {
      pause();
      window.lesson.moved = parent;
    }
    if (next === step) return;
    step = next;
    ignored.hidden = true;
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
    timer = window.setInterval(() => (step < count && parent.isConnected ? go(step + 1, false) : pause()), interval());
  }

  part(".start").onclick = () => go(0);
  part(".back").onclick = () => go(step - 1);
  part(".forward").onclick = () => go(step + 1);
  play.onclick = () => (timer === null ? start() : pause());
  slider.oninput = () => go(Number(slider.value));

  // Keys work wherever the focus is, but never take one away from a control, or from the page, that needs it itself.
  function onKey(event) {
    const at = event.composedPath()[0];
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(at instanceof Element)) return;
    if (at.closest(TAKES_KEYS) || keyed() !== parent) return;
    const isScrolling = !isInView(parent); // then space, Home and End belong to the page
    const action = {
      ArrowRight: () => go(step + 1),
      ArrowLeft: () => go(step - 1),
      Home: isScrolling ? null : () => go(0),
      End: isScrolling ? null : () => go(count),
      " ": isScrolling || at.closest(TAKES_SPACE) ? null : () => play.click(),
    }[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  }
  document.addEventListener("keydown", onKey, { signal: life });

  // The Back key of the browser brings an older address.
  window.addEventListener("popstate", () => count && go(asked() ?? 0), { signal: life });

  window.lesson.players.add(parent);
  life.addEventListener("abort", () => {
    window.lesson.players.delete(parent);
    pause();
  });

  // The position that the link asks for; null for one that there is not.
  function asked() {
    const text = new URL(window.location.href).searchParams.get(parameter) ?? "0";
    if (!/^\d+$/.test(text) || Number(text) > numberOf(count)) return null;
    return numbers ? numbers.findIndex((each) => each >= Number(text)) : Number(text);
  }

  function begin() {
    const found = asked();
    ignored.hidden = found !== null;
    if (found !== null) return found;
    const text = new URL(window.location.href).searchParams.get(parameter).slice(0, 30) || "nothing";
    ignored.textContent = `The link asks for ${parameter} = ${text}. It must be a whole number from 0 to ${numberOf(count)}, so it starts at 0.`;
    return 0;
  }

  return {
    go,
    pause,
    play: start,
    step: () => step,
    describe: (words) => slider.setAttribute("aria-valuetext", words),
    setCount(to, numbersThen = null) {
      const isFirst = count === 0;
      const before = numberOf(step);
      count = to;
      numbers = numbersThen;
      // with other numbers it stays where it was, as far as there is such a place
      const place = numbers ? numbers.findIndex((each) => each >= before) : before;
      step = isFirst ? begin() : place < 0 ? count : Math.min(count, place);
      show();
      remember();
    },
  };
}
