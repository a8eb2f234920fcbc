// A derivation that unfolds: each click shows the next line, and what was done to get there.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.lines.length) return;
  root.shows = data.lines.length;
  root.innerHTML = `
    <div class="player">
      <button class="next primary">Next line</button><button class="all">All lines</button><button class="fold">Fold up</button>
    </div>
    <ol aria-live="polite">${data.lines.map(([why, formula]) => `<li><p>${why}</p>${formula}</li>`).join("")}</ol>`;
  const lines = [...root.querySelectorAll("li")];
  let shown = 1;
  function show(count) {
    shown = Math.max(1, Math.min(lines.length, count));
    lines.forEach((line, place) => { line.hidden = place >= shown; line.classList.toggle("now", place === shown - 1 && shown > 1); });
    root.querySelector(".next").disabled = root.querySelector(".all").disabled = shown === lines.length;
    root.querySelector(".fold").disabled = shown === 1;
  }
  root.querySelector(".next").onclick = () => show(shown + 1);
  root.querySelector(".all").onclick = () => show(lines.length);
  root.querySelector(".fold").onclick = () => show(1);
  show(1);
}
