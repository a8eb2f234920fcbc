// Who races: a chip for each optimizer, in its colour and with its shape, and its settings folded under its name.
// Each change goes to the server as text; it answers with what holds now.

const USUAL = 6; // the first ones are always there; the others come with "More"
const typed = (text) => Number(text.trim().replace("−", "-").replace(",", ".") || Number.NaN);

// The next rate that a person would try: 1, 2 and 5 times the powers of ten.
function nextRate(value, by) {
  if (!(value > 0)) return by > 0 ? 0.001 : 0;
  const rates = [];
  for (let power = -7; power <= 2; power++) for (const digit of [1, 2, 5]) rates.push(Number(`${digit}e${power}`));
  return by > 0 ? rates.find((rate) => rate > value * 1.000001) ?? value : rates.findLast((rate) => rate < value * 0.999999) ?? value;
}

// An optimizer as text: race_settings.py reads it.
function textOf({ name, numbers, options, schedule, schedules }) {
  const pairs = [...numbers, ...schedules[schedule].numbers].map(({ key, value }) => `${key}=${value}`);
  return `${name}:${[...pairs, ...options.map(({ key, on }) => `${key}=${on ? 1 : 0}`), `schedule=${schedule}`].join(",")}`;
}

function build(root) {
  root.innerHTML = `<div class="chips" role="group" aria-label="Who races"></div><div class="settings" role="group" hidden></div><p role="status"></p>`;
  const [chips, settings, status] = root.children;
  let racers = [], open = null, panelOf = "", all = false;
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

  function change(racer, field, value) {
    const isGood = value >= field.low && value <= field.high;
    status.textContent = isGood ? "" : `${field.label}: a number from ${field.low} to ${field.high}.`;
    if (!isGood) return false;
    field.value = String(+value.toPrecision(12));
    racer.on = true; // who is given a setting is to be seen
    draw();
    send();
    return true;
  }

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

  function panel(racer) {
    const fields = [...racer.numbers, ...racer.schedules[racer.schedule].numbers], shape = `${racer.name} ${racer.schedule}`;
    if (panelOf !== shape) settings.innerHTML = panelHtml(racer, fields);
    panelOf = shape;
    settings.setAttribute("aria-label", `Settings of ${racer.title}`);
    const inputs = [...settings.querySelectorAll("input[inputmode]")];
    fields.forEach((field, at) => {
      const input = inputs[at];
      if (root.getRootNode().activeElement !== input || typed(input.value) === Number(field.value)) input.value = field.value.replace("-", "−");
      input.setAttribute("aria-invalid", false);
      input.onchange = () => input.setAttribute("aria-invalid", !change(racer, field, typed(input.value)));
    });
    const rate = racer.numbers[0];
    settings.querySelector(".less").onclick = () => change(racer, rate, nextRate(Number(rate.value), -1));
    settings.querySelector(".greater").onclick = () => change(racer, rate, nextRate(Number(rate.value), 1));
    settings.querySelectorAll("input[type=checkbox]").forEach((box, at) => {
      box.checked = racer.options[at].on;
      box.onchange = () => ((racer.options[at].on = box.checked), (racer.on = true), draw(), send());
    });
    const choice = settings.querySelector("select");
    choice.value = racer.schedule;
    choice.onchange = () => ((racer.schedule = choice.value), (racer.on = true), draw(), send());
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

// The fields with the labels and limits that all optimizers share.
function expanded({ numbers, options, schedule, around, ...racer }, { limits, schedules }) {
  const field = ([key, value]) => ({ key, value, label: limits[key][0], low: limits[key][1], high: limits[key][2] });
  const every = Object.entries(schedules).map(([key, [title, usual]]) => [key, { title, numbers: (key === schedule ? around : usual).map(field) }]);
  return { ...racer, schedule, schedules: Object.fromEntries(every), numbers: numbers.map(field), options: options.map(([key, on]) => ({ key, on, label: key })) };
}

const plain = (text) => text.replace("-", "−");
const chip = ({ name, title, svg }) => `<div class="chip" data-name="${name}" style="--own: var(--${name})"><button class="toggle">
  <svg viewBox="0 0 24 24" aria-hidden="true"><path d="${svg}"/></svg><span class="name">${title}</span></button>
  <button class="more" aria-label="Settings of ${title}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 9l6 6 6-6" fill="none"/></svg></button></div>`;

function panelHtml(racer, fields) {
  const step = (name, sign, words) => `<button class="${name}" aria-label="${words}">${sign}</button>`;
  const number = ({ label }, at) => `<div class="field"><i>${label}</i><span>${at === 0 ? step("less", "−", "smaller rate") : ""}<input
    inputmode="decimal" autocomplete="off" aria-label="${label}">${at === 0 ? step("greater", "+", "larger rate") : ""}</span></div>`;
  const [own, around] = [fields.slice(0, racer.numbers.length), fields.slice(racer.numbers.length)];
  const choices = Object.entries(racer.schedules).map(([key, { title }]) => `<option value="${key}">${title}</option>`).join("");
  return `<b style="color: var(--${racer.name})">${racer.title}</b>${own.map(number).join("")}
    ${racer.options.map(({ label }) => `<label class="option"><input type="checkbox">${label}</label>`).join("")}
    <div class="field"><i>rate over time</i><span><select aria-label="rate over time">${choices}</select></span></div>${around.map((field) => number(field, 1)).join("")}`;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  root.update ??= build(root);
  const given = JSON.stringify(data.racers);
  if (root.given !== given) root.update(data);
  root.given = given;
}
