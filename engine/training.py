"""Training: the written loop of a net, run on numbers, with every value of every epoch kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingError, ShapeError, UnknownNameError
from engine.graph import Node, named_nodes
from engine.matrix_shapes import shapes_of
from engine.networks import Network
from engine.notation import gradient_name
from engine.optimizers import Optimizer
from engine.program import Number, broadcast_shape, evaluate
from engine.training_arguments import Datum, check_names, count_examples, finite_numbers, names_to_keep
from engine.training_program import TrainingProgram, training_program

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """How a run ended. `epoch`: the first entry of the loss that is not finite, if there is one."""

    kind: Literal["finished", "diverged"]
    epoch: int | None = None


@dataclass(frozen=True, eq=False)
class Run:
    """A finished training run.

    Entry k of a history is the forward pass, or the gradient, after k updates; entry 0 is the
    start. A run of many starts or rates at once has their axes behind the first one. Over examples,
    values and the gradients of values have one axis more, that of the examples, behind the first;
    weights, their gradients and the loss, which are means, do not. Of a net of matrices each value and
    its gradient have the axes of that value behind the first. All other histories lie in one block
    of memory: who keeps a single one of a large run for long should copy it.
    """

    network: Network
    optimizer: Optimizer
    epochs: int
    inputs: Mapping[str, Number]
    histories: Mapping[str, Array]
    shape: tuple[int, ...]
    examples: int | None = None

    def value(self, name: str) -> Array:
        """The history of a named value, shape (epochs + 1, …). Raises UnknownNameError."""
        if name in self.network.data:
            return np.broadcast_to(self.inputs[name], self._history_of(name))
        if name not in self.network.values:
            raise UnknownNameError(f"This net has no value {name!r}. It has: {', '.join(self.network.values)}.")
        return self._kept(name)

    def gradient(self, name: str) -> Array:
        """The history of the derivative of the loss by `name`, shape (epochs + 1, …). Raises UnknownNameError."""
        node = self.network.gradient(name)
        if name in self.network.differentiated:
            return self._kept(gradient_name("loss", name))
        # the training loop has no use for the gradients of data: they are worked out when somebody asks
        needed = [part for part, value in named_nodes(node).items() if value.operation == "variable"]
        if self.network.has_matrices:
            return self._gradient_of_matrix(node, {part: self.value(part) for part in needed}, self.value(name).shape)
        found = evaluate([node], {part: self._beside_examples(part) for part in needed})[0]
        return np.broadcast_to(found, self._history_of(name))

    @property
    def loss(self) -> Array:
        """The history of the loss."""
        return self.value("loss")

    @property
    def diverged_at(self) -> NDArray[np.int64]:
        """For each run, the first entry of its loss that is not finite; −1 where all are. Shape (…)."""
        broken = ~np.isfinite(self.loss)
        return np.where(broken.any(axis=0), broken.argmax(axis=0), -1)

    @property
    def outcome(self) -> Outcome:
        """How the run ended; of many runs at once, diverged if one of them did, at the earliest epoch."""
        at = self.diverged_at
        broken = at[at >= 0]
        return Outcome("diverged", int(broken.min())) if broken.size else Outcome("finished")

    def _history_of(self, name: str) -> tuple[int, ...]:
        """The shape of the history of `name`, a value of the data, or of its gradient."""
        if self.network.has_matrices:
            return (self.epochs + 1, *np.shape(self.inputs[name]))
        return (self.epochs + 1, *(() if self.examples is None else (self.examples,)), *self.shape)

    def _gradient_of_matrix(self, node: Node, histories: Mapping[str, Array], shape: tuple[int, ...]) -> Array:
        """`node` at each epoch, one after the other: a matrix of matrices is none that programs work on."""
        found = np.empty(shape)
        for epoch in range(self.epochs + 1):
            found[epoch] = evaluate([node], {part: history[epoch] for part, history in histories.items()})[0]
        return found

    def _beside_examples(self, name: str) -> Array:
        """The history of a variable, with an axis for the examples also where it is a weight's."""
        found = self.value(name)
        return found if self.examples is None or name in self.network.data else found[:, None]

    def _kept(self, name: str) -> Array:
        try:
            return self.histories[name]
        except KeyError:
            raise UnknownNameError(
                f"The history of {name!r} was not kept. This run kept: {', '.join(self.histories)}."
            ) from None


