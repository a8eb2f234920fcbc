// Lines of a script that light up together with their formula, their node and their column of the output.

const escaped = (text) => text.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);

// Write `html` into `parent` only where it is another: what has the focus keeps it.
function write(parent, html) {
  if (parent.written === html) return;
  parent.written = html;
  parent.innerHTML = html;
}

// The script as rows with numbers; those that find a number are buttons.
function scriptHtml(lines) {
  let place = 0;
  const row = ([html, keys, isGap], at) => {
    const inside = `<span class="at" aria-hidden="true">${at + 1}</span><span class="text">${html || " "}</span>`;
    if (!keys.length) return `<div class="code-line">${inside}</div>`;
    return `<button class="code-line${isGap ? " gap" : ""}" data-line="${++place}" tabindex="${place === 1 ? 0 : -1}">${inside}</button>`;
  };
  return lines.map(row).join("");
}

// A line's formulas, with places for their numbers.
function saidHtml(where, keys, formulas) {
  const equations = keys.map((key) => `<div class="equation" data-key="${key}">${formulas[key]}</div>`);
  return `<span class="where">${where}</span><div class="equations">${equations.join("")}</div>`;
}

// What the script printed: one row an epoch, its number a button.
function outputHtml({ head, rows, columns, stopped }) {
  const cell = (text, at) => `<td data-column="${columns[at]}">${escaped(text)}</td>`;
  const title = (text, at) => `<th scope="col"${at ? ` data-column="${columns[at - 1]}"` : ""}>${escaped(text)}</th>`;
  const body = rows.map(([epoch, ...cells], at) =>
    `<tr data-row="${at}"><th scope="row"><button class="epoch" aria-label="the numbers of epoch ${epoch}">${epoch}</button></th>${cells.map(cell).join("")}</tr>`);
  const end = stopped ? `<tr><td class="stopped" colspan="${head.length}">${escaped(stopped)}</td></tr>` : "";
  return `<table><thead><tr>${head.map(title).join("")}</tr></thead><tbody>${body.join("")}${end}</tbody></table>`;
}

// Fill the places of numbers in `part` with those of one epoch. A line of the update has numbers of its own.
function fillPlaces(part, numbers) {
  for (const place of part.querySelectorAll("[data-value]")) {
    const name = place.dataset.value, key = place.closest("[data-key]")?.dataset.key;
    const text = numbers?.[`${key}:${name}`] ?? numbers?.[name] ?? "";
    const isNegative = /^−|·/.test(text);
    const shown = place.dataset.guarded !== undefined && isNegative ? `(${text})` : text;
    if (place.textContent !== shown) place.textContent = shown;
  }
}
