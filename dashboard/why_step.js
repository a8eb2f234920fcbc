// Each optimizer's rule with the numbers of one update. The player moves it: all numbers are here already.

function build(root, data) {
  root.innerHTML = `<p class="head"></p><div class="cards"></div>`;
  const cards = data.cards.map((each) => {
    const card = document.createElement("section");
    card.className = "card";
    card.style.color = `var(--${each.name}, var(--ink))`; // of what has no colour of its own: name and borders
    card.setAttribute("aria-label", each.label);
    card.innerHTML = `
      <h3>${each.label}</h3>
      <p class="given">${data.given}</p>
      <p class="step">${data.step}</p>
      <p class="why"><span></span></p>
      ${each.rule}`;
    root.querySelector(".cards").append(card);
    return card;
  });
  const head = root.querySelector(".head");
  const isLost = (each, place) => each.case[place] in data.lost;

  function fill(inside, numbers, place) {
    for (const spot of inside.querySelectorAll("[data-value]")) {
      const name = spot.dataset.value;
      const value = name === "update" ? data.updates[place] : unpacked(numbers[name.replaceAll("|", "")], place);
      const text = shown(name.startsWith("|") ? Math.abs(value) : value);
      // a power of ten that is squared needs them too: the 2 would else stand behind its exponent
      const isBase = spot.parentElement.localName === "msup" && spot === spot.parentElement.firstElementChild;
      const needsBrackets = spot.dataset.guarded !== undefined && (text.startsWith("−") || (isBase && text.includes("·")));
      const written = needsBrackets ? `(${text})` : text;
      if (spot.textContent !== written) spot.textContent = written;
    }
  }

  function show() {
    const epoch = window.lesson.positions.epoch ?? 0;
    const after = data.at.findLastIndex((update) => update <= epoch);
    const place = Math.max(0, after);
    const update = data.updates[place];
    head.innerHTML = update > data.at[place] ? (update === 1 ? data.first : data.later) : data.last;
    const some = Math.max(0, data.cards.findIndex((each) => !isLost(each, place)));
    fill(head, data.cards[some].numbers, place);
    data.cards.forEach((each, at) => {
      const card = cards[at];
      const lost = isLost(each, place);
      card.classList.toggle("lost", lost);
      card.querySelector(".why span").innerHTML = data.lost[each.case[place]] ?? each.sentences[each.case[place]];
      fill(card, each.numbers, place);
    });
  }
  listen(root, "lesson-position", show);
  listen(root, "lesson-data", show);
  show();
  reachable();

  // A formula that is too wide is scrolled: by the keyboard too.
  function reachable() {
    for (const line of root.querySelectorAll(".symbols, .numbers > span:first-child")) {
      if (line.scrollWidth > line.clientWidth + 1) line.tabIndex = 0;
      else line.removeAttribute("tabindex");
    }
  }
  const watcher = new ResizeObserver(reachable);
  watcher.observe(root);
  lifeOf(root).addEventListener("abort", () => watcher.disconnect());
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.id) return;
  root.shows = data.id;
  build(root, data);
}
