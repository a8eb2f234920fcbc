"""The picture of the rate map: cells of one class in a row are one rectangle, edge and choice on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from dashboard.charts import Spec, in_role
from dashboard.still_charts import bare, filled
from engine.formulas import number

Array = NDArray[np.float64]

_HEIGHT = 400
# the most updates of each class of runs that settle
LIMITS = (5, 10, 20, 50, 100, 200)
CLASSES = (*(f"up to {most}" for most in LIMITS), "never settles", "diverges")
NEVER, DIVERGES = len(LIMITS), len(LIMITS) + 1
# Not roles but an order: viridis, which the colour-blind see in order too, the fewest updates brightest. The same in
# light and dark. Grey with lines is no part of it; what diverges is left blank.
COLOURS = ("#FDE725", "#7AD151", "#22A884", "#2A788E", "#414487", "#440154", "#A3A8AE", "transparent")
_LINES = "#5B626B"
_NAMES: dict[str, Any] = {"fontSize": 15, "fontWeight": 600}
_COLUMNS = {
    name: {column: "string" if column == "label" else "number" for column in columns.split()}
    for name, columns in {
        "cells": "left right low high kind",
        "lines": "left right low",
        "words": "left right low label",
        "choice": "left low label inside",
        "edge": "left label",
    }.items()
}


@dataclass(frozen=True, eq=False)
class Map:
    """What is drawn. `classes`: for each cell its place in CLASSES, shape (rows, columns), rows upwards.

    `rates`, `heights`: the borders of the columns and rows. `rate`, `w2`: the present choice. `edge`: the rate of the
    dashed line, if there is one.
    """

    classes: NDArray[np.int8]
    rates: Array
    heights: Array
    rate: float
    w2: float
    edge: float | None


def rectangles(found: Map) -> list[tuple[float, float, float, float, int]]:
    """Cells of the same class beside each other as one: left, right, lower, upper border and the place in CLASSES."""
    merged: list[tuple[float, float, float, float, int]] = []
    for row, classes in enumerate(found.classes.tolist()):
        at = 0
        for kind, cells in groupby(classes):
            end = at + len(list(cells))
            left, right = found.rates[[at, end]].tolist()
            low, high = found.heights[row : row + 2].tolist()
            merged.append((left, right, low, high, kind))
            at = end
    return merged


def spec(found: Map) -> Spec:
    """The specification of the map, with its data in its layers."""
    least, most = float(found.rates[0]), float(found.rates[-1])
    cells = rectangles(found)
    lines = [(left, right, (low + high) / 2) for left, right, low, high, kind in cells if kind == NEVER]
    name = f"your α = {number(found.rate)}"
    label = f"{name} →" if found.rate > most else f"← {name}" if found.rate < least else name
    held = min(max(found.rate, least), most)
    choice = [(held, found.w2, label, int(held == found.rate))]
    is_seen = found.edge is not None and least < found.edge < most
    edge = [(found.edge, f"edge {number(found.edge or 0)}")] if is_seen else []
    rows: dict[str, Sequence[Sequence[Any]]] = {
        "cells": cells,
        "lines": lines,
        "words": _words(found),
        "choice": choice,
        "edge": edge,
    }
    return filled(_spec(), rows, _COLUMNS, y=[float(found.heights[0]), float(found.heights[-1])])


def _words(found: Map) -> list[tuple[float, float, float, str]]:
    """What does not settle is named in the picture too: half way up where it is wide, if there is room."""
    rows: list[tuple[float, float, float, str]] = []
    merged = rectangles(found)
    middle = float(found.heights[0] + found.heights[-1]) / 2
    for kind in (NEVER, DIVERGES):
        own = [
            (np.log(right / left), (low + high) / 2, left, right) for left, right, low, high, at in merged if at == kind
        ]
        if own:
            widest = max(own)[0]
            wide = [(abs(up - middle), up, left, right) for width, up, left, right in own if width >= 0.5 * widest]
            _, up, left, right = min(wide)
            rows.append((left, right, up, CLASSES[kind]))
    return rows


def legend() -> str:
    """The colours with their words, as HTML."""
    samples = "".join(
        f"<span style='display:inline-flex;align-items:center;gap:6px'><span style='display:inline-block;width:22px;"
        f"height:16px;border:1px solid var(--neutral);background:{_sample(place)}'></span>{words}</span>"
        for place, words in enumerate(CLASSES)
    )
    return f"<p style='display:flex;flex-wrap:wrap;gap:4px 18px;margin:0;font-size:15px'>Updates needed: {samples}</p>"


def _sample(place: int) -> str:
    if place == NEVER:
        return f"repeating-linear-gradient({COLOURS[NEVER]} 0 4px, {_LINES} 4px 5px)"
    return COLOURS[place]


@cache
def _spec() -> Spec:
    """The specification without its data."""
    layers = [*_cells(), *_marks()]
    layered = alt.layer(*layers).resolve_scale(stroke="independent", fill="independent")
    return bare(layered.properties(height=_HEIGHT), top=22, right=18)


def _cells() -> list[alt.Chart]:
    """The map itself, and the words in it."""
    scale = alt.Scale(domain=list(range(len(CLASSES))), range=list(COLOURS))
    fill, stroke = (channel("kind:N", scale=scale, legend=None) for channel in (alt.Fill, alt.Stroke))
    cells = _layer("cells", x2="right:Q", y2="high:Q", fill=fill, stroke=stroke)
    words = _layer("words", text="label:N")
    room = "scale('x', datum.right) - scale('x', datum.left)"
    seen = alt.expr(f"{room} > 8 * length(datum.label) ? 1 : 0")
    within: dict[str, Any] = {**_NAMES, "dx": alt.expr(f"({room}) / 2"), "opacity": seen}
    return [
        cells.mark_rect(strokeWidth=1),  # of its own colour, or the page shines through between the rows
        _layer("lines", x2="right:Q").mark_rule(color=_LINES, strokeWidth=0.8),
        _halo(words).mark_text(strokeWidth=5, strokeJoin="round", **within),
        in_role(words, "neutral").mark_text(**within),
    ]


def _marks() -> list[alt.Chart]:
    """The edge and the present choice."""
    edge = _layer("edge", y=None)
    choice = _layer("choice")
    cross, name = choice.transform_filter("datum.inside == 1"), choice.encode(text="label:N")
    at_right = "scale('x', datum.left) > width * 0.6"
    sides = {"align": f"{at_right} ? 'right' : 'left'", "dx": f"{at_right} ? -14 : 14"}
    beside: dict[str, Any] = {**_NAMES, **{side: alt.expr(where) for side, where in sides.items()}}
    return [
        _halo(edge).mark_rule(strokeWidth=5, opacity=0.8),
        in_role(edge, "target").mark_rule(strokeWidth=2.5, strokeDash=[7, 5]),
        in_role(edge.encode(y=alt.value(0), text="label:N"), "target").mark_text(dy=-10, **_NAMES),
        _halo(cross).mark_point(shape="cross", size=420, strokeWidth=3, opacity=1),
        in_role(cross, "weight").mark_point(shape="cross", filled=True, size=260, opacity=1),
        _halo(name).mark_text(strokeWidth=5, strokeJoin="round", **beside),
        in_role(name, "weight").mark_text(**beside),
    ]


def _layer(name: str, **encodings: Any) -> alt.Chart:
    """A layer of the rows `name`, with the axes that all share."""
    ticks = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]
    rates = alt.Axis(values=ticks, format="~r", grid=False, domain=True)
    scale = alt.Scale(type="log", nice=False, domain=[ticks[0], ticks[-1]])
    starts = alt.Axis(grid=False, domain=True)
    axes = {
        "x": alt.X("left:Q", title="learning rate α", scale=scale, axis=rates),
        "y": alt.Y("low:Q", title="start w₂", scale=alt.Scale(nice=False, zero=False, domain=[0, 1]), axis=starts),
    }
    given = {channel: value for channel, value in {**axes, **encodings}.items() if value is not None}
    return alt.Chart().encode(**given).properties(name=name)


def _halo(chart: alt.Chart) -> alt.Chart:
    """The same in the colour of the page, to be drawn under it: the first colour of the theme's landscape."""
    stroke = alt.Stroke("page:Q", scale=alt.Scale(domain=[0, 1]), legend=None)
    return chart.transform_calculate(page="0").encode(stroke=stroke)
