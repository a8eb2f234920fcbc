"""What goes wrong when the first step of an optimizer is worked out by hand: each slip with the number it gives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.graph import Node
from engine.optimizers import Adam, GradientDescent, Optimizer, RMSprop, Schedule
from engine.training import descend

Kind = Literal[
    "plus for minus",
    "gradient descent",
    "sign only",
    "means not corrected",
    "means corrected",
    "rate left out",
    "other coordinate",
    "only the step",
]


@dataclass(frozen=True)
class StepSlip:
    """A slip, and the coordinate after the step that it leads to."""

    kind: Kind
    number: float


def first_step(function: Node, start: Mapping[str, float], optimizer: Optimizer, name: str) -> float:
    """The coordinate `name` after the first step of `optimizer` from `start`."""
    return float(descend(function, start, optimizer, 1).value(name)[1])


def step_slips(function: Node, start: Mapping[str, float], optimizer: Optimizer, name: str) -> tuple[StepSlip, ...]:
    """The slips that lead to another number than the right one, each number once."""
    run = descend(function, start, optimizer, 1)
    right, old = float(run.value(name)[1]), float(run.value(name)[0])
    gradient, rate = float(run.gradient(name)[0]), float(optimizer.learning_rate)
    inner = optimizer.optimizer if isinstance(optimizer, Schedule) else optimizer
    found: list[tuple[Kind, float]] = [
        ("plus for minus", 2 * old - right),
        *_of_means(function, start, inner, name),
        ("gradient descent", first_step(function, start, GradientDescent(rate), name)),
        ("sign only", old - math.copysign(rate, gradient)),
        ("only the step", right - old),
    ]
    if rate:
        found.append(("rate left out", old - (old - right) / rate))
    found += [("other coordinate", float(run.value(other)[1])) for other in start if other != name]
    kept: list[StepSlip] = []
    for kind, number in found:
        known = [right, old, *(slip.number for slip in kept)]
        if math.isfinite(number) and not any(math.isclose(number, other, rel_tol=1e-6) for other in known):
            kept.append(StepSlip(kind, number))
    return tuple(kept)


def _of_means(function: Node, start: Mapping[str, float], rule: Optimizer, name: str) -> list[tuple[Kind, float]]:
    """What comes out where the means of the rule are corrected for their start at 0 and should not be, or are not."""
    if isinstance(rule, RMSprop):
        # with ρ = 0 the mean is the gradient's own square, which is what the correction makes of it at first
        return [("means corrected", first_step(function, start, replace(rule, decay=0.0, centered=False), name))]
    if isinstance(rule, Adam):
        run = descend(function, start, rule, 1)
        old, gradient = float(run.value(name)[0]), float(run.gradient(name)[0])
        mean, squares = (1 - rule.beta1) * gradient, (1 - rule.beta2) * gradient**2
        if divisor := math.sqrt(squares) + rule.epsilon:
            return [("means not corrected", old - rule.learning_rate * mean / divisor)]
    return []
