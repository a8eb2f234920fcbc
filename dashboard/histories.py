"""Values against the number of updates, with a point and its label where the player stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import numpy as np

from dashboard.charts import LARGE, Array, Spec, epoch_input, fed, from_input, in_role, one_more_input, rows_text, show
from dashboard.history_lines import cuts, edge_of, held, labels
from engine.formulas import number
from engine.notation import plain_name

MOST_POINTS = 202  # of a line: more cannot be told apart, in a chart or on the slider of the player
# what stands at a tick: never 0.000000, and powers of ten for what is very small or very large
_TICK = (
    "datum.value == 0 ? '0' : abs(datum.value) < 1e-4 || abs(datum.value) >= 1e7 ? format(datum.value, '.3~e')"
    " : format(datum.value, ',.6~r')"
)


@dataclass(frozen=True)
class History:
    """A chart of values against the number of updates. `key` names it on the page.

    `lines`: how many it may have. `is_short`: whether its labels have room for the last name and three digits only.
    """

    key: str
    title: str
    role: str
    has_target: bool = False
    lines: int = 2
    is_short: bool = False


def show_history(chart: History) -> None:
    """Put a history on the page; `history_feed` gives its data."""
    show(chart.key, history_spec(chart), f"{chart.title} against the number of updates.")


def history_feed(
    chart: History, lines: Mapping[str, Array], targets: Mapping[str, float], at: Sequence[int]
) -> tuple[str, str]:
    """The rows of a history, and its message in words.

    `lines`: for each name its values, shape (epochs + 1,). `targets`: of each line, where the chart has any. `at`: the
    numbers of updates that are drawn.
    """
    aims = targets if chart.has_target else {}
    drawn = {name: values[list(at)] for name, values in lines.items()}
    usual = usual_size(chart, lines, targets)
    edges = {name: edge_of(values, usual) for name, values in drawn.items()}
    shown = {name: held(values, edges[name]) for name, values in drawn.items()}
    places = labels(shown, next(iter(aims.values()), None))
    rows: list[tuple[Any, ...]] = []
    for name, values in drawn.items():
        place, height = places[name], shown[name]
        words = [_label(chart, name, value) for value in values.tolist()]
        outside = np.where(values == height, "", np.where(height < 0, "▼", "▲")).tolist()
        beyond = np.where(place.at == height, np.nan, place.at)
        columns = (height.tolist(), words, outside, place.side, place.left.astype(int).tolist(), beyond.tolist())
        rows += [
            (name, update, *row, "" if update else aims.get(name, ""))
            for update, *row in zip(at, *columns, strict=True)
        ]
        # of a long run not every update is drawn: between two of them the line may be cut
        rows += [(name, float(np.interp(x, range(len(at)), at)), edge) for x, edge in cuts(values, edges[name])]
    told = "; ".join(f"{plain_name(name)} goes from {number(v[0])} to {number(v[-1])}" for name, v in lines.items())
    aimed = ", ".join(dict.fromkeys(map(number, aims.values())))
    aim = f" The target is {aimed}." if aims else ""
    return rows_text(rows), f"{chart.title} against the number of updates: {told}.{aim}"


def usual_size(chart: History, lines: Mapping[str, Array], targets: Mapping[str, float]) -> float:
    """How large the values of a history are where nothing runs away: at the start, and at the target."""
    aims = targets.values() if chart.has_target else ()
    return max([1.0, *(abs(float(values[0])) for values in lines.values()), *map(abs, aims)])


def kept_input(key: str) -> str:
    """The hidden input of the history `key` that takes the runs which were kept."""
    return f"{key}_kept"


def kept_rows(runs: Sequence[tuple[Mapping[str, Array], Sequence[int]]], usual: float) -> str:
    """The lines of runs that were kept, each with the updates at which it is drawn. `usual`: as for `edge_of`."""
    rows: list[tuple[Any, ...]] = []
    for place, (lines, at) in enumerate(runs):
        for name, values in lines.items():
            edge = edge_of(values[list(at)], usual)
            heights = np.where(np.abs(values[list(at)]) <= edge, values[list(at)], np.nan).tolist()
            rows += [(f"{place} {name}", update, height) for update, height in zip(at, heights, strict=True)]
    return rows_text(rows)


def _label(chart: History, name: str, value: float) -> str:
    symbol = plain_name(name)
    return f"{symbol.split('/∂')[-1]}: {number(value, 3)}" if chart.is_short else f"{symbol} = {number(value)}"


@cache
def history_spec(chart: History) -> Spec:
    """The specification of a history: the whole line faint, the part up to `epoch` bold, its end labelled."""
    # a row that ends after the height is a corner of the line; the label stands at the point, or beyond it
    fields = {"name": "N", "epoch": "Q", "height": "Q", "label": "N", "outside": "N", "side": "N", "left": "N"}
    fields |= {"beyond": "Q", "target": "Q"}
    # all layers get the same axes: else the chart stays blank
    x = alt.X("epoch:Q", title="updates", axis=alt.Axis(tickMinStep=1, grid=False, format="d", tickCount=6))
    axis = alt.Axis(tickCount=5, labelExpr=_TICK, minExtent=46)  # so that the picture stays as wide with other numbers
    y = {
        name: alt.Y(f"{name}:Q", title=None, axis=axis, scale=alt.Scale(padding=22, nice=False))
        for name in ("line", "height", "label_at", "target")
    }
    line = in_role(alt.Chart().encode(x=x, y=y["line"], detail="name:N"), chart.role)
    line = line.transform_calculate(line="datum.outside ? null : datum.height")
    now = in_role(alt.Chart().encode(x=x), chart.role).transform_filter("datum.epoch == epoch")
    now = now.transform_calculate(label_at="isValid(datum.beyond) ? datum.beyond : datum.height")
    shape = "datum.outside == '▲' ? 'triangle-up' : datum.outside == '▼' ? 'triangle-down' : 'circle'"
    layers = [
        line.mark_line(opacity=0.35, strokeWidth=2),
        line.transform_filter("datum.epoch <= epoch").mark_line(strokeWidth=3.5),
        now.mark_point(filled=True, size=120, opacity=1, shape=alt.expr(shape)).encode(y=y["height"]),
        now.mark_text(
            align=alt.expr("datum.left == '1' ? 'right' : 'left'"),
            dx=alt.expr("(datum.left == '1' ? -1 : 1) * (datum.side == 'beside' ? 11 : 4)"),
            dy=alt.expr("datum.side == 'above' ? -14 : datum.side == 'below' ? 16 : 5"),
            fontSize=16,
            fontWeight=600,
        ).encode(y=y["label_at"], text="label:N"),
    ]
    if chart.has_target:
        layers = [*_target(x, y["target"]), *layers]
    # where a point is held at the edge, it is said
    title = f"indexof(rows, '▲') + indexof(rows, '▼') > -2 ? '{chart.title}  (▲▼: off the picture)' : '{chart.title}'"
    layered = alt.layer(*layers).add_params(epoch_input()).properties(title=alt.Title(alt.expr(title)))
    spec = fed(layered, fields, 3 * chart.lines * MOST_POINTS, height=240) | {"config": LARGE}
    spec["params"].append(one_more_input(kept_input(chart.key)))
    spec["layer"] = [_kept(chart.key, x, y["height"]), *spec["layer"]]
    return spec


def _kept(key: str, x: alt.X, y: alt.Y) -> Spec:
    """The lines of the runs that were kept, under all others."""
    line = in_role(alt.Chart().encode(x=x, y=y, detail="name:N"), "neutral")
    fields = {"name": "N", "epoch": "Q", "height": "Q"}
    return from_input(line.mark_line(strokeWidth=1.5, opacity=0.7, order=False), kept_input(key), fields)


def _target(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The line of the target, named where it begins."""
    aim = in_role(alt.Chart().encode(y=y), "target").transform_filter("datum.epoch == 0")
    words = aim.transform_calculate(words="'target y'").encode(x=x, text="words:N")
    return [
        aim.mark_rule(strokeDash=[6, 4], strokeWidth=2),
        words.mark_text(align="left", dx=4, dy=-12, fontSize=16),
    ]
