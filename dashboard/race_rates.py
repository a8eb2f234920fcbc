"""The learning rate that suits each optimizer on each landscape: what a race begins with.

Chosen from sweeps from the landscape's own start, each rule with its default settings: round rates with which 200
updates diverge nowhere and show what a rule is like. They are not each one's best: the fair race finds those.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.optimizers import OPTIMIZERS

# In the order of the table of optimizers: GradientDescent, Momentum, Nesterov, Adagrad, RMSprop, Adam, Adadelta, AdamW,
# NAdam, AMSGrad.
_RATES = {
    "linear_net": (0.01, 0.005, 0.005, 0.1, 0.01, 0.1, 5.0, 0.1, 0.1, 0.1),
    "bowl": (0.1, 0.02, 0.02, 0.5, 0.05, 0.1, 7.0, 0.1, 0.1, 0.1),
    "valley": (0.08, 0.01, 0.01, 0.5, 0.05, 0.1, 7.0, 0.1, 0.1, 0.1),
    "rosenbrock": (0.002, 0.001, 0.001, 0.5, 0.05, 0.3, 7.0, 0.3, 0.1, 0.3),
    "beale": (0.02, 0.002, 0.002, 1.0, 0.05, 0.2, 5.0, 0.2, 0.2, 0.2),
    "himmelblau": (0.01, 0.005, 0.005, 0.5, 0.05, 0.2, 5.0, 0.2, 0.2, 0.2),
    "saddle": (0.05, 0.01, 0.01, 0.05, 0.01, 0.02, 0.3, 0.02, 0.02, 0.02),
    "plateau": (0.5, 0.1, 0.1, 0.2, 0.02, 0.1, 1.0, 0.1, 0.1, 0.1),
    "typed": (0.01, 0.001, 0.001, 0.3, 0.03, 0.1, 5.0, 0.1, 0.1, 0.1),  # careful ones: nothing is known of it
}
RATES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {key: MappingProxyType(dict(zip(OPTIMIZERS, rates, strict=True))) for key, rates in _RATES.items()}
)
