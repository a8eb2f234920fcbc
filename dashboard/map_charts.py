"""The chart of a map: the bands as its own data, and rows from the browser for all that moves on it.

A specification by Altair takes some 150 ms, which a class with functions of its own would wait for one after another.
So it is written once for the names of the axes, and what another function or view changes, data and numbers, is put in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np

from dashboard.charts import Spec, fed_by_lines, in_role
from dashboard.maps import Axes, Contours, View, contours
from dashboard.row_transforms import fields_of, lines_of, without_head
from dashboard.silent import muted, silent
from dashboard.theme import ROLES
from engine.graph import Node

HEIGHT = 370
FIELDS = {"x": "Q", "y": "Q", "part": "N", "label": "N", "angle": "Q", "side": "N"}

# A row for each line of the text. A map is dragged: what Vega has to work out for each row, and for each row in each
# layer, is what a drag costs.
_ROWS = [*lines_of("rows"), {"window": [{"op": "row_number", "as": "place"}]}, *fields_of(FIELDS)]


@lru_cache(maxsize=64)
def map_spec(node: Node, view: View, moving: Callable[[Axes], tuple[alt.Chart, ...]]) -> Spec:
    """The specification of the map of `node`. `moving`: what is drawn on it from the rows."""
    return on_ground(_frame(view.axes, moving), contours(node, view), view)


@lru_cache(maxsize=16)
def _frame(axes: Axes, moving: Callable[[Axes], tuple[alt.Chart, ...]]) -> Spec:
    layered = alt.layer(*moving(axes)).resolve_scale(stroke="independent", fill="independent", angle="independent")
    return silent(fed_by_lines(layered, _ROWS, HEIGHT))


def on_ground(frame: Spec, found: Contours, view: View, still: Sequence[Spec] = ()) -> Spec:
    """The map whose layers are those of `frame`, on the bands of `found` and what lies `still` on them."""
    seen = {"middle_x": view.x, "middle_y": view.y, "half": view.half}
    layers = [*_ground(found, view), *still, *frame["layer"]]
    params = [*frame["params"], *({"name": name, "value": float(value)} for name, value in seen.items())]
    return {**frame, "layer": layers, "params": params}


def x_axis(axes: Axes) -> alt.X:
    """The x axis: as many units a pixel as the y axis has, whatever the width."""
    return alt.X("x:Q", title=axes.across, axis=_axis(8), scale=_scale("middle_x", "width"))


def y_axis(axes: Axes) -> alt.Y:
    """The y axis, its title upright."""
    return alt.Y("y:Q", title=axes.up, axis=_axis(6, titleAngle=0), scale=_scale("middle_y", "height"))


def part(name: str, role: str, axes: Axes) -> alt.Chart:
    """Those of the rows that are `name`, in the colour of `role`."""
    chart = alt.Chart().transform_filter(f"datum.part == '{name}'")
    return in_role(chart.encode(x=x_axis(axes), y=y_axis(axes), order="place:Q"), role)


def many(name: str, role: str, axes: Axes) -> alt.Chart:
    """As `part`, of one row that holds many points in its label, `x,y,angle` with blanks between them.

    So the points cost in this layer alone: all the other layers look at one row.
    """
    numbers = {
        field: f"datum.numbers[{at}] == '' ? null : toNumber(datum.numbers[{at}])"
        for at, field in enumerate(("x", "y", "angle"))
    }
    chart = (
        alt.Chart()
        .transform_filter(f"datum.part == '{name}'")
        .transform_calculate(point="split(datum.label, ' ')")
        .transform_flatten(["point"])
        .transform_calculate(numbers="split(datum.point, ',')")
        .transform_calculate(**numbers)
        .transform_window(place="row_number()")
    )
    return in_role(chart.encode(x=x_axis(axes), y=y_axis(axes), order="place:Q"), role)


def halo(name: str, axes: Axes) -> alt.Chart:
    """Those of the rows that are `name`, in the colour of the page: to be drawn under the same, wider."""
    chart = alt.Chart().transform_filter(f"datum.part == '{name}'").transform_calculate(low="0")
    return chart.encode(x=x_axis(axes), y=y_axis(axes), order="place:Q", stroke=tint("low", alt.Stroke))


def line(name: str, role: str, axes: Axes, width: float = 3, **mark: Any) -> tuple[alt.Chart, alt.Chart]:
    """A line with its halo."""
    return (
        halo(name, axes).mark_line(clip=True, strokeWidth=width + 4, strokeCap="round", opacity=0.85),
        part(name, role, axes).mark_line(clip=True, strokeWidth=width, **mark),
    )


def head(name: str, role: str, axes: Axes) -> alt.Chart:
    """The head of an arrow. `angle`: how far it is turned from upright, clockwise, in degrees."""
    angle = alt.Angle("angle:Q", scale=None)
    shape = "M0,-1.1L0.75,0.55L0,0.3L-0.75,0.55Z"
    chart = part(name, role, axes).mark_point(clip=True, filled=True, size=190, opacity=1, shape=shape)
    turned: alt.Chart = chart.encode(angle=angle)
    return turned


def words(name: str, role: str, axes: Axes, **mark: Any) -> tuple[alt.Chart, alt.Chart]:
    """The labels of the rows `name`, with their halo. `side`: where the label stands, as seen from its point.

    A label that would leave the picture there stands above or below, inwards.
    """
    size = f"({mark.get('fontSize', 15) * 0.56:.3g} * length(datum.label) + 16)"
    at_x, at_y = "scale('x', datum.x)", "scale('y', datum.y)"
    fits = f"(datum.side == 'right' ? {at_x} + {size} < width : datum.side == 'left' ? {at_x} > {size} : false)"
    inwards = f"({at_x} > width - {size} / 2 ? 'right' : {at_x} < {size} / 2 ? 'left' : 'center')"
    upwards = f"(datum.side == 'below' ? {at_y} > height - 30 : {at_y} > 30)"
    style: dict[str, Any] = {
        "clip": True,
        "fontSize": 15,
        "fontWeight": 600,
        "align": alt.expr(f"{fits} ? (datum.side == 'left' ? 'right' : 'left') : {inwards}"),
        "dx": alt.expr(f"{fits} ? (datum.side == 'left' ? -12 : 12) : 0"),
        "dy": alt.expr(f"{fits} ? 0 : {upwards} ? -18 : 20"),
        **mark,
    }
    label = "label:N"
    return (
        halo(name, axes).mark_text(**style, strokeWidth=5, opacity=0.9, strokeJoin="round").encode(text=label),
        part(name, role, axes).mark_text(**style).encode(text=label),
    )


def _axis(ticks: int, **more: Any) -> alt.Axis:
    return alt.Axis(grid=False, tickCount=ticks, labelPadding=4, titlePadding=2, **more)


def _scale(middle: str, side: str) -> alt.Scale:
    # units a pixel, so that the square is seen whole
    reach = f"half * {side} / min(width, height)"
    # A domain of its own: one with only its ends set would be worked out from the rows, and whatever is drawn by it,
    # the bands too, would be drawn anew with every row that changes.
    return alt.Scale(
        domain=[{"expr": f"{middle} - {reach}"}, {"expr": f"{middle} + {reach}"}],  # type: ignore[arg-type, list-item, unused-ignore]
        zero=False,
        nice=False,
    )


def tint(field: str, channel: Any) -> Any:
    """`channel` coloured by the landscape's ramp: `field` is 0 for the colour of the page, 1 for the far end."""
    return channel(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), legend=None)


