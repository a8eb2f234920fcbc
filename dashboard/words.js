// A text with places for numbers, which the feed fills in.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows === data.html) return;
  root.shows = data.html;
  root.innerHTML = data.html;

  // Numbers of the server come with the feed; what moves in the browser is in window.lesson.live.
  function update() {
    const { numbers = {}, covered } = window.lesson.data.walkthrough ?? {};
    const { live = {}, covered: hidden = [] } = window.lesson;
    for (const place of root.querySelectorAll("[data-value]")) {
      const name = place.dataset.value;
      const text = live[name] ?? numbers[name]?.[0] ?? "";
      const isKept = (key) => key === covered || hidden.includes(key);
      place.textContent = isKept(name) ? "?" : name.startsWith("words_") && isKept(name.slice(6)) ? "" : text;
      if (name !== covered) dressCovered(place, name);
    }
  }
  listen(root, "lesson-data", update);
  listen(root, "lesson-position", update);
  listen(root, "lesson-cover", update);
  update();
}
