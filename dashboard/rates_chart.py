"""The chart of several rates: the loss of each against updates, every line named where it ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from dashboard.charts import Spec, in_role
from dashboard.end_names import End, Side, apart, beyond, in_rows
from dashboard.run_words import SETTLED_BELOW
from dashboard.still_charts import bare, filled
from engine.endings import Ending
from engine.formulas import number

Array = NDArray[np.float64]
Row = tuple[str, float, float, int, str]

_PICTURE = 240  # pixels of the plot without the names below and above it
_AROUND = 70  # of the title and the axis
_ROW = 19  # pixels of a line of names
_KINDS = ("settles", "does neither", "diverges")
_FLOOR = math.log10(SETTLED_BELOW) - 1  # the picture goes a little below the goal
_MOST_POINTS = 200
# each of a row's columns and its type; `place`: which corner of a line, or by how many pixels a name is moved down
_COLUMNS = {"name": "string", "update": "number", "loss": "number", "place": "number", "kind": "string"}
_TICKS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, eq=False)
class Line:
    """The run of one rate. `loss`: its history, shape (epochs + 1,). `is_chosen`: it is the rate above the stage."""

    rate: float
    loss: Array
    ending: Ending
    is_chosen: bool = False

    @property
    def kind(self) -> str:
        """How its line is drawn."""
        settles, neither, diverges = _KINDS
        return {"settled": settles, "diverged": diverges, "rising": diverges}.get(self.ending.kind, neither)

    @property
    def name(self) -> str:
        """Its rate, with all digits: two rates are two lines."""
        return number(self.rate, 12)


def spec(lines: Sequence[Line]) -> Spec:
    """The specification of the chart, with its data in its layers."""
    last, top = _last(lines), _top(lines)
    drawn = [_drawn(line, last, top) for line in lines]
    ends = [End(line.name, side, *points[-1]) for line, (points, side) in zip(lines, drawn, strict=True)]
    labels, below, above = _labels(ends, last, top)
    rows: dict[str, list[Row]] = {**labels, "goal": [("", 0, SETTLED_BELOW, 0, "")], "others": [], "chosen": []}
    for line, (points, _) in zip(lines, drawn, strict=True):
        rows["chosen" if line.is_chosen else "others"] += [
            (line.name, round(x, 3), _rounded(y), place, line.kind) for place, (x, y) in enumerate(points)
        ]
    pixel = (top - _FLOOR) / _PICTURE
    heights = [10.0 ** (_FLOOR - below * pixel), 10.0 ** (top + above * pixel)]
    found = filled(_spec(), rows, dict.fromkeys(rows, _COLUMNS), x=[0, last], y=heights)
    found["height"] = _PICTURE + _AROUND + below + above
    found["padding"]["right"] = min(110, max(14, math.ceil(beyond(ends, last))))
    return found


def _last(lines: Sequence[Line]) -> int:
    """How many updates are drawn: until all that settle or diverge have done so, or all where some are on their way."""
    updates = len(lines[0].loss) - 1
    if any(line.ending.kind in ("falling", "rising") for line in lines):
        return updates
    decided = [line.ending.after or line.ending.broken_at or 0 for line in lines]
    return min(updates, max(20, math.ceil(1.08 * max(decided))))


def _top(lines: Sequence[Line]) -> float:
    """The exponent of ten up to which the picture goes: what diverges leaves it there."""
    stay = [float(line.loss.max()) for line in lines if line.kind != "diverges"]
    highest = max([float(lines[0].loss[0]), *stay, 100 * SETTLED_BELOW])
    return min(math.log10(highest) + 0.7, 100.0)  # a chart needs finite numbers


def _drawn(line: Line, last: int, top: float) -> tuple[list[tuple[float, float]], Side]:
    """The corners of a line as (update, exponent of ten of its loss), and the side on which it ends."""
    with np.errstate(all="ignore"):
        heights = np.nan_to_num(np.log10(line.loss[: last + 1]), nan=400.0, posinf=400.0, neginf=-400.0)
    after = line.ending.after
    if line.ending.kind == "settled" and after is not None and after <= last:
        kept = np.clip(heights[: after + 1], _FLOOR, top)
        return _thinned(kept), "below"
    out = heights > top
    if line.kind == "diverges" and out[-1]:
        left = len(out) - int((~out)[::-1].argmax())  # beyond the picture from here on
        before, beyond = float(heights[left - 1]), float(heights[left])
        crossing = left - 1 + (top - before) / (beyond - before)
        return [*_thinned(np.clip(heights[:left], _FLOOR, top)), (crossing, top)], "above"
    return _thinned(np.clip(heights, _FLOOR, top)), "right"


def _thinned(heights: Array) -> list[tuple[float, float]]:
    """The corners of a line; of a long one the lowest and the highest of each stretch, and its end."""
    size = math.ceil(2 * len(heights) / _MOST_POINTS)
    places = {len(heights) - 1}
    for at in range(0, len(heights), size):
        stretch = heights[at : at + size]
        places |= {at + int(stretch.argmin()), at + int(stretch.argmax())}
    return [(float(place), float(heights[place])) for place in sorted(places)]


def _labels(ends: Sequence[End], last: int, top: float) -> tuple[dict[str, list[Row]], int, int]:
    """The rows of the names and of the dots, and the room in pixels that the names take below and above the picture."""
    sides = {side: [end for end in ends if end.side == side] for side in ("below", "above", "right")}
    stacked: list[Row] = []
    room = {}
    for side, down, edge in (("below", 1, _FLOOR), ("above", -1, top)):
        placed = in_rows(sides[side], last)
        room[side] = 8 + _ROW * (1 + max(row for _, row in placed)) if placed else 4
        stacked += [_row(end, edge, down * (12 + _ROW * row)) for end, row in placed]
    pixel = (top - _FLOOR) / _PICTURE
    right = sorted(sides["right"], key=lambda end: end.height)
    heights = apart([end.height for end in right], _ROW * pixel)
    beside = [_row(end, height) for end, height in zip(right, heights, strict=True)]
    dots = [_row(end, end.height) for end in sides["below"]]
    return {"stacked": stacked, "leads": stacked, "beside": beside, "dots": dots}, room["below"], room["above"]


def _row(end: End, height: float, shift: int = 0) -> Row:
    return end.name, round(end.across, 3), _rounded(height), shift, ""


def _rounded(exponent: float) -> float:
    return float(f"{10**exponent:.5g}")


@cache
def _spec() -> Spec:
    """The specification without its data."""
    updates, loss = _axes()
    dashes = alt.Scale(domain=list(_KINDS), range=[[1, 0], [8, 4], [2, 3]])
    kinds = alt.StrokeDash("kind:N", scale=dashes, legend=None)
    # what goes to and fro covers much of the picture
    faint = alt.Opacity("kind:N", scale=alt.Scale(domain=list(_KINDS), range=[0.85, 0.5, 0.85]), legend=None)

    def part(name: str, role: str, **encodings: Any) -> alt.Chart:
        return in_role(alt.Chart().encode(y=loss, **encodings).properties(name=name), role)

    others, chosen = (
        part(name, "loss", x=updates, detail="name:N", order="place:Q", strokeDash=kinds)
        for name in ("others", "chosen")
    )
    names: dict[str, Any] = {"fontSize": 14, "fontWeight": 600, "align": "left", "dx": 4}
    stacked, beside = (part(name, "loss", x=updates, text="name:N") for name in ("stacked", "beside"))
    leads = part("leads", "loss", x=updates, y2="loss:Q")
    layers = [
        part("goal", "target").mark_rule(strokeDash=[6, 4], strokeWidth=2),
        others.encode(opacity=faint).mark_line(strokeWidth=1.8, strokeJoin="round"),
        chosen.mark_line(strokeWidth=3.5, strokeJoin="round"),
        part("dots", "loss", x=updates).mark_point(filled=True, size=55, opacity=1),
        leads.mark_rule(strokeWidth=1, opacity=0.5, y2Offset=alt.expr("datum.place")),
        beside.mark_text(**names),
        stacked.mark_text(dy=alt.expr("datum.place"), **names),
    ]
    return bare(alt.layer(*layers).properties(title="Loss L"))


def _axes() -> tuple[alt.X, alt.Y]:
    updates = alt.X(
        "update:Q",
        title="updates (the first drawn wider)",
        scale=alt.Scale(type="sqrt", nice=False, zero=True, domain=[0, 1]),
        axis=alt.Axis(grid=False, values=list(_TICKS), format="d", labelOverlap=True),
    )
    tick = "datum.value < 1e6 ? format(datum.value, ',~r') : format(datum.value, '~e')"
    axis = alt.Axis(values=[10.0**power for power in range(-3, 16, 2)], grid=False, labelExpr=tick)
    scale = alt.Scale(type="log", nice=False, domain=[1, 2])
    return updates, alt.Y("loss:Q", title=None, scale=scale, axis=axis)
