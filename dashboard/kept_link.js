// The kept runs in the page's address. A new entry of the history for each would make the Back key useless.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  root.write = () => {
    for (const [name, text] of Object.entries(data)) if ((new URL(window.location.href).searchParams.get(name) ?? "") !== text) writeAddress(name, text || null);
  };
  if (!root.shows) {
    root.shows = "kept_link";
    listen(root, "lesson-data", () => root.write());
  }
  root.write();
}
