// For a teacher: the page shown large, its inputs folded away, its link copied. Nothing here asks the server,
// but for the navigation of a visit that began without one.
//
// window.lesson.shown = { present, folded }: how the page is shown, over all lessons of a visit. Style sheets find it
// as the attributes data-present and data-folded of the document, the link as `present=1` and `controls=0`.

const PAGE = document.documentElement;
const drawing = (inside) => `<svg viewBox="0 0 24 24" aria-hidden="true">${inside}</svg>`;
const FACES = {
  controls: drawing('<path d="M3 7h10m4 0h4M3 17h3m4 0h11"/><circle cx="15" cy="7" r="2"/><circle cx="8" cy="17" r="2"/>'),
  copy: drawing('<path d="M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1 1m1 5a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1-1"/>'),
  present: drawing('<path d="M3 4h18M5 4v11h14V4m-7 11v2m-4 4 4-4 4 4"/>'),
};
const DONE = drawing('<path d="m4 13 5 5L20 6"/>');

// What Escape closes before it ends the large page, and where a letter is text.
const OPEN = '[role=dialog],[role=listbox],[data-baseweb=popover],[data-testid="stFullScreenFrame"][style*="fixed"],details.vega-actions[open]';
const TYPED = "input:not([type=checkbox],[type=button],[type=submit],[type=range]),textarea,select,[contenteditable=true],[role=combobox]";

function fromLink() {
  const link = new URL(window.location.href).searchParams;
  return { present: link.get("present") === "1", folded: link.get("controls") === "0" };
}

function build(root) {
  root.innerHTML = `
    <button class="controls" aria-keyshortcuts="C">${FACES.controls}<span>Controls</span></button>
    <button class="copy">${FACES.copy}<span>Copy link</span></button>
    <button class="present">${FACES.present}<span></span></button>
    <p class="said" role="status"></p>
    <div class="link" hidden><label>The link to what is on the screen. Copy it by hand:<input readonly></label></div>`;
  const part = (selector) => root.querySelector(selector);
  const shown = (window.lesson.shown ??= fromLink());
  const life = lifeOf(root);
  let isEmbedded = false, hasInputs = true, told = null;

  function show() {
    PAGE.dataset.present = shown.present ? "on" : "off";
    PAGE.dataset.folded = shown.folded ? "on" : "off";
    for (const name of Object.keys(FACES)) part(`.${name}`).hidden = isEmbedded;
    part(".controls").hidden ||= !shown.present || !hasInputs;
    part(".controls").setAttribute("aria-pressed", String(!shown.folded));
    part(".present span").textContent = shown.present ? "End" : "Present";
    part(".present").setAttribute("aria-label", shown.present ? "End presenting" : "Present to a class");
    part(".present").title = shown.present ? "End presenting: key Esc" : "Large type, no navigation: for a class";
    part(".controls").title = "Show or fold the inputs: key C";
  }

  function write() {
    writeAddress("present", shown.present ? 1 : null);
    writeAddress("controls", shown.present && shown.folded ? 0 : null);
  }
  // Streamlit leaves out of the address of another page what it does not know, and may write it late.
  function remember() {
    const link = fromLink();
    if (link.present !== shown.present || (shown.present && link.folded !== shown.folded)) write();
  }

  function set(change, words) {
    Object.assign(shown, change);
    show();
    write();
    part(".said").textContent = words;
  }
  function end() {
    set({ present: false, folded: false }, "Presenting ended.");
    flushAddress();
    if (!document.querySelector(".stSidebar")) root.send("ended", true);
  }
  const fold = () => set({ folded: !shown.folded }, shown.folded ? "The controls are shown." : "The controls are folded away.");

  part(".present").onclick = () => (shown.present ? end() : set({ present: true }, "Presenting. Escape ends it, C folds the controls."));
  part(".controls").onclick = fold;

  function sayCopied() {
    const draw = (face, word) => { part(".copy").innerHTML = `${face}<span>${word}</span>`; };
    part(".said").textContent = "";
    draw(DONE, "Copied");
    window.setTimeout(() => { part(".said").textContent = "The link is copied."; }, 50); // said again the second time
    window.clearTimeout(told);
    told = window.setTimeout(draw, 2500, FACES.copy, "Copy link");
  }

  function offer(link) {
    part(".link").hidden = false;
    part(".link input").value = link;
    part(".link input").focus();
    part(".link input").select();
  }

  // Where the page may not write to the clipboard, a hand may.
  part(".copy").onclick = async () => {
    flushAddress();
    const link = window.location.href;
    try {
      await window.navigator.clipboard.writeText(link);
      sayCopied();
    } catch {
      offer(link);
    }
  };
  const close = () => { part(".link").hidden = true; };
  part(".link input").onblur = close;
  part(".link input").onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    part(".copy").focus();
  };

  // Before anyone else has heard the key: what it closes is still open then.
  function onKey(event) {
    const at = event.composedPath()[0];
    if (!shown.present || isEmbedded || event.ctrlKey || event.metaKey || event.altKey || !(at instanceof Element)) return;
    if (event.key === "Escape" && part(".link").hidden && !document.fullscreenElement && !document.querySelector(OPEN)) end();
    if (event.key.toLowerCase() !== "c" || !hasInputs || at.closest(TYPED)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit's own C
    fold();
  }
  window.addEventListener("keydown", onKey, { capture: true, signal: life });
  window.navigation?.addEventListener("currententrychange", remember, { signal: life });
  listen(root, "lesson-data", remember); // for a browser that does not tell of a changed address

  return (data) => {
    [isEmbedded, hasInputs] = [data.embedded, data.inputs];
    show();
    remember();
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  if (!root.shows) {
    root.shows = "class_tools";
    root.update = build(root);
  }
  root.update(data);
}
