// How a training run ended, in words; where it diverged, a button with a rate that works.
//
// It stands in two places: where the page is wide, below the charts, so that its many words never move them; on a
// phone above them, where it is seen. The button tells the training part by the event "lesson-offer".
function createOutcome(parent) {
  parent.classList.add("outcome");
  parent.setAttribute("role", "status");
  parent.innerHTML = "<p></p><button hidden></button>";
  const [words, button] = parent.children;
  return (run) => {
    words.textContent = run.outcome ?? "";
    parent.classList.toggle("diverged", Boolean(run.diverged));
    button.hidden = !run.offer;
    button.textContent = run.offer?.words ?? "";
    button.onclick = () => document.dispatchEvent(new CustomEvent("lesson-offer", { detail: run.offer.rate }));
  };
}
