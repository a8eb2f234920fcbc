"""Gradient descent, and what becomes of it with a memory of the way so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.optimizers.optimizer import Optimizer, State


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


@dataclass(frozen=True)
class Momentum(Optimizer):
    """A ball that rolls on: each gradient is added to a velocity, of which a part is kept.

    velocity ← β · velocity + g, w ← w − α · velocity, as in PyTorch; textbooks also take the rate
    into the velocity, which is the same while the rate stays the same. Source: B. Polyak, "Some
    methods of speeding up the convergence of iteration methods", USSR Computational Mathematics and
    Mathematical Physics 4 (1964). `learning_rate` is α, 0 or more; `momentum` is β, from 0 to 1.
    """

    learning_rate: Any = 0.01
    momentum: Any = 0.9

    def init(self, parameter: Any) -> State:
        """Nothing moves yet: the first update is that of gradient descent."""
        return {"velocity": 0.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·velocity, with the velocity after this gradient."""
        velocity = self.momentum * state["velocity"] + gradient
        return parameter - self.learning_rate * velocity, {"velocity": velocity}


@dataclass(frozen=True)
class Nesterov(Momentum):
    """Momentum that looks ahead: the velocity counts once more before the step is made.

    velocity ← β · velocity + g, w ← w − α · (g + β · velocity): PyTorch's form, which takes the
    gradient where the weight stands; the paper takes it one look ahead. Source: Y. Nesterov, "A
    method of solving a convex programming problem with convergence rate O(1/k²)", Soviet Mathematics
    Doklady 27 (1983), in the form of I. Sutskever et al., "On the importance of initialization and
    momentum in deep learning", ICML (2013). Settings: as Momentum.
    """

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·(g + β·velocity), with the velocity after this gradient."""
        velocity = self.momentum * state["velocity"] + gradient
        return parameter - self.learning_rate * (gradient + self.momentum * velocity), {"velocity": velocity}
