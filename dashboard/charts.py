"""Charts: Altair writes each specification once, it is sent once, and its data are poured in by the feed.

Streamlit embeds a Vega chart anew whenever its message changes, data included: some 15 ms of browser
each, for every key press. A chart whose message never changes costs nothing. So ours hold no data but a
hidden input, `rows`, into which `feed.js` writes them as text; see docs/decisions/charts.md.
A chart that follows a player has a second one, `epoch`: see `histories`. What changes on its own has one more
(`one_more_input`), so that it costs nothing to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.row_transforms import Spec as Spec
from dashboard.row_transforms import fields_of, lines_of, without_head
from dashboard.theme import ROLES
from engine.formulas import number

Array = NDArray[np.float64]
Feeds = dict[str, tuple[str, str]]  # for each chart its rows as text, and its message in words

MAX_EPOCHS = 1000
_HEIGHT = 300
# to be read from the last row of a hall
LARGE = {
    "axis": {"labelFontSize": 15, "titleFontSize": 16, "titlePadding": 6},
    "title": {"offset": 6, "fontSize": 16},
}


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
        *((x, y, "curve") for x, y in zip(*curve, strict=True)),
        *((x, y, "tangent") for x, y in tangent),
        # the label stands inside the bowl, where there is room
        (y_hat, loss, "point", "slope ?" if is_covered else f"slope {number(slope)}", slope > 0),
        (target, 0.0, "target", "target y"),
    ]
    told = f"At ŷ = {number(y_hat)} the loss is {number(loss)} and the tangent has the slope {number(slope)}."
    return rows_text(rows), (
        f"The loss is a parabola over the prediction with its bottom at the target {number(target)}. "
        f"{'A number of its tangent is covered.' if is_covered else told}"
    )


@cache
def loss_curve_spec() -> Spec:
    """The specification of the parabola with its tangent."""
    fields = {"y_hat": "Q", "loss": "Q", "part": "N", "label": "N", "left": "N"}
    x = alt.X("y_hat:Q", title="prediction ŷ", scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(grid=False))
    y = alt.Y("loss:Q", title="loss L", axis=alt.Axis(tickCount=5))

    def part(name: str, role: str, **encodings: Any) -> alt.Chart:
        return in_role(alt.Chart().transform_filter(f"datum.part == '{name}'").encode(x=x, **encodings), role)

    target, point = part("target", "target"), part("point", "gradient", y=y)
    layers = (
        part("curve", "loss", y=y).mark_line(strokeWidth=3),
        target.mark_rule(strokeDash=[6, 4], strokeWidth=2),
        target.mark_text(align="left", dx=8, y=10, fontSize=16).encode(text="label:N"),
        part("tangent", "gradient", y=y).mark_line(strokeWidth=3, strokeDash=[8, 5]),
        point.mark_point(filled=True, size=120, opacity=1),
        point.mark_text(
            align=alt.expr("datum.left == 'True' ? 'right' : 'left'"),
            dx=alt.expr("datum.left == 'True' ? -12 : 12"),
            dy=-24,
            fontSize=16,
            fontWeight=600,
        ).encode(text="label:N"),
    )
    return fed(alt.layer(*layers), fields, 100) | {"config": LARGE}


def in_role(chart: alt.Chart, role: str) -> alt.Chart:
    """In the colour of a role: by its place in the theme's list, so that it follows light and dark."""
    colour = alt.Color("role:N", scale=alt.Scale(domain=list(ROLES)), legend=None)
    return chart.transform_calculate(role=f"'{role}'").encode(color=colour)


def rows_text(rows: Sequence[Sequence[Any]]) -> str:
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
        without_head(part)
    spec["data"] = {"sequence": {"start": 0, "stop": most, "as": "place"}}
    spec["params"] = [one_more_input("rows"), {"name": "table", "expr": "split(rows, '|')"}, *spec.get("params", [])]
    spec["transform"] = [
        {"filter": "rows != '' && datum.place < length(table)"},
        {"calculate": "split(table[datum.place], ';')", "as": "fields"},
        *fields_of(fields),
    ]
    # with new numbers the axes need other room
    spec["autosize"] = {"type": "fit", "contains": "padding", "resize": True}
    spec["padding"] = {"left": 2, "top": 4, "right": 14, "bottom": 4}  # room for the last label of the axis
    spec["config"] = {"axis": {"labelFontSize": 13, "titleFontSize": 14}}
    return spec


def one_more_input(name: str) -> Spec:
    """The parameter for one more hidden input of a chart, with rows of its own."""
    return {"name": name, "value": "", "bind": {"input": "text", "name": name}}


def fed_by_lines(
    chart: alt.LayerChart | alt.FacetChart, transforms: Sequence[Spec], height: int = _HEIGHT, *inputs: str
) -> Spec:
    """As `fed`, for a chart with axes of its own that stay: its rows are as many as the text has lines.

    `transforms`: how they are taken apart, see `row_transforms`. `inputs`: more hidden ones.
    """
    spec = fed(chart, {}, 0, height)
    spec["data"] = {"values": [{}]}
    spec["transform"] = list(transforms)
    spec["params"] += map(one_more_input, inputs)
    spec["autosize"].pop("resize")  # the axes stay, so that nothing need be laid out anew
    return spec


def from_input(chart: alt.Chart, name: str, fields: Mapping[str, str]) -> Spec:
    """The layer with the rows of the hidden input `name` as its data; `fields` as for `fed`."""
    spec = without_head(chart.to_dict(validate=False))
    spec["data"] = {"values": [{}]}
    spec["transform"] = [*lines_of(name), *fields_of(fields), *spec.get("transform", [])]
    return spec


def epoch_input() -> alt.Parameter:
    """The position of the player, which moves a chart by a hidden input."""
    return alt.param(name="epoch", value=0, bind=alt.binding_range(min=0, max=MAX_EPOCHS, step=1, name="epoch"))


def show(key: str, spec: Spec, alternative: str) -> None:
    """Put the chart `key` on the page. The feed, or a part of the page, gives its rows under this key."""
    with st.container(key=f"chart_{key}"):
        st.vega_lite_chart(spec=spec, width="stretch", alt=alternative)
