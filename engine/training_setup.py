"""What a training run is made of, in one object: the scripts, their output and the notebooks are read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.networks import Network
from engine.notation import gradient_name
from engine.optimizers import Optimizer
from engine.step_explained import explain
from engine.training import Run, train
from engine.walk import new_name

_LARGEST_EXPONENT = 709.782712893384  # of e, in float64: beyond it plain Python raises


@dataclass(frozen=True, eq=False)
class TrainingSetup:
    """A net of one example, where it starts, what it is shown, how it learns, and for how many epochs.

    `start` gives each weight, `data` each input and target: single numbers.
    """

    network: Network
    start: Mapping[str, float]
    data: Mapping[str, float]
    optimizer: Optimizer
    epochs: int

    @cached_property
    def run(self) -> Run:
        """The run, by the program that the engine writes, with all histories."""
        return train(self.network, self.start, self.data, self.optimizer, self.epochs)

    @property
    def columns(self) -> tuple[str, ...]:
        """What a row of the table of epochs shows beside its number; a net of many values shows its ends."""
        net = self.network
        if len(net.computed) > 3:
            return ("y_hat", "loss", *net.weights)
        return (*net.computed, *(gradient_name("loss", weight) for weight in net.weights), *net.weights)

    @property
    def every(self) -> int:
        """One row of the table for so many epochs; the first and the last have one always."""
        return next(step for step in (1, 2, 5, 10, 20, 50, self.epochs) if self.epochs <= 20 * step)

    @property
    def stops_at(self) -> int | None:
        """The first epoch whose loss is no finite number, counted from 1, if there is one."""
        broken = self.run.outcome.epoch
        return None if broken is None or broken >= self.epochs else broken + 1

    @property
    def rows(self) -> list[int]:
        """The epochs that have a row, counted from 1: those that end with a finite loss."""
        end = self.stops_at or self.epochs + 1
        return [epoch for epoch in range(1, end) if epoch in (1, self.epochs) or epoch % self.every == 0]

    def number(self, column: str, epoch: int) -> float:
        """One number of the table: of a weight the one after the update of this epoch, counted from 1."""
        run = self.run
        if column in self.network.weights:
            return float(run.value(column)[epoch])
        gradients = {gradient_name("loss", name): name for name in self.network.gradients}
        history = run.gradient(gradients[column]) if column in gradients else run.value(column)
        return float(history[epoch - 1])

    def first_epoch(self) -> dict[str, float]:
        """Every number that the lines of the first epoch find, by its name in the script, in their order."""
        net = self.network
        names = (*net.computed, *(gradient_name("loss", name) for name in net.differentiated))
        found = {name: self.number(name, 1) for name in names}
        for weight in net.weights:
            found |= {key: float(each[0]) for key, each in explain(self.run, weight).results.items()}
        return found

    @property
    def too_large_for_python(self) -> dict[str, str]:
        """The values at which plain Python would raise where NumPy goes on, and what NumPy has there, as code."""
        begun = slice(0, self.epochs)
        found: dict[str, str] = {}
        for name in self.network.computed:
            node, history = self.network.values[name], self.run.value(name)[begun]
            if node.operation == "sigmoid":
                inner = self.run.value(node.inputs[0].name or "")[begun]
                if np.any(np.isfinite(inner) & (inner < -_LARGEST_EXPONENT)):
                    found[name] = "0.0"
            elif name == "loss" and np.any(np.isinf(history)):
                found[name] = "math.inf"
        return found


def key_of(network: Network, name: str) -> str:
    """The key of the line that sets `name` in the update: as in `engine.walk`, `w1_new` for a weight."""
    return new_name(name) if name in network.weights else name
