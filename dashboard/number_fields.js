// Streamlit's number fields drop a decimal comma, so that "0,5" would become 5: here it is typed as a point, and the
// minus of a formula (−) as that of the keyboard. Typed or pasted, the browser then goes on as ever.
const FIELD = ".stNumberInput input[type=number]";

function write(event) {
  const field = event.target;
  if (!(field instanceof Element) || !field.matches(FIELD) || event.isComposing) return;
  const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
  if (!/^\s*[-−]?\d*,?\d*\s*$/.test(text)) return;
  const plain = text.trim().replace("−", "-").replace(",", ".");
  if (plain === text) return;
  event.preventDefault();
  document.execCommand("insertText", false, plain);
}

// Code and tables of Streamlit's that are wider than the page are scrolled by keys too: they can have the focus.
const WIDE = ".stMain :is(.stCode pre, .stMarkdown table)";
function letKeysScroll() {
  for (const part of document.querySelectorAll(WIDE)) {
    const isWide = part.scrollWidth > part.clientWidth;
    if (isWide !== (part.tabIndex === 0)) isWide ? (part.tabIndex = 0) : part.removeAttribute("tabindex");
  }
}

export default function ({ parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "number_fields";
  document.addEventListener("beforeinput", write, { signal: lifeOf(root) });
  let isWaiting = false;
  const ask = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; letKeysScroll(); });
  };
  const watch = new MutationObserver(ask);
  watch.observe(document.querySelector(".stMain") ?? document.body, { childList: true, subtree: true });
  window.addEventListener("resize", ask, { signal: lifeOf(root) });
  lifeOf(root).addEventListener("abort", () => watch.disconnect());
  ask();
}
