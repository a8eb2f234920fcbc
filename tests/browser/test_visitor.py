"""The visitor of the load test does what a browser does: its figures stand for those of a class."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.load import SCREENS
from benchmarks.visitor import Visitor
from tests.browser.helpers import HOST, Server


def visit(server: Server, page: str) -> Visitor:
    """Open a page and change something three times."""
    # In a thread of its own: the browser of the other tests has the event loop of this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(asyncio.wait_for(_three_changes(server, page), 60))).result()


async def _three_changes(server: Server, page: str) -> Visitor:
    visitor = Visitor(f"{HOST}:{server.port}", page)
    await visitor.enter()
    for _ in range(3):
        assert await visitor.change() > 0
    await visitor.leave()
    return visitor


@pytest.mark.parametrize("page", SCREENS)
def test_a_visitor_opens_each_screen_and_changes_its_inputs(server: Server, page: str) -> None:
    visitor = visit(server, page)
    assert visitor.errors == []
    assert visitor.changes == 0 if not page else visitor.changes == 3  # the roadmap has no input


def test_a_page_that_is_not_there_is_told(server: Server) -> None:
    visitor = visit(server, "nowhere")
    assert visitor.errors
