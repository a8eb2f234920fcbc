// What the screens with a map share: heights on a grid and the contour through a point, the point under the pointer.

// One row of a chart. What is not a number becomes a gap.
const row = (...fields) => fields.map((field) => (typeof field === "number" ? (Number.isFinite(field) ? +field.toPrecision(7) : "") : field)).join(";");
// Many points in one row: map_charts.many. An empty one is a gap.
const manyRow = (part, points) => row(Number.NaN, Number.NaN, part, points.map((point) => point.map((each) => +each.toPrecision(6)).join(",")).join(" "), 0, "");

// The first number that is 1, 2 or 5 times a power of ten and not larger than `value`.
function roundDown(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [5, 2, 1].find((digit) => digit * power <= value * 1.000001) * power;
}

// The heights of a program's first output on a grid, all points in one go.
function heights(program, view) {
  const [right, up, steps] = [view.widest * 40, view.tallest * 40, view.half / 40].map((each, place) => (place < 2 ? Math.round(each) : each));
  const columns = 2 * right + 1, rows = 2 * up + 1, count = columns * rows;
  const at = { x: (column) => view.x + (column - right) * steps, y: (line) => view.y + (line - up) * steps };
  const all = program.code.map(() => null);
  program.code.forEach(([operation, ...inputs], place) => {
    const values = new Float64Array(count);
    if (operation === "constant") values.fill(Number(String(inputs[0]).replace("inf", "Infinity")));
    else if (operation === "variable") for (let i = 0; i < count; i++) values[i] = inputs[0] === "x" ? at.x(i % columns) : at.y(Math.floor(i / columns));
    else {
      const run = OPERATIONS[operation], [a, b] = inputs.map((input) => all[input]);
      if (b) for (let i = 0; i < count; i++) values[i] = run(a[i], b[i]);
      else for (let i = 0; i < count; i++) values[i] = run(a[i]);
    }
    all[place] = values;
  });
  return { z: all[program.outputs[0]], columns, at, step: steps, middle: [right, up] };
}

// The lines on which f has the height `level`, as points with gaps, within `reach` units of the middle: through each
// small square goes a piece from edge to edge, and the pieces are joined at their edges.
function contourPoints(grid, level, [reachX, reachY]) {
  const { z, columns, at, middle } = grid, places = new Map(), next = new Map();
  const [right, up] = [Math.min(middle[0], Math.ceil(reachX / grid.step) + 1), Math.min(middle[1], Math.ceil(reachY / grid.step) + 1)];
  const join = (a, b) => (next.has(a) ? next.get(a).push(b) : next.set(a, [b]));
  for (let line = middle[1] - up; line < middle[1] + up; line++)
    for (let column = middle[0] - right; column < middle[0] + right; column++) {
      const i = line * columns + column, corners = [i, i + 1, i + columns + 1, i + columns];
      const above = z[i] > level;
      if (corners.every((corner) => z[corner] > level === above) || corners.some((corner) => !Number.isFinite(z[corner]))) continue;
      const crossed = [];
      corners.forEach((from, place) => {
        const to = corners[(place + 1) % 4];
        if (z[from] > level === z[to] > level) return;
        const [low, high] = from < to ? [from, to] : [to, from], edge = 2 * low + (high - low === 1 ? 0 : 1);
        const share = (level - z[low]) / (z[high] - z[low]);
        places.set(edge, [at.x(low % columns) + (edge % 2 ? 0 : share * grid.step), at.y(Math.floor(low / columns)) + (edge % 2 ? share * grid.step : 0)]);
        crossed.push(edge);
      });
      for (let pair = 0; pair + 1 < crossed.length; pair += 2) {
        join(crossed[pair], crossed[pair + 1]);
        join(crossed[pair + 1], crossed[pair]);
      }
    }
  const found = [], tolerance = next.size > 1500 ? grid.step / 4 : grid.step / 16, ends = [...next.keys()].sort((a, b) => next.get(a).length - next.get(b).length);
  for (const start of ends) {
    if (!next.get(start).length) continue;
    const line = [];
    let edge = start;
    while (edge !== undefined) {
      line.push(places.get(edge));
      const on = next.get(edge).pop();
      if (on !== undefined) next.set(on, next.get(on).filter((other) => other !== edge));
      edge = on;
    }
    found.push(...thinned(line, tolerance), []);
  }
  return found;
}

