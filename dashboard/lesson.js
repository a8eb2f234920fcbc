// What all parts of a page share. Stands before each of our scripts.
//
// window.lesson = { data, positions }: the numbers of the last rerun, and where each player stands ({ epoch: 4 }); beside
// them what charts show of this moment (pourHeads).
// Events on document: "lesson-data" after new numbers, "lesson-position" after a player has moved.

window.lesson ??= { data: {}, positions: {} };

// The parts that are on the page. One observer for all of them ends the listeners of a part that has left it.
if (!window.lesson.lives) {
  window.lesson.lives = new Set();
  new MutationObserver(() => {
    for (const root of window.lesson.lives) if (!root.isConnected) endLife(root);
  }).observe(document.body, { childList: true, subtree: true });
}

function endLife(root) {
  root.life.controller.abort();
  delete root.life;
  delete root.shows; // should it come back, it is built anew
  window.lesson.lives.delete(root);
}

// A signal that is given as soon as `root` leaves the page or shows something else: what listens with it ends then.
function lifeOf(root) {
  if (root.life?.shows !== root.shows) root.life?.controller.abort();
  if (!root.life || root.life.controller.signal.aborted) root.life = { shows: root.shows, controller: new AbortController() };
  window.lesson.lives.add(root);
  return root.life.controller.signal;
}

// Listen to an event of the document for as long as `root` is on the page and shows what it shows now.
function listen(root, event, action) {
  document.addEventListener(event, action, { signal: lifeOf(root) });
}

// Write a position into the page's address, so that the link opens what is on the screen. Browsers allow a
// hundred writes in half a minute, so that a drag or a run of the player writes only now and then.
// What waits to be written is shared by all parts, so that any of them can have it written now. It belongs to the page
// on which it was said.
const unwritten = (window.lesson.unwritten ??= new Map());
function writeAddress(parameter, value) {
  unwritten.set(parameter, { value, page: window.location.pathname });
  if (!window.lesson.nextWrite) flushAddress();
}
function flushAddress() {
  window.clearTimeout(window.lesson.nextWrite);
  window.lesson.nextWrite = null;
  if (!unwritten.size) return;
  const address = new URL(window.location.href);
  for (const [parameter, { value, page }] of unwritten) {
    if (page !== address.pathname) continue;
    if (value === null) address.searchParams.delete(parameter);
    else address.searchParams.set(parameter, String(value));
  }
  try {
    if (address.href !== window.location.href) window.history.replaceState(window.history.state, "", address);
  } catch {
    // a browser that counts more strictly: the next write says it too
  }
  unwritten.clear();
  window.lesson.nextWrite = window.setTimeout(flushAddress, 400);
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

// Write into a hidden input of a chart, which then draws it.
function writeInput(input, text) {
  if (!input) return;
  input.tabIndex = -1;
  input.closest(".vega-bindings").ariaHidden = "true";
  if (input.value === text) return;
  input.value = text;
  input.dispatchEvent(new Event("input"));
}

// What a chart shows of this moment: rows that one of its hidden inputs takes, until the next ones. They are kept like
// a position, so that a chart that is drawn anew gets them too.
function pourHeads(name, rows) {
  window.lesson.positions[name] = rows.join("|");
  for (const input of document.querySelectorAll(`.vega-bindings input[name="${name}"]`)) writeInput(input, window.lesson.positions[name]);
}

// The number `key` stands in `place`. While it is covered and a click may show it, the place is a button that does.
// `isReached`: whether the Tab key stops there too.
function dressCovered(place, key, isReached = true) {
  const { revealing, covered = [] } = window.lesson;
  const name = covered.includes(key) ? revealing?.names[key] : undefined;
  if (!name && !place.onclick) return;
  const reveal = () => window.lesson.revealing.reveal(key);
  place.classList.toggle("covered", Boolean(name));
  place.onclick = name ? reveal : null;
  place.onkeydown = name ? (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), reveal()) : null;
  const said = name ? { role: "button", "aria-label": `${name} is covered. Reveal it.` } : { role: null, "aria-label": null };
  for (const [attribute, value] of Object.entries(said)) value === null ? place.removeAttribute(attribute) : place.setAttribute(attribute, value);
  // what has the focus keeps it
  if (name && isReached) place.tabIndex = 0;
  else if (place.getRootNode().activeElement === place) place.tabIndex = -1;
  else place.removeAttribute("tabindex");
}

// Let what stands outside the app, as in a popover, be light or dark as the app is.
function followTheme(root) {
  const app = document.querySelector(".stApp"), life = lifeOf(root);
  const take = () => (root.style.colorScheme = getComputedStyle(app).colorScheme);
  take();
  if (root.followsTheme === life) return;
  root.followsTheme = life;
  const observer = new MutationObserver(take);
  observer.observe(app, { attributeFilter: ["class"] });
  life.addEventListener("abort", () => observer.disconnect());
}
