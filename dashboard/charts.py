"""Charts: Altair writes each specification once, it is sent once, and its data are poured in by the feed.

Streamlit embeds a Vega chart anew whenever its message changes, data included: some 15 ms of browser
each, for every key press. A chart whose message never changes costs nothing. So ours hold no data but a
hidden input, `rows`, into which `feed.js` writes them as text; see docs/decisions/charts.md.
A chart that follows a player has a second one, `epoch`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.theme import ROLES
from engine.formulas import number
from engine.notation import plain_name

Array = NDArray[np.float64]
Spec = dict[str, Any]
Feeds = dict[str, tuple[str, str]]  # for each chart its rows as text, and its message in words

MAX_EPOCHS = 200
_HEIGHT = 300


@dataclass(frozen=True)
class History:
    """A chart of values against the number of updates. `key` names it on the page."""

    key: str
    title: str
    role: str
    has_target: bool = False


def show_history(chart: History) -> None:
    """Put a history on the page; `history_feed` gives its data."""
    show(chart.key, history_spec(chart), f"{chart.title} against the number of updates.")


def history_feed(chart: History, lines: Mapping[str, Array], target: float) -> tuple[str, str]:
    """The rows of a history, and its message in words. `lines`: for each name its values, shape (epochs + 1,)."""
    first = [abs(float(values[0])) for values in lines.values()]
    usual = max(1.0, *first, *([abs(target)] if chart.has_target else []))
    shown = {name: _inside(values, usual) for name, values in lines.items()}
    rows = []
    for name, values in lines.items():
        points, line = shown[name]
        # the label keeps off the line of the target, or off the other line; of equal ones the first stands above
        before = list(shown).index(name)
        higher = [
            points > other if place < before else points >= other
            for place, (other, _) in enumerate(shown.values())
            if place != before
        ]
        above = points > target if chart.has_target else np.all(higher, axis=0)
        labels = [f"{plain_name(name)} = {number(value)}" for value in values.tolist()]
        above = np.broadcast_to(above, points.shape)
        rows += list(zip(range(len(values)), points, line, [name] * len(values), labels, above, strict=True))
    told = "; ".join(f"{plain_name(name)} goes from {number(v[0])} to {number(v[-1])}" for name, v in lines.items())
    aim = f" The target is {number(target)}." if chart.has_target else ""
    return as_rows([(*row, target) for row in rows]), f"{chart.title} against the number of updates: {told}.{aim}"


def _inside(values: Array, usual: float) -> tuple[Array, Array]:
    """Points and line. What runs away is held at the edge of the picture, or nothing else could be seen."""
    runs_away = not np.all(np.abs(values) <= 100 * usual)  # so that nan counts
    if not runs_away:
        return values, values
    edge = 10 * usual
    is_inside = np.abs(values) <= edge
    points = np.where(is_inside, values, np.sign(np.nan_to_num(values, nan=1.0)) * edge)
    left = int(np.argmin(is_inside))
    return points, np.where(np.arange(len(values)) <= left, points, np.nan)


@cache
def history_spec(chart: History) -> Spec:
    """The specification of a history: the whole line faint, the part up to `epoch` bold, its end labelled."""
    fields = {"epoch": "Q", "shown": "Q", "line": "Q", "name": "N", "label": "N", "above": "N", "target": "Q"}
    epoch = alt.param(name="epoch", value=0, bind=alt.binding_range(min=0, max=MAX_EPOCHS, step=1, name="epoch"))
    # all layers get the same axes: else the chart stays blank
    x = alt.X("epoch:Q", title="updates", axis=alt.Axis(tickMinStep=1, grid=False, format="d", tickCount=6))
    y = {name: alt.Y(f"{name}:Q", title=None, axis=alt.Axis(tickCount=5)) for name in ("line", "shown", "target")}
    line = in_role(alt.Chart().encode(x=x, y=y["line"], detail="name:N"), chart.role)
    now = in_role(alt.Chart().encode(x=x, y=y["shown"]), chart.role).transform_filter("datum.epoch == epoch")
    is_late = "epoch > domain('x')[1] / 2"
    layers = [
        line.mark_line(opacity=0.35, strokeWidth=2),
        line.transform_filter("datum.epoch <= epoch").mark_line(strokeWidth=3.5),
        now.mark_point(filled=True, size=110, opacity=1),
        now.mark_text(
            align=alt.expr(f"{is_late} ? 'right' : 'left'"),
            dx=alt.expr(f"{is_late} ? -8 : 8"),
            dy=alt.expr("datum.above == 'True' ? -14 : 16"),
            fontSize=15,
            fontWeight=600,
        ).encode(text="label:N"),
    ]
    if chart.has_target:
        aim = in_role(alt.Chart().encode(y=y["target"]), "target").transform_filter("datum.epoch == 0")
        words = aim.transform_calculate(words="'target y'").encode(x=x, text="words:N")
        layers = [
            aim.mark_rule(strokeDash=[6, 4], strokeWidth=2),
            words.mark_text(align="left", dx=4, dy=-9, fontSize=14),
            *layers,
        ]
    return fed(alt.layer(*layers).add_params(epoch).properties(title=chart.title), fields, 2 * (MAX_EPOCHS + 1))


def show_loss_curve() -> None:
    """Put the parabola of L over ŷ on the page; `loss_curve_feed` gives its data."""
    show("loss_curve", loss_curve_spec(), "The loss is a parabola over the prediction, with its bottom at the target.")


def loss_curve_feed(
    curve: tuple[Array, Array], point: tuple[float, float], slope: float, target: float, is_covered: bool = False
) -> tuple[str, str]:
    """The rows of the parabola. `curve` and `point` are (ŷ, L); `slope` is ∂L/∂ŷ at the point.

    `is_covered`: the numbers of the point are kept back.
    """
    y_hat, loss = point
    # towards the target the tangent is drawn down to the axis, the other way a little less far
    ahead = -loss / slope if slope else 0.3 * float(np.ptp(curve[0]))
    tangent = [(x, loss + slope * (x - y_hat)) for x in (y_hat - 0.6 * ahead, y_hat + ahead)]
    rows = [
        *((x, y, "curve", "") for x, y in zip(*curve, strict=True)),
        *((x, y, "tangent", "") for x, y in tangent),
        (y_hat, loss, "point", "slope ?" if is_covered else f"slope {number(slope)}"),
        (target, 0.0, "target", "target y"),
    ]
    told = f"At ŷ = {number(y_hat)} the loss is {number(loss)} and the tangent has the slope {number(slope)}."
    return as_rows(rows), (
        f"The loss is a parabola over the prediction with its bottom at the target {number(target)}. "
        f"{'A number of its tangent is covered.' if is_covered else told}"
    )


@cache
def loss_curve_spec() -> Spec:
    """The specification of the parabola with its tangent."""
    fields = {"y_hat": "Q", "loss": "Q", "part": "N", "label": "N"}
    x = alt.X("y_hat:Q", title="prediction ŷ", scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(grid=False))
    y = alt.Y("loss:Q", title="loss L", axis=alt.Axis(tickCount=5))

    def part(name: str, role: str, **encodings: Any) -> alt.Chart:
        return in_role(alt.Chart().transform_filter(f"datum.part == '{name}'").encode(x=x, **encodings), role)

    target, point = part("target", "target"), part("point", "gradient", y=y)
    layers = (
        part("curve", "loss", y=y).mark_line(strokeWidth=3),
        target.mark_rule(strokeDash=[6, 4], strokeWidth=2),
        target.mark_text(align="left", dx=8, y=10, fontSize=15).encode(text="label:N"),
        part("tangent", "gradient", y=y).mark_line(strokeWidth=3, strokeDash=[8, 5]),
        point.mark_point(filled=True, size=120, opacity=1),
        point.mark_text(align="left", dx=12, dy=-6, fontSize=16, fontWeight=600).encode(text="label:N"),
    )
    return fed(alt.layer(*layers), fields, 100)


def in_role(chart: alt.Chart, role: str) -> alt.Chart:
    """In the colour of a role: by its place in the theme's list, so that it follows light and dark."""
    colour = alt.Color("role:N", scale=alt.Scale(domain=list(ROLES)), legend=None)
    return chart.transform_calculate(role=f"'{role}'").encode(color=colour)


