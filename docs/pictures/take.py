"""What all pictures of the running dashboard share: a visitor with a window, and the page that is there to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.browser.helpers import PATIENCE, Server, Tab, launch_chromium

TALLEST = 12_000  # pixels: a page that is longer is cut there


@contextmanager
def dashboard() -> Iterator[tuple[Server, Browser]]:
    """A server that runs the dashboard, and a browser to look at it."""
    with Server() as server, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield server, browser
        browser.close()


def visitor(browser: Browser, width: int, height: int) -> Tab:
    """A new visitor; one whose window is narrow holds a phone."""
    is_phone = width < 500
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=is_phone, is_mobile=is_phone)
    context.set_default_timeout(PATIENCE * 1000)
    return Tab(context.new_page())


def go(tab: Tab, server: Server, path: str, state: Mapping[str, object]) -> None:
    """Open a page in a state, and wait until it is drawn."""
    tab.page.goto(server.url(path, **state))
    tab.settle()


def stretch(tab: Tab, width: int, height: int) -> None:
    """Make the window as high as its page, or at least `height`."""
    tab.page.set_viewport_size({"width": width, "height": height})
    whole = int(tab.page.evaluate("document.querySelector('.stMain').scrollHeight"))
    tab.page.set_viewport_size({"width": width, "height": min(max(whole, height), TALLEST)})
    tab.settle()
