// The player of the race: it says who is lowest, moves all pictures, and draws the heights against the steps.
const LEAST = 1e-16; // of a height that is drawn by powers of ten: what is lower stands at the bottom

// How high a loss stands in the chart; "" for what is off it.
function heightOf({ runs, lowest }) {
  const start = runs[0].loss[0] ?? 0, top = lowest === null ? 1e4 * (1 + Math.abs(start)) : 100 * Math.max(start - lowest, 1e-3);
  return (loss) => {
    if (loss === null) return "";
    const value = lowest === null ? Math.max(loss, -top) : Math.max(loss - lowest, LEAST);
    return value > top ? "" : +(lowest === null ? value : Math.log10(value)).toPrecision(5);
  };
}

function build(root) {
  root.innerHTML = `<div class="bar"></div><div class="sentence" aria-live="polite"></div>`;
  const sentence = root.querySelector(".sentence");
  let race = null, height = null;
  const player = createPlayer(root.querySelector(".bar"), {
    unit: "step", word: "Step", parameter: "epoch", interval: () => Math.min(400, Math.max(16, 6000 / race.updates.length)), onMove: show,
  });

  function told(at) {
    const steps = race.updates[at];
    const standing = race.runs.filter(({ loss }) => loss[at] !== null).sort((a, b) => a.loss[at] - b.loss[at]);
    const gone = race.runs.filter(({ loss }) => loss[at] === null).map(({ label }) => label);
    const when = steps === 0 ? "The start" : steps === 1 ? "After 1 step" : `After ${steps} steps`;
    const named = standing.slice(0, 3).map(({ name, label, loss }) => `<b style="color: var(--${name})">${label}</b> ${number(loss[at])}`);
    const lowest = steps === 0 ? `all stand at ${number(race.runs[0].loss[0])}.` : named.length ? `lowest ${named.join(", then ")}.` : "";
    return `<i>${when}</i>: ${lowest}${gone.length ? ` No longer finite: ${gone.join(", ")}.` : ""}`;
  }

  function show() {
    const at = player.step();
    sentence.innerHTML = told(at);
    player.describe(sentence.textContent);
    pourHeads("race_heights_heads", race.runs.map(({ name, loss }) => row(name, race.updates[at], height(loss[at]))));
  }

  function update() {
    if (!window.lesson.data.race || window.lesson.data.race === race) return;
    race = window.lesson.data.race;
    player.setCount(race.updates.length - 1, race.updates);
    height = heightOf(race);
    const heights = race.runs.map(({ loss }) => loss.map(height)), all = heights.flat().filter((each) => each !== "");
    const rows = race.runs.map(({ name }, run) => `${name};${heights[run].map((each, at) => `${race.updates[at]},${each}`).join(" ")}`);
    const [low, high] = [Math.min(...all), Math.max(...all)], room = 0.06 * (high - low) || 1;
    pour({ race_heights: [[row(":", low - room, high + room, race.updates.at(-1)), ...rows], `${race.outcome} ${race.told}`] });
    show();
  }
  listen(root, "lesson-data", update);
  update();
}

export default function ({ parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "race";
  build(root);
}
