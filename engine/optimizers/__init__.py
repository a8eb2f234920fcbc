"""Optimizers: how a gradient becomes a new weight. Each rule is written once, in plain arithmetic.

Given numbers or arrays a rule computes; given nodes it yields its own formula and lines of code. All
follow PyTorch's definitions. `momentum` has gradient descent and its rolling ball, `adaptive` the
rates for each weight, `adam` both in one, `schedules` rates that change, `optimizer` what they share.
"""

from engine.optimizers.adam import Adam, AdamW, AMSGrad, NAdam
from engine.optimizers.adaptive import Adadelta, Adagrad, RMSprop
from engine.optimizers.momentum import GradientDescent, Momentum, Nesterov
from engine.optimizers.optimizer import Optimizer, State, initial_state, symbolic_update
from engine.optimizers.schedules import (
    SCHEDULES,
    Constant,
    CosineAnnealing,
    ExponentialDecay,
    Schedule,
    StepDecay,
    WarmUp,
    taken_apart,
)

# In the order of the course: the first six are raced, the others come after them.
OPTIMIZERS: dict[str, type[Optimizer]] = {
    kind.__name__: kind
    for kind in (
        GradientDescent,
        Momentum,
        Nesterov,
        Adagrad,
        RMSprop,
        Adam,
        Adadelta,
        AdamW,
        NAdam,
        AMSGrad,
    )
}

__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "AMSGrad",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Constant",
    "CosineAnnealing",
    "ExponentialDecay",
    "GradientDescent",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Optimizer",
    "RMSprop",
    "Schedule",
    "State",
    "StepDecay",
    "WarmUp",
    "initial_state",
    "symbolic_update",
    "taken_apart",
]
