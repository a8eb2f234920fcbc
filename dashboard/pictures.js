// The pictures of the page as files, as they are seen: each chart and each graph as PNG and as SVG. The server is not asked.

const FACE = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 5h18v14H3zm0 11 5-5 4 4 3-3 6 5"/><circle cx="15.5" cy="9" r="1.5"/></svg>';
const LOOK = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linejoin", "opacity", "paint-order",
  "display", "visibility", "font-family", "font-size", "font-style", "font-weight", "text-anchor", "dominant-baseline"];
const MARGIN = 10;
const SHARPNESS = 2; // pixels of a PNG for one of the screen

// All drawings that are on the screen and have a message in words, with those inside our own parts.
function drawings(inside = document) {
  const hosts = [...inside.querySelectorAll("*")].filter((element) => element.shadowRoot);
  const own = [...inside.querySelectorAll("svg.marks[aria-label], svg[role=img][aria-label], svg[role=group][aria-label]")];
  return [...own, ...hosts.flatMap((host) => drawings(host.shadowRoot))].filter((svg) => svg.getBoundingClientRect().width > 60);
}

// What is before the first full stop or colon of the message.
const titleOf = (svg) => svg.getAttribute("aria-label").split(/[:.](?: |$)/)[0];

function fileName(svg) {
  let place = svg;
  while (place && !/st-key-/.test(place.getAttribute?.("class") ?? "")) place = place.parentNode ?? place.host;
  const key = place?.getAttribute("class").match(/st-key-(?:chart_)?(\w+)/)[1] ?? "picture";
  return `${window.location.pathname.split("/").pop() || "roadmap"}-${key}`;
}

// The font of the page, so that the file looks the same where it is not installed.
async function fontFace(family) {
  const sheets = [...document.styleSheets].flatMap((sheet) => { try { return [...sheet.cssRules].map((rule) => [rule, sheet.href]); } catch { return []; } });
  const found = sheets.find(([rule]) => rule instanceof CSSFontFaceRule && family.includes(rule.style.fontFamily.replaceAll('"', "")) && rule.style.fontStyle !== "italic");
  const address = found?.[0].style.src.match(/url\("([^"]+)"\)/)?.[1];
  if (!address) return "";
  const reader = new FileReader(), read = new Promise((done) => { reader.onload = () => done(reader.result); });
  reader.readAsDataURL(await (await fetch(new URL(address, found[1] ?? document.baseURI))).blob());
  return `@font-face{font-family:${found[0].style.fontFamily};font-weight:100 900;src:url("${await read}") format("woff2")}`;
}

// A copy that needs no style sheet, on the ground of the page.
async function standalone(svg) {
  const copy = svg.cloneNode(true), { width, height } = svg.getBoundingClientRect();
  const [from, to] = [svg, copy].map((root) => [root, ...root.querySelectorAll("*")]);
  from.forEach((element, place) => {
    const style = getComputedStyle(element);
    for (const name of LOOK) to[place].style.setProperty(name, style.getPropertyValue(name));
  });
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const [left, top, wide, high] = copy.getAttribute("viewBox").split(/[ ,]+/).map(Number);
  const [x, y, across, down] = [left - MARGIN, top - MARGIN, wide + 2 * MARGIN, high + 2 * MARGIN];
  copy.setAttribute("viewBox", [x, y, across, down].join(" "));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width: across, height: down, fill: getComputedStyle(document.querySelector(".stApp")).backgroundColor })) ground.setAttribute(name, value);
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = await fontFace(getComputedStyle(svg.querySelector("text") ?? svg).fontFamily);
  copy.prepend(style, ground);
  const size = { width: (width * across) / wide, height: (height * down) / high };
  for (const [name, value] of Object.entries(size)) copy.setAttribute(name, value);
  return { text: new XMLSerializer().serializeToString(copy), ...size };
}

async function asPng({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: SHARPNESS * width, height: SHARPNESS * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(svg, kind) {
  const found = await standalone(svg);
  const blob = kind === "png" ? await asPng(found) : new Blob([found.text], { type: "image/svg+xml" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${fileName(svg)}.${kind}` });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function build(root) {
  root.innerHTML = `<button class="open" aria-expanded="false" title="Save the pictures of this page">${FACE}<span>Pictures</span></button>
    <div class="panel" hidden role="group" aria-label="Pictures of this page"></div><p class="said" role="status"></p>`;
  const part = (selector) => root.querySelector(selector);

  function show(isOpen) {
    part(".panel").hidden = !isOpen;
    part(".open").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) list();
  }
  function list() {
    const found = drawings();
    part(".panel").innerHTML = found.length ? '<p class="title">Save a picture as it is now</p>' : "<p>There is no picture on this page now.</p>";
    for (const svg of found) {
      const row = document.createElement("div"), name = document.createElement("span");
      name.textContent = titleOf(svg);
      row.append(name, ...["png", "svg"].map((kind) => fileButton(svg, kind, name.textContent)));
      part(".panel").append(row);
    }
  }
  function fileButton(svg, kind, title) {
    const button = document.createElement("button");
    button.textContent = kind.toUpperCase();
    button.setAttribute("aria-label", `${kind.toUpperCase()}: ${title}`);
    button.onclick = async () => {
      await save(svg, kind);
      part(".said").textContent = `Saved as ${fileName(svg)}.${kind}`;
    };
    return button;
  }
  part(".open").onclick = () => show(part(".panel").hidden);
  root.onkeydown = (event) => {
    if (event.key !== "Escape" || part(".panel").hidden) return;
    event.stopPropagation();
    show(false);
    part(".open").focus();
  };
  document.addEventListener("pointerdown", (event) => event.composedPath().includes(root) || show(false), { signal: lifeOf(root) });
}

export default function ({ parentElement }) {
  const root = parentElement.querySelector(".root");
  if (root.shows) return;
  root.shows = "pictures";
  build(root);
}
