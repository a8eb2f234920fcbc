"""The charts of the derivative: the curve with its two lines, the slope below it, and the error of the quotient."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from dashboard import charts
from dashboard.charts import Spec, fed, in_role
from dashboard.silent import silent

_MOST = 500
_IS_RIGHT = "datum.x > (domain('x')[0] + domain('x')[1]) / 2"


def show_curve() -> None:
    """The curve with tangent, secant and triangle, and the slope below it, on the same x axis."""
    charts.show("curve", curve_spec(), "The graph of f with tangent and secant.")
    charts.show("slope", slope_spec(), "The graph of the derivative of f.")


def show_errors() -> None:
    """The error of forward and central difference against the step."""
    charts.show("errors", errors_spec(), "The error of the difference quotients against the step.")


@cache
def curve_spec() -> Spec:
    """f in blue, the tangent in the colour of slopes, secant and triangle in grey: one is exact, one approaches it."""
    x, y = _x(""), _y(6, zero=False)

    def part(name: str, role: str) -> alt.Chart:
        return in_role(alt.Chart().transform_filter(f"datum.part == '{name}'").encode(x=x, y=y), role)

    words: dict[str, Any] = {"fontSize": 15, "fontWeight": 600}
    return silent(
        fed(
            alt.layer(
                part("f", "forward").mark_line(strokeWidth=3),
                part("secant", "neutral").mark_line(strokeWidth=2.5, strokeDash=[7, 5]),
                part("step", "neutral").mark_line(strokeWidth=2, interpolate="linear").encode(order="place:Q"),
                part("tangent", "gradient").mark_line(strokeWidth=3.5),
                part("next", "neutral").mark_point(filled=True, size=110, opacity=1),
                part("point", "forward").mark_point(filled=True, size=160, opacity=1),
                part("width", "neutral").mark_text(dy=16, **words).encode(text="label:N"),
                part("height", "neutral").mark_text(dx=8, align="left", **words).encode(text="label:N"),
            ),
            {"x": "Q", "y": "Q", "part": "N", "label": "N"},
            _MOST,
            height=330,
        )
    )


@cache
def slope_spec() -> Spec:
    """f′ under f, with the same x₀ marked."""
    x, y = _x("x"), _y(3, zero=True)

    def part(name: str, role: str, **encodings: Any) -> alt.Chart:
        return in_role(alt.Chart().transform_filter(f"datum.part == '{name}'").encode(x=x, **encodings), role)

    return silent(
        fed(
            alt.layer(
                part("place", "neutral").mark_rule(strokeDash=[3, 3]),
                part("slope", "gradient", y=y).mark_line(strokeWidth=3),
                part("point", "gradient", y=y).mark_point(filled=True, size=120, opacity=1),
                part("point", "gradient", y=y)
                .mark_text(
                    align=alt.expr(f"{_IS_RIGHT} ? 'right' : 'left'"),
                    dx=alt.expr(f"{_IS_RIGHT} ? -10 : 10"),  # beside the rule, not across it
                    dy=-12,
                    fontSize=15,
                    fontWeight=600,
                )
                .encode(text="label:N"),
            ).properties(title="Its slope f′(x)"),
            {"x": "Q", "y": "Q", "part": "N", "label": "N"},
            _MOST,
            height=170,
        )
    )


@cache
def errors_spec() -> Spec:
    """Both axes logarithmic: a falling line where the formula is the cause, a rising one where rounding is."""
    logarithmic = alt.Scale(type="log")
    axis = alt.Axis(format="~e", tickCount=8)
    x = alt.X("step:Q", title="step Δx", scale=logarithmic, axis=axis)
    y = alt.Y("error:Q", title="error", scale=logarithmic, axis=axis)

    def part(name: str, role: str, **encodings: Any) -> alt.Chart:
        return in_role(alt.Chart().transform_filter(f"datum.kind == '{name}'").encode(x=x, **encodings), role)

    return silent(
        fed(
            alt.layer(
                part("forward", "forward", y=y).mark_line(strokeWidth=2.5, point=True),
                part("central", "gradient", y=y).mark_line(strokeWidth=2.5, point=True, strokeDash=[6, 4]),
                part("now", "neutral").mark_rule(strokeDash=[3, 3], strokeWidth=2),
                part("now", "neutral").mark_text(align="left", dx=5, y=10, fontSize=14).encode(text="label:N"),
            ),
            {"step": "Q", "error": "Q", "kind": "N", "label": "N"},
            _MOST,
            height=300,
        )
    )


def _x(title: str) -> alt.X:
    scale = alt.Scale(zero=False, nice=False)
    return alt.X("x:Q", title=title or None, axis=alt.Axis(grid=False, tickCount=8), scale=scale)


def _y(ticks: int, zero: bool) -> alt.Y:
    # the two charts keep the same room at the left, so that their x axes stand below one another
    axis = alt.Axis(tickCount=ticks, minExtent=44, maxExtent=44)
    return alt.Y("y:Q", title=None, axis=axis, scale=alt.Scale(zero=zero))
