"""Screen by screen: every control is taken off its default, and the link opens the same state in a fresh browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.lessons import LESSONS
from tests.browser.helpers import Tab
from tests.browser.lesson import link

Visit = Callable[..., Tab]

# Every value, choice, sentence, message and open fold that is on the page, also inside our own parts.
_STATE = """() => {
  const hosts = (inside) => [...inside.querySelectorAll("*")].filter((each) => each.shadowRoot);
  const all = (selector, inside = document) =>
    [...inside.querySelectorAll(selector), ...hosts(inside).flatMap((each) => all(selector, each.shadowRoot))];
  const isSeen = (each) => !each.closest(".vega-bindings, [hidden], .panel") && each.getClientRects().length > 0;
  const seen = (selector, tell) => all(selector).filter(isSeen).map(tell);
  const name = (each) => each.getAttribute("aria-label") ?? each.labels?.[0]?.textContent ?? "";
  const value = (each) => ["checkbox", "radio"].includes(each.type) ? each.checked : each.value;
  return {
    inputs: seen("input, select, textarea", (each) => [name(each), value(each)]),
    pressed: seen("[aria-pressed]", (each) => [each.textContent, each.getAttribute("aria-pressed")]),
    chosen: seen("[role=radio], [role=tab]", (each) => [each.textContent, each.ariaChecked ?? each.ariaSelected]),
    said: seen(".sentence, .player output", (each) => each.innerText),
    pictures: seen("svg.marks", (each) => each.getAttribute("aria-label")),
    folds: seen(".stExpander details[open] summary", (each) => each.textContent),
  };
}"""

# What is not taken off its default by hand, with the reason.
NOT_A_STATE = "or a ready one"  # a shelf of functions: what it puts into the field is the state


def state(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_STATE)
    return found


def each(tab: Tab, places: str, change: Callable[[Locator], None]) -> None:
    """Change each of the places that are there in turn. A change may bring others."""
    place = 0
    while place < (found := tab.page.locator(places)).count():
        if found.nth(place).is_visible():
            change(found.nth(place))
            tab.settle()
        place += 1


def choose_last(box: Locator) -> None:
    if box.get_by_text(NOT_A_STATE).count():
        return
    box.get_by_role("combobox").click()
    box.page.get_by_role("option").last.click()


def type_another(field: Locator) -> None:
    """A step more than what stands there."""
    if not field.is_enabled():
        return
    field.fill(f"{float(field.input_value()) + float(field.get_attribute('step') or 1):g}")
    field.press("Enter")


def slide(handle: Locator) -> None:
    if handle.is_enabled():
        for _ in range(3):
            handle.press("ArrowRight")


def off_its_default(tab: Tab) -> None:
    """Take every control of the page off its default, and open a fold, if there is one."""
    page = tab.page
    if page.get_by_role("tab").count():
        page.get_by_role("tab").last.click()
        tab.settle()
    each(tab, ".stMain .stSelectbox", choose_last)
    each(tab, ".stMain .stNumberInput input", type_another)
    each(tab, ".stMain input[type=range]", slide)
    each(tab, ".stMain .stElementContainer input[type=checkbox]", lambda box: box.check(force=True))
    pills = page.locator(".st-key-ask [role=radio]")
    if pills.count():
        pills.nth(1).click()
        tab.settle()
    folds = page.locator(".stExpander summary")
    if folds.count():
        folds.last.click()
        tab.settle()


@pytest.mark.parametrize("stem", [lesson.stem for lesson in LESSONS if lesson.is_numbered])
def test_a_link_opens_every_control_as_it_was_set(visit: Visit, open_page: Callable[..., Tab], stem: str) -> None:
    tab = visit(stem)
    before = state(tab.page)
    off_its_default(tab)
    address = link(tab)
    here = state(tab.page)
    assert here["inputs"] != before["inputs"]
    assert bool(here["folds"]) == bool(tab.page.locator(".stExpander").count())
    other = open_page(address)
    expect(other.page.locator("h1")).to_have_text(tab.page.locator("h1").inner_text())
    assert link(other) == address
    assert state(other.page) == here
