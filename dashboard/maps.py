"""The map of a function of x and y: where it is how high, as filled bands with labelled lines.

The bands are worked out here by contourpy, once for a function, and lie in the chart as its own data.
What moves on the map is worked out in the browser (`plane.js`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import NDArray

from engine.formulas import number
from engine.graph import Node
from engine.program import evaluate

Array = NDArray[np.float64]

# A map has equal scales on both axes at any width. It always shows its square; what is beside it
# comes into view on a wide screen, up to WIDEST times the square, or above it on a narrow one.
WIDEST, TALLEST = 3.0, 1.5
_STEPS = 36  # grid lines over half a square
_MOST_LEVELS = 24
_MOST_POINTS = 20_000  # of all outlines; a smooth function has a tenth of it
_SHORT = 12  # points of an outline that stays as it is
_LABELLED = 100  # lines of a level, the longest, that may get its number


class Axes(NamedTuple):
    """The names of a map's axes."""

    across: str = "x"
    up: str = "y"


@dataclass(frozen=True)
class View:
    """The square that a map shows at least: its middle, and half its side; and the names of its axes."""

    x: float = 0.0
    y: float = 0.0
    half: float = 6.0
    across: str = "x"
    up: str = "y"

    @property
    def axes(self) -> Axes:
        """The names of its axes."""
        return Axes(self.across, self.up)


@dataclass(frozen=True)
class Contours:
    """`bands`: for each level a shade from 0 to 1, and the outline of all that is higher (nan between its pieces).

    `labels`: for a level the place of its number.
    """

    levels: tuple[float, ...]
    bands: tuple[tuple[float, Array], ...]
    labels: tuple[tuple[float, float, str], ...]


@lru_cache(maxsize=64)
def contours(node: Node, view: View) -> Contours:
    """The bands of `node`, a function of x and y, in and around the square of `view`."""
    x, y, heights = _heights(node, view)
    inside = heights[np.ix_(abs(y - view.y) <= view.half, abs(x - view.x) <= view.half)]
    chosen = levels(inside, heights)
    if not chosen:
        return Contours((), (), ())
    lines = contour_generator(x, y, np.ma.masked_invalid(heights), fill_type=FillType.ChunkCombinedOffset)
    top = float(np.nanmax(heights))
    outlines = {level: _outlines(lines, level, top, 0.003 * view.half) for level in chosen}
    while len(chosen) > 2 and sum(len(outlines[level]) for level in chosen) > _MOST_POINTS:
        chosen = chosen[1::2]  # a rough function: fewer bands are seen better, and sent faster
    seen = np.searchsorted(chosen, [np.nanmin(inside), np.nanmax(inside)])
    bands: list[tuple[float, Array]] = []
    labels: list[tuple[float, float, str]] = []
    for place, level in enumerate(chosen):
        if not len(outlines[level]):
            continue
        shade = float(np.clip((place + 1 - seen[0]) / max(1, seen[1] - seen[0]), 0, 1))
        bands.append((shade, outlines[level]))
        at = _label_place(lines.lines(level), view, [(x, y) for x, y, _ in labels])
        if at is not None:
            labels.append((*at, number(level, 3)))
    return Contours(chosen, tuple(bands), tuple(labels))


def _outlines(lines: Any, level: float, top: float, tolerance: float) -> Array:
    """What is higher than `level`: all its outlines, with gaps between them; shape (0, 2) where there is nothing."""
    (points,), (offsets,) = lines.filled(level, top + abs(top) + 1)
    if points is None:
        return np.empty((0, 2))
    return _with_gaps([_thinned(piece, tolerance) for piece in np.split(points, offsets[1:-1])])


