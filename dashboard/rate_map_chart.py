"""The picture of the rate map: cells of one class in a row are one rectangle, edge and choice on top."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from dashboard.charts import LARGE, Spec, in_role
from dashboard.silent import silent
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
    cells = ["left,right,low,high,kind"]
    lines = ["left,right,low"]
    for left, right, low, high, kind in rectangles(found):
        cells.append(f"{left:.6g},{right:.6g},{low:.6g},{high:.6g},{kind}")
        if kind == NEVER:
            lines.append(f"{left:.6g},{right:.6g},{(low + high) / 2:.6g}")
    least, most = float(found.rates[0]), float(found.rates[-1])
    inside = least <= found.rate <= most
    arrow = "" if inside else " →" if found.rate > most else "← "
    name = f"your α = {number(found.rate)}"
    label = f"{name}{arrow}" if found.rate > most else f"{arrow}{name}"
    held = min(max(found.rate, least), most)
    choice = ["left,low,label,inside", f"{held:.6g},{found.w2:.6g},{label},{int(inside)}"]
    edge = ["left,label"]
    if found.edge is not None and least < found.edge < most:
        edge.append(f"{found.edge:.6g},edge {number(found.edge)}")
    rows = {"cells": cells, "lines": lines, "choice": choice, "edge": edge, "words": _words(found)}
    spec = deepcopy(_spec())
    domain = [float(found.heights[0]), float(found.heights[-1])]
    for layer in spec["layer"]:
        columns = rows[layer.pop("name")]
        kinds = {name: "string" if name == "label" else "number" for name in columns[0].split(",")}
        layer["data"] = {"values": "\n".join(columns), "format": {"type": "csv", "parse": kinds}}
        if "y" in layer["encoding"] and "scale" in layer["encoding"]["y"]:
            layer["encoding"]["y"]["scale"]["domain"] = domain
    return spec


def _words(found: Map) -> list[str]:
    """What does not settle is named in the picture too: half way up where it is wide, if there is room."""
    rows = ["left,right,low,label"]
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
            rows.append(f"{left:.6g},{right:.6g},{up:.6g},{CLASSES[kind]}")
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
    across = alt.X(
        "left:Q",
        title="learning rate α",
        scale=alt.Scale(type="log", nice=False, domain=[0.001, 0.1]),
        axis=alt.Axis(values=[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1], format="~r", grid=False, domain=True),
    )
    up = alt.Y(
        "low:Q",
        title="start w₂",
        scale=alt.Scale(nice=False, zero=False, domain=[-1, 6]),
        axis=alt.Axis(grid=False, domain=True),
    )
    scale = alt.Scale(domain=list(range(len(CLASSES))), range=list(COLOURS))

    def layer(name: str, **encodings: Any) -> alt.Chart:
        return alt.Chart().encode(**encodings).properties(name=name)

    cells = layer(
        "cells",
        x=across,
        x2="right:Q",
        y=up,
        y2="high:Q",
        fill=alt.Fill("kind:N", scale=scale, legend=None),
        stroke=alt.Stroke("kind:N", scale=scale, legend=None),
    )
    lines = layer("lines", x=across, x2="right:Q", y=up)
    edge, choice = layer("edge", x=across), layer("choice", x=across, y=up)
    cross = choice.transform_filter("datum.inside == 1")
    names: dict[str, Any] = {"fontSize": 15, "fontWeight": 600}
    at_right = "scale('x', datum.left) > width * 0.6"
    beside: dict[str, Any] = {
        "align": alt.expr(f"{at_right} ? 'right' : 'left'"),
        "dx": alt.expr(f"{at_right} ? -14 : 14"),
    }
    words = layer("words", x=across, y=up, text="label:N")
    room = "scale('x', datum.right) - scale('x', datum.left)"
    within: dict[str, Any] = {
        **names,
        "dx": alt.expr(f"({room}) / 2"),
        "opacity": alt.expr(f"{room} > 8 * length(datum.label) ? 1 : 0"),
    }
    layers = [
        cells.mark_rect(strokeWidth=1),  # of its own colour, or the page shines through between the rows
        lines.mark_rule(color=_LINES, strokeWidth=0.8),
        _halo(words).mark_text(strokeWidth=5, strokeJoin="round", **within),
        in_role(words, "neutral").mark_text(**within),
        _halo(edge).mark_rule(strokeWidth=5, opacity=0.8),
        in_role(edge, "target").mark_rule(strokeWidth=2.5, strokeDash=[7, 5]),
        in_role(edge.encode(y=alt.value(0), text="label:N"), "target").mark_text(dy=-10, **names),
        _halo(cross).mark_point(shape="cross", size=420, strokeWidth=3, opacity=1),
        in_role(cross, "weight").mark_point(shape="cross", filled=True, size=260, opacity=1),
        _halo(choice.encode(text="label:N")).mark_text(strokeWidth=5, strokeJoin="round", **names, **beside),
        in_role(choice.encode(text="label:N"), "weight").mark_text(**names, **beside),
    ]
    found: Spec = (
        alt.layer(*layers)
        .resolve_scale(stroke="independent", fill="independent")
        .properties(height=_HEIGHT)
        .to_dict(validate=False)
    )
    for part in (found, *found["layer"]):
        for key in ("$schema", "config", "data", "datasets"):
            part.pop(key, None)
    found["padding"] = {"left": 2, "top": 22, "right": 18, "bottom": 4}
    found["autosize"] = {"type": "fit", "contains": "padding"}
    return silent(found) | {"config": LARGE}


def _halo(chart: alt.Chart) -> alt.Chart:
    """The same in the colour of the page, to be drawn under it: the first colour of the theme's landscape."""
    stroke = alt.Stroke("page:Q", scale=alt.Scale(domain=[0, 1]), legend=None)
    return chart.transform_calculate(page="0").encode(stroke=stroke)