// A line without those of its points that are hardly off the straight way between their neighbours: fewer rows to draw.
function thinned(line, tolerance) {
  const kept = [line[0]];
  let first = 0;
  for (let last = 2; last < line.length; last++) {
    const [[ax, ay], [bx, by]] = [line[first], line[last]], size = Math.hypot(bx - ax, by - ay) || 1;
    const isStraight = line.slice(first + 1, last).every(([x, y]) => Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) < tolerance * size);
    if (isStraight && last - first < 12) continue;
    kept.push(line[(first = last - 1)]);
  }
  return line.length > 1 ? [...kept, line.at(-1)] : kept;
}

// How far a map is seen from its middle, in units; as far as it can be where it is not drawn yet.
function reachOf(key, view) {
  const plot = plotOf(key, view);
  return plot ? [(plot.width / 2) * plot.unit, (plot.height / 2) * plot.unit] : [view.widest * view.half, view.tallest * view.half];
}

// The plot of the chart `key` on the screen: its rectangle, and how many units a pixel is (as map_charts.py has it).
function plotOf(key, view) {
  const frame = document.querySelector(`.st-key-chart_${key} svg.marks g.root path.background`);
  if (!frame) return null;
  const box = frame.getBBox(), matrix = frame.getScreenCTM();
  const left = matrix.a * box.x + matrix.e, top = matrix.d * box.y + matrix.f;
  const [width, height] = [box.width * matrix.a, box.height * matrix.d];
  return { left, top, width, height, unit: (2 * view.half) / Math.min(width, height) };
}

// Tell `move` the point of the map under the pointer: on a click or tap, and while the pointer is down and moves.
// A finger drags only from near the point itself (`near` gives it), so that elsewhere it scrolls the page.
function followPointer(root, key, view, near, move) {
  const shown = root.shows;
  let plot = null;
  const inside = (event) => event.target instanceof Element && event.target.closest(`.st-key-chart_${key} svg.marks`);
  function to(event) {
    const digits = Math.max(0, -Math.floor(Math.log10(plot.unit)));
    const x = view.x + (event.clientX - plot.left - plot.width / 2) * plot.unit;
    const y = view.y - (event.clientY - plot.top - plot.height / 2) * plot.unit;
    move(+x.toFixed(digits), +y.toFixed(digits));
  }
  function isNear(event) {
    const [x, y] = near();
    const right = plot.left + plot.width / 2 + (x - view.x) / plot.unit, down = plot.top + plot.height / 2 - (y - view.y) / plot.unit;
    return Math.hypot(event.clientX - right, event.clientY - down) < 36;
  }
  const within = (event) => event.clientX >= plot.left && event.clientX <= plot.left + plot.width && event.clientY >= plot.top && event.clientY <= plot.top + plot.height;
  const actions = {
    pointerdown(event) {
      plot = inside(event) && event.button === 0 ? plotOf(key, view) : null;
      if (!plot || !within(event) || (event.pointerType === "touch" && !isNear(event))) return (plot = null);
      event.preventDefault();
      to(event);
    },
    pointermove: (event) => plot && to(event),
    pointerup: () => (plot = null),
    pointercancel: () => (plot = null),
    click(event) {
      if (event.pointerType !== "touch" || !inside(event)) return;
      plot = plotOf(key, view);
      if (plot && within(event)) to(event);
      plot = null;
    },
    touchmove: (event) => plot && event.preventDefault(),
  };
  const heard = Object.entries(actions).map(([name, action]) => [name, (event) => {
    if (root.isConnected && root.shows === shown) action(event);
    else heard.forEach(([other, listener]) => document.removeEventListener(other, listener));
  }]);
  heard.forEach(([name, listener]) => document.addEventListener(name, listener, { passive: false }));
}

// f along one variable through a point, as a function of one number.
const along = (f, point, name) => (value) => f({ ...point, [name]: value });

// A value of the page's address.
const asked = (name) => new URL(window.location.href).searchParams.get(name);

// Give charts new rows: { key: [rows, message] }.
function pour(charts) {
  const data = window.lesson.data;
  data.charts = { ...data.charts, ...Object.fromEntries(Object.entries(charts).map(([key, [rows, words]]) => [key, [rows.join("|"), words]])) };
  document.dispatchEvent(new Event("lesson-position"));
}
