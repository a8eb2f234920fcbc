"""Whatever is done to the screens, in whatever order: no exception. See docs/decisions/safety.md for the long run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.pages.moves import STEMS, Visitor, move


@pytest.mark.parametrize("stem", STEMS)
@given(some.data())
def test_a_page_stands_whatever_is_done_to_it(stem: str, data: some.DataObject) -> None:
    visitor = Visitor(stem)
    for _ in range(data.draw(some.integers(1, 12), label="moves")):
        move(visitor, data.draw)
