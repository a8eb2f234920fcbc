// Who races: a chip for each optimizer, in its colour and with its shape, and its settings folded under its name.
// Each change goes to the server as text; it answers with what holds now.

const USUAL = 6; // the first ones are always there; the others come with "More"

function build(root) {
  root.innerHTML = `<div class="chips" role="group" aria-label="Who races"></div><div class="settings" role="group" hidden></div><p role="status"></p>`;
  const [chips, settings, status] = root.children;
  let racers = [], open = null, all = false;
  const send = () => root.send("racers", { all: racers.map(textOf).join("~"), on: racers.filter(({ on }) => on).map(({ name }) => name) });
  const find = (name) => racers.find((racer) => racer.name === name);

  function toggle(name) {
    const racer = find(name), count = racers.filter(({ on }) => on).length;
    status.textContent = racer.on && count <= 2 ? "At least two race: switch another one on first." : "";
    if (status.textContent) return;
    racer.on = !racer.on;
    draw();
    send();
  }

  const panel = createPanel(settings, status, (racer) => {
    racer.on = true; // who is given a setting is to be seen
    draw();
    send();
  });

  function draw() {
    if (!chips.children.length) chips.innerHTML = `${racers.map(chip).join("")}<button class="all"></button>`;
    const toggleAll = chips.querySelector(".all");
    toggleAll.textContent = all ? "Fewer" : "More";
    toggleAll.setAttribute("aria-expanded", all);
    racers.forEach((racer, at) => {
      const [button, more] = chips.children[at].children;
      chips.children[at].classList.toggle("on", racer.on);
      chips.children[at].hidden = !(all || racer.on || at < USUAL);
      button.setAttribute("aria-pressed", racer.on);
      button.title = `α = ${plain(racer.numbers[0].value)}`;
      more.setAttribute("aria-expanded", racer.name === open);
    });
    settings.hidden = !open;
    if (open) panel(find(open));
  }

  chips.onclick = ({ target }) => {
    const button = target.closest("button"), name = button?.parentElement.dataset.name;
    if (button?.classList.contains("all")) {
      all = !all;
      draw();
    }
    if (!name) return;
    if (button.classList.contains("more")) {
      open = open === name ? null : name;
      draw();
    } else toggle(name);
  };
  root.onkeydown = (event) => {
    if (event.key !== "Escape" || !open) return;
    chips.querySelector(`[data-name="${open}"] .more`).focus();
    open = null;
    draw();
    event.stopPropagation();
  };
  return (data) => {
    racers = data.racers.map((racer) => expanded(racer, data));
    draw();
  };
}

const plain = (text) => text.replace("-", "−");
const chip = ({ name, title, svg }) => `<div class="chip" data-name="${name}" style="--own: var(--${name})"><button class="toggle">
  <svg viewBox="0 0 24 24" aria-hidden="true"><path d="${svg}"/></svg><span class="name">${title}</span></button>
  <button class="more" aria-label="Settings of ${title}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 9l6 6 6-6" fill="none"/></svg></button></div>`;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  root.update ??= build(root);
  const given = JSON.stringify(data.racers);
  if (root.given !== given) root.update(data);
  root.given = given;
}
