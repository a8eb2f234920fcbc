"""The chart of a map: the bands as its own data, and rows from the browser for all that moves on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np

from dashboard.charts import Spec, fed_by_lines, in_role
from dashboard.maps import Contours, View, contours
from dashboard.row_transforms import fields_of, lines_of, without_head
from dashboard.silent import silent
from dashboard.theme import ROLES
from engine.graph import Node

HEIGHT = 370
FIELDS = {"x": "Q", "y": "Q", "part": "N", "label": "N", "angle": "Q", "side": "N"}

# A row for each line of the text. A map is dragged: what Vega has to work out for each row, and for each row in each
# layer, is what a drag costs.
_ROWS = [*lines_of("rows"), {"window": [{"op": "row_number", "as": "place"}]}, *fields_of(FIELDS)]


@lru_cache(maxsize=64)
def map_spec(node: Node, view: View, moving: Callable[[View], tuple[alt.Chart, ...]]) -> Spec:
    """The specification of the map of `node`. `moving`: what is drawn on it from the rows."""
    layered = alt.layer(*moving(view)).resolve_scale(stroke="independent", fill="independent", angle="independent")
    spec = fed_by_lines(layered, _ROWS, HEIGHT)
    spec["layer"] = [*ground(contours(node, view), view), *spec["layer"]]
    return silent(spec)


def x_axis(view: View) -> alt.X:
    """The x axis: as many units a pixel as the y axis has, whatever the width."""
    return alt.X("x:Q", title=view.across, axis=_axis(8), scale=_scale(view.x, "width", view.half))


def y_axis(view: View) -> alt.Y:
    """The y axis, its title upright."""
    axis = _axis(6, titleAngle=0)
    return alt.Y("y:Q", title=view.up, axis=axis, scale=_scale(view.y, "height", view.half))


def part(name: str, role: str, view: View) -> alt.Chart:
    """Those of the rows that are `name`, in the colour of `role`."""
    chart = alt.Chart().transform_filter(f"datum.part == '{name}'")
    return in_role(chart.encode(x=x_axis(view), y=y_axis(view), order="place:Q"), role)


def many(name: str, role: str, view: View) -> alt.Chart:
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
    return in_role(chart.encode(x=x_axis(view), y=y_axis(view), order="place:Q"), role)


def halo(name: str, view: View) -> alt.Chart:
    """Those of the rows that are `name`, in the colour of the page: to be drawn under the same, wider."""
    chart = alt.Chart().transform_filter(f"datum.part == '{name}'").transform_calculate(low="0")
    return chart.encode(x=x_axis(view), y=y_axis(view), order="place:Q", stroke=tint("low", alt.Stroke))


def line(name: str, role: str, view: View, width: float = 3, **mark: Any) -> tuple[alt.Chart, alt.Chart]:
    """A line with its halo."""
    return (
        halo(name, view).mark_line(clip=True, strokeWidth=width + 4, strokeCap="round", opacity=0.85),
        part(name, role, view).mark_line(clip=True, strokeWidth=width, **mark),
    )


def head(name: str, role: str, view: View) -> alt.Chart:
    """The head of an arrow. `angle`: how far it is turned from upright, clockwise, in degrees."""
    angle = alt.Angle("angle:Q", scale=None)
    shape = "M0,-1.1L0.75,0.55L0,0.3L-0.75,0.55Z"
    chart = part(name, role, view).mark_point(clip=True, filled=True, size=190, opacity=1, shape=shape)
    turned: alt.Chart = chart.encode(angle=angle)
    return turned


def words(name: str, role: str, view: View, **mark: Any) -> tuple[alt.Chart, alt.Chart]:
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
        halo(name, view).mark_text(**style, strokeWidth=5, opacity=0.9, strokeJoin="round").encode(text=label),
        part(name, role, view).mark_text(**style).encode(text=label),
    )


def _axis(ticks: int, **more: Any) -> alt.Axis:
    return alt.Axis(grid=False, tickCount=ticks, labelPadding=4, titlePadding=2, **more)


def _scale(middle: float, side: str, half: float) -> alt.Scale:
    # units a pixel, so that the square is seen whole
    reach = f"{half} * {side} / min(width, height)"
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


def ground(found: Contours, view: View) -> list[Spec]:
    """The layers that stay: bands from low to high, and the numbers of their lines."""
    x, y = x_axis(view), y_axis(view)
    digits = max(0, 3 - int(np.floor(np.log10(view.half))))
    bands = ["x,y,shade,band,place"]
    for band, (shade, outline) in enumerate(found.bands):
        for right, up in outline:
            place = "," if np.isnan(right) else f"{right:.{digits}f},{up:.{digits}f}"
            bands.append(f"{place},{shade:.3g},{band},{len(bands)}")
    labels = ["x,y,label", *(f"{right:.6g},{up:.6g},{label}" for right, up, label in found.labels)]
    filled = alt.Chart().mark_line(
        filled=True, interpolate="linear-closed", clip=True, strokeWidth=1, strokeOpacity=0.55, opacity=1
    )
    stroke = alt.Stroke("role:N", scale=alt.Scale(domain=list(ROLES)), legend=None)
    filled = filled.transform_calculate(role="'neutral'").encode(
        x=x, y=y, order="place:Q", detail="band:N", fill=tint("shade", alt.Fill), stroke=stroke
    )
    text = alt.Chart().encode(x=x, y=y, text="label:N")
    style: dict[str, Any] = {"clip": True, "fontSize": 13}
    under = text.transform_calculate(low="0").mark_text(**style, strokeWidth=4, opacity=0.9)
    over = in_role(text, "neutral").mark_text(**style)
    return [
        with_data(filled, bands),
        with_data(under.encode(stroke=tint("low", alt.Stroke)), labels),
        with_data(over, labels),
    ]


def with_data(chart: alt.Chart, rows: Sequence[str]) -> Spec:
    """The layer with data of its own that stay: lines of CSV, the first one with the names of the columns."""
    spec = without_head(chart.to_dict(validate=False))
    numbers = dict.fromkeys(("x", "y", "shade", "place"), "number")
    spec["data"] = {"values": "\n".join(rows), "format": {"type": "csv", "parse": numbers}}
    return spec
