// The walk down by hand: its size, its buttons, its points. The link holds its start and its sizes, from which it is
// walked again.
//
// createWalk(root, controls, {at, place, moveTo, rate, wanted, onMove}) → {path, told, forget, again}
//   at(x, y): f and its two slopes; place(): where the point is; rate: the size to begin with

const MOST_STEPS = 200;

function readRate(text) {
  const value = text.trim() === "" ? Number.NaN : Number(text.replace("−", "-"));
  return value > 0 && value <= 1000 ? value : null;
}

// Sizes as a short text: 0.1x5_0.2 are five steps of 0.1 and one of 0.2.
function walkText(path, sizes) {
  const runs = [];
  for (const size of sizes) runs.at(-1)?.[0] === size ? runs.at(-1)[1]++ : runs.push([size, 1]);
  return sizes.length ? `${path[0].join("_")}~${runs.map(([size, count]) => (count > 1 ? `${size}x${count}` : size)).join("_")}` : null;
}

function readWalk(text) {
  const [start, sizes] = (text ?? "").split("~"), from = (start ?? "").split("_").map(Number);
  if (from.length !== 2 || !from.every((each) => Math.abs(each) <= 1e6) || !sizes) return null;
  const runs = sizes.split("_").map((run) => run.split("x").map(Number)).filter(([size]) => readRate(String(size)));
  return { from, sizes: runs.flatMap(([size, count = 1]) => Array(Math.max(0, Math.min(count || 0, MOST_STEPS))).fill(size)).slice(0, MOST_STEPS) };
}

// The step against the gradient from (x, y), or null where there is none to take.
function stepFrom(at, [x, y], size) {
  const [before, fx, fy] = at(x, y), next = [x - size * fx, y - size * fy];
  if (![before, ...next].every(Number.isFinite) || (!fx && !fy) || next.some((each) => Math.abs(each) > 1e6)) return null;
  const after = at(...next)[0];
  const how = after < before ? `f falls from ${number(before)} to ${number(after)}.` : after > before ? `f rises from ${number(before)} to ${number(after)}: the step was too long.` : `f stays at ${number(after)}.`;
  return { next, told: `(${number(x)}, ${number(y)}) − ${number(size)}·(${number(fx)}, ${number(fy)}) = (${number(next[0])}, ${number(next[1])}). ${how}` };
}

function createSize(field, start, wanted) {
  const input = field.querySelector("input");
  let size = wanted ?? readRate(asked("alpha") ?? "") ?? start;
  const inLink = () => (size === start ? null : String(size));
  function set(value) {
    if (value === null) return input.classList.add("wrong");
    size = value;
    input.value = number(size, 6);
    input.classList.remove("wrong");
    writeAddress("alpha", inLink());
  }
  input.onchange = () => set(readRate(input.value));
  set(size);
  keepInLink(field, "alpha", inLink);
  return () => size;
}

function walkField(controls) {
  const field = document.createElement("div");
  field.className = "walk";
  field.innerHTML = `<label class="rate">α<input class="exact" inputmode="decimal" autocomplete="off" aria-label="step size α"></label>
    <button class="step primary">Walk down: −α∇f</button><button class="undo">Undo</button><button class="clear">Clear</button>`;
  controls.append(field);
  return field;
}

function createWalk(root, controls, { at, place, moveTo, rate, wanted, onMove }) {
  const field = walkField(controls);
  const button = (name) => field.querySelector(`.${name}`), size = createSize(field, rate, wanted);
  let path = [], sizes = [], told = "";

  function changed() {
    button("undo").disabled = button("clear").disabled = sizes.length === 0;
    writeAddress("walk", walkText(path, sizes));
  }
  function forget() {
    [path, sizes, told] = [[], [], ""];
    changed();
  }
  function step(by) {
    const found = sizes.length < MOST_STEPS ? stepFrom(at, place(), by) : null;
    if (!found) return false;
    path = [...(path.length ? path : [place()]), found.next];
    sizes = [...sizes, by];
    told = `Step ${sizes.length}: ${found.told}`;
    moveTo(...found.next);
    return true;
  }
  function again(text) {
    const asked = readWalk(text), end = place();
    if (!asked) return forget();
    moveTo(...asked.from);
    asked.sizes.every(step);
    // a link whose walk does not end at its point is not one of ours
    if (path.at(-1)?.every((each, axis) => Math.abs(each - end[axis]) <= 1e-6 * Math.max(1, Math.abs(each)))) return changed();
    forget();
    moveTo(...end);
  }
  function takeStep() {
    if (step(size())) return;
    const [, fx, fy] = at(...place());
    told = fx === 0 && fy === 0 ? "" : sizes.length >= MOST_STEPS ? `${MOST_STEPS} steps are enough.` : "There is no step from here.";
  }
  function back(to) {
    moveTo(...path[to]);
    [path, sizes, told] = [to ? path.slice(0, to + 1) : [], sizes.slice(0, to), ""];
  }
  for (const [name, action] of Object.entries({ step: takeStep, undo: () => back(path.length - 2), clear: () => back(0) }))
    button(name).onclick = () => {
      action();
      changed();
      onMove();
    };
  keepInLink(field, "walk", () => walkText(path, sizes));
  return { path: () => path, told: () => told, forget, again };
}
