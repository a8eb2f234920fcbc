// The script, its output and its graph: one line is lit in all of them. Nothing here asks the server.

const START = `<span class="where">Start</span><span class="words">Point at a line, click it, or press <b>Next line</b>: its formula, its node and its column light up. Click an epoch to see its numbers.</span>`;
const BESIDE = { output: "Its output", graph: "The same line, in the graph" };

function build(root, structure) {
  root.innerHTML = `
    <div class="bar"></div>
    <p class="ignored" role="status" hidden></p>
    <div class="stage${structure.isShort ? " short" : ""}">
      <section class="script" aria-label="The script"><div class="lines" role="group" aria-label="Lines of the script: arrow keys up and down"></div><p class="note"></p></section>
      <section class="beside">
        <div class="saying"><div class="rooms" aria-hidden="true"></div><div class="said" aria-live="polite"></div></div>
        <div class="tabs" role="group" aria-label="Beside the script">
          ${Object.entries(BESIDE).map(([key, title]) => `<button data-beside="${key}">${title}</button>`).join("")}
        </div>
        <div class="output" tabindex="0" role="region" aria-label="What the script prints"></div>
        <div class="picture">${structure.picture}</div>
      </section>
    </div>`;
  const part = (selector) => root.querySelector(selector), all = (selector) => [...root.querySelectorAll(selector)];
  const lines = part(".lines"), said = part(".said"), rooms = part(".rooms"), output = part(".output"), ignored = part(".ignored");
  let data = null, row = 0, hovered = null, beside = "output", asked = linkOf("epoch"), isNew = true;

  const player = createPlayer(part(".bar"), { unit: "line", word: "Next line", parameter: "line", onMove: () => { show(); reveal(); } });

  const keysOf = (place) => data.lines.filter(([, keys]) => keys.length)[place - 1]?.[1] ?? [];
  const lineOf = (place) => part(`[data-line="${place}"]`);

  function show() {
    const place = hovered ?? player.step(), keys = place ? keysOf(place) : [];
    light(place, keys);
    say(place, keys);
    for (const each of [said, rooms, part(".picture")]) fillPlaces(each, data.numbers[row]);
    for (const line of all(".picture .number, .picture .gradient")) fit(line);
    for (const svg of all(".picture svg")) {
      svg.dataset.told ??= svg.getAttribute("aria-label");
      svg.setAttribute("aria-label", `${svg.dataset.told}. In epoch ${data.rows[row]?.[0]} the loss is ${svg.querySelector(".loss .number").textContent}.`);
    }
    player.describe(said.textContent);
  }

  function light(place, keys) {
    const steps = keys.map((key) => structure.steps[key]);
    root.dataset.kind = keys.length ? structure.kinds[keys[0]] : "start";
    for (const line of all("[data-line]")) {
      const isNow = Number(line.dataset.line) === place;
      line.classList.toggle("now", isNow);
      line.setAttribute("aria-current", isNow ? "step" : "false");
      line.tabIndex = Number(line.dataset.line) === Math.max(1, player.step()) ? 0 : -1;
    }
    for (const each of all(".picture [data-step]")) each.dataset.state = steps.includes(Number(each.dataset.step)) ? "now" : "done";
    for (const box of all(".picture [data-lit]")) box.classList.toggle("now", box.dataset.lit.split(" ").some((step) => steps.includes(Number(step))));
    for (const cell of all("[data-column]")) cell.classList.toggle("lit", keys.includes(cell.dataset.column));
    for (const each of all("tr[data-row]")) each.classList.toggle("now", Number(each.dataset.row) === row);
    for (const button of all(".epoch")) button.setAttribute("aria-pressed", String(Number(button.closest("tr").dataset.row) === row));
  }

  function say(place, keys) {
    if (!keys.length) return write(said, START);
    const at = lineOf(place).querySelector(".at").textContent, isGap = lineOf(place).classList.contains("gap");
    const ofOne = data.example && structure.kinds[keys[0]] !== "update" && !keys[0].startsWith("mean_");
    const where = `Line ${at}${isGap ? ", yours to write" : ""} · epoch ${data.rows[row]?.[0]}${ofOne ? ` · example ${data.example}` : ""}`;
    write(said, saidHtml(where, keys, structure.formulas));
  }

  // A long number in a box is written smaller.
  function fit(line) {
    const letters = [...line.childNodes].reduce((sum, each) => sum + each.textContent.length, 0), size = line.dataset.room / (0.56 * letters);
    line.style.fontSize = size < 20 ? `${Math.min(size, line.classList.contains("number") ? 20 : 16)}px` : "";
  }

  // The line that the player is at stays in sight, without moving the page.
  function reveal() {
    const line = player.step() && lineOf(player.step());
    if (!line) return;
    const top = line.offsetTop, bottom = top + line.offsetHeight;
    if (top < lines.scrollTop + 24) lines.scrollTop = top - 24;
    else if (bottom > lines.scrollTop + lines.clientHeight - 24) lines.scrollTop = bottom - lines.clientHeight + 24;
  }

  function choose(to) {
    row = Math.max(0, Math.min(data.rows.length - 1, to));
    ignored.hidden = true;
    writeAddress("epoch", row ? data.rows[row][0] : null);
    show();
  }

  function look(at) {
    beside = at;
    root.dataset.beside = at;
    for (const button of all("[data-beside]")) button.setAttribute("aria-pressed", String(button.dataset.beside === at));
    writeAddress("beside", at === "output" ? null : at);
  }

  const lineAt = (event) => Number(event.target.closest?.("[data-line]")?.dataset.line) || null;
  root.onpointerover = (event) => {
    const next = event.pointerType === "mouse" ? lineAt(event) : null;
    if (data && next !== hovered) { hovered = next; show(); }
  };
  root.onpointerleave = () => { if (hovered) { hovered = null; show(); } };
  root.onclick = (event) => {
    const target = event.target.closest("[data-line], [data-go], .epoch, [data-beside]");
    if (!target) return;
    if (target.dataset.line) player.go(Number(target.dataset.line));
    else if (target.dataset.beside) look(target.dataset.beside);
    else if (target.matches(".epoch")) choose(Number(target.closest("tr").dataset.row));
    else follow(target.dataset.go.split(" ").map(Number));
  };
  // A node of the graph goes to its lines, one after the other.
  function follow(steps) {
    const places = data.lines.filter(([, keys]) => keys.length).flatMap(([, keys], at) => (keys.some((key) => steps.includes(structure.steps[key])) ? [at + 1] : []));
    player.go(places.find((place) => place > player.step() && places.includes(player.step())) ?? places[0] ?? 0);
  }
  root.addEventListener("focusin", (event) => {
    const place = lineAt(event);
    if (place && event.target.matches(":focus-visible")) player.go(place);
  });
  root.onkeydown = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key], place = lineAt(event);
    if (event.key === "Enter" && event.target.closest?.("g.box")) event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    if (!by) return;
    if (place) lineOf(place + by)?.focus();
    else if (event.target.matches(".epoch")) {
      choose(row + by);
      part(`tr[data-row="${row}"] .epoch`)?.focus();
    } else return;
    event.preventDefault();
  };

  function begin() {
    if (asked === null) return;
    const found = data.rows.findIndex(([epoch]) => epoch === asked);
    ignored.hidden = found >= 0;
    ignored.textContent = `The link asks for epoch = ${asked.slice(0, 30) || "nothing"}. It must be a row of the table, so the first one is shown.`;
    row = Math.max(0, found);
    asked = null;
  }

  function update() {
    const next = window.lesson.data.from_scratch;
    if (!next) return;
    data = next;
    write(lines, scriptHtml(data.lines));
    write(output, outputHtml(data));
    part(".note").textContent = data.note;
    const told = new Set(data.lines.filter(([, keys]) => keys.length).map(([, keys]) => saidHtml("Line", keys, structure.formulas)));
    write(rooms, [START, ...told].map((html) => `<div>${html}</div>`).join(""));
    begin();
    row = Math.max(0, Math.min(row, data.rows.length - 1));
    hovered = null;
    player.setCount(data.lines.filter(([, keys]) => keys.length).length);
    writeAddress("epoch", row ? data.rows[row][0] : null);
    look(beside);
    show();
    if (isNew) reveal(); // the line that the link asks for
    isNew = false;
  }
  const wanted = linkOf("beside");
  if (wanted in BESIDE) beside = wanted;
  listen(root, "lesson-data", update);
  update();
}

const linkOf = (parameter) => new URL(window.location.href).searchParams.get(parameter);

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  root.shows = data.id;
  build(root, data);
}