def train(
    network: Network,
    start: Mapping[str, Number],
    data: Mapping[str, Datum],
    optimizer: Optimizer,
    epochs: int,
    keep: Collection[str] | None = None,
) -> Run:
    """Train `network` for `epochs` updates, by the program that `engine.training_program` writes for it.

    `start` gives every weight, `data` every input and target: single numbers, or arrays that
    broadcast, to train many at once. Of a net over examples each of `data` is an array of one entry
    an example. A net of matrices takes them as two-dimensional arrays, and trains one start at a
    time. `keep` names the values and gradients (`"w1"`, `"dL_dw1"`) whose histories are wanted;
    by default all are kept, the loss always. Divergence is an outcome, not an error: see
    `Run.outcome`. Raises UnknownNameError, ShapeError or SettingError for arguments that do not fit.
    """
    check_names("start", start, network.weights)
    check_names("data", data, network.data)
    if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)) or epochs < 0:
        raise SettingError(f"epochs is {epochs!r}: it must be a whole number, 0 or more.")
    inputs = {name: finite_numbers(name, value) for name, value in {**start, **data, **optimizer.settings()}.items()}
    program = training_program(network, optimizer.symbolic(), names_to_keep(network, keep))
    if network.has_matrices:
        return _train_matrices(network, inputs, optimizer, epochs, program)
    several = network.data if network.over_examples else ()
    shape = broadcast_shape({name: np.shape(value) for name, value in inputs.items() if name not in several})
    examples = count_examples({name: inputs[name] for name in several}) if network.over_examples else None
    inputs |= {name: np.reshape(inputs[name], (-1, *(1 for _ in shape))) for name in several}
    room = (epochs, shape) if examples is None else (epochs, shape, examples)
    with np.errstate(all="ignore"):
        found = program.run(*(inputs[name] for name in program.inputs), *room)
    blocks = (found, ()) if examples is None else found
    kept = (program.kept, program.kept_by_example)
    histories = {
        name: row for names, block in zip(kept, blocks, strict=True) for name, row in zip(names, block, strict=True)
    }
    return Run(network, optimizer, int(epochs), inputs, histories, shape, examples)


def _train_matrices(
    network: Network, inputs: Mapping[str, Number], optimizer: Optimizer, epochs: int, program: TrainingProgram
) -> Run:
    """The run of a net of matrices: one start and one rate, and a history for each value in the shape of that value."""
    if several := [name for name in optimizer.settings() if np.shape(inputs[name])]:
        raise ShapeError(f"{several[0]} must be one number: a net of matrices is trained from one start at a time.")
    shapes = shapes_of(network, inputs)
    shapes |= {gradient_name("loss", name): shape for name, shape in shapes.items()}
    with np.errstate(all="ignore"):
        found = program.run(*(inputs[name] for name in program.inputs), epochs, [shapes[name] for name in program.kept])
    return Run(network, optimizer, int(epochs), inputs, dict(zip(program.kept, found, strict=True)), ())


def descend(
    function: Node, start: Mapping[str, Number], optimizer: Optimizer, steps: int, keep: Collection[str] | None = None
) -> Run:
    """Walk downhill on `function` from the point `start`; the same kind of run, `function` in the place of the loss."""
    loss = function if function.name == "loss" else function.named("loss")
    variables = tuple(name for name, node in named_nodes(loss).items() if node.operation == "variable")
    return train(Network(loss, weights=variables), start, {}, optimizer, steps, keep)
