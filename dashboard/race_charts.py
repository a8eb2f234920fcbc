"""How high each racer stands, against the steps: a line each, with its shape where the player stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt
import numpy as np

from dashboard.charts import LARGE, Array, Feeds, Spec, fed
from dashboard.histories import MAX_EPOCHS
from dashboard.map_charts import tint
from dashboard.paths_map import in_own_colour, own_shape
from engine.notation import plain_name
from engine.training import Run

HEIGHTS, EFFECTIVE = "race_heights", ("effective_x", "effective_y")
_HEIGHT = 330

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

_VALUES = alt.Axis(tickCount=6, labelExpr="format(datum.value, '~s')", minExtent=46)
# where the height is a power of ten, written as one
_SIGNS = "split('⁻ ⁰ ¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹', ' ')"
_DIGITS = f"(abs(datum.value) > 9 ? {_SIGNS}[floor(abs(datum.value) / 10) + 1] : '') + {_SIGNS}[abs(datum.value) % 10 + 1]"
_POWERS = alt.Axis(
    tickCount=6,
    tickMinStep=1,
    labelExpr=f"abs(datum.value) < 3 ? format(pow(10, datum.value), '~r') : '10' + (datum.value < 0 ? '⁻' : '') + {_DIGITS}",
    minExtent=46,
)


@cache
def heights_spec(is_log: bool, title: str = "", height: int = _HEIGHT) -> Spec:
    """The specification. `is_log`: heights are powers of ten of what is above the lowest value; else values."""
    title = title or ("loss above its minimum" if is_log else "value of the function")
    epoch = alt.param(name="epoch", value=0, bind=alt.binding_range(min=0, max=MAX_EPOCHS, step=1, name="epoch"))
    x = alt.X("epoch:Q", title="steps", axis=alt.Axis(tickMinStep=1, grid=False, format="d", tickCount=5))
    scale = alt.Scale(type="linear" if is_log else "symlog", nice=False, zero=False, padding=12)
    y = alt.Y("height:Q", title=None, axis=_POWERS if is_log else _VALUES, scale=scale)
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


def effective_title(name: str) -> str:
    """The title of the chart of the effective steps of a coordinate."""
    return f"|step| / |g| for {plain_name(name)}"


def effective_feed(runs: Mapping[str, Run], variables: tuple[str, str], at: Sequence[int]) -> Feeds:
    """For both coordinates the rows of the effective step: |step| / |g|, a gap where there is none."""
    return {
        key: (
            "|".join(f"{name};{_points(effective_step(run, of)[list(at[:-1])], at)}" for name, run in runs.items()),
            f"The effective step of {plain_name(of)} against the number of steps, a line for each racer.",
        )
        for key, of in zip(EFFECTIVE, variables, strict=True)
    }


def effective_step(run: Run, name: str) -> Array:
    """|step| / |gradient| of the coordinate `name` for each update; nan where the gradient is 0 or not finite."""
    with np.errstate(all="ignore"):
        ratio = np.abs(np.diff(run.value(name)) / run.gradient(name)[:-1])
    return np.where(np.isfinite(ratio) & (ratio > 0), ratio, np.nan)


def _points(values: Array, at: Sequence[int]) -> str:
    heights = np.log10(values).tolist()
    return " ".join(f"{update},{height:.5g}" if height == height else f"{update}," for update, height in zip(at, heights))