def _ground(found: Contours, view: View) -> list[Spec]:
    """The layers that stay: bands from low to high, and the numbers of their lines."""
    digits = max(0, 3 - int(np.floor(np.log10(view.half))))
    bands = ["x,y,shade,band"]
    for band, (shade, outline) in enumerate(found.bands):
        for right, up in outline:
            place = "," if np.isnan(right) else f"{right:.{digits}f},{up:.{digits}f}"
            bands.append(f"{place},{shade:.2g},{band}")
    labels = ["x,y,label", *(f"{right:.6g},{up:.6g},{label}" for right, up, label in found.labels)]
    filled, under, over = _ground_layers(view.axes)
    return [with_data(filled, bands), with_data(under, labels), with_data(over, labels)]


@lru_cache(maxsize=16)
def _ground_layers(axes: Axes) -> tuple[Spec, Spec, Spec]:
    x, y = x_axis(axes), y_axis(axes)
    filled = alt.Chart().mark_line(
        filled=True, interpolate="linear-closed", clip=True, strokeWidth=1, strokeOpacity=0.55, opacity=1, order=False
    )
    stroke = alt.Stroke("role:N", scale=alt.Scale(domain=list(ROLES)), legend=None)
    filled = filled.transform_calculate(role="'neutral'").encode(
        x=x, y=y, detail="band:N", fill=tint("shade", alt.Fill), stroke=stroke
    )
    text = alt.Chart().encode(x=x, y=y, text="label:N")
    style: dict[str, Any] = {"clip": True, "fontSize": 13}
    under = text.transform_calculate(low="0").mark_text(**style, strokeWidth=4, opacity=0.9)
    over = in_role(text, "neutral").mark_text(**style)
    return layer_of(filled), layer_of(under.encode(stroke=tint("low", alt.Stroke))), layer_of(over)


def layer_of(chart: alt.Chart) -> Spec:
    """The specification of a layer that stays, to be given its data."""
    return muted(without_head(chart.to_dict(validate=False)))


def with_data(layer: Spec, rows: Sequence[str]) -> Spec:
    """The layer with data of its own that stay: lines of CSV, the first one with the names of the columns."""
    numbers = dict.fromkeys(("x", "y", "shade", "place"), "number")
    return {**layer, "data": {"values": "\n".join(rows), "format": {"type": "csv", "parse": numbers}}}
