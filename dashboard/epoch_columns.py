"""What the table of epochs has: on the screen, in the sentence of the player, and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.histories import MOST_POINTS
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.training import Run

ERROR = "error"  # the column of ŷ − y


@dataclass(frozen=True)
class Column:
    """A column of the table of epochs. `after`: the value after the epoch's update, not before it.

    `name`: a value, a gradient, or ERROR. `example`: of what has a number for each example, whose it is.
    """

    name: str
    title: str
    after: bool = False
    example: int = 0

    def history(self, run: Run) -> NDArray[np.float64]:
        """Its numbers before each update and after the last, shape (epochs + 1,)."""
        found = _history(run, self.name)
        return found if found.ndim == 1 else found[:, self.example]


def _history(run: Run, name: str) -> NDArray[np.float64]:
    if name == ERROR:
        return np.asarray(run.value("y_hat") - run.value("y"))
    by_gradient = {gradient_name("loss", other): other for other in run.network.differentiated}
    return run.gradient(by_gradient[name]) if name in by_gradient else run.value(name)


def columns(network: Network, example: int = 0) -> list[Column]:
    """The columns as the course prints them: the forward pass, the gradients, the weights after the update.

    A net with many values shows ŷ, its error and the loss of the forward pass. `example`: the one that is shown.
    """
    return [column for column in all_columns(network, (example,)) if column.name in _shown(network)]


def _shown(network: Network) -> list[str]:
    if len(network.computed) <= 3:
        return [*network.computed, *(gradient_name("loss", weight) for weight in network.weights), *network.weights]
    return ["y_hat", ERROR, "loss", *network.weights]


def all_columns(network: Network, examples: Sequence[int]) -> list[Column]:
    """Everything that a run keeps, for some of its examples, counted from 0."""
    weights = network.weights

    def of_examples(name: str, title: str) -> list[Column]:
        if not network.over_examples or name == "loss":
            return [Column(name, title)]
        return [Column(name, f"{title} (example {example + 1})", example=example) for example in examples]

    values = [(name, plain_name(name)) for name in network.computed]
    values.insert(-1, (ERROR, "ŷ − y"))
    return [
        *(column for name, title in values for column in of_examples(name, title)),
        *(Column(key, plain_name(key)) for key in (gradient_name("loss", weight) for weight in weights)),
        *(Column(name, f"{plain_name(name)} after", after=True) for name in weights),
    ]


def positions(epochs: int) -> list[int]:
    """After how many updates the player stands still: all of them, or of a long run every so many and the end."""
    step = -(-epochs // (MOST_POINTS - 2))
    return [*range(0, epochs, step), epochs]


def table(run: Run, shown: Sequence[Column], at: Sequence[int]) -> list[list[float]]:
    """A row for each epoch that begins after one of `at` updates: its number, and the columns."""
    begun = np.array([place for place in at if place < run.epochs], dtype=int)
    found = [column.history(run)[begun + column.after] for column in shown]
    return [[epoch + 1, *row] for epoch, *row in zip(begun.tolist(), *(each.tolist() for each in found), strict=True)]


def csv(run: Run) -> bytes:
    """Everything that the run keeps, with all digits and all epochs."""
    kept = all_columns(run.network, range(run.examples or 1))
    rows: list[list[Any]] = table(run, kept, range(run.epochs))
    frame = pd.DataFrame([row[1:] for row in rows], columns=[column.title for column in kept], dtype=float)
    frame.index = pd.RangeIndex(1, run.epochs + 1, name="epoch")
    return frame.to_csv().encode("utf-8-sig")  # Excel reads ŷ and ∂ only where a mark says UTF-8


def tidy_csv(run: Run) -> bytes:
    """The whole run with one number a row: `epoch` (how many updates before it), `name`, `value`, `gradient`.

    `gradient` is the derivative of the loss by that value. Over examples there is a column `example`, counted from 1: a
    value has the gradient of its own example's loss; what all examples share has none, and the gradient of the mean.
    """
    names = [*run.network.data, *run.network.weights, *run.network.computed]
    frames = [_tidy(run, name) for name in names]
    frame = pd.concat(frames, ignore_index=True)
    if not run.network.over_examples:
        frame = frame.drop(columns="example")
    return frame.to_csv(index=False).encode("utf-8-sig")


def _tidy(run: Run, name: str) -> pd.DataFrame:
    value = run.value(name)
    gradient = np.ones_like(value) if name == "loss" else np.broadcast_to(run.gradient(name), value.shape)
    examples = value.shape[1] if value.ndim > 1 else 1
    return pd.DataFrame(
        {
            "epoch": np.repeat(np.arange(run.epochs + 1), examples),
            "name": name,
            "example": pd.array(np.tile(np.arange(1, examples + 1), run.epochs + 1), dtype="Int64")
            if value.ndim > 1
            else pd.array([None] * (run.epochs + 1), dtype="Int64"),
            "value": value.ravel(),
            "gradient": gradient.ravel(),
        }
    )
