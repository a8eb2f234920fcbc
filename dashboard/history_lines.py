"""What a history draws: the part of a line that is inside the picture, and a label that its line does not cross."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Sides = NDArray[np.str_]

_LABEL = 0.4  # the share of a picture's width that a label takes
_LINE = 0.17  # the share of its height that a line of text takes
_FAR = 0.3  # the share of its height by which a label may stand off its point, or nobody sees whose it is


def edge_of(values: Array, usual: float) -> float:
    """How far up and down the picture reaches. What runs away is cut there, or nothing else could be seen."""
    runs_away = not np.all(np.abs(values) <= 100 * usual)  # so that nan counts
    return 10 * usual if runs_away else math.inf


def held(values: Array, edge: float) -> Array:
    """Where the points stand: those outside at the edge that they left by."""
    return np.asarray(np.clip(np.nan_to_num(values, nan=edge, posinf=edge, neginf=-edge), -edge, edge))


def cuts(values: Array, edge: float) -> list[tuple[float, float]]:
    """Where the line meets the edge of the picture: it is cut there, and goes on where it comes back."""
    if math.isinf(edge):
        return []
    found: list[tuple[float, float]] = []
    for at, (here, after) in enumerate(pairwise(values.tolist())):
        if math.isfinite(here) and not math.isnan(after):
            found += sorted(
                (at + max(1e-6, (level - here) / (after - here)), level)
                for level in (-edge, edge)
                if (here > level) != (after > level)
            )
    return found


@dataclass(frozen=True)
class Labels:
    """Of a line, for each of its points: at what height its label stands, on which side of that, whether left of it.

    `side`: "above", "below" or "beside".
    """

    at: Array
    side: Sides
    left: Flags


def labels(lines: Mapping[str, Array], target: float | None) -> dict[str, Labels]:
    """Where the labels of `lines` stand: off the target, or off the other lines, and off their own.

    Of more than two lines each label stands beside its point, so far up or down that it lies on no other label.
    """
    if len(lines) > 2:
        return _spread(lines)
    height = np.ptp(np.concatenate([[0.0], *lines.values()]))  # of the picture
    return {name: _labels(values, _is_above(name, lines, target), _FAR * height) for name, values in lines.items()}


def _is_above(name: str, lines: Mapping[str, Array], target: float | None) -> Flags:
    values, names = lines[name], list(lines)
    if target is not None:
        return np.asarray(values > target)
    # of equal ones the first stands above
    higher = [
        values > other if names.index(before) < names.index(name) else values >= other
        for before, other in lines.items()
        if before != name
    ]
    return np.asarray(np.all([np.full(len(values), True), *higher], axis=0))


def _labels(values: Array, above: Flags, far: float) -> Labels:
    """A label stands beyond all that its line does beside the point, on the side where that is nearer."""
    last = len(values) - 1
    reach = math.ceil(_LABEL * last)
    beside = np.lib.stride_tricks.sliding_window_view(np.pad(values, reach, mode="edge"), reach + 1)
    left, right = (np.where(above, part.max(axis=1), part.min(axis=1)) for part in (beside[: last + 1], beside[reach:]))
    place = np.arange(last + 1)
    is_nearer = (place > last - reach) | (np.abs(left - values) < np.abs(right - values))
    is_left = (place >= reach) & is_nearer
    beyond = np.where(is_left, left, right)
    is_near = np.abs(beyond - values) <= far
    return Labels(np.where(is_near, beyond, values), np.where(above, "above", "below"), is_left)


def _spread(lines: Mapping[str, Array]) -> dict[str, Labels]:
    values = np.array(list(lines.values()))  # (lines, points)
    order = np.argsort(values, axis=0, kind="stable")
    sorted_values = np.take_along_axis(values, order, axis=0)
    heights = sorted_values.copy()
    gap = min(_LINE, 1 / len(values)) * (float(np.ptp(values)) or 1.0)  # all of them within twice the picture
    for row in range(1, len(heights)):
        heights[row] = np.maximum(heights[row], heights[row - 1] + gap)
    heights -= (heights - sorted_values).mean(axis=0)  # as far up as down
    places = np.empty_like(heights)
    np.put_along_axis(places, order, heights, axis=0)
    count = values.shape[1]
    is_left = np.arange(count) > 0.5 * (count - 1)
    return {name: Labels(place, np.full(count, "beside"), is_left) for name, place in zip(lines, places, strict=True)}
