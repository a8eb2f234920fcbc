"""Learning-rate schedules: an optimizer around another one, whose learning rate depends on the update's number.

`CosineAnnealing(Adam(0.1), cosine_updates=200)` is an optimizer like any other. Schedules can be put
into one another: `WarmUp(CosineAnnealing(…))` warms up the rate that then falls.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from engine.elementary import cos, floor, minimum, named
from engine.errors import SettingError
from engine.optimizers.momentum import GradientDescent
from engine.optimizers.optimizer import Optimizer, State


@dataclass(frozen=True)
class Schedule(Optimizer):
    """An optimizer whose rate changes from update to update. A subclass says how, in `rate`.

    `optimizer`: the one that makes the steps; its learning rate is the α of the schedule. Raises
    SettingError where a schedule stands inside another one of its own kind. `NAME`: what the rate of
    the moment is called in formulas and code.
    """

    OPTIONS: ClassVar[tuple[str, ...]] = ("optimizer",)
    NAME: ClassVar[str] = "scheduled_rate"

    optimizer: Optimizer = dataclasses.field(default_factory=GradientDescent)

    def __post_init__(self) -> None:
        inner = self.optimizer
        while isinstance(inner, Schedule):
            if inner.NAME == self.NAME:
                raise SettingError(f"{type(self).__name__} stands inside another {type(inner).__name__}: use one.")
            inner = inner.optimizer
        super().__post_init__()

    @property
    def learning_rate(self) -> Any:
        """The α of the optimizer inside, before any schedule."""
        return self.optimizer.learning_rate

    def settings(self) -> dict[str, Any]:
        """The settings of the optimizer inside, and those of the schedule."""
        return {**self.optimizer.settings(), **self.own_settings()}

    def symbolic(self) -> Self:
        """The same schedule, and the optimizer inside, with a node for every setting."""
        return dataclasses.replace(super().symbolic(), optimizer=self.optimizer.symbolic())

    def with_rate(self, learning_rate: Any) -> Self:
        """The same schedule of another α."""
        return dataclasses.replace(self, optimizer=self.optimizer.with_rate(learning_rate))

    def rate(self, step: Any) -> Any:
        """The learning rate of update number `step`, counted from 1: a number, an array or a node."""
        raise NotImplementedError

    def init(self, parameter: Any) -> State:
        """No update was made; and what the optimizer inside remembers."""
        return {"step": 0.0, **self.optimizer.init(parameter)}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """The update of the optimizer inside, at the rate of this update."""
        step = state["step"] + 1
        inner = self.optimizer.with_rate(named(self.NAME, self.rate(step)))
        moved, new = inner.update(gradient, {key: state[key] for key in self.optimizer.init(parameter)}, parameter)
        return moved, {"step": step, **new}


@dataclass(frozen=True)
class Constant(Schedule):
    """The rate stays α: what the others are compared with."""

    NAME: ClassVar[str] = "constant_rate"

    def rate(self, step: Any) -> Any:
        """α."""
        return self.learning_rate


@dataclass(frozen=True)
class StepDecay(Schedule):
    """The rate drops every so many updates: α · drop^⌊(t − 1) / every⌋.

    As PyTorch's StepLR. `drop`: what is left of the rate at each drop, from 0 to 1; `drop_every`: how
    many updates share one rate, 1 or more.
    """

    NAME: ClassVar[str] = "step_rate"

    drop: Any = 0.5
    drop_every: Any = 30.0

    def rate(self, step: Any) -> Any:
        """α · drop^⌊(t − 1) / every⌋."""
        return self.learning_rate * self.drop ** floor((step - 1) / self.drop_every)


@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """The rate shrinks by the same factor at each update: α · γ^(t − 1).

    As PyTorch's ExponentialLR. `rate_decay` is γ, from 0 to 1.
    """

    NAME: ClassVar[str] = "exponential_rate"

    rate_decay: Any = 0.98

    def rate(self, step: Any) -> Any:
        """α · γ^(t − 1)."""
        return self.learning_rate * self.rate_decay ** (step - 1)


@dataclass(frozen=True)
class CosineAnnealing(Schedule):
    """The rate glides down along half a wave of the cosine, slowly at both ends, and stays at the bottom.

    α_end + (α − α_end) · (1 + cos(π · min(t − 1, T) / T)) / 2. Source: I. Loshchilov, F. Hutter, "SGDR:
    stochastic gradient descent with warm restarts", ICLR (2017), without restarts. `cosine_updates`
    is T, 1 or more; `final_rate` is α_end, 0 or more.
    """

    NAME: ClassVar[str] = "cosine_rate"

    cosine_updates: Any = 100.0
    final_rate: Any = 0.0

    def rate(self, step: Any) -> Any:
        """α_end + (α − α_end) · (1 + cos(π · min(t − 1, T) / T)) / 2."""
        angle = math.pi * minimum(step - 1, self.cosine_updates) / self.cosine_updates
        return self.final_rate + (self.learning_rate - self.final_rate) * (1 + cos(angle)) / 2


@dataclass(frozen=True)
class WarmUp(Schedule):
    """The rate grows in equal steps to α, which it has from update W on: α · min(1, t / W).

    Source: P. Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour",
    arXiv:1706.02677 (2017). `warm_up_updates` is W, 1 or more.
    """

    NAME: ClassVar[str] = "warm_up_rate"

    warm_up_updates: Any = 10.0

    def rate(self, step: Any) -> Any:
        """α · min(1, t / W)."""
        return self.learning_rate * minimum(1.0, step / self.warm_up_updates)


SCHEDULES: dict[str, type[Schedule]] = {
    kind.__name__: kind for kind in (Constant, StepDecay, ExponentialDecay, CosineAnnealing, WarmUp)
}


def taken_apart(optimizer: Optimizer) -> tuple[Optimizer, Schedule | None]:
    """The optimizer inside a schedule, and the schedule; of one without a schedule itself, and None."""
    return (optimizer.optimizer, optimizer) if isinstance(optimizer, Schedule) else (optimizer, None)
