"""How high each racer stands, against the steps: a line each, with its shape where the player stands."""

from __future__ import annotations

from functools import cache

import altair as alt

from dashboard.charts import LARGE, Spec, fed
from dashboard.histories import MAX_EPOCHS
from dashboard.map_charts import tint
from dashboard.paths_map import in_own_colour, own_shape

HEIGHTS, EFFECTIVE = "race_heights", "race_effective"
_HEIGHT = 350

_POINTS: list[Spec] = [
    {"calculate": "split(rows, '|')", "as": "line"},
    {"flatten": ["line"]},
    {"filter": "datum.line != ''"},
    {"calculate": "split(datum.line, ';')", "as": "fields"},
    {"calculate": "datum.fields[0]", "as": "name"},
    {"calculate": "split(datum.fields[1], ' ')", "as": "point"},
    {"flatten": ["point"]},
    {"calculate": "split(datum.point, ',')", "as": "parts"},
    {"calculate": "toNumber(datum.parts[0])", "as": "epoch"},
    {"calculate": "datum.parts[1] == '' ? null : toNumber(datum.parts[1])", "as": "height"},
]


@cache
def heights_spec(is_log: bool, title: str = "", height: int = _HEIGHT) -> Spec:
    """The specification. `is_log`: heights above the lowest value, by powers of ten; else the values themselves."""
    title = title or ("loss above its minimum" if is_log else "value of the function")
    epoch = alt.param(name="epoch", value=0, bind=alt.binding_range(min=0, max=MAX_EPOCHS, step=1, name="epoch"))
    x = alt.X("epoch:Q", title="steps", axis=alt.Axis(tickMinStep=1, grid=False, format="d", tickCount=5))
    power = "datum.value == 0 ? '0' : abs(datum.value) >= 0.01 && abs(datum.value) < 1e4 ? format(datum.value, '~r') : "
    axis = alt.Axis(tickCount=6, labelExpr=power + "format(datum.value, '.0~e')", minExtent=46)
    scale = alt.Scale(type="log", nice=False, padding=12) if is_log else alt.Scale(type="symlog", nice=False, padding=12)
    y = alt.Y("height:Q", title=None, axis=axis, scale=scale)
    line = in_own_colour(alt.Chart().encode(x=x, y=y, detail="name:N", order="epoch:Q"))
    now = alt.Chart().encode(x=x, y=y, shape=own_shape()).transform_filter("datum.epoch == epoch")
    halo = now.transform_calculate(low="0").encode(stroke=tint("low", alt.Stroke))
    layers = [
        line.mark_line(strokeWidth=1.5, opacity=0.4),
        line.transform_filter("datum.epoch <= epoch").mark_line(strokeWidth=2.5),
        halo.mark_point(size=170, strokeWidth=4),
        in_own_colour(now).mark_point(filled=True, size=150, opacity=1),
    ]
    layered = alt.layer(*layers).resolve_scale(stroke="independent", shape="independent").add_params(epoch)
    spec = fed(layered.properties(title=title), {}, 0, height)
    spec["data"] = {"values": [{}]}
    spec["transform"] = _POINTS
    return spec | {"config": LARGE}
