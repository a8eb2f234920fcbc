// The settings of the one optimizer that is chosen, but for its rate, which has an input of its own.

function build(root) {
  root.innerHTML = `<div class="settings" role="group"></div><p role="status"></p>`;
  const show = createPanel(...root.children, (rule) => {
    show(rule);
    root.send("settings", textOf(rule));
  });
  return (data) => show(expanded(data.rule, data));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  followTheme(root); // in a popover, which the page's theme does not reach
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  root.update ??= build(root);
  const given = JSON.stringify(data.rule);
  if (root.given !== given) root.update(data);
  root.given = given;
}