def levels(inside: Array, everywhere: Array) -> tuple[float, ...]:
    """Round heights for the lines of a map: evenly apart, or 1, 2, 5, 10 … where most of it lies low."""
    seen, beyond = inside[np.isfinite(inside)], everywhere[np.isfinite(everywhere)]
    if not seen.size:
        return ()
    least, tenth, nine_tenths, most = (float(value) for value in np.quantile(seen, [0.0, 0.1, 0.9, 0.98]))
    room = 2 * (nine_tenths - tenth)  # a peak without end must not flatten all the rest
    low, high = max(least, tenth - room), min(most, nine_tenths + room)
    if not high - low > 1e-12 * max(1.0, abs(high)):
        return ()
    step = _round_step((high - low) / 7.5)
    first = math.floor(low / step) * step
    if np.mean(seen < first + 1.5 * step) > 0.5:
        return _powers(seen, first if abs(first) > step / 2 else 0.0)
    middle, reach = (low + high) / 2, _MOST_LEVELS * step / 2
    bottom, top = max(float(beyond.min()), middle - reach), min(float(beyond.max()), middle + reach)
    return tuple(float(f"{step * place:.12g}") for place in range(math.floor(bottom / step) + 1, math.ceil(top / step)))


def _powers(seen: Array, base: float) -> tuple[float, ...]:
    least, most = float(np.quantile(seen - base, 0.02)), float(seen.max() - base)
    lowest = math.floor(math.log10(max(least, most * 1e-5, 1e-300)))
    found = [base + digit * 10.0**power for power in range(lowest, lowest + 9) for digit in (1, 2, 5)]
    return tuple(float(f"{level:.12g}") for level in found if base + least <= level < base + most)[-16:]


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return min((digit * power for digit in (1, 2, 5, 10)), key=lambda step: abs(math.log(step / rough)))


def _heights(node: Node, view: View) -> tuple[Array, Array, Array]:
    across, up = (round(_STEPS * times) for times in (WIDEST, TALLEST))
    x: Array = view.x + view.half / _STEPS * np.arange(-across, across + 1, dtype=np.float64)
    y: Array = view.y + view.half / _STEPS * np.arange(-up, up + 1, dtype=np.float64)
    grid_x, grid_y = np.meshgrid(x, y)
    heights: Array = np.broadcast_to(evaluate([node], {"x": grid_x, "y": grid_y})[0], grid_x.shape)
    return x, y, np.where(np.isfinite(heights) & (abs(heights) < 1e150), heights, np.nan)


def _with_gaps(pieces: list[Array]) -> Array:
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for piece in pieces for part in (piece, gap)][:-1])


def _thinned(outline: Array, tolerance: float) -> Array:
    """The outline without those of its points that lie on a straight line with their neighbours."""
    if len(outline) < _SHORT:  # nothing to win: a rough function has thousands of these
        return outline
    for _ in range(4):
        before, here, after = outline[:-2], outline[1:-1], outline[2:]
        along = after - before
        size = np.hypot(along[:, 0], along[:, 1])
        with np.errstate(invalid="ignore", divide="ignore"):
            away = np.abs(along[:, 0] * (here - before)[:, 1] - along[:, 1] * (here - before)[:, 0]) / size
        drop = (away < tolerance) & (np.arange(len(away)) % 2 == 0)
        outline = outline[np.concatenate([[True], ~drop, [True]])]
    return outline


def _label_place(lines: object, view: View, taken: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Where a line gets its number: near the diagonal to the lower left, inside the square, off the other numbers."""
    best: tuple[float, tuple[float, float]] | None = None
    for point_x, point_y in _points(lines):
        right, up = (point_x - view.x) / view.half, (point_y - view.y) / view.half
        if max(abs(right), abs(up)) > 0.92 or any(
            math.hypot(point_x - x, (point_y - y) * 1.6) < 0.2 * view.half for x, y in taken
        ):
            continue
        # off the diagonal, and rather on the lower left half of it
        off = abs(right - up) + max(0.0, right + up)
        if best is None or off < best[0]:
            best = (off, (point_x, point_y))
    return best and best[1]


def _points(lines: object) -> Iterator[tuple[float, float]]:
    longest = sorted(lines, key=len)[-_LABELLED:] if isinstance(lines, list) else []
    for line in longest:
        for point in line[:: max(1, len(line) // 200)]:
            yield float(point[0]), float(point[1])
