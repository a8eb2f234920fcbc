// *Your turn* where the state lives in the browser: a number is covered on the page, the answer is judged by the server.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  if (!root.view) root.view = build(root, (answer) => root.send("answer", answer));
  root.view.update(data);
}

const FORM = `<h2>Your turn</h2>
  <button class="ask"></button>
  <form hidden><label><span></span><input autocomplete="off" maxlength="100" placeholder="a number, or 3·4, 1/2"></label>
    <button class="primary">Check</button><button type="button" class="show">Show it</button></form>
  <p class="reply" role="status"></p>`;

function build(root, send) {
  root.shows = "turn";
  root.innerHTML = FORM;
  const part = (selector) => root.querySelector(selector);
  let data = null, asked = false, shownReply = 0, at = "";

  function cover(isCovered) {
    asked = isCovered;
    window.lesson.covered = isCovered ? data.covers : [];
    part("form").hidden = !isCovered;
    part(".ask").hidden = isCovered;
    if (!isCovered) writeAddress("hide", null);
    document.dispatchEvent(new Event("lesson-cover"));
  }
  function say(kind, words) {
    at = JSON.stringify(window.lesson.at ?? {});
    part(".reply").className = `reply ${kind}`;
    part(".reply").textContent = words;
  }
  part(".ask").onclick = () => { cover(true); say("", ""); part("input").value = ""; part("input").focus(); };
  part(".show").onclick = () => { cover(false); say("shown", data.shown); };
  part("form").onsubmit = (event) => (event.preventDefault(), send({ text: part("input").value, at: window.lesson.at }));
  function forget() {
    if (asked) cover(false);
    say("", "");
  }
  // Another point is another question.
  listen(root, "lesson-position", () => {
    if (at !== JSON.stringify(window.lesson.at ?? {}) && part(".reply").textContent) say("", "");
  });

  return {
    update(next) {
      const isFirst = data === null;
      if (!isFirst && data.of !== next.of) forget(); // another function is another question
      data = next;
      // a link may begin with the question, as on the nets' screens with all gradients covered
      if (isFirst && new URL(window.location.href).searchParams.get("hide") === "backward") cover(true);
      part(".ask").textContent = `Ask me: ${data.question}`;
      part("label span").textContent = data.question;
      const reply = data.reply;
      if (!reply || reply.count === shownReply) return;
      shownReply = reply.count;
      say(reply.kind, reply.words);
      if (asked && (reply.kind === "right" || reply.kind === "rounded")) cover(false);
    },
  };
}
