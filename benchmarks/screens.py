"""How long after a key press the last number, and the last mark of a chart, stand on the screen.

Each screen against an almost empty page with Streamlit's defaults, in a server with the same imports;
both in one Chromium, one press here, one press there. `python -m benchmarks.screens` prints the table.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from engine.optimizers import OPTIMIZERS
from tests.browser.helpers import Server, launch_chromium

PRESSES = 40

EMPTY_PAGE = """
import altair, numpy, pandas
import streamlit as st
value = st.number_input("input x", value=2.0, step=0.5, key="x")
st.write(f"twice: {2 * value:g}")
"""

# The address of each screen, and the input whose key is pressed.
SCREENS = {
    "empty page, Streamlit's defaults": ("", "input x"),
    "derivatives, x₀ is moved": ("derivatives", "x₀"),
    "partial_derivatives, x is moved": ("partial_derivatives", "x"),
    "gradient, x is moved": ("gradient", "x"),
    "chain_rule, x is moved": ("chain_rule", "x"),
    "linear_net, One step": ("linear_net", "input x"),
    "linear_net, Training": ("linear_net?view=Training", "input x"),
    "gradient_descent": ("gradient_descent", "weight w₁"),
    "gradient_descent, 1000 epochs": ("gradient_descent?epochs=1000", "weight w₁"),
    "sigmoid_net, One step": ("sigmoid_net", "input x"),
    "sigmoid_net, Training": ("sigmoid_net?view=Training", "input x"),
    "optimizers, six, 200 steps": ("optimizers", "start w₁"),
    "optimizers, ten, 1000 steps": ("optimizers?steps=1000&race=" + "~".join(OPTIMIZERS), "start w₁"),
    "from_scratch": ("from_scratch", "learning rate α"),
}

# In the page: note when each part of it last changed.
WATCH = """() => {
  const last = (window.last = { number: 0, chart: 0, any: 0 });
  const seen = new WeakSet();
  const kind = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    const root = node.getRootNode();
    if (element?.closest("svg.marks, .vega-embed, canvas")) return "chart";
    if (root instanceof ShadowRoot && root.querySelector(".root")) return "number";
    if (element?.closest(".stMarkdown")) return "number";
    return "any";
  };
  const observer = new MutationObserver((records) => {
    const now = performance.now();
    for (const record of records) last[kind(record.target)] = now;
    look();
  });
  const drawn = ["d", "transform", "x", "y", "x1", "y1", "x2", "y2"];
  const options = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: drawn };
  function look() {
    for (const element of document.querySelectorAll("*"))
      if (element.shadowRoot && !seen.has(element)) {
        seen.add(element);
        observer.observe(element.shadowRoot, options);
      }
  }
  observer.observe(document.body, options);
  look();
  const press = () => { window.pressed = performance.now(); last.number = last.chart = 0; };
  document.addEventListener("keydown", press, true);
}"""


@contextmanager
def servers(options: Sequence[str] = ()) -> Iterator[tuple[Server, Server]]:
    """The dashboard, and an almost empty page in a folder of its own, so that no setting of ours reaches it.

    `options`: for the dashboard.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "streamlit_app.py").write_text(EMPTY_PAGE, encoding="utf-8")
        yield stack.enter_context(Server(*options)), stack.enter_context(Server(root=folder))


def open_screen(browser: Browser, url: str, label: str) -> Page:
    """The page, at rest, with the watch on it and the focus in its first input."""
    page = browser.new_page(viewport={"width": 1440, "height": 1400})
    page.goto(url)
    page.get_by_label(label).first.wait_for()
    page.wait_for_timeout(3000)
    page.evaluate(WATCH)
    page.get_by_label(label).first.focus()
    return page


def press(page: Page, key: str) -> tuple[float, float]:
    """Press a key; how many ms until the last number and the last mark changed (0: there is none)."""
    page.bring_to_front()
    page.keyboard.press(key)
    page.wait_for_timeout(700)
    found = json.loads(page.evaluate("() => JSON.stringify({ ...window.last, pressed: window.pressed })"))
    return tuple(max(0.0, found[part] - found["pressed"]) for part in ("number", "chart"))  # type: ignore[return-value]


def measure() -> dict[str, list[tuple[float, float]]]:
    """The times of every screen, pressed in turn."""
    with servers() as (dashboard, empty), sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        pages = {
            name: open_screen(browser, (empty if not path else dashboard).url() + path, label)
            for name, (path, label) in SCREENS.items()
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
        for turn in range(PRESSES):
            for name, page in pages.items():
                times[name].append(press(page, "ArrowUp" if turn % 2 == 0 else "ArrowDown"))
        browser.close()
    return times


def main() -> None:
    """Print the table."""
    times = {name: rows[4:] for name, rows in measure().items()}  # the first presses warm up
    base = statistics.median(number for number, _ in next(iter(times.values())))
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {PRESSES - 4} presses each, medians\n")
    print("| page | number, ms | × | last mark, ms | × |\n|---|---|---|---|---|")
    for name, rows in times.items():
        number, chart = (statistics.median(column) for column in zip(*rows, strict=True))
        mark = f"{chart:.0f} | {chart / base:.2f}" if chart else "– | –"
        print(f"| {name} | {number:.0f} | {number / base:.2f} | {mark} |")


if __name__ == "__main__":
    main()
