// One step is lit in picture, sentence, formula, table and code together. Numbers are filled into marked places;
// nothing here asks the server.

function build(root, structure) {
  root.innerHTML = `
    <div class="bar"></div>
    <label class="ask-first"><input type="checkbox"> Ask me first</label>
    <button class="cover"></button><p class="told" role="status"></p>
    <div class="saying">
      ${structure.sentences.map((words) => `<div class="room" aria-hidden="true">${words}</div>`).join("")}
      <div class="sentence" aria-live="polite"></div>
    </div>
    <div class="picture">${structure.picture}</div>
    <div class="legend" aria-hidden="true">
      <span class="forward">forward value</span><span class="backward">gradient, × its local derivative</span>
      <span class="weight">weight</span><span class="loss">loss</span><span class="target">target</span><span class="lit">this step</span>
    </div>
    <div class="panels${structure.is_long ? " long" : ""}">
      <section aria-label="The formula"><h2>The formula</h2>${structure.formula}</section>
      <section aria-label="The numbers"><h2>${structure.numbers_title}</h2>${structure.table}</section>
      <section aria-label="The code"><h2>The code</h2><div class="lines">${structure.code}</div></section>
    </div>
    <div class="origin" role="tooltip" hidden></div>`;
  const all = (selector, inside = root) => inside.querySelectorAll(selector);
  const sentence = root.querySelector(".sentence");
  const askFirst = root.querySelector(".ask-first input");
  const origin = root.querySelector(".origin");
  const answered = new Set();
  let wasPlaying = false;
  let data = null;
  let opening = "";

  const player = createPlayer(root.querySelector(".bar"), {
    unit: "step", word: "Step", parameter: "step",
    onMove: () => { opening = ""; if (data) show(); },
  });
  root.querySelector(".player").append(root.querySelector(".ask-first"), root.querySelector(".cover"));
  player.setCount(structure.count);

  const names = structure.derivatives;
  const hiding = createHiding(root, { names, onChange: showHiding });
  const isHidden = (place) => hiding.hides(place.dataset.value) && place.dataset.value !== data.covered;
  const keyOf = (step) => structure.keys[step - 1];
  const isAsked = (step) =>
    askFirst.checked && step > 0 && structure.kinds[step - 1] === "backward" && !answered.has(step) &&
    data.signs[structure.abouts[step - 1]] !== null;

  function fill(inside = root) {
    const step = player.step();
    const covered = [data.covered, isAsked(step) ? keyOf(step) : null].filter(Boolean);
    const isKept = (name) => covered.includes(name) || hiding.hides(name);
    for (const place of all("[data-value]", inside)) {
      const name = place.dataset.value;
      const isCovered = isKept(name);
      const text = isCovered ? "?" : name.startsWith("words_") && isKept(name.slice(6)) ? "" : data.numbers[name]?.[0] ?? "";
      const written = place.dataset.guarded !== undefined && text.startsWith("−") ? `(${text})` : text;
      if (place.textContent !== written) place.textContent = written;
      place.classList.toggle("covered", isCovered);
      place.classList.toggle("hidden", isHidden(place));
      dressHidden(place, isHidden(place) && names[name]);
    }
    nameAround(root, names, isHidden);
    for (const line of all("g.box .number, g.box .gradient", inside)) fit(line);
  }

  // A long number is written smaller: by its letters, since what is hidden cannot be measured.
  function fit(line) {
    const isShown = (part) => part.dataset?.state !== "later";
    const letters = [...line.childNodes].filter(isShown).reduce((sum, part) => sum + part.textContent.length, 0);
    const size = line.dataset.room / (0.56 * letters);
    line.style.fontSize = size < 20 ? `${Math.min(size, line.classList.contains("number") ? 20 : 16)}px` : "";
  }

  function show() {
    const step = player.step();
    for (const part of all("[data-step]")) {
      const at = Number(part.dataset.step);
      part.dataset.state = at === step ? "now" : at < step ? "done" : "later";
    }
    for (const part of all("[data-lit]")) part.classList.toggle("now", part.dataset.lit.split(" ").includes(String(step)));
    for (const part of all("[data-only]")) part.hidden = Number(part.dataset.only) !== step;
    for (const line of all("button.code")) line.setAttribute("aria-current", line.classList.contains("now") ? "step" : "false");
    root.dataset.kind = step ? structure.kinds[step - 1] : "start";
    root.classList.toggle("asks", askFirst.checked);
    origin.hidden = true;
    if (isAsked(step)) ask(step);
    else sentence.innerHTML = opening + structure.sentences[step];
    fill();
    for (const svg of all(".picture svg")) {
      svg.dataset.told ??= svg.getAttribute("aria-label");
      svg.setAttribute("aria-label", `${svg.dataset.told}. ${sentence.textContent}`);
    }
    player.describe(sentence.textContent);
  }

  function showHiding(change) {
    root.querySelector(".cover").textContent = hiding.isOn() ? "Reveal all" : "Cover gradients";
    if (!data) return;
    show();
    root.querySelector(".told").textContent = change in names ? `${names[change]} = ${data.numbers[change][0]}` : change;
  }
  root.querySelector(".cover").onclick = () => hiding.cover(!hiding.isOn());

  function ask(step) {
    wasPlaying = player.pause();
    const name = structure.names[step - 1];
    sentence.innerHTML = `<i>Think first.</i> If ${name} grows a little, what does the loss do?
      <span class="ask"><button data-sign="1">It grows</button><button data-sign="-1">It shrinks</button><button data-sign="0">It stays</button></span>`;
    for (const button of all("button", sentence)) button.onclick = () => answer(step, Number(button.dataset.sign));
  }

  function answer(step, sign) {
    const truth = data.signs[structure.abouts[step - 1]];
    answered.add(step);
    opening = sign === truth ? '<span class="right">Right.</span> ' : '<span class="wrong">Not so.</span> ';
    show();
    if (wasPlaying) player.play();
    else root.querySelector(".forward.primary").focus();
  }

  // Where a number comes from: of the one below the pointer, or of all that a focused value, row or line shows.
  function tell(target) {
    const line = target.closest("button.code");
    const places = line ? [] : target.matches("[data-value]") ? [target] : all("[data-value]", target.closest("g.box, tr, .factor") ?? target);
    const shown = [...places].filter((place) => !place.closest('[data-state="later"]')).map((place) => place.dataset.value);
    const keys = line ? [keyOf(Number(line.dataset.go))] : [...new Set(shown)];
    const told = keys.filter((key) => structure.origins[key]);
    origin.hidden = !told.length;
    if (!told.length) return;
    origin.innerHTML = told.map((key) => `<div>${structure.origins[key]}</div>`).join("");
    fill(origin);
    const [, exact] = (told.length === 1 && !origin.querySelector(".covered") && data.numbers[told[0]]) || [];
    if (exact && exact !== data.numbers[told[0]][0]) origin.insertAdjacentHTML("beforeend", `<div class="exact">more digits: ${exact}</div>`);
    const page = root.getBoundingClientRect(), at = target.getBoundingClientRect();
    const zoom = root.currentCSSZoom ?? 1; // of a page that is shown large
    const left = Math.min((at.left - page.left) / zoom, page.width / zoom - origin.offsetWidth - 4);
    origin.style.left = `${Math.max(0, left)}px`;
    origin.style.top = `${(at.bottom - page.top) / zoom + 8}px`;
  }
  const numberAt = (event) => event.target.closest?.("[data-value]:not(.words)");
  root.onpointerover = (event) => {
    const place = numberAt(event);
    if (place && !origin.contains(place)) tell(place);
    else if (!origin.contains(event.target)) origin.hidden = true;
  };
  root.onpointerleave = () => { origin.hidden = true; };
  root.addEventListener("focusin", (event) => {
    const part = event.target.closest("g.box, button.plain, button.code, .factor");
    if (part && part.matches(":focus-visible")) tell(part);
    else origin.hidden = true;
  });
  root.addEventListener("focusout", () => { origin.hidden = true; });

  // A click on a value, a row or a line goes to its step; again, to the next step of the same value.
  function follow(event) {
    const target = event.target.closest("[data-go]");
    const key = data && hiddenAt(event.target, isHidden);
    if (!key && (!target || target.disabled)) return;
    // what is no button of the browser's own is pressed by key here
    const isOwn = event.target.closest("button") instanceof HTMLButtonElement;
    if (event.type === "keydown" && (event.key !== "Enter" && event.key !== " " || isOwn)) return;
    event.preventDefault();
    if (key) return hiding.reveal(key);
    const steps = target.dataset.go.split(" ").map(Number);
    player.go(steps.find((step) => step > player.step() && steps.includes(player.step())) ?? steps[0]);
  }
  root.onclick = follow;
  root.onkeydown = (event) => {
    if (event.key === "Escape") origin.hidden = true;
    follow(event);
  };
  const askFirstInLink = () => writeAddress("ask_first", askFirst.checked ? 1 : null);
  askFirst.checked = window.lesson.asksFirst ??= new URL(window.location.href).searchParams.get("ask_first") === "1";
  askFirstInLink();
  askFirst.onchange = () => {
    window.lesson.asksFirst = askFirst.checked;
    askFirstInLink();
    answered.clear();
    opening = "";
    show();
  };

  function update() {
    const next = window.lesson.data.walkthrough;
    if (!next) return;
    const isNew = !data || JSON.stringify(data.numbers) !== JSON.stringify(next.numbers);
    const isAskedAnew = data && next.covered && next.covered !== data.covered;
    if (isNew) { answered.clear(); opening = ""; }
    const found = data && !isNew && data.covered && !next.covered ? data.covered : null;
    const isOther = data && isNew;
    data = next;
    if (isOther) hiding.coverAgain();
    hiding.reveal(found); // what was found in *Your turn*
    if (isAskedAnew) player.go(structure.keys.indexOf(next.covered) + 1);
    show();
  }
  listen(root, "lesson-data", update);
  update();
  hiding.begin();
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  root.shows = data.id;
  build(root, data);
}
