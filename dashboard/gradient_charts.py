"""The charts of the gradient: the map with its arrows, and the slope against the direction."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from dashboard.charts import Spec, fed, in_role
from dashboard.map_charts import halo, head, line, many, map_spec, part, words
from dashboard.maps import Axes, View
from dashboard.silent import silent
from engine.graph import Node


def map_of(node: Node, view: View) -> Spec:
    """The map of a function of x and y, with all that moves on it."""
    return map_spec(node, view, _moving)


def _moving(axes: Axes) -> tuple[alt.Chart, ...]:
    arrow = "M-0.08,1L-0.08,-0.3L-0.4,-0.3L0,-1L0.4,-0.3L0.08,-0.3L0.08,1Z"
    angle = alt.Angle("angle:Q", scale=None)
    return (
        many("contour", "neutral", axes).mark_line(clip=True, strokeWidth=2.5, strokeCap="round"),
        many("field", "gradient", axes)
        .mark_point(clip=True, filled=True, size=260, opacity=0.55, shape=arrow)
        .encode(angle=angle),
        *line("path", "forward", axes, 2.5),
        part("stop", "forward", axes).mark_point(clip=True, filled=True, size=50, opacity=1),
        part("turn", "neutral", axes).mark_line(clip=True, strokeWidth=2.5, strokeDash=[5, 4]),
        head("turn_head", "neutral", axes),
        part("down", "gradient", axes).mark_line(clip=True, strokeWidth=3, strokeDash=[7, 4]),
        head("down_head", "gradient", axes),
        *line("up", "gradient", axes, 4),
        head("up_head", "gradient", axes),
        halo("point", axes).mark_point(clip=True, size=150, strokeWidth=4, opacity=0.9),
        part("point", "forward", axes).mark_point(clip=True, filled=True, size=150, opacity=1),
        *words("turn_words", "neutral", axes),
        *words("down_words", "gradient", axes),
        *words("up_words", "gradient", axes, fontSize=16, fontWeight=700),
    )


@cache
def compass_spec() -> Spec:
    """The slope in every direction: a cosine whose top is the gradient."""
    x = alt.X(
        "angle:Q",
        title="direction",
        scale=alt.Scale(domain=[0, 360], nice=False),
        axis=alt.Axis(values=list(range(0, 361, 90)), labelExpr="datum.value + '°'", grid=False, titlePadding=2),
    )
    y = alt.Y("slope:Q", title="slope", axis=alt.Axis(tickCount=4), scale=alt.Scale(nice=False))

    def rows(name: str, role: str, **encodings: Any) -> alt.Chart:
        chart = alt.Chart().transform_filter(f"datum.part == '{name}'")
        return in_role(chart.encode(x=x, y=y, **encodings), role)

    aside = "datum.side == 'left' ? {0} : datum.side == 'right' ? {1} : {2}"
    words: dict[str, Any] = {
        "fontSize": 14,
        "fontWeight": 600,
        "align": alt.expr(aside.format("'right'", "'left'", "'center'")),
        "dx": alt.expr(aside.format(-8, 8, 0)),
        "dy": alt.expr("datum.side == 'above' ? -13 : datum.side == 'below' ? 13 : 0"),
    }
    marks, now = rows("mark", "gradient"), rows("now", "neutral")
    return silent(
        fed(
            alt.layer(
                rows("curve", "gradient", order="place:Q").mark_line(strokeWidth=3),
                rows("room", "gradient").mark_point(opacity=0),
                in_role(alt.Chart().transform_filter("datum.part == 'now'").encode(x=x), "neutral").mark_rule(
                    strokeDash=[4, 3], strokeWidth=2
                ),
                marks.mark_point(filled=True, size=50, opacity=1),
                marks.mark_text(**words).encode(text="label:N"),
                now.mark_point(filled=True, size=130, opacity=1),
            ),
            {"angle": "Q", "slope": "Q", "part": "N", "label": "N", "side": "N"},
            200,
            height=165,
        )
    )
