"""What is measured of a page that is on the screen: rules of axe-core, and what an eye, a finger and a key need."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NotInTime

_SCRIPT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
# Contrast is measured by our own script, which sees drawings too.
_OPTIONS = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
_TABS = 250  # more than any screen has places for the focus


def begin(page: Page) -> None:
    """Give the page the script that measures it."""
    page.evaluate(_SCRIPT)


def violations(page: Page) -> dict[str, list[str]]:
    """For each rule of axe-core that is broken, the elements that break it."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return {each["id"]: [f"{node['target']} {node['html'][:160]}" for node in each["nodes"]] for each in found}


def new_violations(page: Page, known: Counter[str]) -> list[str]:
    """The elements that break a rule more often than it is `known` to be broken."""
    return [
        f"{rule}: {element}"
        for rule, elements in violations(page).items()
        if len(elements) > known[rule]
        for element in elements
    ]


def faults(page: Page, kind: str) -> list[str]:
    """The elements that fail one of the measures of `audit.js`, in words."""
    return [f"{kind}: {element}" for element in page.evaluate(f"window.audit.{kind}()")]


def out_of_reach(page: Page) -> list[str]:
    """What the Tab key never comes to."""
    page.evaluate("document.activeElement?.blur()")
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    return faults(page, "missed")


_SIDEWAYS = """() => [document.scrollingElement, document.querySelector(".stMain")]
          .filter((part) => part.scrollWidth > Math.min(part.clientWidth, innerWidth))
          .map((part) => `${part.className || part.tagName}: ${part.scrollWidth} of ${part.clientWidth}`)"""


def sideways(page: Page) -> list[str]:
    """What can be scrolled sideways, of the page and of its main column, once its charts have their new width."""
    with suppress(NotInTime):
        page.wait_for_function(f"({_SIDEWAYS})().length === 0", timeout=5000)
    return list(page.evaluate(_SIDEWAYS))
