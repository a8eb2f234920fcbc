"""Difference quotients, and the check of every gradient against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, Literal

import numpy as np

from engine.backpropagation import adjoints, gradients
from engine.graph import ZERO, Node, apply, named_nodes, substitute, variable
from engine.networks import Network
from engine.program import evaluate

Verdict = Literal["agrees", "differs", "too small to compare", "a corner: the two sides differ", "not a finite number"]

# Source of the step: truncation error ~ Δx² and round-off ~ ε/Δx balance near ε^(1/3) (Press et al.,
# "Numerical Recipes", section 5.7).
STEP = float(np.cbrt(np.finfo(np.float64).eps))
TOLERANCE = 1e-6


def forward(function: Callable[[Any], Any], x: Any, step: Any) -> Any:
    """(f(x + Δx) − f(x)) / Δx. `step` is Δx."""
    return (function(x + step) - function(x)) / step


def backward(function: Callable[[Any], Any], x: Any, step: Any) -> Any:
    """(f(x) − f(x − Δx)) / Δx. `step` is Δx."""
    return (function(x) - function(x - step)) / step


def central(function: Callable[[Any], Any], x: Any, step: Any) -> Any:
    """(f(x + Δx) − f(x − Δx)) / 2Δx. `step` is Δx."""
    return (function(x + step) - function(x - step)) / (2 * step)


@dataclass(frozen=True)
class Comparison:
    """One gradient, by backpropagation and by central difference, and whether they agree.

    `error` is relative to the larger of the two; None where there is nothing to compare.
    """

    name: str
    gradient: float
    difference: float
    error: float | None
    verdict: Verdict


@dataclass(frozen=True)
class GradientCheck:
    """All comparisons at one point."""

    comparisons: tuple[Comparison, ...]

    @property
    def worst(self) -> float:
        """The largest relative error; 0 where nothing could be compared."""
        return max((comparison.error for comparison in self.comparisons if comparison.error is not None), default=0.0)

    @property
    def passed(self) -> bool:
        """Whether no gradient differs from its central difference."""
        return all(comparison.verdict != "differs" for comparison in self.comparisons)


def check_gradients(
    of: Network | Node, values: Mapping[str, float], derivatives: Mapping[str, Node] | None = None
) -> GradientCheck:
    """Compare the gradient by every named value, hidden ones too, with the central difference.

    `values` gives every variable one number. `derivatives` are the gradients to check; by default
    those of `engine.backpropagation`. The tolerance is mixed: relative, but never finer than the
    error of the difference itself. Raises UnknownNameError for a variable without a value.
    """
    output = of.loss if isinstance(of, Network) else of
    found = gradients(output) if derivatives is None else derivatives
    values_here = dict(zip(named := named_nodes(output), evaluate(list(named.values()), values), strict=True))
    comparisons = [
        _compare(output, name, float(evaluate([found[name]], values)[0]), values, float(values_here[name]))
        for name in named
        if named[name] is not output
    ]
    return GradientCheck(tuple(comparisons))


def _compare(output: Node, name: str, gradient: float, values: Mapping[str, float], at: float) -> Comparison:
    """Nudge the value `name` alone, whatever it is computed from, and see how the output moves."""
    freed = substitute(output, {named_nodes(output)[name]: variable(name)})
    step = STEP * max(1.0, abs(at))

    def function(x: float) -> float:
        return float(evaluate([freed], {**values, name: x})[0])

    def compare_by(step: float) -> Comparison:
        rounding = evaluate([_rounding(freed)], {**values, name: np.array([at - step, at + step])})[0]
        return _verdict(name, gradient, function, at, step, float(np.max(rounding)) / step)

    found = compare_by(step)
    if found.verdict in ("differs", "too small to compare"):  # a corner may lie within the step: look from nearer
        nearer = compare_by(step / 64)
        return nearer if nearer.verdict == "agrees" or nearer.difference == gradient else found
    return found


@lru_cache(maxsize=256)
def _rounding(output: Node) -> Node:
    """How far rounding may move `output`: each value v on the way is off by ε·v, and so moves it by ε·v·∂output/∂v."""
    terms = [apply("abs", node * adjoint) for node, adjoint in adjoints(output).items() if node.value is None]
    return float(np.finfo(np.float64).eps) * reduce(lambda left, right: left + right, terms, ZERO)


def _verdict(
    name: str, gradient: float, function: Callable[[float], float], at: float, step: float, round_off: float
) -> Comparison:
    """The gradient against the central difference with one step, whose result may be off by `round_off`."""
    difference = central(function, at, step)
    # Two kinds of error of the difference itself: by rounding, and by the bend within the step, which shows
    # in how much half the step changes (of an error that falls by the square of the step, three quarters).
    bound = 10 * round_off + 2 * abs(difference - central(function, at, step / 2))
    if not np.isfinite([gradient, difference]).all():
        return Comparison(name, gradient, difference, None, "not a finite number")
    if _is_corner(function, at, step, round_off):
        return Comparison(name, gradient, difference, None, "a corner: the two sides differ")
    size, distance = max(abs(gradient), abs(difference)), abs(gradient - difference)
    if distance > TOLERANCE * size + bound + np.finfo(np.float64).tiny:
        return Comparison(name, gradient, difference, distance / size, "differs")
    if size <= 100 * bound + np.finfo(np.float64).tiny:
        return Comparison(name, gradient, difference, None, "too small to compare")
    return Comparison(name, gradient, difference, distance / size, "agrees")


def _is_corner(function: Callable[[float], float], at: float, step: float, round_off: float) -> bool:
    """At a corner the slopes of the two sides stay apart, however small the step; elsewhere they meet."""
    gaps = [abs(forward(function, at, size) - backward(function, at, size)) for size in (step, step / 4)]
    return bool(gaps[0] > 100 * round_off and gaps[1] > max(0.9 * gaps[0], 400 * round_off))
