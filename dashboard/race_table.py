"""What became of each racer, in numbers and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.optimizer_words import label
from engine.endings import Ending, ending
from engine.formulas import number
from engine.training import Run

HEAD = ("optimizer", "α", "loss now", "steps to target", "best loss", "way", "what became of it")


def feed(runs: Mapping[str, Run], target: float) -> dict[str, Any]:
    """The `table`, a row for each run, and the `outcome` of the race in words."""
    ends = {name: _ending(run, target) for name, run in runs.items()}
    return {
        "table": [_row(name, run, ends[name], target) for name, run in runs.items()],
        "outcome": _outcome(runs, ends, target),
    }


def _row(name: str, run: Run, end: Ending, target: float) -> list[str]:
    """Its name, title, rate, steps to the target, lowest value, length of its way, its end."""
    rate = number(float(run.optimizer.learning_rate))
    return [name, label(name), rate, _steps(end), _lowest(run), _way(run), _end(run, end, target)]


def _outcome(runs: Mapping[str, Run], ends: Mapping[str, Ending], target: float) -> str:
    """Who got to the target first, and who diverged."""
    arrived = {name: end.after for name, end in ends.items() if end.after is not None}
    diverged = [
        label(name)
        for name, end in ends.items()
        if end.kind == "diverged" and end.after is None and not _is_outside(runs[name], end)
    ]
    steps = next(iter(runs.values())).epochs
    if not arrived:
        told = f"None reaches the target, {number(target)}, and stays there within {_count(steps)}."
    elif (least := min(arrived.values())) == 0:
        told = f"The start is already below the target, {number(target)}."
    else:
        first = [label(name) for name, after in arrived.items() if after == least]
        verb = "gets" if len(first) == 1 else "get"
        told = f"{_listed(first)} {verb} to the target, {number(target)}, first: after {_count(least)}."
    return told + (f" Diverged: {_listed(diverged)}." if diverged else "")


def _ending(run: Run, target: float) -> Ending:
    return ending(run.loss, target, [run.value(name) for name in run.network.weights])


def _steps(end: Ending) -> str:
    return "–" if end.after is None else str(end.after)


def _lowest(run: Run) -> str:
    finite = run.loss[np.isfinite(run.loss)]
    return number(float(finite.min())) if finite.size else "–"


def _way(run: Run) -> str:
    """The length of the path, as far as it is finite."""
    places = np.stack([run.value(name) for name in run.network.weights])
    with np.errstate(all="ignore"):
        pieces = np.hypot(*np.diff(places, axis=1))
        whole = float(pieces[np.isfinite(pieces)].sum())
    return number(whole)


def _end(run: Run, end: Ending, target: float) -> str:
    if end.kind == "diverged":
        if _is_outside(run, end):
            return f"came where the function has no finite value, after {_count(end.broken_at or 0)}"
        told = "left for −∞" if end.after is not None else "diverged"
        return f"{told}: no finite number after {_count(end.broken_at or 0)}"
    if end.after is not None:
        return "at the target from the start" if end.after == 0 else "reached the target and stayed"
    passed = np.flatnonzero(run.loss < target)
    if passed.size:
        return f"passed the target after {_count(int(passed[0]))}, did not stay"
    if end.between is not None:
        return f"bounces between {number(end.between[0])} and {number(end.between[1])}"
    return {
        "resting": "stands still",
        "falling": "still on its way down",
        "rising": "climbs",
        "wandering": "up and down, no end to be seen",
    }[end.kind]


def _is_outside(run: Run, end: Ending) -> bool:
    """Whether it is still at a finite place where the loss is not: it left where the function is defined."""
    return all(bool(np.isfinite(run.value(name)[end.broken_at or 0])) for name in run.network.weights) and bool(
        np.isnan(run.loss[end.broken_at or 0])
    )


def _count(steps: int) -> str:
    return "1 step" if steps == 1 else f"{steps} steps"


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
