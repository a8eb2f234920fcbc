// The player of a training run: it says each position in words, and moves charts and table.
function build(root, offer) {
  root.innerHTML = `<div class="bar"></div>
    <div class="say"><div class="sentence" aria-live="polite"></div><div class="room" aria-hidden="true"></div></div><div class="end"></div>`;
  const part = (selector) => root.querySelector(selector);
  const showOutcome = createOutcome(part(".end"));
  let run = null;
  const player = createPlayer(part(".bar"), {
    unit: "update", word: "Update", parameter: "epoch", interval: () => Math.min(500, Math.max(30, 15000 / run.rows.length)), onMove: show,
  });

  // What is said after `place` steps of the player.
  function told(place) {
    const updates = run.updates[place];
    const numbers = run.said.map((symbol, column) => `${symbol} = ${run.rows[place][column]}`).join(", ");
    const when = updates === 0 ? "The start" : updates === 1 ? "After 1 update" : `After ${updates} updates`;
    const row = place === run.rows.length - 1 ? "where the table ends" : `row ${updates + 1} of the table`;
    const where = run.has_table === false ? ":" : ` <span class="words">(${row}):</span>`;
    return `<i>${when}</i>${where} ${numbers}`;
  }

  function show() {
    part(".sentence").innerHTML = told(player.step());
    player.describe(part(".sentence").textContent);
  }

  function update() {
    const next = window.lesson.data.training;
    if (!next) return;
    run = next;
    player.setCount(run.rows.length - 1, run.updates);
    if (isRestarted()) player.go(0);
    show();
    // The longest sentence of the run stands there unseen, so that no step moves what is below.
    const all = run.rows.map((_, at) => told(at));
    part(".room").innerHTML = all.reduce((longest, words) => (words.length > longest.length ? words : longest));
    showOutcome(run);
  }
  listen(root, "lesson-data", update);
  document.addEventListener("lesson-offer", (event) => offer(event.detail), { signal: lifeOf(root) });
  update();
}

export default function ({ parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  if (root.shows) return;
  root.shows = "training";
  build(root, (rate) => root.send("rate", rate));
}
