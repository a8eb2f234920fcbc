// The player of a training run: it says each position in words, how the run ended, and moves charts and table.
function build(root, offer) {
  root.innerHTML = `<div class="bar"></div><div class="sentence" aria-live="polite"></div>
    <div class="outcome" role="status"><p></p><button hidden></button></div>`;
  const part = (selector) => root.querySelector(selector);
  let run = null;
  const player = createPlayer(part(".bar"), {
    unit: "update", word: "Update", parameter: "epoch", interval: 500, onMove: show,
  });

  function show() {
    const at = player.step();
    const row = Object.fromEntries(run.columns.map((column, place) => [column, run.rows[at][place]]));
    const numbers = run.said.map(([column, symbol]) => `${symbol} = ${row[column]}`).join(", ");
    const when = at === 0 ? "The start" : at === 1 ? "After 1 update" : `After ${at} updates`;
    const row_words = at === run.rows.length - 1 ? "where the table ends" : `row ${at + 1} of the table`;
    const where = run.has_table === false ? ":" : ` <span class="words">(${row_words}):</span>`;
    part(".sentence").innerHTML = `<i>${when}</i>${where} ${numbers}`;
    player.describe(part(".sentence").textContent);
  }

  function update() {
    const next = window.lesson.data.training;
    if (!next) return;
    run = next;
    player.setCount(run.rows.length - 1);
    show();
    part(".outcome p").textContent = run.outcome ?? "";
    part(".outcome").classList.toggle("diverged", Boolean(run.diverged));
    part(".outcome button").hidden = !run.offer;
    part(".outcome button").textContent = run.offer?.words ?? "";
    part(".outcome button").onclick = () => offer(run.offer.rate);
  }
  listen(root, "lesson-data", update);
  update();
}

export default function ({ parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  if (root.shows) return;
  root.shows = "training";
  build(root, (rate) => root.send("rate", rate));
}
