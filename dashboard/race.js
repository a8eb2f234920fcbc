// The player of the race: it says who is lowest, moves all pictures, and draws the heights against the steps.
const LEAST = 1e-16; // of a height that is drawn by powers of ten: what is lower stands at the bottom

// How high a loss stands in the chart; "" for what is off it.
function heightOf({ runs, lowest }) {
  const start = runs[0].loss[0] ?? 0, top = lowest === null ? 100 * (1 + Math.abs(start)) : 100 * Math.max(start - lowest, 1e-3);
  return (loss) => {
    if (loss === null) return "";
    const value = lowest === null ? loss : Math.max(loss - lowest, LEAST);
    return Math.abs(value) > top ? "" : +(lowest === null ? value : Math.log10(value)).toPrecision(5);
  };
}

// What the title says of values that are off the chart.
function noteOf({ runs, lowest }, heights) {
  const isOff = runs.some(({ loss }, run) => loss.some((each, at) => each !== null && heights[run][at] === ""));
  const isLeast = lowest !== null && heights.some((line) => line.includes(Math.log10(LEAST)));
  return isLeast ? " (10⁻¹⁶ and less)" : isOff ? " (cut where it runs away)" : "";
}

// The ends of an axis: a little beyond what is drawn. On a scale that shrinks what is far from 0 that is not so little.
function withRoom(low, high, isStraight) {
  const scaled = (value) => (isStraight ? value : Math.sign(value) * Math.log1p(Math.abs(value)));
  const back = (value) => (isStraight ? value : Math.sign(value) * Math.expm1(Math.abs(value)));
  const [from, to] = [scaled(low), scaled(high)], room = 0.06 * (to - from) || 0.5;
  return [back(from - room), back(to + room)];
}

// Ticks for values: evenly apart where they are of about one size, else 0 and powers of ten.
function ticksOf(low, high) {
  if (high - low < 30) {
    const step = roundDown((high - low || 1) / 3), first = Math.ceil(low / step);
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => +((first + at) * step).toPrecision(6));
  }
  const chosen = [], isWide = Math.max(Math.abs(low), Math.abs(high)) > 1e4;
  for (let power = isWide ? 1 : 0; power < 12; power += isWide ? 2 : 1) chosen.push(10 ** power);
  return [...chosen.map((each) => -each).reverse(), 0, ...chosen].filter((each) => each >= low && each <= high);
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
    const lost = race.runs.filter(({ loss }) => loss[at] === null), isHere = ({ x, y }) => x[at] !== null && y[at] !== null;
    const [gone, outside] = [lost.filter((run) => !isHere(run)), lost.filter(isHere)].map((runs) => runs.map(({ label }) => label).join(", "));
    const when = steps === 0 ? "The start" : steps === 1 ? "After 1 step" : `After ${steps} steps`;
    const named = standing.slice(0, 3).map(({ name, label, loss }) => `<b style="color: var(--${name})">${label}</b> ${number(loss[at])}`);
    const lowest = steps === 0 && race.runs[0].loss[0] !== null ? `all stand at ${number(race.runs[0].loss[0])}.` : named.length ? `lowest ${named.join(", then ")}.` : "";
    return `<i>${when}</i>: ${lowest}${gone ? ` No longer finite: ${gone}.` : ""}${outside ? ` Where f has no finite value: ${outside}.` : ""}`;
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
    height = heightOf(race);
    player.setCount(race.updates.length - 1, race.updates);
    if (isRestarted()) player.go(0);
    const heights = race.runs.map(({ loss }) => loss.map(height)), all = heights.flat().filter((each) => each !== "");
    const rows = race.runs.map(({ name }, run) => `${name};${heights[run].map((each, at) => `${race.updates[at]},${each}`).join(" ")}`);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    pour({ race_heights: [[row(":", ...withRoom(low, high, race.lowest !== null), race.updates.at(-1), ticksOf(low, high).join(","), noteOf(race, heights)), ...rows], `Loss against the number of steps: ${race.outcome} ${race.told}`] });
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
