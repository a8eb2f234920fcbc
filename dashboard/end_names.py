"""Where the names of lines stand that end at all sides of a picture, so that none stands on another one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["below", "above", "right"]

_NARROW = 200  # pixels of the plot on a phone: there the names have the least room
_LETTER = 8.5


@dataclass(frozen=True)
class End:
    """Where a line leaves the picture. `side`: "below", "above" or "right"; `height`: the exponent of ten."""

    name: str
    side: Side
    across: float
    height: float


def in_rows(ends: Sequence[End], last: int) -> list[tuple[End, int]]:
    """Each end with the row of its name, so that no name stands on another one, or on the way to one, even on a phone.

    A name stands to the right of the line that leads to it: so those further left get the rows further off.
    """
    rows: list[float] = []  # where the leftmost name of each row begins
    placed = []
    for end in sorted(ends, key=lambda end: end.across, reverse=True):
        left = _NARROW * math.sqrt(end.across / last)
        right = left + _width(end.name)
        # the lines that lead to rows further off pass by here
        row = next(row for row in range(len(rows) + 1) if all(right <= taken for taken in rows[row:]))
        rows[row : row + 1] = [left]
        placed.append((end, row))
    return placed


def _width(name: str) -> float:
    return _LETTER * len(name) + 8


def beyond(ends: Sequence[End], last: int) -> float:
    """By how many pixels the names reach beyond the right end of the plot of a phone."""
    return max(_NARROW * (math.sqrt(end.across / last) - 1) + _width(end.name) for end in ends)


def apart(heights: Sequence[float], least: float) -> list[float]:
    """The heights, in rising order, moved as little as needed to be `least` apart."""
    groups: list[list[float]] = []  # the wanted heights of those that touch each other

    def middle(group: Sequence[float]) -> float:
        return sum(group) / len(group)

    for height in heights:
        groups.append([height])
        while len(groups) > 1 and (
            middle(groups[-1]) - middle(groups[-2]) < least * (len(groups[-1]) + len(groups[-2])) / 2
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [middle(group) + least * (at - (len(group) - 1) / 2) for group in groups for at in range(len(group))]
