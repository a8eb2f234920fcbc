"""Writes the whole training loop of a net as Python source, and compiles it once.

The text that a student reads is the text that runs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.compiling import compiled
from engine.errors import GraphError
from engine.lesson_lines import lesson_lines, mean_over_examples, update_lines
from engine.networks import Network
from engine.notation import gradient_name
from engine.optimizers import Optimizer, initial_state
from engine.statements import expression


@dataclass(frozen=True)
class TrainingProgram:
    """A net's whole training loop: the text, and the function compiled from it.

    `kept`: the values that the function returns a history of, one row of its first array for each.
    `kept_by_example`: those with a history for each example, rows of its second array; none where
    the net is not trained over examples, and then there is no second array. `inputs`: the names of
    its arguments, before `epochs`, `shape` and, over examples, `examples`: how many there are. Of a
    net of matrices, `shapes` stands for `shape`: those of `kept`, in its order.
    """

    source: str
    run: Callable[..., Any]
    inputs: tuple[str, ...]
    kept: tuple[str, ...]
    kept_by_example: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def training_program(network: Network, optimizer: Optimizer, keep: tuple[str, ...] | None = None) -> TrainingProgram:
    """The training loop of `network`, compiled once and shared by all runs.

    `optimizer` is a symbolic one (`Optimizer.symbolic()`): its settings are inputs of the program,
    so that a new learning rate needs no new program. `keep`: the values whose history is returned;
    by default all values and all gradients of the net. Raises GraphError where net and optimizer
    use one name for two things.
    """
    forward, backward = lesson_lines(network)
    updates = update_lines(network, optimizer)
    taken = (*optimizer.settings(), *(line.name for line in updates if line.name not in network.weights))
    if clash := [name for name in taken if name in network.values]:
        raise GraphError(f"The optimizer itself uses the name {clash[0]}: give the value of the net another one.")
    everything = (*network.weights, *(line.name for line in (*forward, *backward) if line.node.name is not None))
    wanted = everything if keep is None else tuple(name for name in everything if name in keep)
    kept, kept_by_example = _by_example(network, wanted)
    loop = [
        "# forward pass: from the inputs to the loss",
        *map(str, forward),
        "# backward pass: from the loss back to the weights",
        *map(str, backward),
        "# keep the numbers of this epoch",
        *(f"all_{name}[epoch] = {_kept_of_an_epoch(network, name)}" for name in wanted),
        "# update: all gradients are known, now all weights move (after the last epoch this is not used)",
        *map(str, updates),
    ]
    body = [
        *_rooms(network, kept, kept_by_example),
        *_memories(network, optimizer),
        "for epoch in range(epochs + 1):",
        *(f"    {line}" for line in loop),
        "return histories, example_histories" if network.over_examples else "return histories",
    ]
    inputs = (*network.weights, *network.data, *optimizer.settings())
    shape = ["shapes"] if network.has_matrices else ["shape=()"]
    arguments = [*inputs, "epochs", *shape, *(["examples=1"] if network.over_examples else [])]
    source = "\n".join([f"def train({', '.join(arguments)}):", *(f"    {line}" for line in body), ""])
    return TrainingProgram(source, compiled(source, "train"), inputs, kept, kept_by_example)


def _by_example(network: Network, names: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of `names` that have one number an epoch, and those that have one for each example."""
    if not network.over_examples:
        return tuple(names), ()
    means = {"loss", *network.weights, *(gradient_name("loss", weight) for weight in network.weights)}
    return tuple(name for name in names if name in means), tuple(name for name in names if name not in means)


def _kept_of_an_epoch(network: Network, name: str) -> str:
    """What the history of `name` keeps of each epoch: the value itself, and of many losses their mean."""
    return mean_over_examples(name) if network.over_examples and name == "loss" else name


def _rooms(network: Network, kept: Sequence[str], kept_by_example: Sequence[str]) -> list[str]:
    """The lines that make room for all histories.

    One block for all: large ones get large pages of memory, and are filled in three quarters of the
    time. Matrices differ in shape, and each is large enough for a block of its own.
    """
    if network.has_matrices:
        return _named_rooms("histories", "[np.empty((epochs + 1, *shape)) for shape in shapes]", kept)
    rooms = _named_rooms("histories", f"np.empty(({len(kept)}, epochs + 1, *shape))", kept)
    if network.over_examples:
        of_all = f"np.empty(({len(kept_by_example)}, epochs + 1, examples, *shape))"
        rooms += _named_rooms("example_histories", of_all, kept_by_example)
    return rooms


def _named_rooms(name: str, room: str, kept: Sequence[str]) -> list[str]:
    """The line that makes `room` for the histories of `kept`, and the one that gives each of them its own name."""
    own_names = f"{', '.join(f'all_{each}' for each in kept)}{',' * (len(kept) == 1)} = {name}"
    return [f"{name} = {room}", own_names] if kept else [f"{name} = {room}"]


def _memories(network: Network, optimizer: Optimizer) -> list[str]:
    """The lines that set what the optimizer remembers about each weight to its start."""
    memories = {name: node for weight in network.weights for name, node in initial_state(optimizer, weight).items()}
    return [f"{name} = {expression(node, {})}" for name, node in memories.items()]
