"""A lesson as a visitor sees it: what is said, lit and drawn on the page of a tab."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser.helpers import PATIENCE, Tab

expect.set_options(timeout=PATIENCE * 1000)

ASKED = "∂L/∂w₁"  # the number that the tests ask for, and its key
ASKED_KEY = "dL_dw1"

# What is lit in each of the four views, as the names of values and the places of steps.
_LIT = """root => {
  const all = (selector) => [...root.querySelectorAll(selector)];
  const named = (box) => box.querySelector(".number [data-value]").dataset.value;
  return {
    lying: all("svg.lying .box.now").map(named),
    standing: all("svg.standing .box.now").map(named),
    table: all("tr.now td [data-value]").map((place) => place.dataset.value)[0] ?? null,
    formula: all(".formula").filter((part) => !part.hidden).map((part) => Number(part.dataset.only)),
    code: all("button.code.now").map((line) => Number(line.dataset.go)),
  };
}"""


def walk(page: Page) -> Locator:
    """The root of the walk through one step."""
    return page.locator(".st-key-walkthrough .root")


def lit(page: Page) -> dict[str, Any]:
    """What is lit in graph, table, formula and code."""
    found: dict[str, Any] = walk(page).evaluate(_LIT)
    return found


def sentence(page: Page) -> Locator:
    """The sentence below the player."""
    return page.locator(".sentence")


def position(page: Page) -> Locator:
    """`5 / 9`, beside the slider."""
    return page.locator(".player output")


def button(page: Page, name: str) -> Locator:
    """A button of the player: start, back, play or forward."""
    return page.locator(f".player button.{name}")


def slider(page: Page) -> Locator:
    return page.locator(".player input[type=range]")


def drag(page: Page, to: float) -> None:
    """Drag the slider with the mouse to a share of its length, from where it stands, and let it go."""
    handle = slider(page)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    low, high = (int(handle.get_attribute(name) or 0) for name in ("min", "max"))
    knob = 22  # its width: the middle of it never reaches the ends
    run, middle = box["width"] - knob, box["y"] + box["height"] / 2
    here = (int(handle.input_value()) - low) / (high - low)
    page.mouse.move(box["x"] + knob / 2 + here * run, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + knob / 2 + to * run, middle, steps=8)
    page.mouse.up()


def box(page: Page, name: str, kind: str = "lying") -> Locator:
    """The box of a value in one of the two pictures of the graph."""
    place = page.locator(f'.number [data-value="{name}"]')
    return page.locator(f"svg.{kind} g.box").filter(has=place)


def chart(page: Page, key: str) -> Locator:
    """The drawing of a chart: its text is what is written in it."""
    return page.locator(f".st-key-chart_{key} svg.marks")


def set_number(tab: Tab, label: str, value: str) -> None:
    """Type a number into an input and wait for what follows from it."""
    field = tab.page.get_by_label(label, exact=True)
    field.fill(value)
    field.press("Enter")
    tab.settle()


def ask_for(tab: Tab, symbol: str) -> None:
    """Choose the number to be asked for in *Your turn*."""
    tab.page.locator(".st-key-ask").get_by_role("radio", name=symbol, exact=True).click()
    tab.settle()


def answer(tab: Tab, typed: str) -> Locator:
    """Type an answer, press Enter, and give back what is said to it."""
    field = tab.page.get_by_label("How much is")
    field.fill(typed)
    field.press("Enter")
    tab.settle()
    return tab.page.locator('[data-testid="stAlert"]')


def query(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}


def has_address(page: Page, **parameters: object) -> None:
    """Hold that the address of the page has these parameters and no others: the player writes it a little later."""
    expected = {name: str(value) for name, value in parameters.items()}
    try:
        page.wait_for_url(lambda address: query(address) == expected, timeout=5000)
    except NotInTime:
        assert query(page.url) == expected


def link(tab: Tab) -> str:
    """The address of what is on the screen now, once all that was done to it is written there."""
    tab.settle()
    # The page writes its address with timers of 400 ms at most: this one ends after them, however slow the machine is.
    address: str = tab.page.evaluate("new Promise((done) => setTimeout(() => done(window.location.href), 900))")
    return address


def has_frame(page: Page) -> None:
    """Hold that the navigation is there, and no dialog over the page."""
    expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
