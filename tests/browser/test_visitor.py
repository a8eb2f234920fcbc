"""The visitor of the load test does what a browser does: its figures stand for those of a class."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.load import SCREENS
from benchmarks.visitor import Visitor
from tests.browser.helpers import HOST, Server


async def three_changes(server: Server, page: str) -> Visitor:
    visitor = Visitor(f"{HOST}:{server.port}", page)
    await visitor.enter()
    for _ in range(3):
        assert await visitor.change() > 0
    await visitor.leave()
    return visitor


@pytest.mark.parametrize("page", SCREENS)
def test_a_visitor_opens_each_screen_and_changes_its_inputs(server: Server, page: str) -> None:
    visitor = asyncio.run(asyncio.wait_for(three_changes(server, page), 60))
    assert visitor.errors == []
    assert visitor.changes == 0 if not page else visitor.changes == 3  # the roadmap has no input


def test_a_page_that_is_not_there_is_told(server: Server) -> None:
    visitor = asyncio.run(asyncio.wait_for(three_changes(server, "nowhere"), 60))
    assert visitor.errors
