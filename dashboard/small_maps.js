// A small map for each racer. The bands are drawn once and used in all of them.
function build(root, { bands, x, y, half, shapes }) {
  const to = (px, py) => `${+(((px - x + half) * 50) / half).toFixed(2)},${+(((y + half - py) * 50) / half).toFixed(2)}`;
  const outlines = bands.map(([shade, path]) => `<path d="${path}" style="--shade: ${Math.round(100 * shade)}%"/>`).join("");
  root.innerHTML = `<svg class="store" aria-hidden="true"><defs><g id="bands">${outlines}</g></defs></svg><div class="maps"></div>`;
  const maps = root.querySelector(".maps");
  let race = null, points = [];

  const figure = ({ name, label }) => `<figure style="--own: var(--${name})"><figcaption><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${shapes[name]}"/></svg>
    <b>${label}</b><span></span></figcaption><svg class="map" viewBox="0 0 100 100" role="img" aria-label="The path of ${label}"><use href="#bands"/>
    <polyline class="whole"/><polyline class="halo"/><polyline class="walked"/><path class="head" d="${shapes[name]}"/></svg></figure>`;

  function draw() {
    race = window.lesson.data.race;
    maps.innerHTML = race.runs.map(figure).join("");
    points = race.runs.map((run) => {
      const end = run.x.findIndex((each, at) => each === null || run.y[at] === null || Math.abs(each) > 1e4 * half || Math.abs(run.y[at]) > 1e4 * half);
      return run.x.slice(0, end < 0 ? undefined : end).map((each, at) => to(each, run.y[at]));
    });
    points.forEach((path, run) => maps.children[run].querySelector(".whole").setAttribute("points", path.join(" ")));
  }

  function show() {
    if (!window.lesson.data.race) return;
    if (race !== window.lesson.data.race) draw();
    const at = Math.max(0, race.updates.indexOf(window.lesson.positions.epoch ?? 0));
    points.forEach((path, run) => {
      const part = (selector) => maps.children[run].querySelector(selector), walked = path.slice(0, at + 1).join(" "), loss = race.runs[run].loss[at];
      for (const line of [".halo", ".walked"]) part(line).setAttribute("points", walked);
      part(".head").setAttribute("transform", `translate(${path[Math.min(at, path.length - 1)]}) scale(.36) translate(-12,-12)`);
      part(".head").style.opacity = at < path.length ? 1 : 0;
      const told = loss === null ? "not finite" : number(loss, 3);
      part("figcaption span").textContent = told;
      part(".map").setAttribute("aria-label", `The path of ${race.runs[run].label}. After ${race.updates[at]} steps the height is ${told}.`);
    });
  }
  listen(root, "lesson-data", show);
  listen(root, "lesson-position", show);
  show();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root"), shows = JSON.stringify(data);
  if (root.shows === shows) return;
  root.shows = shows;
  build(root, data);
}
