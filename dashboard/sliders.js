// A slider with a field for the exact number. `scale` maps the slider's position to the value and back.
const LINEAR = { value: (position) => position, position: (value) => value };
const POWERS_OF_TEN = { value: (position) => 10 ** position, position: (value) => Math.log10(value) };

function createSlider(parent, { label, parameter, min, max, step, start, scale = LINEAR, accepts, onMove }) {
  const row = document.createElement("div");
  row.className = "slider";
  row.innerHTML = `<span class="name">${label}</span><input type="range" min="${min}" max="${max}" step="${step}" aria-label="${label}">
    <input class="exact" inputmode="decimal" autocomplete="off" aria-label="${label}, exact">`;
  parent.append(row);
  const [slider, exact] = row.querySelectorAll("input");
  const asked = new URL(window.location.href).searchParams.get(parameter);
  let value = start;

  function show() {
    const position = scale.position(value);
    slider.value = position;
    slider.style.setProperty("--done", `${(100 * (position - slider.min)) / (slider.max - slider.min)}%`);
    slider.setAttribute("aria-valuetext", number(value));
    if (document.activeElement !== exact && exact.getRootNode().activeElement !== exact) exact.value = number(value, 6);
    exact.classList.remove("wrong");
  }

  function set(to, isTold = true) {
    value = to;
    show();
    writeAddress(parameter, value);
    if (isTold) onMove(value);
  }

  function typed(text) {
    const plain = text.trim().replace("−", "-").replace(/·10(.*)$/, (_, power) => "e" + [...power].map((c) => Object.keys(SUPERSCRIPTS).find((key) => SUPERSCRIPTS[key] === c)).join(""));
    const to = plain === "" ? Number.NaN : Number(plain);
    return Number.isFinite(to) && accepts(to) ? to : null;
  }

  slider.oninput = () => set(scale.value(Number(slider.value)));
  exact.onchange = () => {
    const to = typed(exact.value);
    if (to === null) exact.classList.add("wrong");
    else set(to);
  };
  // An experiment that was just chosen comes first, then the link.
  const wanted = window.lesson.wanted?.[parameter];
  const fromLink = asked === null ? null : typed(asked);
  value = wanted ?? fromLink ?? start;
  show();
  document.addEventListener("lesson-set", function heard(event) {
    if (!row.isConnected) return document.removeEventListener("lesson-set", heard);
    if (event.detail[parameter] !== undefined) set(event.detail[parameter]);
  });
  return {
    value: () => value,
    set,
  };
}
