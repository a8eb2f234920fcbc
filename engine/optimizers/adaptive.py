"""A rate of its own for each weight: the step is divided by the size of that weight's gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.elementary import named, sqrt
from engine.optimizers.optimizer import Optimizer, State


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """Divides by the root of the sum of all squared gradients so far: steps only become shorter.

    s ← s + g², w ← w − α · g / (√s + ε). Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient
    methods for online learning and stochastic optimization", Journal of Machine Learning Research 12
    (2011). `learning_rate` is α and `epsilon` is ε, which keeps the division from 0: both 0 or more.
    """

    learning_rate: Any = 0.01
    epsilon: Any = 1e-10

    def init(self, parameter: Any) -> State:
        """The sum is empty."""
        return {"sum_of_squares": 0.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·g/(√s + ε), with the sum s after this gradient."""
        total = state["sum_of_squares"] + gradient**2
        step = self.learning_rate * gradient / (sqrt(total) + self.epsilon)
        return parameter - step, {"sum_of_squares": total}


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """Divides by the root of a mean of the squared gradients that forgets: v ← ρ · v + (1 − ρ) · g².

    w ← w − α · g / (√v + ε), ε outside the root as in PyTorch. Since v starts at 0, uncorrected, the
    first step is 1/√(1 − ρ) times the rate. `centered` divides by the spread around the mean gradient
    m instead, √(v − m²), which rounding can make the root of a number below 0, nan, where a gradient
    stays the same for long; so it is in PyTorch. Sources: T. Tieleman, G. Hinton, "Lecture 6.5:
    RMSprop", Coursera (2012); centred: A. Graves, "Generating sequences with recurrent neural
    networks", arXiv:1308.0850 (2013). `learning_rate` is α, 0 or more; `decay` is ρ, at least 0 and
    below 1; `epsilon` is ε, 0 or more.
    """

    OPTIONS: ClassVar[tuple[str, ...]] = ("centered",)

    learning_rate: Any = 0.01
    decay: Any = 0.99
    epsilon: Any = 1e-8
    centered: bool = False

    def init(self, parameter: Any) -> State:
        """Both means start at 0."""
        return {"v": 0.0, "m": 0.0} if self.centered else {"v": 0.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·g/(√v + ε), with the mean v after this gradient; centred, v − m² for v."""
        new = {"v": self.decay * state["v"] + (1 - self.decay) * gradient**2}
        spread = new["v"]
        if self.centered:
            new["m"] = self.decay * state["m"] + (1 - self.decay) * gradient
            spread = new["v"] - new["m"] ** 2
        return parameter - self.learning_rate * gradient / (sqrt(spread) + self.epsilon), new


@dataclass(frozen=True)
class Adadelta(Optimizer):
    """Steps as long as the last steps were, divided by the size of the gradients: it needs no rate of its own.

    v ← ρ · v + (1 − ρ) · g², δ = √(u + ε) / √(v + ε) · g, u ← ρ · u + (1 − ρ) · δ², w ← w − α · δ. Here ε
    stands inside the roots, and it is what the first step comes from. Source: M. Zeiler, "ADADELTA: an
    adaptive learning rate method", arXiv:1212.5701 (2012), where α is 1. `learning_rate` is α, 0 or
    more; `decay` is ρ, at least 0 and below 1; `epsilon` is ε, 0 or more.
    """

    learning_rate: Any = 1.0
    decay: Any = 0.9
    epsilon: Any = 1e-6

    def init(self, parameter: Any) -> State:
        """The means of the squared gradients, v, and of the squared steps, u, start at 0."""
        return {"v": 0.0, "u": 0.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·δ, where δ takes the steps up to the last one and the gradients up to this one."""
        v = self.decay * state["v"] + (1 - self.decay) * gradient**2
        delta = named("delta", sqrt(state["u"] + self.epsilon) / sqrt(v + self.epsilon) * gradient)
        u = self.decay * state["u"] + (1 - self.decay) * delta**2
        return parameter - self.learning_rate * delta, {"v": v, "u": u}
