"""What a training run is made of, in one object: the scripts, their output and the notebooks are read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.networks import Network
from engine.notation import gradient_name, mean_name
from engine.optimizers import Optimizer
from engine.script_limits import Limit, in_forward, in_update
from engine.step_explained import Explanation, explain
from engine.training import Run, train
from engine.training_arguments import Datum
from engine.walk import new_name


@dataclass(frozen=True, eq=False)
class TrainingSetup:
    """A net, where it starts, what it is shown, how it learns, and for how many epochs.

    `start` gives each weight, `data` each input and target: a number or, over examples, one entry an example.
    """

    network: Network
    start: Mapping[str, float]
    data: Mapping[str, Datum]
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
        if net.over_examples:
            return (mean_name("loss"), *net.weights)
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

    def steady_until(self, within: float) -> int:
        """The last epoch up to which a run from weights that differ in their last digit has the same numbers.

        `within`: how far they may be apart, as a part of the number where that is above 1.
        """
        step = float(np.finfo(float).eps)
        other = replace(self, start={name: value + step * max(1.0, abs(value)) for name, value in self.start.items()})
        for epoch in self.rows:
            for column in self.columns:
                mine, its = self.number(column, epoch), other.number(column, epoch)
                if not abs(mine - its) <= within * max(1.0, abs(mine)):
                    return epoch - 1
        return self.epochs

    def number(self, column: str, epoch: int) -> float:
        """One number of the table: of a weight the one after the update of this epoch, counted from 1."""
        run = self.run
        if column == mean_name("loss"):
            return float(run.loss[epoch - 1])
        if column in self.network.weights:
            return float(run.value(column)[epoch])
        gradients = {gradient_name("loss", name): name for name in self.network.gradients}
        history = run.gradient(gradients[column]) if column in gradients else run.value(column)
        return float(history[epoch - 1])

    @cached_property
    def explained(self) -> dict[str, Explanation]:
        """Of each weight the updates, line by line."""
        return {weight: explain(self.run, weight) for weight in self.network.weights}

    def each(self, name: str) -> list[float]:
        """An input or the target: its numbers, one for each example."""
        return [*map(float, np.atleast_1d(np.asarray(self.data[name], dtype=float)))]

    @cached_property
    def limits_of_python(self) -> dict[str, Limit]:
        """The lines, by their keys, at which plain Python would raise where NumPy goes on."""
        updates = self.epochs if self.stops_at is None else self.stops_at - 1
        found = dict(in_forward(self.run, self.epochs))
        for explained in self.explained.values():
            found |= {key_of(self.network, key): limit for key, limit in in_update(explained, updates)}
        return found


def key_of(network: Network, name: str) -> str:
    """The key of the line that sets `name` in the update: as in `engine.walk`, `w1_new` for a weight."""
    return new_name(name) if name in network.weights else name


def of_weights(network: Network) -> tuple[str, ...]:
    """The names of the gradients of the weights, in the order in which the backward pass finds them."""
    return tuple(gradient_name("loss", name) for name in network.differentiated if name in network.weights)
