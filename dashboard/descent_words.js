// What the next update does to each weight, and how strongly the loss bends where the run stands.
function build(root, { names, keys }) {
  root.innerHTML = `<div class="title"></div><dl>${names.map((name) => `<dt>∂L/∂${name}</dt><dd></dd><dd></dd>`).join("")}</dl><p class="bend"></p>`;
  const cells = [...root.querySelectorAll("dd")];

  function show() {
    const { descent, race, training } = window.lesson.data;
    if (!descent || !race) return;
    const at = Math.max(0, race.updates.indexOf(window.lesson.positions.epoch ?? 0));
    root.querySelector(".title").textContent = `Update ${race.updates[at] + 1}`;
    names.forEach((name, i) => {
      const slope = descent.slopes[i][at], step = slope === null ? null : -descent.rate * slope;
      const [place, words] = [cells[2 * i], cells[2 * i + 1]], key = `${keys[i]}@${race.updates[at]}`;
      const isAsked = at === 0 && keys[i] === training?.covered; // by Your turn
      if (!isAsked) dressCovered(place, key);
      if (isAsked || (window.lesson.covered ?? []).includes(key))
        return ([place.textContent, words.textContent] = ["?", isAsked ? "your turn: see below" : "predict it, then press the ?"]);
      place.textContent = slope === null ? "–" : number(slope);
      words.textContent = wordsOf(name, slope, step);
    });
    const limit = descent.limits[at];
    root.querySelector(".bend").innerHTML = limit === undefined ? "" : bend(limit, descent.rate);
  }
  listen(root, "lesson-data", show);
  listen(root, "lesson-position", show);
  listen(root, "lesson-cover", show);
  show();
}

function wordsOf(name, slope, step) {
  if (slope === null) return "no longer a finite number";
  if (slope === 0) return `zero: ${name} stays`;
  if (step === 0) return `α = 0: ${name} stays`;
  return slope < 0 ? `negative: ${name} grows by ${number(step)}` : `positive: ${name} shrinks by ${number(-step)}`;
}

// limit: 2/λmax; null where the loss bends up in no direction.
function bend(limit, rate) {
  const what = "λmax says how strongly the loss bends, in the direction where it bends most.";
  if (limit === null) return `${what} Here it bends up in no direction.`;
  const how = rate > limit ? "above" : "below";
  return `${what} In a bowl that bends alike everywhere, α must be below 2/λmax. Here 2/λmax = ${number(limit)}, and α is ${how}. But this is no bowl: on the way it is no limit.`;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root"), shows = data.names.join();
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
