// The tree of derivative rules: plain HTML that unfolds.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.html) return;
  root.shows = data.html;
  root.innerHTML = data.html;
}
