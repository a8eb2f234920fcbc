"""What is said about the updates of one weight: sentences for cases, and the numbers that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.notation import plain_name
from engine.optimizers import AdamW, Optimizer

Array = NDArray[np.float64]
Numbers = Mapping[str, Array]


@dataclass
class Reasons:
    """Sentences for all updates of one weight, of which the first that holds is said.

    `numbers`: the places of the rule's lines, each an array (updates,) or a single number for all. `before_m`
    is what m was before the update. `found` has what the sentences need beside them.
    """

    numbers: Numbers
    weight: str
    gradient: str
    optimizer: Optimizer
    rate_name: str
    found: dict[str, Array] = field(default_factory=dict)
    cases: list[tuple[NDArray[np.bool_], str]] = field(default_factory=list)

    @property
    def g(self) -> Array:
        """The gradient of each update."""
        return self.numbers[self.gradient]

    @property
    def w(self) -> str:
        """The weight as it is written."""
        return plain_name(self.weight)

    @property
    def rate(self) -> str:
        """The rate as it is written: α, or that of the schedule."""
        return plain_name(self.rate_name) if self.rate_name == "learning_rate" else f"the {plain_name(self.rate_name)}"

    def say(self, holds: Any, sentence: str) -> None:
        """`sentence` where `holds` is true and no sentence before holds."""
        self.cases.append((np.broadcast_to(holds, self.g.shape), sentence))

    def find(self, **found: Any) -> None:
        """Numbers for the sentences, by the names of their places."""
        self.found |= {name: np.broadcast_to(values, self.g.shape) for name, values in found.items()}

    @property
    def decayed(self) -> Any:
        """What the weight loses by its own decay at each update: 0 where the rule has none."""
        if not isinstance(self.optimizer, AdamW):
            return 0.0
        return self.numbers[self.rate_name] * self.numbers["weight_decay"] * self.numbers[f"before_{self.weight}"]
