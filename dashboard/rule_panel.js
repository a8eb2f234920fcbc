// The settings of one optimizer as fields: its numbers, its options, its schedule with the numbers of that.
// race_settings.py says what there is, and reads what is sent back.

const typed = (text) => Number(text.trim().replace("−", "-").replace(",", ".") || Number.NaN);
const isRate = ({ key }) => key === "learning_rate";

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

// The fields with the labels and limits that all optimizers share.
function expanded({ numbers, options, schedule, around, ...rule }, { limits, schedules }) {
  const field = ([key, value]) => ({ key, value, label: limits[key][0], low: limits[key][1], high: limits[key][2] });
  const every = Object.entries(schedules).map(([key, [title, usual]]) => [key, { title, numbers: (key === schedule ? around : usual).map(field) }]);
  return { ...rule, schedule, schedules: Object.fromEntries(every), numbers: numbers.map(field), options: options.map(([key, on]) => ({ key, on, label: key })) };
}

function panelHtml(rule) {
  const step = (name, sign, words) => `<button class="${name}" aria-label="${words}">${sign}</button>`;
  const number = (field) => `<div class="field"><i>${field.label}</i><span>${isRate(field) ? step("less", "−", "smaller rate") : ""}<input
    inputmode="decimal" autocomplete="off" aria-label="${field.label}">${isRate(field) ? step("greater", "+", "larger rate") : ""}</span></div>`;
  const choices = Object.entries(rule.schedules).map(([key, { title }]) => `<option value="${key}">${title}</option>`).join("");
  return `<b style="color: var(--${rule.name})">${rule.title}</b>${rule.numbers.map(number).join("")}
    ${rule.options.map(({ label }) => `<label class="option"><input type="checkbox">${label}</label>`).join("")}
    <div class="field"><i>rate over time</i><span><select aria-label="rate over time">${choices}</select></span></div>${rule.schedules[rule.schedule].numbers.map(number).join("")}`;
}

// Shows rules in `settings`, one after the other. `status` says what cannot be; `changed` is told of what can.
function createPanel(settings, status, changed) {
  let shown = "";

  function change(rule, field, value) {
    const isGood = value >= field.low && value <= field.high;
    status.textContent = isGood ? "" : `${field.label}: a number from ${field.low} to ${field.high}.`;
    if (!isGood) return false;
    field.value = String(+value.toPrecision(12));
    changed(rule);
    return true;
  }

  return (rule) => {
    const fields = [...rule.numbers, ...rule.schedules[rule.schedule].numbers], shape = `${rule.name} ${rule.schedule}`;
    if (shown !== shape) settings.innerHTML = panelHtml(rule);
    shown = shape;
    settings.setAttribute("aria-label", `Settings of ${rule.title}`);
    const inputs = [...settings.querySelectorAll("input[inputmode]")];
    fields.forEach((field, at) => {
      const input = inputs[at];
      if (settings.getRootNode().activeElement !== input || typed(input.value) === Number(field.value)) input.value = field.value.replace("-", "−");
      input.setAttribute("aria-invalid", false);
      input.onchange = () => input.setAttribute("aria-invalid", !change(rule, field, typed(input.value)));
    });
    const rate = rule.numbers.find(isRate);
    if (rate) {
      settings.querySelector(".less").onclick = () => change(rule, rate, nextRate(Number(rate.value), -1));
      settings.querySelector(".greater").onclick = () => change(rule, rate, nextRate(Number(rate.value), 1));
    }
    settings.querySelectorAll("input[type=checkbox]").forEach((box, at) => {
      box.checked = rule.options[at].on;
      box.onchange = () => ((rule.options[at].on = box.checked), changed(rule));
    });
    const choice = settings.querySelector("select");
    choice.value = rule.schedule;
    choice.onchange = () => ((rule.schedule = choice.value), changed(rule));
  };
}
