"""The nets of the course with their numbers: what the parts of the dashboard are tried on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine import networks
from engine.networks import Network
from engine.optimizers import GradientDescent
from engine.walk import Step, of_example, steps


@dataclass(frozen=True)
class Lesson:
    """A net, its weights and data, and its optimizer. Over examples one of them, `example`, is shown."""

    network: Network
    values: dict[str, float]
    optimizer: GradientDescent
    examples: dict[str, list[float]] | None = None
    example: int = 0

    @property
    def start(self) -> dict[str, float]:
        return {name: self.values[name] for name in self.network.weights}

    @property
    def data(self) -> dict:
        return self.examples or {name: self.values[name] for name in self.network.data}

    @property
    def walk(self) -> tuple[Step, ...]:
        return steps(self.network, self.optimizer.symbolic())

    def step(self, key: str) -> Step:
        return next(step for step in self.walk if step.key == key)


def linear(loss: networks.LossConvention = "half_squared", **changed: float) -> Lesson:
    values = {**networks.LINEAR_START, **networks.LINEAR_DATA, **changed}
    return Lesson(networks.linear(loss), values, GradientDescent(networks.LINEAR_RATE))


def sigmoid(loss: networks.LossConvention = "half_squared", **changed: float) -> Lesson:
    values = {**networks.SIGMOID_START, **networks.SIGMOID_DATA, **changed}
    return Lesson(networks.sigmoid(loss), values, GradientDescent(networks.SIGMOID_RATE))


def over_examples(activation: networks.Activation = "tanh", example: int = 2) -> Lesson:
    """The sigmoid net with biases on the rows of OR, one of which is shown."""
    network = networks.sigmoid(activation=activation, has_biases=True, over_examples=True)
    start = {**networks.SIGMOID_START, **networks.SIGMOID_BIASES}
    data = {"x1": [0.0, 0.0, 1.0, 1.0], "x2": [0.0, 1.0, 0.0, 1.0], "y": [0.0, 1.0, 1.0, 1.0]}
    values = of_example(network, start, data, example)
    return Lesson(network, values, GradientDescent(networks.SIGMOID_RATE), data, example)


LESSONS = [linear(), linear("squared"), sigmoid(), sigmoid("squared"), over_examples(), over_examples("relu")]
each_net = pytest.mark.parametrize(
    "lesson",
    LESSONS,
    ids=[
        "linear, with ½",
        "linear, without ½",
        "sigmoid, with ½",
        "sigmoid, without ½",
        "tanh, examples",
        "relu, examples",
    ],
)
