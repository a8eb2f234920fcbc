"""The map of paths on the screen: where a point of it is, what is written on it."""

from __future__ import annotations

from itertools import combinations

from playwright.sync_api import Locator, Page

from dashboard.maps import View
from tests.browser.helpers import Tab

MAP = ".st-key-chart_paths_map"
_PLOT = """() => {
  const frame = document.querySelector(".st-key-chart_paths_map svg.marks g.root path.background");
  const box = frame.getBBox(), m = frame.getScreenCTM();
  return [m.a * box.x + m.e, m.d * box.y + m.f, m.a * box.width, m.d * box.height];
}"""
# The labels of the racers: bold, with their boxes on the screen.
_LABELS = """() => [...document.querySelectorAll(".st-key-chart_paths_map svg.marks text")]
  .filter((text) => text.getAttribute("font-weight") === "700" && text.textContent)
  .map((text) => [text.textContent, text.getBoundingClientRect()])
  .map(([text, box]) => [text, box.left, box.top, box.right, box.bottom])"""
_LEADING = 5  # pixels of a line of text that stay empty


def place(page: Page, view: View, x: float, y: float) -> tuple[float, float]:
    """Where the point (x, y) is on the screen."""
    page.locator(MAP).scroll_into_view_if_needed()
    left, top, width, height = page.evaluate(_PLOT)
    unit = 2 * view.half / min(width, height)
    return left + width / 2 + (x - view.x) / unit, top + height / 2 - (y - view.y) / unit


def click(tab: Tab, view: View, x: float, y: float) -> None:
    """Click the point (x, y) and wait for what follows."""
    tab.page.mouse.click(*place(tab.page, view, x, y))
    tab.settle()


def drawing(page: Page) -> Locator:
    return page.locator(f"{MAP} svg.marks")


def axes(page: Page) -> list[str]:
    """What is written at the axes."""
    return page.locator(f"{MAP} svg.marks .role-axis-label text").all_inner_texts()


def labels(page: Page) -> set[str]:
    """What is written at the heads of the paths."""
    return {label for label, *_ in page.evaluate(_LABELS)}


def collisions(page: Page) -> list[str]:
    """Pairs of labels whose letters lie on one another."""
    found = page.evaluate(_LABELS)
    boxes = {label: box for label, *box in found}  # a label and its halo are two texts at one place
    return [
        f"{one} on {other}"
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > _LEADING
    ]


def mark(page: Page) -> None:
    """Mark the drawing of the map, so that it is known again if it is drawn anew."""
    drawing(page).evaluate("drawing => { drawing.dataset.known = 'yes'; }")


def is_marked(page: Page) -> bool:
    return bool(drawing(page).evaluate("drawing => drawing.dataset.known === 'yes'"))
