// How the run ended, below the charts of a wide page.
export default function ({ parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "outcome";
  root.innerHTML = "<div></div>";
  const show = createOutcome(root.firstChild);
  const update = () => window.lesson.data.training && show(window.lesson.data.training);
  listen(root, "lesson-data", update);
  update();
}
