// A button that sends the point of the page to the server, where the gradient check is worked out.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  root.variables = data.variables;
  if (root.shows) return;
  root.shows = "point_check";
  root.innerHTML = `<button>Check the slopes at this point</button>`;
  root.querySelector("button").onclick = () =>
    root.send("point", Object.fromEntries(root.variables.map((name) => [name, window.lesson.at?.[name] ?? null])));
}
