"""What a visitor has set on the screen of a net, and the run that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.networks import Network
from engine.optimizers import GradientDescent
from engine.training import Run, train
from engine.training_arguments import Datum
from engine.walk import Values, of_example


@dataclass(frozen=True)
class NetSettings:
    """A net, where it starts, what it is shown, and how it learns.

    `start` gives each weight, `data` each input and target; over examples one entry an example, and
    `example` (counted from 0) is the one whose numbers are walked through. All numbers are within
    the limits of the screen's inputs.
    """

    network: Network
    start: Mapping[str, float]
    data: Mapping[str, Datum]
    learning_rate: float
    epochs: int
    example: int = 0

    @property
    def optimizer(self) -> GradientDescent:
        """Gradient descent with the chosen rate."""
        return GradientDescent(self.learning_rate)

    @property
    def values(self) -> Values:
        """All numbers that one update of the example that is shown is given."""
        return of_example(self.network, self.start, self.data, self.example)

    def trained(self) -> Run:
        """The run, with all histories: it takes less time than to look it up in a cache."""
        return train(self.network, self.start, self.data, self.optimizer, self.epochs)
