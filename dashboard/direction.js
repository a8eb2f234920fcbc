// The direction that is turned by hand, and the three directions that are worth a look.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "direction";
  root.innerHTML = `<div class="sliders"></div><div class="ways"><button data-by="0">along ∇f</button><button data-by="90">along the contour</button><button data-by="180">against ∇f</button></div>
    <label class="all"><input type="checkbox"> −∇f everywhere (only its direction)</label>`;
  const tell = () => document.dispatchEvent(new Event("lesson-turn"));
  const angle = createSlider(root.querySelector(".sliders"), {
    label: "direction", parameter: "angle", min: 0, max: 360, step: 1, start: data.angle, accepts: (value) => Math.abs(value) <= 3600,
    onMove: (value) => { window.lesson.angle = value; tell(); },
  });
  for (const button of root.querySelectorAll("button"))
    button.onclick = () => angle.set((window.lesson.gradientAngle + Number(button.dataset.by)) % 360);
  const all = root.querySelector(".all input");
  all.checked = asked("field") === "1";
  const fieldInLink = () => (all.checked ? "1" : null);
  function showField(isShown) {
    all.checked = window.lesson.field = isShown;
    writeAddress("field", fieldInLink());
    tell();
  }
  all.onchange = () => showField(all.checked);
  keepInLink(root, "field", fieldInLink);
  // an experiment or a reset
  document.addEventListener("lesson-set", function heard(event) {
    if (!root.isConnected) return document.removeEventListener("lesson-set", heard);
    angle.set(event.detail.angle ?? data.angle);
    showField(Boolean(event.detail.field));
  });
  listen(root, "lesson-position", () => {
    for (const button of root.querySelectorAll("button")) button.disabled = window.lesson.gradientAngle === null;
  });
  window.lesson.field = all.checked;
  window.lesson.angle = angle.value();
  tell();
}
