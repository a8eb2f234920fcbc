// A text with places for numbers, which the feed fills in.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.html) return;
  root.shows = data.html;
  root.innerHTML = data.html;

  // A number that the walk through a step covers is uncovered here too.
  function dress(place, known) {
    if (!known && !place.onclick) return;
    const reveal = () => window.lesson.revealing.reveal(place.dataset.value);
    place.className = known ? "covered" : "";
    place.tabIndex = known ? 0 : -1;
    place.onclick = known ? reveal : null;
    place.onkeydown = known ? (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), reveal()) : null;
    for (const [name, value] of [["role", "button"], ["aria-label", `${known} is covered. Reveal it.`]])
      known ? place.setAttribute(name, value) : place.removeAttribute(name);
  }

  // Numbers of the server come with the feed; what moves in the browser is in window.lesson.live.
  function update() {
    const { numbers = {}, covered } = window.lesson.data.walkthrough ?? {};
    const { live = {}, covered: hidden = [] } = window.lesson;
    for (const place of root.querySelectorAll("[data-value]")) {
      const name = place.dataset.value;
      const text = live[name] ?? numbers[name]?.[0] ?? "";
      const isKept = (key) => key === covered || hidden.includes(key);
      place.textContent = isKept(name) ? "?" : name.startsWith("words_") && isKept(name.slice(6)) ? "" : text;
      dress(place, hidden.includes(name) && name !== covered ? window.lesson.revealing?.names[name] : undefined);
    }
  }
  listen(root, "lesson-data", update);
  listen(root, "lesson-position", update);
  listen(root, "lesson-cover", update);
  update();
}
