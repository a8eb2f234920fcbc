"""The charts of partial derivatives: the map with its cross, and a slice along each variable."""

from __future__ import annotations

from functools import cache

import altair as alt

from dashboard.charts import Spec, fed, in_role
from dashboard.map_charts import halo, many, map_spec, part, words
from dashboard.maps import Axes, View
from dashboard.silent import silent
from engine.graph import Node

_DASHES = {"x": [8, 5], "y": [2, 4], "z": [12, 4, 2, 4]}


def map_of(node: Node, view: View) -> Spec:
    """The map of a function of x and y, with the lines along which one variable moves."""
    return map_spec(node, view, _moving)


def _moving(axes: Axes) -> tuple[alt.Chart, ...]:
    lines = []
    for name, dash in _DASHES.items():
        if name == "z":
            continue
        lines.append(halo(f"cross_{name}", axes).mark_line(clip=True, strokeWidth=6, opacity=0.8))
        for kind, role, width in (("cross", "forward", 3.0), ("idle", "neutral", 2.0)):
            lines.append(part(f"{kind}_{name}", role, axes).mark_line(clip=True, strokeWidth=width, strokeDash=dash))
    return (
        many("contour", "neutral", axes).mark_line(clip=True, strokeWidth=2, strokeCap="round"),
        *lines,
        *words("name", "forward", axes),
        halo("point", axes).mark_point(clip=True, size=170, strokeWidth=4, opacity=0.9),
        part("point", "gradient", axes).mark_point(clip=True, filled=True, size=170, opacity=1),
        *words("point_words", "gradient", axes),
    )


@cache
def slice_spec(name: str, height: int) -> Spec:
    """f along one variable, dashed as its line on the map, with the tangent. Pale while the variable is frozen."""
    x = alt.X(
        "x:Q",
        title=name,
        axis=alt.Axis(grid=False, tickCount=6, titlePadding=0, labelPadding=4),
        scale=alt.Scale(zero=False, nice=False),
    )
    y = alt.Y("y:Q", title=None, axis=alt.Axis(tickCount=4, minExtent=36), scale=alt.Scale(zero=False, nice=False))

    def rows(kind: str, role: str) -> alt.Chart:
        chart = alt.Chart().transform_filter(f"datum.part == '{kind}'")
        return in_role(chart.encode(x=x, y=y, order="place:Q"), role)

    return silent(
        fed(
            alt.layer(
                rows("room", "forward").mark_point(opacity=0),
                rows("foot", "neutral").mark_line(strokeDash=[3, 3], strokeWidth=1.5),
                rows("moving", "forward").mark_line(strokeWidth=3, strokeDash=_DASHES[name]),
                rows("frozen", "neutral").mark_line(strokeWidth=2.5, strokeDash=_DASHES[name]),
                rows("tangent", "gradient").mark_line(strokeWidth=3.5),
                rows("point", "gradient").mark_point(filled=True, size=130, opacity=1),
            ),
            {"x": "Q", "y": "Q", "part": "N"},
            400,
            height=height,
        )
    )
