"""Training: the written loop of a net, run on numbers, with every value of every epoch kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingError, ShapeError, UnknownNameError
from engine.graph import Node, named_nodes
from engine.inputs import as_numbers
from engine.networks import Network
from engine.notation import gradient_name
from engine.optimizers import GradientDescent, Optimizer
from engine.program import Number, broadcast_shape, evaluate
from engine.training_program import training_program

Array = NDArray[np.float64]
Datum = Number | Sequence[float]  # of one value of the data: a number, or an entry for each run or example


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
    weights, their gradients and the loss, which are means, do not. All histories lie in one block of
    memory: who keeps a single one of a large run for long should copy it.
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
            return np.broadcast_to(self.inputs[name], (self.epochs + 1, *self._of_examples, *self.shape))
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
        found = evaluate([node], {part: self._beside_examples(part) for part in needed})[0]
        return np.broadcast_to(found, (self.epochs + 1, *self._of_examples, *self.shape))

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

    @property
    def _of_examples(self) -> tuple[int, ...]:
        return () if self.examples is None else (self.examples,)

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
    an example. `keep` names the values and gradients (`"w1"`, `"dL_dw1"`) whose histories are wanted;
    by default all are kept, the loss always. Divergence is an outcome, not an error: see
    `Run.outcome`. Raises UnknownNameError, ShapeError or SettingError for arguments that do not fit.
    """
    _check_names("start", start, network.weights)
    _check_names("data", data, network.data)
    if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)) or epochs < 0:
        raise SettingError(f"epochs is {epochs!r}: it must be a whole number, 0 or more.")
    inputs = {name: _finite(name, value) for name, value in {**start, **data, **optimizer.settings()}.items()}
    several = network.data if network.over_examples else ()
    shape = broadcast_shape({name: np.shape(value) for name, value in inputs.items() if name not in several})
    examples = _count_examples({name: inputs[name] for name in several}) if network.over_examples else None
    inputs |= {name: np.reshape(inputs[name], (-1, *(1 for _ in shape))) for name in several}
    program = training_program(network, optimizer.symbolic(), _wanted(network, keep))
    room = (epochs, shape) if examples is None else (epochs, shape, examples)
    with np.errstate(all="ignore"):
        found = program.run(*(inputs[name] for name in program.inputs), *room)
    blocks = (found, ()) if examples is None else found
    kept = (program.kept, program.kept_by_example)
    histories = {
        name: row for names, block in zip(kept, blocks, strict=True) for name, row in zip(names, block, strict=True)
    }
    return Run(network, optimizer, int(epochs), inputs, histories, shape, examples)


def descend(
    function: Node, start: Mapping[str, Number], optimizer: Optimizer, steps: int, keep: Collection[str] | None = None
) -> Run:
    """Walk downhill on `function` from the point `start`; the same kind of run, `function` in the place of the loss."""
    loss = function if function.name == "loss" else function.named("loss")
    variables = tuple(name for name, node in named_nodes(loss).items() if node.operation == "variable")
    return train(Network(loss, weights=variables), start, {}, optimizer, steps, keep)


def _check_names(argument: str, given: Collection[str], wanted: tuple[str, ...]) -> None:
    listed = ", ".join(wanted) or "no names"
    if missing := [name for name in wanted if name not in given]:
        raise UnknownNameError(f"{argument} lacks {', '.join(missing)}. It needs: {listed}.")
    if unknown := [name for name in given if name not in wanted]:
        raise UnknownNameError(
            f"{argument} has {', '.join(unknown)}, which this net does not know. It takes: {listed}."
        )


def _count_examples(data: Mapping[str, Number]) -> int:
    shapes = {name: np.shape(value) for name, value in data.items()}
    found = set(shapes.values())
    if len(found) == 1 and len(shape := found.pop()) == 1 and shape[0] > 0:
        return int(shape[0])
    listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
    raise ShapeError(f"Each of data needs one entry an example, and all as many as the others, not: {listed}.")


def _finite(name: str, value: Datum) -> Number:
    number: Number = as_numbers(name, value)
    if not np.all(np.isfinite(number)):
        raise SettingError(f"{name} is {value}: it must be finite.")
    return number


def _wanted(network: Network, keep: Collection[str] | None) -> tuple[str, ...] | None:
    if keep is None:
        return None
    kept = {*network.weights, *network.computed, *(gradient_name("loss", name) for name in network.differentiated)}
    if unknown := [name for name in keep if name not in kept]:
        raise UnknownNameError(f"keep has {', '.join(unknown)}. This net can keep: {', '.join(sorted(kept))}.")
    return tuple(sorted({*keep, "loss"}))


def settled_after(loss: Array, below: float) -> int | None:
    """How many updates until the loss is below `below` and stays there to the end of its history; None if never.

    `loss`: the history of one run, shape (epochs + 1,).
    """
    after = int(each_settled_after(loss, below))
    return None if after < 0 else after


def each_settled_after(losses: Array, below: float) -> NDArray[np.int64]:
    """As `settled_after` for many runs at once; −1 where a run never settles. Shape (epochs + 1, …) gives (…)."""
    above = ~(losses < below)  # written so that nan counts as above
    after = np.where(above.any(axis=0), len(above) - above[::-1].argmax(axis=0), 0)
    return np.where(above[-1], -1, after)


# Rates as a person tries them, from careful to bold: 1, 1.5, 2, 3, 5, 7 times each power of ten.
RATES = tuple(mantissa * 10.0**power for power in range(-7, 1) for mantissa in (1, 1.5, 2, 3, 5, 7))


def working_rate(
    network: Network, start: Mapping[str, float], data: Mapping[str, Datum], epochs: int, below: float
) -> tuple[float, int] | None:
    """The rate among RATES with which gradient descent from `start` settles first, and after how many updates.

    Settled: the loss goes below `below` and stays there to the end of `epochs` updates. All rates are
    tried in one call. None if no rate settles.
    """
    optimizer = GradientDescent(np.array(RATES))
    losses = train(network, start, data, optimizer, epochs, keep=("loss",)).loss
    found = [(int(after), rate) for rate, after in zip(RATES, each_settled_after(losses, below), strict=True)]
    settled = [(after, rate) for after, rate in found if after >= 0]
    return min(settled)[::-1] if settled else None
