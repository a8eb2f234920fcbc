"""How high each racer stands, against the steps: a line each, with its shape where the player stands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np

from dashboard.charts import LARGE, Array, Feeds, Spec, epoch_input, fed_by_lines, from_input
from dashboard.map_charts import tint
from dashboard.optimizer_marks import in_own_colour, own_shape
from dashboard.optimizer_words import label
from dashboard.row_transforms import fields_of, lines_of, points_of
from engine.formulas import number
from engine.notation import plain_name
from engine.training import Run

HEIGHTS, EFFECTIVE = "race_heights", ("effective_x", "effective_y")
_HEIGHT = 330

_POINTS = [
    *lines_of("rows"),
    {"filter": "datum.line[0] != ':'"},  # the first row is not a racer's: see `_LINE`
    *fields_of({"name": "N", "points": "N"}),
    *points_of("points", ("epoch", "height")),
]

# on a scale that is straight near 0 and shrinks beyond Vega finds no good ticks: the first row has them
_TICKS: Any = {"expr": "rows == '' ? [0] : split(split(split(rows, '|')[0], ';')[4], ',')"}
_SIZE = "abs(toNumber(datum.value))"
_PLAIN = f"{_SIZE} < 1e5 ? format(toNumber(datum.value), ',.6~r') : format(toNumber(datum.value), '.2~e')"
_SHORT = f"replace({_PLAIN}, '-', '−')"
_VALUES = alt.Axis(values=_TICKS, labelExpr=_SHORT, minExtent=46)
# where the height is a power of ten, written as one
_SIGNS = "split('⁻ ⁰ ¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹', ' ')"
_DIGITS = (
    f"(abs(datum.value) > 9 ? {_SIGNS}[floor(abs(datum.value) / 10) + 1] : '') + {_SIGNS}[abs(datum.value) % 10 + 1]"
)
_POWERS = alt.Axis(
    tickCount=6,
    tickMinStep=1,
    labelExpr="abs(datum.value) < 3 ? format(pow(10, datum.value), '~r') : "
    f"'10' + (datum.value < 0 ? '⁻' : '') + {_DIGITS}",
    minExtent=46,
)

# The first row says how far the axes reach, `:;low;high;last;ticks;note`. Else they would be worked out from all rows,
# and all that is drawn by them anew, at every move of the player.
_LINE = "rows == '' ? 1 : toNumber(split(split(rows, '|')[0], ';')[{}])"


def reach(values: Sequence[float], last: int) -> str:
    """The first row of a chart: the axes hold most of `values`, as far as they are finite, and the steps up to `last`.

    A few that are far off must not flatten all others: where a run stands still, |step| / |g| is noise.
    """
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = (float(end) for end in np.quantile(finite, [0.02, 0.98]))
    room = 0.06 * (high - low) or 1.0
    return f":;{low - room:.6g};{high + room:.6g};{last};;"


def _scale(kind: Any, low: str, high: str) -> alt.Scale:
    ends: Any = [{"expr": low}, {"expr": high}]
    return alt.Scale(type=kind, domain=ends, nice=False, zero=False)


@cache
def heights_spec(key: str, is_log: bool, title: str = "", height: int = _HEIGHT) -> Spec:
    """The specification of the chart `key`.

    `is_log`: a height is the power of ten of what is above the lowest value; else it is the value itself.
    """
    key_of_heads = f"{key}_heads"
    title = title or ("loss above its minimum" if is_log else "value of the function")
    x = alt.X(
        "epoch:Q",
        title="steps",
        scale=_scale("linear", "0", _LINE.format(3)),
        axis=alt.Axis(tickMinStep=1, grid=False, format="d", tickCount=5),
    )
    scale = _scale("linear" if is_log else "symlog", _LINE.format(1), _LINE.format(2))
    y = alt.Y("height:Q", title=None, axis=_POWERS if is_log else _VALUES, scale=scale)
    line = in_own_colour(alt.Chart().encode(x=x, y=y, detail="name:N"))
    now = alt.Chart().encode(x=x, y=y, shape=own_shape())
    halo = now.transform_calculate(low="0").encode(stroke=tint("low", alt.Stroke))
    heads = [
        halo.mark_point(size=170, strokeWidth=4),
        in_own_colour(now).mark_point(filled=True, size=150, opacity=1),
    ]
    layers = [
        line.mark_line(clip=True, strokeWidth=1.5, opacity=0.4, order=False),
        line.transform_filter("datum.epoch <= epoch").mark_line(clip=True, strokeWidth=2.5, order=False),
    ]
    layered = alt.layer(*layers).resolve_scale(stroke="independent", shape="independent").add_params(epoch_input())
    note = "rows == '' ? '' : split(split(rows, '|')[0], ';')[5] || ''"
    words = alt.Title(alt.expr(f"'{title}' + ({note})"), anchor="start", frame="group")
    spec = fed_by_lines(layered.properties(title=words), _POINTS, height, key_of_heads) | {"config": LARGE}
    fields = {"name": "N", "epoch": "Q", "height": "Q"}
    spec["layer"] += [from_input(head, key_of_heads, fields) for head in heads]
    return spec


def effective_title(name: str) -> str:
    """The title of the chart of the effective steps of a coordinate."""
    return f"|step| / |g| for {plain_name(name)}"


def effective_feed(runs: Mapping[str, Run], variables: tuple[str, str], at: Sequence[int]) -> Feeds:
    """For both coordinates the rows of the effective step: |step| / |g|, a gap where there is none."""
    return {key: _effective(runs, of, at) for key, of in zip(EFFECTIVE, variables, strict=True)}


def _effective(runs: Mapping[str, Run], name: str, at: Sequence[int]) -> tuple[str, str]:
    heights = {racer: np.log10(effective_step(run, name)[list(at[:-1])]) for racer, run in runs.items()}
    rows = [f"{racer};{_points(values, at)}" for racer, values in heights.items()]
    finite = {racer: 10 ** values[np.isfinite(values)] for racer, values in heights.items()}
    lines = [
        f"{label(racer)} goes from {number(used[0], 3)} to {number(used[-1], 3)}"
        for racer, used in finite.items()
        if len(used)
    ]
    told = f"The effective step of {plain_name(name)} against the number of steps: {'; '.join(lines)}."
    return "|".join([reach(np.concatenate(list(heights.values())).tolist(), at[-1]), *rows]), told


def effective_step(run: Run, name: str) -> Array:
    """|step| / |gradient| of the coordinate `name` for each update; nan where the gradient is 0 or not finite."""
    with np.errstate(all="ignore"):
        ratio = np.abs(np.diff(run.value(name)) / run.gradient(name)[:-1])
    return np.where(np.isfinite(ratio) & (ratio > 0), ratio, np.nan)


def _points(values: Array, at: Sequence[int]) -> str:
    pairs = zip(at, values.tolist(), strict=False)
    return " ".join(f"{update},{height:.5g}" if math.isfinite(height) else f"{update}," for update, height in pairs)
