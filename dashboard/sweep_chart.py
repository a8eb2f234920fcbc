"""The chart of the sweep: what each optimizer reaches with each rate, and where its best rate is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np

from dashboard.charts import LARGE, Array, Spec
from dashboard.optimizer_marks import in_own_colour, own_shape
from dashboard.optimizer_words import label
from dashboard.row_transforms import without_head
from dashboard.silent import silent
from engine.formulas import number, superscript
from engine.landscapes import Landscape
from engine.sweep import Sweep

_PLOT, _LANE = 300, 21  # pixels: the height of the lines, and of a row of labels below them
_NARROW, _LETTER = 270, 8.2  # pixels: the width of the plot on a phone, and that of a letter
FLOOR = 1e-16  # of a loss above its minimum: less is rounding


@dataclass(frozen=True)
class Heights:
    """What is drawn upwards. `of`: for each name the heights at all rates, nan where there is none.

    `title`: what they are, in words. `is_power`: whether they are powers of ten. `low`, `high`: what the picture shows.
    """

    of: Mapping[str, Array]
    title: str
    is_power: bool
    low: float
    high: float


def heights(landscape: Landscape, sweeps: Mapping[str, Sweep], steps: int) -> Heights:
    """The loss at the end above the minimum, as a power of ten.

    Where there is no minimum: the loss itself or, where that is not above 0 for all, the updates to the target.
    """
    finals = {name: found.final for name, found in sweeps.items()}
    above = {name: final - (landscape.lowest or 0.0) for name, final in finals.items()}
    if landscape.lowest is None and any((final <= 0).any() for final in finals.values()):
        updates = {n: np.where(s.settled_after < 0, np.nan, s.settled_after) for n, s in sweeps.items()}
        return Heights(updates, f"updates until the loss stays below {number(landscape.target)}", False, 0.0, steps)
    with np.errstate(all="ignore"):
        powers = {name: np.log10(np.maximum(values, FLOOR)) for name, values in above.items()}
    seen = np.concatenate(list(powers.values()))
    # the smallest rate hardly leaves the start; what ends far above it has run away
    high = max((power[0] + 1.0 for power in powers.values() if np.isfinite(power[0])), default=1.0)
    low = min(seen[np.isfinite(seen)], default=0.0)
    what = "loss at the end" if landscape.lowest is None else "loss at the end, above the minimum"
    return Heights(powers, what, True, float(min(low, high - 2.0)), float(high))


def first_rate(rates: Sequence[float], upwards: Heights) -> float:
    """The rate at which the picture begins: with all smaller ones nothing happens."""
    drawn = np.array(list(upwards.of.values()))
    moves = np.abs(drawn - drawn[:, :1]) > 0.05 if upwards.is_power else np.isfinite(drawn)
    first = int(np.argmax(moves.any(axis=0)))
    return rates[max(0, first - 1)]


def lanes(places: Mapping[str, float], widths: Mapping[str, float]) -> dict[str, int]:
    """In which row below the lines each label stands, from 0, so that no label meets another or another's rule.

    A label ends at its place, and a rule comes down to it there. `places` and `widths` in the same unit.
    """
    rows: dict[str, int] = {}
    for name in sorted(places, key=places.__getitem__):
        under = [row for other, row in rows.items() if places[other] > places[name] - widths[name]]
        rows[name] = max(under, default=-1) + 1
    return rows


def sweep_spec(landscape: Landscape, sweeps: Mapping[str, Sweep], steps: int) -> tuple[Spec, str]:
    """The specification with its data inside, and its message in words."""
    upwards = heights(landscape, sweeps, steps)
    rates = next(iter(sweeps.values())).rates
    begin = first_rate(rates, upwards)
    lines = [
        {"name": name, "label": label(name), "rate": rate, "height": _drawn(height), "told": told}
        for name, found in sweeps.items()
        for rate, height, told in zip(rates, upwards.of[name], _told(found), strict=True)
        if rate >= begin
    ]
    marks, bottom = _marks(sweeps, upwards, _NARROW / math.log10(rates[-1] / begin))
    below = round((upwards.low - bottom) / (upwards.high - upwards.low) * _PLOT)
    chart = _layers((begin, rates[-1]), (bottom, upwards.high), _axis(upwards))
    spec: Spec = chart.properties(height=_PLOT + below).to_dict()
    for part in (spec, *spec["layer"]):
        without_head(part)
    spec["data"] = {"values": [*lines, *marks]}
    spec["config"] = LARGE
    best = "; ".join(f"{label(mark['name'])} is best at {number(mark['rate'])}" for mark in marks)
    what = f"{upwards.title[0].upper()}{upwards.title[1:]}"
    return silent(spec), f"{what}, against the learning rate. {best or 'No rate works'}."


def _marks(sweeps: Mapping[str, Sweep], upwards: Heights, decade: float) -> tuple[list[dict[str, Any]], float]:
    """The best rates with their labels in rows below the lines, and where the lowest row ends.

    `decade`: how many pixels a power of ten has on the narrowest screen.
    """
    best = {name: found.best_rate for name, found in sweeps.items() if found.best_rate is not None}
    words = {name: f"{label(name)}: {number(rate)}" for name, rate in best.items()}
    rows = lanes(
        {name: math.log10(rate) * decade for name, rate in best.items()},
        {name: len(text) * _LETTER + 8 for name, text in words.items()},
    )
    lane = (upwards.high - upwards.low) * _LANE / _PLOT
    marks = [
        {"name": name, "rate": rate, "words": words[name], "lane": upwards.low - lane * (rows[name] + 1.2)}
        | {"height": _drawn(upwards.of[name][sweeps[name].best or 0])}
        for name, rate in best.items()
    ]
    return marks, upwards.low - lane * (max(rows.values(), default=0) + 2)


def _told(found: Sweep) -> list[str]:
    told = []
    for final, after in zip(found.final.tolist(), found.settled_after.tolist(), strict=True):
        reached = f", target after {after} updates" if after >= 0 else ""
        told.append("not finite any more" if math.isnan(final) else f"{number(final)}{reached}")
    return told


def _drawn(height: float) -> float | None:
    return round(float(height), 4) if math.isfinite(height) else None


def _axis(upwards: Heights) -> alt.Axis:
    """Ticks at the lines only: below them stand the labels."""
    if not upwards.is_power:
        return alt.Axis(values=np.linspace(upwards.low, upwards.high, 5).tolist(), format="~r", minExtent=44)
    step = max(1, math.ceil((upwards.high - upwards.low) / 6))
    ticks = list(range(math.ceil(upwards.low), math.floor(upwards.high) + 1, step))
    return alt.Axis(values=ticks, labelExpr=_named(ticks, ticks), minExtent=44)


def _named(values: Sequence[float], powers: Sequence[int]) -> str:
    """The labels of ticks at `values` that stand for these powers of ten, as an expression of Vega."""
    names = [number(10.0**power) if abs(power) < 4 else "10" + superscript(power) for power in powers]
    return f"{names}[indexof({list(values)}, datum.value)]"


def _layers(across: tuple[float, float], up: tuple[float, float], axis: alt.Axis) -> alt.LayerChart | alt.FacetChart:
    """Two layers for the rates that were tried, then three for the best ones."""
    powers = range(math.ceil(math.log10(across[0])), math.floor(math.log10(across[1])) + 1)
    ticks = [float(f"1e{power}") for power in powers]
    x = alt.X(
        "rate:Q",
        title="learning rate α",
        scale=alt.Scale(type="log", domain=list(across), nice=False),
        axis=alt.Axis(values=ticks, labelExpr=_named(ticks, powers), grid=False),
    )
    scale = alt.Scale(domain=list(up), nice=False, zero=False)
    y = alt.Y("height:Q", title=None, scale=scale, axis=axis)
    tooltip = [
        alt.Tooltip("label:N", title="rule"),
        alt.Tooltip("rate:Q", title="α"),
        alt.Tooltip("told:N", title="loss"),
    ]
    tried = in_own_colour(alt.Chart().transform_filter("!isValid(datum.lane)").encode(x=x, y=y, tooltip=tooltip))
    best = in_own_colour(alt.Chart().transform_filter("isValid(datum.lane)").encode(x=x))
    lane = alt.Y("lane:Q", title=None, scale=scale, axis=axis)
    return alt.layer(
        tried.mark_line(strokeWidth=2, clip=True),
        tried.mark_circle(size=16, opacity=1, clip=True),
        best.mark_rule(strokeDash=[2, 3], opacity=0.8).encode(y=y, y2="lane:Q"),
        best.mark_point(filled=True, size=170, opacity=1).encode(y=y, shape=own_shape()),
        best.mark_text(align="right", baseline="middle", dx=-4, fontSize=14, fontWeight=600).encode(
            y=lane, text="words:N"
        ),
    )
