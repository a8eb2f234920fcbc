"""Where plain Python would raise and NumPy goes on: at which lines of a run, and what NumPy has there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.graph import Node, topological
from engine.program import evaluate
from engine.step_explained import Explanation
from engine.training import Run

_LARGEST_EXPONENT = 709.782712893384  # of e, in float64: beyond it plain Python raises
_WHY = {
    "OverflowError": "too large for Python",
    "ZeroDivisionError": "Python does not divide by 0",
    "ValueError": "Python has no root of a number below 0",
}


@dataclass(frozen=True)
class Limit:
    """What plain Python raises at a line, and what NumPy has there, as code."""

    error: str
    otherwise: str

    @property
    def code(self) -> str:
        """The line that catches it."""
        return f"except {self.error}:  # {_WHY[self.error]}"


def in_forward(run: Run, epochs: int) -> Iterator[tuple[str, Limit]]:
    """The values of the first `epochs` forward passes at which plain Python would raise."""
    begun = slice(0, epochs)
    for name in run.network.computed:
        node = run.network.values[name]
        if node.operation == "sigmoid":
            inner = run.value(node.inputs[0].name or "")[begun]
            if np.any(np.isfinite(inner) & (inner < -_LARGEST_EXPONENT)):
                yield name, Limit("OverflowError", "0.0")
        elif name == "loss" and np.any(np.isinf(run.loss[begun])):
            yield name, Limit("OverflowError", "math.inf")


def in_update(explained: Explanation, updates: int) -> Iterator[tuple[str, Limit]]:
    """The lines of one weight's first `updates` updates at which plain Python would raise, by their keys."""
    for line in explained.lines:
        given = {name: each[:updates] if each.ndim else each for name, each in explained.given[line.key].items()}
        found = _first_error(line.node, given)
        if found is not None:
            error, at = found
            yield line.key, Limit(error, _code(float(explained.results[line.key][at])))


def _first_error(node: Node, given: Mapping[str, NDArray[np.float64]]) -> tuple[str, int] | None:
    """What is raised first on the way to `node`, and at which entry; None if nothing is."""
    order = topological([node])
    value = dict(zip(order, evaluate(order, given), strict=True))
    first: tuple[str, int] | None = None
    for part in order:
        error, raises = _raises(part, [value[other] for other in part.inputs], value[part])
        if np.any(raises):
            at = int(np.argmax(raises)) if np.ndim(raises) else 0
            if first is None or at < first[1]:
                first = error, at
    return first


def _raises(part: Node, inputs: list[NDArray[np.float64]], result: NDArray[np.float64]) -> tuple[str, NDArray[np.bool]]:
    """Which error this one operation can raise, and at which entries it does."""
    if part.operation == "divide":
        return "ZeroDivisionError", np.asarray(inputs[1] == 0)
    if part.operation == "power":
        return "OverflowError", np.asarray(np.isfinite(inputs[0]) & np.isinf(result))
    if part.operation == "sqrt":
        return "ValueError", np.asarray(inputs[0] < 0)
    return "", np.asarray(False)


def _code(value: float) -> str:
    return f"{'-' if value < 0 else ''}math.inf" if math.isinf(value) else "math.nan"
