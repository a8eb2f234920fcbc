"""The learning rate that suits each optimizer on each landscape: what a race begins with.

Chosen from sweeps from the landscape's own start, each rule with its default settings: round rates with which 200
updates diverge nowhere and show what a rule is like. They are not each one's best: the fair race finds those.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# One row an optimizer, one column a landscape. Of a typed one nothing is known: its rates are careful ones.
_LANDSCAPES = ("linear_net", "bowl", "valley", "rosenbrock", "beale", "himmelblau", "saddle", "plateau", "typed")
_RATES = {
    "GradientDescent": (0.01, 0.1, 0.08, 0.002, 0.02, 0.01, 0.05, 0.5, 0.01),
    "Momentum": (0.005, 0.02, 0.01, 0.001, 0.002, 0.005, 0.01, 0.1, 0.001),
    "Nesterov": (0.005, 0.02, 0.01, 0.001, 0.002, 0.005, 0.01, 0.1, 0.001),
    "Adagrad": (0.1, 0.5, 0.5, 0.5, 1.0, 0.5, 0.05, 0.2, 0.3),
    "RMSprop": (0.01, 0.05, 0.05, 0.05, 0.05, 0.05, 0.01, 0.02, 0.03),
    "Adam": (0.1, 0.1, 0.1, 0.3, 0.2, 0.2, 0.02, 0.1, 0.1),
    "Adadelta": (5.0, 7.0, 7.0, 7.0, 5.0, 5.0, 0.3, 1.0, 5.0),
    "AdamW": (0.1, 0.1, 0.1, 0.3, 0.2, 0.2, 0.02, 0.1, 0.1),
    "NAdam": (0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.02, 0.1, 0.1),
    "AMSGrad": (0.1, 0.1, 0.1, 0.3, 0.2, 0.2, 0.02, 0.1, 0.1),
}
RATES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        landscape: MappingProxyType({name: rates[column] for name, rates in _RATES.items()})
        for column, landscape in enumerate(_LANDSCAPES)
    }
)
