// *Predict first*: the numbers of derivatives are covered, each until it is asked for. The link says `hide=backward`.
//
// createHiding(root, {names, onChange, asked}) → {isOn, hides, reveal, cover, coverAgain, begin}
//   names: what is covered, by key, as it is called; may be filled later. onChange(words): called after each change, with
//   what to say of it. asked(): the keys of what a question covers beside them.
// Other parts of the page find the keys in window.lesson.covered, and window.lesson.revealing = {names, reveal}.

function createHiding(root, { names, onChange, asked = () => [] }) {
  const revealed = new Set();
  let isOn = new URL(window.location.href).searchParams.get("hide") === "backward";
  const hides = (key) => isOn && key in names && !revealed.has(key);

  function tell(words) {
    const covered = (window.lesson.covered = [...new Set([...Object.keys(names).filter(hides), ...asked()])]);
    lifeOf(root).addEventListener("abort", () => window.lesson.covered === covered && (window.lesson.covered = []));
    onChange(words);
    document.dispatchEvent(new Event("lesson-cover"));
  }

  function reveal(key) {
    if (!hides(key)) return;
    revealed.add(key);
    tell(key);
  }

  function cover(isCovered) {
    isOn = isCovered;
    revealed.clear();
    writeAddress("hide", isOn ? "backward" : null);
    tell(isOn ? "All gradients are covered." : "All gradients are shown.");
  }

  // Other numbers are to be predicted anew.
  function coverAgain() {
    if (!isOn || !revealed.size) return;
    revealed.clear();
    tell("All gradients are covered.");
  }

  window.lesson.revealing = { names, reveal };
  return { isOn: () => isOn, hides, reveal, cover, coverAgain, begin: (words = "") => tell(words) };
}

// A covered number is a button, unless it stands inside one, that then uncovers it, or inside a formula, which holds none:
// a click uncovers it there too, and the table has the same number.
const AROUND = "g.box[role=button], .factor[role=button]";
function dressHidden(place, name) {
  const isButton = name && !place.closest(`${AROUND}, math, .room, .origin`);
  if (isButton) {
    place.setAttribute("role", "button");
    place.setAttribute("aria-label", `${name} is covered. Reveal it.`);
    place.tabIndex = 0;
  } else if (place.hasAttribute("role")) {
    place.removeAttribute("role");
    place.removeAttribute("aria-label");
    // what has the focus keeps it
    if (place.getRootNode().activeElement === place) place.tabIndex = -1;
    else place.removeAttribute("tabindex");
  }
}

// The number that a press on `target` uncovers: it, or the one that stands in the same box, factor or cell.
function hiddenAt(target, isHidden) {
  const isShown = (place) => isHidden(place) && !place.closest('[data-state="later"], .origin');
  const place = target.closest("[data-value]");
  if (place && isShown(place)) return place.dataset.value;
  const around = target.closest(`${AROUND}, .local, td, .result`);
  return [...(around?.querySelectorAll("[data-value]") ?? [])].find(isShown)?.dataset.value;
}

// What uncovers a number says so.
function nameAround(root, names, isHidden) {
  for (const around of root.querySelectorAll(AROUND)) {
    around.usual ??= around.getAttribute("aria-label");
    const key = hiddenAt(around, isHidden);
    around.setAttribute("aria-label", key ? `${names[key]} is covered. Reveal it.` : around.usual);
  }
}
