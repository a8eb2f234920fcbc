// The training examples as a table of inputs. Each change that leaves only numbers goes to the server, as one text.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  followTheme(root); // in a popover, which the page's theme does not reach
  root.send = setTriggerValue; // the one of this rerun: an older one may be dead
  const given = JSON.stringify(data.rows);
  if (root.given === given) return;
  root.given = given;
  draw(root, data);
}

function draw(root, { rows, most, limit }) {
  const names = ["x₁", "x₂", "target y"];
  const cell = (value, row, column) =>
    `<td><input inputmode="decimal" value="${value}" aria-label="${names[column]} of example ${row + 1}"></td>`;
  const line = (row, place) =>
    `<tr><th scope="row">${place + 1}</th>${row.map((value, column) => cell(value, place, column)).join("")}
      <td><button aria-label="remove example ${place + 1}" ${rows.length === 1 ? "disabled" : ""}>×</button></td></tr>`;
  root.innerHTML = `
    <table><thead><tr><th scope="col">example</th>${names.map((name) => `<th scope="col">${name}</th>`).join("")}<td></td></tr></thead>
      <tbody>${rows.map(line).join("")}</tbody></table>
    <button class="add" ${rows.length === most ? "disabled" : ""}>Add an example</button>
    <p role="status"></p>`;
  const status = root.querySelector("p");
  const typed = () => [...root.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim().replace("−", "-").replace(",", ".")));
  const send = (next) => root.send("rows", next.map((row) => row.join(",")).join(";"));
  const isNumber = (text) => text !== "" && Math.abs(Number(text)) <= limit;

  root.onchange = () => {
    const next = typed();
    for (const input of root.querySelectorAll("input")) input.setAttribute("aria-invalid", !isNumber(input.value.trim().replace("−", "-").replace(",", ".")));
    const isGood = next.every((row) => row.every(isNumber));
    status.textContent = isGood ? "" : `Each cell needs a number from −${limit} to ${limit}.`;
    if (isGood) send(next);
  };
  root.onclick = ({ target }) => {
    if (target.matches(".add")) send([...typed(), ["0", "0", "0"]]);
    else if (target.matches("tbody button")) {
      const gone = [...root.querySelectorAll("tbody button")].indexOf(target);
      send(typed().filter((_, place) => place !== gone));
    }
  };
}
