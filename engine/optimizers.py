"""Optimizers: how a gradient becomes a new weight. Each rule is written once, in plain arithmetic.

Given numbers or arrays a rule computes; given nodes it yields its own formula and lines of code.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from engine.errors import SettingError
from engine.graph import Node, variable
from engine.inputs import as_numbers

State = dict[str, Any]


@dataclass(frozen=True)
class Optimizer:
    """What all optimizers share. A subclass adds its settings as fields, and its rule.

    A setting is a number, an array (many runs at once) or, in a symbolic optimizer, a node.
    """

    learning_rate: Any

    def __post_init__(self) -> None:
        for name, value in self.settings().items():
            if isinstance(value, Node):
                continue
            numbers = as_numbers(name, value)
            if not np.all(np.isfinite(numbers)) or np.any(numbers < 0):
                raise SettingError(f"{name} is {value}: it must be a finite number, 0 or more.")

    def settings(self) -> dict[str, Any]:
        """The settings by name."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def symbolic(self) -> Self:
        """The same optimizer with a node for every setting: its rule then yields formulas and code."""
        return dataclasses.replace(self, **{name: variable(name) for name in self.settings()})

    def init(self, parameter: Any) -> State:
        """What the optimizer remembers about one parameter before the first update."""
        return {}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """The parameter after one update, and what is remembered then. Changes nothing in place."""
        raise NotImplementedError


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    """A step against the gradient: w ← w − α · ∂L/∂w.

    Source: A. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées",
    Comptes rendus 25 (1847). `learning_rate` is α: finite, 0 or more.
    """

    learning_rate: Any = 0.01

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·g. It remembers nothing."""
        return parameter - self.learning_rate * gradient, state


def symbolic_update(optimizer: Optimizer, weight: str, gradient: Node) -> dict[str, Node]:
    """The update of one weight as nodes, by the name that each new value gets: memories first, the weight last."""
    parameter = variable(weight)
    remembered = {key: variable(f"{key}_{weight}") for key in optimizer.init(parameter)}
    new_parameter, new_state = optimizer.symbolic().update(gradient, remembered, parameter)
    named_state = {f"{key}_{weight}": node for key, node in new_state.items()}
    return {**named_state, weight: new_parameter}
