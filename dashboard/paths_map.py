"""The map on which paths walk downhill: bands, goals, and for each run its path, its point and its name.

The rows come from the browser (`map_paths.js`): of each run one row, with all its points. The player moves them by
`epoch`, without the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from dashboard.charts import LARGE, Spec, epoch_input, fed_by_lines, from_input, in_role
from dashboard.map_charts import layer_of, on_ground, tint, with_data, x_axis, y_axis
from dashboard.maps import Axes, View, contours
from dashboard.optimizer_marks import in_own_colour, own_shape
from dashboard.row_transforms import fields_of, lines_of, points_of
from dashboard.silent import silent
from engine.graph import Node

MAP = "paths_map"
HEIGHT = 330
_MOST_DOTS = 70  # updates of which each gets a dot: of more they only thicken the line

# A row for each run, and from it a row for each point.
_POINTS = [
    *lines_of("rows"),
    *fields_of({"name": "N", "updates": "Q", "points": "N"}),
    *points_of("points", ("epoch", "x", "y")),
]
# Where the player stands there is one row for each run, which the browser writes at every move: to look for them among
# all points would cost more than all the rest of a move.
HEADS = "map_heads"


@dataclass(frozen=True)
class Goal:
    """Where the function is lowest: one point, or the points of a curve (with None between its pieces)."""

    label: str
    points: tuple[tuple[float, float] | None, ...]
    is_curve: bool = False


@lru_cache(maxsize=64)
def paths_spec(node: Node, view: View, goals: tuple[Goal, ...] = (), has_arrows: bool = False) -> Spec:
    """The specification of the map of `node`, a function of x and y.

    `has_arrows`: the next update of the (only) run is drawn along each axis.
    """
    still = [layer for goal in goals for layer in _goal(goal, view.axes)]
    return on_ground(_frame(view.axes, has_arrows), contours(node, view), view, still)


@lru_cache(maxsize=16)
def _frame(axes: Axes, has_arrows: bool) -> Spec:
    layered = alt.layer(*_paths(axes)).resolve_scale(stroke="independent", fill="independent", shape="independent")
    spec = fed_by_lines(layered.add_params(epoch_input()), _POINTS, HEIGHT, HEADS) | {"config": LARGE}
    fields = {"name": "N", "x": "Q", "y": "Q", "label_x": "Q", "label_y": "Q", "side": "N", "label": "N"}
    fields |= {"next_x": "Q", "next_y": "Q"}
    heads = [*(_arrows(axes) if has_arrows else ()), *_heads(axes)]
    spec["layer"] += [from_input(layer, HEADS, fields) for layer in heads]
    return silent(spec)


def _at(axes: Axes, x: str = "x", y: str = "y") -> dict[str, Any]:
    return {"x": _on(x_axis(axes), x), "y": _on(y_axis(axes), y)}


def _on(axis: Any, field: str) -> Any:
    changed = axis.copy()
    changed.shorthand = f"{field}:Q"
    return changed


def _surface(chart: alt.Chart) -> alt.Chart:
    """In the colour of the page: a halo under what is drawn after it."""
    haloed: alt.Chart = chart.transform_calculate(low="0").encode(stroke=tint("low", alt.Stroke))
    return haloed


def _paths(axes: Axes) -> list[alt.Chart]:
    points = alt.Chart().encode(**_at(axes), detail="name:N")
    walked = points.transform_filter("datum.epoch <= epoch")
    dots = alt.Chart().encode(**_at(axes)).transform_filter(f"datum.updates <= {_MOST_DOTS}")
    dots = dots.transform_filter("datum.epoch <= epoch")
    # the points come in their order: to sort them would cost more than to draw them
    join: dict[str, Any] = {"clip": True, "strokeCap": "round", "strokeJoin": "round", "order": False}
    return [
        in_own_colour(points).mark_line(**join, strokeWidth=1.5, opacity=0.4),
        _surface(walked).mark_line(**join, strokeWidth=6.5, opacity=0.85),
        in_own_colour(walked).mark_line(**join, strokeWidth=3),
        in_own_colour(dots).mark_point(clip=True, filled=True, size=34, opacity=1),
    ]


def _heads(axes: Axes) -> list[alt.Chart]:
    head = alt.Chart().encode(**_at(axes), shape=own_shape())
    label = alt.Chart().encode(**_at(axes, "label_x", "label_y"), text="label:N")
    style: dict[str, Any] = {
        "fontSize": 15,
        "fontWeight": 700,
        "align": alt.expr("datum.side == 'left' ? 'right' : 'left'"),
        "dx": alt.expr("datum.side == 'left' ? -12 : 12"),
    }
    return [
        _surface(head).mark_point(clip=True, size=190, strokeWidth=4, opacity=0.9),
        in_own_colour(head).mark_point(clip=True, filled=True, size=170, opacity=1),
        _surface(label).mark_text(**style, strokeWidth=5, strokeJoin="round", opacity=0.9),
        in_own_colour(label).mark_text(**style),
    ]


def _arrows(axes: Axes) -> list[alt.Chart]:
    """What the next update does to each coordinate alone: against the sign of its partial derivative."""
    layers: list[alt.Chart] = []
    for field, scale in (("x", "x"), ("y", "y")):
        far = f"abs(scale('{scale}', datum.next_{field}) - scale('{scale}', datum.{field})) > 9"
        # the scale is not known while data are prepared: what is too short to be seen is left out by its opacity
        step = in_role(alt.Chart().transform_filter(f"isValid(datum.next_{field})"), "gradient")
        ends = {"x": ("next_x", "y"), "y": ("x", "next_y")}[field]
        shape = {"x": "'triangle-right' : 'triangle-left'", "y": "'triangle-up' : 'triangle-down'"}[field]
        shown = alt.expr(f"{far} ? 1 : 0")
        second = {f"{field}2": f"next_{field}:Q"}
        layers += [
            step.mark_rule(clip=True, strokeWidth=3, strokeDash=[6, 3], opacity=shown).encode(**_at(axes), **second),
            step.mark_point(
                clip=True,
                filled=True,
                size=110,
                opacity=shown,
                shape=alt.expr(f"datum.next_{field} > datum.{field} ? {shape}"),
            ).encode(**_at(axes, *ends)),
        ]
    return layers


def _goal(goal: Goal, axes: Axes) -> list[Spec]:
    rows = ["x,y,place,label"]
    for place, point in enumerate(goal.points):
        rows.append(f"{point[0]:.6g},{point[1]:.6g},{place}," if point else f",,{place},")
    named = next(point for point in goal.points if point)
    words = ["x,y,label", f"{named[0]:.6g},{named[1]:.6g},{goal.label}"]
    mark, under, over = _goal_layers(axes, goal.is_curve)
    return [with_data(mark, rows), with_data(under, words), with_data(over, words)]


@lru_cache(maxsize=16)
def _goal_layers(axes: Axes, is_curve: bool) -> tuple[Spec, Spec, Spec]:
    points = in_role(alt.Chart().encode(**_at(axes), order="place:Q"), "target")
    if is_curve:
        mark = points.mark_line(clip=True, strokeDash=[7, 5], strokeWidth=2.5)
    else:
        mark = points.mark_point(clip=True, size=150, strokeWidth=2.5, shape="cross")
    text = alt.Chart().encode(**_at(axes), text="label:N")
    style: dict[str, Any] = {"clip": True, "fontSize": 14, "align": "right", "dx": -9, "dy": 14}
    under = _surface(text).mark_text(**style, strokeWidth=4, opacity=0.9)
    return layer_of(mark), layer_of(under), layer_of(in_role(text, "target").mark_text(**style))
