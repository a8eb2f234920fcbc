"""Fixtures of the browser tests: the browser, a server (shared or fresh), and tabs that are checked at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.helpers import CALM, PATIENCE, ROOT, Server, Tab, launch_chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: a wrong sign is told before the browser opens."""
    items.sort(key=lambda item: Path(__file__).parent in item.path.parents)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Not finding one is an error, never a skip."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The app on a server that all tests share."""
    with Server(*CALM) as shared:
        yield shared


@pytest.fixture
def start_server() -> Iterator[Callable[..., Server]]:
    """start_server("--some.option", "value", root=folder): more servers, stopped after the test."""
    with ExitStack() as servers:
        yield lambda *options, root=ROOT: servers.enter_context(Server(*CALM, *options, root=root))


@pytest.fixture
def fresh_server(start_server: Callable[..., Server]) -> Server:
    """The app on a server that nobody asked anything before."""
    return start_server()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    """open_page(url, width, height, dark, touch, **context): a new visitor's tab, at rest.

    After the test, each tab must be free of console errors, page errors and requests to other hosts.
    """
    tabs: list[Tab] = []

    def open_page(
        url: str, width: int = 1440, height: int = 900, dark: bool = False, touch: bool = False, **context: Any
    ) -> Tab:
        visitor = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            is_mobile=touch,
            locale="en-US",
            **context,
        )
        visitor.set_default_timeout(PATIENCE * 1000)
        tabs.append(Tab(visitor.new_page()))
        tabs[-1].page.goto(url)
        tabs[-1].settle()
        return tabs[-1]

    yield open_page
    for tab in tabs:
        tab.page.context.close()
    _assert_silent(tabs)


@pytest.fixture(scope="session")
def regular(chromium: Browser) -> Iterator[Tab]:
    """The tab of a visitor who stays: the browser has the app's files already, so that pages open fast."""
    visitor = chromium.new_context(locale="en-US", accept_downloads=True)
    visitor.set_default_timeout(PATIENCE * 1000)
    yield Tab(visitor.new_page())
    visitor.close()


@pytest.fixture
def visit(server: Server, regular: Tab) -> Iterator[Callable[..., Tab]]:
    """visit("linear_net", step=5): a page of the shared server, opened anew in the regular's tab, at rest.

    It is a session of its own, light, 1440×900. What open_page promises of errors holds here too.
    """

    def visit(path: str = "", **params: object) -> Tab:
        regular.page.set_viewport_size({"width": 1440, "height": 900})
        regular.page.emulate_media(color_scheme="light")
        regular.page.goto(server.url(path, **params))
        regular.settle()
        return regular

    yield visit
    try:
        _assert_silent([regular])
    finally:
        regular.errors.clear()
        regular.requests.clear()


def _assert_silent(tabs: list[Tab]) -> None:
    complaints = [f"{tab.page.url}: {complaint}" for tab in tabs for complaint in tab.complaints()]
    assert not complaints, "\n".join(complaints)
