// A slider with a field for the exact number. `scale` maps the slider's position to the value and back.
const LINEAR = { value: (position) => position, position: (value) => value };
const POWERS_OF_TEN = { value: (position) => 10 ** position, position: (value) => Math.log10(value) };

// Streamlit writes the address anew with each change of its own inputs, from what it remembers: what the browser
// alone knows is then old, or gone. So whoever holds a value says it again. `value()`: null where the link is silent.
function keepInLink(element, parameter, value) {
  document.addEventListener("lesson-address", function heard() {
    if (element.isConnected) writeAddress(parameter, value());
    else document.removeEventListener("lesson-address", heard);
  });
}
const keepAddress = () => document.dispatchEvent(new Event("lesson-address"));

// Build a part anew when the server sends another function, or sets sliders (dashboard/live.py). `parameters`: those of
// the part in the link, which count only the first time; `root.kept(data)` of the last build says what another
// function leaves as it is. build(root, data, wanted): `wanted` holds the values to begin with, by parameter.
function renew(root, data, parameters, build) {
  const shows = `${data.id} ${data.set.count}`, isSet = root.count !== data.set.count, isFirst = root.shows === undefined;
  if (root.shows === shows) return keepAddress();
  const wanted = isFirst ? {} : isSet ? data.set.live : root.kept(data);
  if (!isFirst) clearAddress(parameters);
  root.count = data.set.count;
  root.shows = shows;
  build(root, data, wanted);
  if (!isFirst && isSet) document.dispatchEvent(new CustomEvent("lesson-set", { detail: wanted }));
  keepAddress();
}

// A typed number, also one as it is written here: −3, 1·10⁻⁸.
function readNumber(text) {
  const digits = (power) => [...power].map((sign) => Object.keys(SUPERSCRIPTS).find((key) => SUPERSCRIPTS[key] === sign)).join("");
  const plain = text.trim().replace("−", "-").replace(/·10(.*)$/, (_, power) => `e${digits(power)}`);
  return plain === "" ? Number.NaN : Number(plain);
}

function sliderRow(parent, label, { min, max, step }) {
  const row = document.createElement("div");
  row.className = "slider";
  row.innerHTML = `<span class="name">${label}</span><input type="range" min="${min}" max="${max}" step="${step}" aria-label="${label}">
    <input class="exact" inputmode="decimal" autocomplete="off" aria-label="${label}, exact">`;
  parent.append(row);
  return row;
}

// `wanted`: a value that comes before the one of the link.
function createSlider(parent, { label, parameter, min, max, step, start, wanted, scale = LINEAR, accepts, onMove }) {
  const row = sliderRow(parent, label, { min, max, step });
  const [slider, exact] = row.querySelectorAll("input");
  const asked = new URL(window.location.href).searchParams.get(parameter);
  let value = start;
  const inLink = () => (value === start ? null : value);

  function show() {
    const position = scale.position(value);
    slider.value = position;
    slider.style.setProperty("--done", `${(100 * (position - slider.min)) / (slider.max - slider.min)}%`);
    slider.setAttribute("aria-valuetext", number(value));
    if (document.activeElement !== exact && exact.getRootNode().activeElement !== exact) exact.value = number(value, 6);
    exact.classList.remove("wrong");
    exact.removeAttribute("aria-invalid");
  }

  function set(to, isTold = true) {
    value = to;
    show();
    writeAddress(parameter, inLink());
    if (isTold) onMove(value);
  }

  const typed = (text) => {
    const to = readNumber(text);
    return Number.isFinite(to) && accepts(to) ? to : null;
  };
  slider.oninput = () => set(scale.value(Number(slider.value)));
  exact.onchange = () => {
    const to = typed(exact.value);
    if (to !== null) return set(to);
    exact.classList.add("wrong");
    exact.setAttribute("aria-invalid", "true");
  };
  const fromLink = asked === null ? null : typed(asked);
  value = wanted ?? fromLink ?? start;
  show();
  keepInLink(row, parameter, inLink);
  return {
    value: () => value,
    set,
  };
}
