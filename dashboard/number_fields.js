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

export default function ({ parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "number_fields";
  document.addEventListener("beforeinput", write, { signal: lifeOf(root) });
}
