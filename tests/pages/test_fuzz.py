"""Whatever is done to the screens, in whatever order: no exception.

`FUZZ_EXAMPLES=300` tries that many sequences of moves on each screen instead of a few, and names the slowest reruns:
see docs/decisions/safety.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.pages.moves import ACCOUNT, STEMS, Visitor, move

FEW = 5
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", FEW))


@pytest.fixture(scope="module", autouse=True)
def slowest() -> Iterator[None]:
    """After a long run: how many reruns there were, and which took the most processor time."""
    ACCOUNT.reruns.clear()
    yield
    if EXAMPLES > FEW:
        print(f"\n{len(ACCOUNT.reruns)} reruns; the slowest, in seconds of one core:")
        print("\n".join(f"{seconds:.2f} {told}" for seconds, told in sorted(ACCOUNT.reruns, reverse=True)[:15]))


@pytest.mark.parametrize("stem", STEMS)
@settings(max_examples=EXAMPLES)
@given(some.data())
def test_a_page_stands_whatever_is_done_to_it(stem: str, data: some.DataObject) -> None:
    visitor = Visitor(stem)
    for _ in range(data.draw(some.integers(8, 16), label="moves")):
        move(visitor, data.draw)
