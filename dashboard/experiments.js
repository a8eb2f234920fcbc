// The experiments: a click on one tells the server which; its explanation unfolds here.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  if (root.shows) return;
  root.shows = true;
  root.innerHTML = `<h2>Try this</h2><div class="list"></div>`;
  data.experiments.forEach((experiment, place) => {
    const card = document.createElement("div");
    card.className = "card";
    card.innerHTML = `<button></button><details><summary>Why?</summary><p></p></details>`;
    const button = card.querySelector("button");
    button.textContent = experiment.do;
    button.onclick = () => {
      root.send("picked", place);
      window.scrollTo({ top: 0, behavior: "smooth" });
      document.querySelector(".stMain")?.scrollTo({ top: 0, behavior: "smooth" });
    };
    card.querySelector("p").textContent = experiment.why;
    root.querySelector(".list").append(card);
  });
}