def as_rows(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as text for the hidden input: `|` between rows, `;` between fields, nothing for what is not a number."""
    return "|".join(";".join(_field(value) for value in row) for row in rows)


def _field(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.12g}" if np.isfinite(value) else ""
    return str(value)


def fed(chart: alt.LayerChart | alt.FacetChart, fields: Mapping[str, str], most: int, height: int = _HEIGHT) -> Spec:
    """The specification with `rows` as its data: `fields` gives each column's name and kind (Q number, N word)."""
    spec: Spec = chart.properties(height=height).to_dict()
    for part in (spec, *spec["layer"]):
        for key in ("$schema", "config", "data", "datasets"):
            part.pop(key, None)
    spec["data"] = {"sequence": {"start": 0, "stop": most, "as": "place"}}
    spec["params"] = [
        {"name": "rows", "value": "", "bind": {"input": "text", "name": "rows"}},
        {"name": "table", "expr": "split(rows, '|')"},
        *spec.get("params", []),
    ]
    spec["transform"] = [
        {"filter": "rows != '' && datum.place < length(table)"},
        {"calculate": "split(table[datum.place], ';')", "as": "fields"},
        *(
            {
                "calculate": f"datum.fields[{place}]"
                if kind == "N"
                else f"datum.fields[{place}] == '' ? null : toNumber(datum.fields[{place}])",
                "as": name,
            }
            for place, (name, kind) in enumerate(fields.items())
        ),
    ]
    # with new numbers the axes need other room
    spec["autosize"] = {"type": "fit", "contains": "padding", "resize": True}
    spec["padding"] = {"left": 2, "top": 4, "right": 14, "bottom": 4}  # room for the last label of the axis
    spec["config"] = {"axis": {"labelFontSize": 13, "titleFontSize": 14}}  # to be read from the last row of a hall
    return spec


def show(key: str, spec: Spec, alternative: str) -> None:
    """Put the chart `key` on the page. The feed, or a part of the page, gives its rows under this key."""
    with st.container(key=f"chart_{key}"):
        st.vega_lite_chart(spec=spec, width="stretch", alt=alternative)
