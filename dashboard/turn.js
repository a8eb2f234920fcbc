// *Your turn* where the state lives in the browser: a number is covered on the page, the answer is judged by the server.
// *Predict first*: a link with `hide=backward` begins with all derivatives covered, and with the question.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  if (!root.view) root.view = build(root, (answer) => root.send("answer", answer));
  root.view.update(data);
}

const FORM = `<h2>Your turn</h2>
  <div class="begin"><button class="ask"></button><button class="cover"></button></div>
  <form hidden><label><span></span><input autocomplete="off" maxlength="100" placeholder="a number, or 3·4, 1/2"></label>
    <button class="primary">Check</button><button type="button" class="show">Show it</button></form>
  <p class="reply" role="status"></p>`;

// Where the page's point is: another one has other derivatives.
function pointNow() {
  const { dx, moves, ...point } = window.lesson.at ?? {};
  return JSON.stringify(point);
}

function build(root, send) {
  root.shows = "turn";
  root.innerHTML = FORM;
  const part = (selector) => root.querySelector(selector);
  const names = {};
  let data = null, isAsking = false, shownReply = 0, replyAt = "", point = pointNow();

  const hiding = createHiding(root, { names, onChange: showCover, asked: () => (isAsking ? data.covers : []) });
  // a click on the number that is asked for shows it, and the question is over
  window.lesson.revealing.reveal = (key) => {
    if (data.covers.includes(key)) ask(false);
    hiding.reveal(key);
  };

  function showCover(words) {
    part(".cover").textContent = hiding.isOn() ? "Reveal all" : `Cover ${Object.keys(names).length > 1 ? "all derivatives" : "the derivative"}`;
    if (names[words]) say("shown", `${names[words]} is shown above.`);
  }
  function ask(isAsked) {
    isAsking = isAsked;
    part("form").hidden = !isAsked;
    part(".ask").hidden = isAsked;
    hiding.begin();
  }
  function uncover() {
    ask(false);
    data.covers.forEach(hiding.reveal);
  }
  function say(kind, words) {
    replyAt = JSON.stringify(window.lesson.at ?? {});
    part(".reply").className = `reply ${kind}`;
    part(".reply").textContent = words;
  }
  part(".ask").onclick = () => { ask(true); say("", ""); part("input").value = ""; part("input").focus(); };
  part(".show").onclick = () => { uncover(); say("shown", data.shown); };
  part(".cover").onclick = () => {
    if (hiding.isOn()) ask(false);
    hiding.cover(!hiding.isOn());
    say("", "");
  };
  part("form").onsubmit = (event) => (event.preventDefault(), send({ text: part("input").value, at: window.lesson.at }));

  // Another point is another question.
  listen(root, "lesson-position", () => {
    if (replyAt !== JSON.stringify(window.lesson.at ?? {}) && part(".reply").textContent) say("", "");
    if (point === pointNow()) return;
    point = pointNow();
    hiding.coverAgain();
  });

  // Another function is another question too.
  function begin(isFirst) {
    for (const key of Object.keys(names)) delete names[key];
    Object.assign(names, data.derivatives);
    if (!isFirst) say("", "");
    if (!isFirst && hiding.isOn()) hiding.cover(true);
    ask(isFirst && hiding.isOn());
  }

  return {
    update(next) {
      const isFirst = data === null, isOther = data?.of !== next.of;
      data = next;
      if (isOther) begin(isFirst);
      part(".ask").textContent = `Ask me: ${data.question}`;
      part("label span").textContent = data.question;
      const reply = data.reply;
      if (!reply || reply.count === shownReply) return;
      shownReply = reply.count;
      if (isAsking && (reply.kind === "right" || reply.kind === "rounded")) uncover();
      say(reply.kind, reply.words);
    },
  };
}
