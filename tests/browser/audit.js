// What a page looks like to an eye and a finger, measured: each function gives the elements that fail, as words.
(() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  // A colour of CSS, however it is written, as red, green, blue (0 to 255) and opacity (0 to 1).
  function rgba(colour) {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  }
  const over = ([r, g, b, a], below) => [...[r, g, b].map((part, at) => part * a + below[at] * (1 - a)), 1];
  const fade = ([r, g, b, a], share) => [r, g, b, a * share];
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  function contrast(one, other) {
    const [darker, brighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (brighter + 0.05) / (darker + 0.05);
  }

  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const ancestors = (element) => (element ? [element, ...ancestors(parentOf(element))] : []);
  function all(selector, inside = document) {
    const hosts = [...inside.querySelectorAll("*")].filter((each) => each.shadowRoot);
    return [...inside.querySelectorAll(selector), ...hosts.flatMap((each) => all(selector, each.shadowRoot))];
  }
  function isSeen(element) {
    const { width, height, right, bottom } = element.getBoundingClientRect();
    if (width < 2 || height < 2 || right <= 0 || bottom <= 0) return false;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    return ancestors(element).every((each) => {
      const style = getComputedStyle(each);
      return !style.clipPath.startsWith("inset(50%") && !each.matches(".katex-mathml, .vega-bindings") && !(each.offsetWidth === 1 && style.overflow === "hidden");
    });
  }
  const isDisabled = (element) => ancestors(element).some((each) => each.matches(":disabled, [aria-disabled=true], [data-disabled]"));
  const opacity = (element) => ancestors(element).reduce((share, each) => share * getComputedStyle(each).opacity, 1);

  // Where it is, so that one finds it again.
  function place(element) {
    const key = ancestors(element).map((each) => /st-key-(\w+)/.exec(each.getAttribute("class") ?? "")?.[1]).find(Boolean);
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
    return `${key ?? "page"}: ${element.tagName.toLowerCase()}.${(element.getAttribute("class") ?? "").slice(0, 40)} “${words}”`;
  }

  function behind(element) {
    const layers = [];
    for (const each of ancestors(element)) {
      const layer = rgba(getComputedStyle(each).backgroundColor);
      if (layer[3] > 0) layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }

  const isHalo = (text) => getComputedStyle(text).stroke !== "none" && parseFloat(getComputedStyle(text).strokeWidth) >= 2;

  // What is painted below the middle of a text of a drawing: its halo, else the filled shapes there, from below to above.
  function behindInDrawing(text) {
    const drawing = text.ownerSVGElement, style = getComputedStyle(text);
    if (isHalo(text) && style.paintOrder.startsWith("stroke")) return over(rgba(style.stroke), behind(drawing));
    const box = text.getBoundingClientRect(), middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
    const earlier = [...drawing.querySelectorAll("text, path, rect, circle, ellipse, polygon")];
    const below = earlier.slice(0, earlier.indexOf(text));
    const halo = below.find((each) => each.tagName === "text" && each.textContent === text.textContent && isHalo(each) &&
      Math.abs(each.getBoundingClientRect().x - box.x) < 6 && Math.abs(each.getBoundingClientRect().y - box.y) < 6);
    if (halo) return over(rgba(getComputedStyle(halo).stroke), behind(drawing));
    return below.reduce((ground, shape) => {
      if (shape.tagName === "text" || shape.closest("clipPath, defs") || getComputedStyle(shape).fill === "none" || !isSeen(shape)) return ground;
      if (!shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()))) return ground;
      return over(fade(rgba(getComputedStyle(shape).fill), getComputedStyle(shape).fillOpacity * opacity(shape)), ground);
    }, behind(drawing));
  }

  function isLarge({ fontSize, fontWeight }) {
    return parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && fontWeight >= 700);
  }

  // Text whose contrast is less than 4.5, or 3 where it is large.
  function pale() {
    const texts = all("*").filter((each) => !each.matches("script, style, title, desc, option, canvas") &&
      [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()) && isSeen(each) && !isDisabled(each));
    return texts.flatMap((text) => {
      const style = getComputedStyle(text), isDrawn = Boolean(text.ownerSVGElement);
      // the halo of a text below it is a text of its own, and only its rim is seen
      if (isDrawn && isHalo(text) && !style.paintOrder.startsWith("stroke")) return [];
      if (isDrawn && (style.fill === "none" || style.fill.startsWith("url"))) return [];
      const ground = isDrawn ? behindInDrawing(text.closest("text") ?? text) : behind(text);
      const share = opacity(text) * (isDrawn ? style.fillOpacity : 1);
      const found = contrast(over(fade(rgba(isDrawn ? style.fill : style.color), share), ground), ground);
      const needed = isLarge(style) ? 3 : 4.5;
      return found + 0.005 < needed ? [`${found.toFixed(2)} of ${needed} ${place(text)}`] : [];
    });
  }

  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex], [role=button], [role=radio], [role=tab]";
  const reachable = () => all(FOCUSABLE).filter((each) => !each.disabled && each.tabIndex >= 0 && isSeen(each));

  // What a finger has to hit that is smaller than `least` pixels. A link in a sentence is as high as its line.
  function small(least = 44) {
    const own = all(`${FOCUSABLE}, label:has(input)`).filter((each) => each.closest(".stMain") ?? each.getRootNode().host?.closest(".stMain"));
    const isStreamlits = (each) => each.matches("[data-testid^=stNumberInputStep], .react-aria-ComboBox button, .stMain");
    const isLine = (each) => each.matches(".code, .code-line, tspan"); // the player and the table do the same
    const isCard = (each) => each.matches("a") && getComputedStyle(each, "::after").position === "absolute";
    const field = "label, [data-testid=stNumberInputContainer], [data-testid=stTextInputRootElement], .react-aria-ComboBox > div";
    const hit = (each) => (each.matches("input") && each.closest(field)) || (isCard(each) && each.offsetParent) || each;
    const isInSentence = (each) => each.matches("a, b") && each.parentElement.textContent.trim().length > each.textContent.trim().length;
    return own.filter((each) => isSeen(each) && !isDisabled(each) && !isStreamlits(each) && !isLine(each) && !isInSentence(each)).map(hit)
      .filter((each, at, found) => found.indexOf(each) === at)
      .flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        return Math.min(width, height) < least - 0.5 ? [`${width.toFixed(0)}×${height.toFixed(0)} ${place(each)}`] : [];
      });
  }

  const RING = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "borderWidth", "backgroundColor", "stroke", "strokeWidth", "fill", "textDecorationLine"];
  function look(element) {
    const around = [...ancestors(element).slice(0, 4), ...element.querySelectorAll("*"), ...(element.parentElement?.children ?? [])];
    return around.map((each) => {
      const style = getComputedStyle(each), after = getComputedStyle(each, "::after");
      return RING.map((name) => (name.startsWith("outline") && (style.outlineStyle === "none" || style.outlineWidth === "0px") ? after[name] : style[name] + after[name])).join();
    }).join("|");
  }

  // What looks the same with the focus as without. A key must have been pressed before, so that the focus is shown.
  async function unmarked() {
    const still = Object.assign(document.createElement("style"), { textContent: "*, *::before, *::after { transition: none !important; }" });
    const roots = [document.head, ...all("*").flatMap((each) => (each.shadowRoot ? [each.shadowRoot] : []))];
    const sheets = roots.map((root) => root.appendChild(still.cloneNode(true)));
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const found = [];
    for (const each of reachable().filter((part) => part.matches("main") === false)) {
      each.blur();
      await drawn();
      const before = look(each);
      each.focus({ preventScroll: true });
      await drawn();
      if (look(each) === before) found.push(place(each));
    }
    document.activeElement?.blur();
    sheets.forEach((sheet) => sheet.remove());
    return found;
  }

  function focused() {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }

  // Pictures without a message that has a number in it.
  function silent() {
    const pictures = all("svg.marks, canvas.marks, svg[role=img], svg[role=group], .js-plotly-plot, canvas[role=img]").filter((each) => isSeen(each) && each.getBoundingClientRect().width > 60);
    const message = (each) => ancestors(each).map((part) => part.getAttribute("aria-label")).find(Boolean) ?? "";
    return pictures.filter((each) => !/\d/.test(message(each))).map((each) => `${place(each)} ${message(each)}`);
  }

  // Formulas that are drawn and not told.
  const untold = () => all(".katex").filter((each) => isSeen(each) && !each.querySelector("math")?.textContent).map(place);

  // Keeps account of what gets the focus from now on; `missed` is what never did.
  const visited = new Set();
  // of a move inside a part the document hears nothing
  for (const root of [document, ...all("*").flatMap((each) => each.shadowRoot ?? [])]) root.addEventListener("focusin", (event) => visited.add(event.composedPath()[0]));
  const missed = () => reachable().filter((each) => !visited.has(each) && !each.matches("main, [role=radio], input[type=radio]")).map(place);

  const moving = () => [document, ...all("*").flatMap((each) => each.shadowRoot ?? [])]
    .flatMap((root) => root.getAnimations()).filter((each) => each.playState === "running").map((each) => place(each.effect.target));

  window.audit = { all, pale, small, unmarked, reachable, focused, silent, untold, missed, moving };
})();
