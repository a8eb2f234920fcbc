"""Several rates side by side: the same start and data, one run a rate, in one chart and one table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dashboard import rates_chart
from dashboard.net_settings import NetSettings
from dashboard.rates_chart import Line
from dashboard.rates_input import RATES
from dashboard.run_words import SETTLED_BELOW, updates
from engine.endings import ending
from engine.formulas import number
from engine.optimizers import GradientDescent
from engine.training import train

_FEWEST, _MOST = 200, 1000


def show(chosen: NetSettings) -> None:
    """Draw the input of the rates, and the chart and the table of their runs."""
    rates = RATES.draw()
    lines = compared(chosen, rates)
    st.vega_lite_chart(spec=rates_chart.spec(lines), width="stretch", alt=alternative(lines))
    st.markdown(f"{_LEGEND}\n\n{_table(lines)}\n\n{message(lines)}")


_LEGEND = (
    "Each line is a run with one rate α, from the same start; the thick one is yours. A solid line ends in a dot where "
    f"its loss is below {SETTLED_BELOW} and stays there. A dotted line diverges and leaves the picture at the top. A "
    "dashed line does neither. *Updates needed* counts them until the dot."
)


def compared(chosen: NetSettings, rates: Sequence[float]) -> list[Line]:
    """The run of each of `rates` and of the chosen rate, in rising order, each rate once; all in one call."""
    every = sorted({*rates, chosen.learning_rate})
    updates = min(_MOST, max(_FEWEST, chosen.epochs))
    optimizer = GradientDescent(np.array(every))
    run = train(chosen.network, chosen.start, chosen.data, optimizer, updates, keep=("loss", *chosen.network.weights))
    weights = [run.value(name) for name in chosen.network.weights]
    return [
        Line(rate, loss, ending(loss, SETTLED_BELOW, places), rate == chosen.learning_rate)
        for rate, loss, *places in zip(every, run.loss.T, *(weight.T for weight in weights), strict=True)
    ]


def outcome(line: Line) -> str:
    """How a run ended, in words."""
    found = line.ending
    if found.kind == "settled":
        rises = int((np.diff(line.loss[: (found.after or 0) + 1]) > 0).sum())
        return "settles" + (f", though the loss rises {_times(rises)} on the way" if rises else "")
    if found.between is not None:
        low, high = map(number, found.between)
        return f"bounces between {low} and {high}" if low != high else f"bounces: the loss stays at {low}"
    return {
        "diverged": f"diverges: no finite number after {updates(found.broken_at or 0)}",
        "resting": "rests: nothing moves any more",
        "falling": "still falling at the end",
        "rising": "still rising at the end",
        "wandering": "wanders up and down",
    }[found.kind]


def _table(lines: Sequence[Line]) -> str:
    rows = []
    for line in lines:
        after = "never" if line.ending.after is None else str(line.ending.after)
        finite = line.loss[np.isfinite(line.loss)]
        lowest = number(float(finite.min()), 3) if finite.size else "–"
        cells = [line.name + " (yours)" * line.is_chosen, after, outcome(line), lowest]
        rows.append("| " + " | ".join(f"**{cell}**" if line.is_chosen else cell for cell in cells) + " |")
    head = "| rate α | updates needed | outcome | lowest loss |"
    return "\n".join([head, "|:--|--:|:--|--:|", *rows])


def message(lines: Sequence[Line]) -> str:
    """What the comparison shows, in words: the best rate, and whether a larger one is worse."""
    updates = len(lines[0].loss) - 1
    settled = [(line.ending.after, line.rate) for line in lines if line.ending.after is not None]
    if not settled:
        return f"None of these rates brings the loss below {SETTLED_BELOW} and keeps it there in {updates} updates."
    fewest, best = min(settled)
    if fewest == 0:
        return f"The start is at a goal already: its loss is below {SETTLED_BELOW}."
    told = f"Of these rates α = **{number(best)}** needs the fewest updates: {fewest}."
    larger = [line for line in lines if line.rate > best]
    slower = [line for line in larger if line.ending.after is not None and line.ending.after > fewest]
    if slower:
        rate, after = slower[0].rate, slower[0].ending.after
        return f"{told} A larger rate is not always faster: α = {number(rate)} needs {after}."
    if lost := [line.rate for line in larger if line.ending.after is None]:
        return f"{told} A larger rate is not always faster: with α = {number(lost[0])} the run never settles."
    return told


def alternative(lines: Sequence[Line]) -> str:
    """The message of the chart, with its numbers."""
    told = "; ".join(f"{line.name}{' (yours)' * line.is_chosen}: {_short(line)}" for line in lines)
    return f"The loss against the number of updates, one line for each rate. {told}."


def _short(line: Line) -> str:
    after = line.ending.after
    return outcome(line) if line.ending.kind != "settled" or after is None else f"settles after {updates(after)}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
