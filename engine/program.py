"""Writes nodes, and the whole training loop, as Python source, and compiles it once.

The text that a student reads is the text that runs. One dialect runs: NumPy, since it goes on where
plain Python raises (overflow, 1/0, the root of a negative number). Plain Python is written for
reading and for taking along.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import count
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import GraphError, ShapeError, UnknownNameError
from engine.graph import Node, topological
from engine.inputs import as_numbers
from engine.networks import Network
from engine.notation import Piece, fill, gradient_name
from engine.operations import row
from engine.optimizers import Optimizer, initial_state, symbolic_update
from engine.writer import signed, write

Dialect = Literal["numpy", "python"]
Number = float | NDArray[np.float64]


@dataclass(frozen=True)
class Statement:
    """One line of code, `name = code`, and the node that it computes."""

    name: str
    code: str
    node: Node

    def __str__(self) -> str:
        return f"{self.name} = {self.code}"


def number(value: float) -> str:
    """A constant as code: whole numbers without the `.0`."""
    if not math.isfinite(value):
        return f'float("{value}")'
    is_whole = value == int(value) and abs(value) < 1e16 and repr(value) != "-0.0"
    return str(int(value)) if is_whole else repr(value)


def expression(node: Node, names: Mapping[Node, str], dialect: Dialect = "numpy") -> str:
    """The code of one node. `names` says which nodes are written as a name, not taken apart.

    What depends on no variable is worked out first and written as its number: Python's own whole
    numbers would take 9**9**9 literally, and raise at 1/0.
    """
    fixed = _fixed(topological([node]))

    def leaf(part: Node) -> Piece | None:
        if part in fixed:
            return signed(number(fixed[part]))
        name = names.get(part) or (part.name if part.operation == "variable" else None)
        return Piece(name) if name else None

    return number(fixed[node]) if node in fixed else write(node, dialect, leaf)


def _fixed(order: Sequence[Node]) -> dict[Node, float]:
    """The numbers of those nodes that depend on no variable."""
    known: dict[Node, float] = {}
    with np.errstate(all="ignore"):
        for node in order:
            if node.value is not None:
                known[node] = node.value
            elif node.inputs and all(other in known for other in node.inputs):
                arguments = [np.float64(known[other]) for other in node.inputs]
                known[node] = float(_function(node.operation)(*arguments))
    return known


@cache
def _function(operation: str) -> Callable[..., Any]:
    """One row of the table as a function of numbers."""
    arguments = "ab"[: len(row(operation).rules)]
    code = fill(row(operation).numpy, [Piece(argument) for argument in arguments])
    return _compiled(f"def operation({', '.join(arguments)}):\n    return {code}\n", "operation")


def statements(outputs: Sequence[Node], dialect: Dialect = "numpy") -> list[Statement]:
    """The lines that compute `outputs`: one for every named value, and for every part used twice.

    Two values of one name, as from two nets, get two names.
    """
    order = topological(outputs)
    uses = Counter(other for node in order for other in node.inputs)
    names = {node: node.name for node in order if node.operation == "variable" and node.name is not None}
    given = {node.name for node in order if node.name is not None}
    written: list[Statement] = []
    for node in order:
        if node.inputs and (node.name is not None or uses[node] > 1):
            code = expression(node, names, dialect)
            taken = names.values() if node.name is not None else {*names.values(), *given}
            names[node] = _unused(node.name or "part", taken)
            written.append(Statement(names[node], code, node))
    return written


def _unused(name: str, taken: Collection[str]) -> str:
    return name if name not in taken else next(new for n in count(2) if (new := f"{name}_{n}") not in taken)


@lru_cache(maxsize=256)
def evaluator(outputs: tuple[Node, ...]) -> tuple[Callable[..., list[Any]], tuple[str, ...]]:
    """What `evaluate` calls, and the names of its arguments in their order: for who calls it a thousand times.

    It checks nothing. To be called with NumPy's numbers, under `np.errstate`: Python's own raise where they overflow.
    """
    variables = {node: node.name for node in topological(outputs) if node.operation == "variable" and node.name}
    lines = statements(outputs)
    names = {**variables, **{line.node: line.name for line in lines}}
    results = ", ".join(names.get(node) or expression(node, names) for node in outputs)
    inputs = tuple(variables.values())
    body = "\n    ".join([*map(str, lines), f"return [{results}]"])
    return _compiled(f"def evaluate({', '.join(inputs)}):\n    {body}\n", "evaluate"), inputs


def evaluate(outputs: Sequence[Node], values: Mapping[str, Number]) -> list[Any]:
    """The numbers of `outputs`, where `values` gives one for every variable.

    Numbers and arrays mix, by NumPy's rules. What overflows or is undefined becomes inf or nan,
    without a warning. Raises UnknownNameError for a variable without a value, SettingError for one
    that is no number, ShapeError for arrays that do not fit together.
    """
    function, inputs = evaluator(tuple(outputs))
    missing = [name for name in inputs if name not in values]
    if missing:
        raise UnknownNameError(f"No value was given for {', '.join(missing)}. Needed are: {', '.join(inputs)}.")
    arguments = [as_numbers(name, values[name]) for name in inputs]
    broadcast_shape({name: np.shape(argument) for name, argument in zip(inputs, arguments, strict=True)})
    with np.errstate(all="ignore"):
        return [np.asarray(result, dtype=np.float64)[()] for result in function(*arguments)]


def broadcast_shape(shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The shape that arrays of `shapes` have together. Raises ShapeError, naming them, if there is none."""
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items() if shape)
        raise ShapeError(
            f"These shapes do not fit together: {listed}. Give single numbers, or arrays that broadcast."
        ) from None


def instructions(outputs: Sequence[Node]) -> dict[str, Any]:
    """`outputs` as plain data, for whatever runs them elsewhere: a list of operations on earlier entries.

    `code`: one entry a node, `["variable", name]`, `["constant", number]` or `[operation, places…]`;
    `outputs`: the places of the outputs. Numbers that JSON cannot hold are written as text.
    """
    order = topological(outputs)
    place = {node: number for number, node in enumerate(order)}
    code: list[list[Any]] = []
    for node in order:
        if node.value is not None:
            code.append(["constant", node.value if math.isfinite(node.value) else str(node.value)])
        elif not node.inputs:
            code.append(["variable", node.name])
        else:
            code.append([node.operation, *(place[other] for other in node.inputs)])
    return {"code": code, "outputs": [place[node] for node in outputs]}


@dataclass(frozen=True)
class TrainingProgram:
    """A net's whole training loop: the text, and the function compiled from it.

    `kept`: the values that the function returns a history of, one row of its first array for each.
    `kept_by_example`: those with a history for each example, rows of its second array; none where
    the net is not trained over examples, and then there is no second array. `inputs`: the names of
    its arguments, before `epochs`, `shape` and, over examples, `examples`: how many there are.
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
    memories = {name: node for weight in network.weights for name, node in initial_state(optimizer, weight).items()}
    taken = (*optimizer.settings(), *(line.name for line in updates if line.name not in network.weights))
    if clash := [name for name in taken if name in network.values]:
        raise GraphError(f"The optimizer itself uses the name {clash[0]}: give the value of the net another one.")
    everything = (*network.weights, *(line.name for line in (*forward, *backward)))
    wanted = everything if keep is None else tuple(name for name in everything if name in keep)
    kept, kept_by_example = _by_example(network, wanted)
    inputs = (*network.weights, *network.data, *optimizer.settings())
    loop = [
        "# forward pass: from the inputs to the loss",
        *map(str, forward),
        "# backward pass: from the loss back to the weights",
        *map(str, backward),
        "# keep the numbers of this epoch",
        *(
            f"all_{name}[epoch] = {_mean('loss') if network.over_examples and name == 'loss' else name}"
            for name in wanted
        ),
        "# update: all gradients are known, now all weights move (after the last epoch this is not used)",
        *map(str, updates),
    ]
    head = [
        # one block for all: large ones get large pages of memory, and are filled in three quarters of the time
        *_block("histories", "shape", kept),
        *(_block("example_histories", "examples, *shape", kept_by_example) if network.over_examples else []),
        *(f"{name} = {expression(node, {})}" for name, node in memories.items()),
        "for epoch in range(epochs + 1):",
    ]
    arguments = ", ".join((*inputs, "epochs", "shape=()", *(["examples=1"] if network.over_examples else [])))
    result = "histories, example_histories" if network.over_examples else "histories"
    body = [*head, *(f"    {line}" for line in loop), f"return {result}"]
    source = "\n".join([f"def train({arguments}):", *(f"    {line}" for line in body), ""])
    return TrainingProgram(source, _compiled(source, "train"), inputs, kept, kept_by_example)


def _by_example(network: Network, names: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of `names` that have one number an epoch, and those that have one for each example."""
    if not network.over_examples:
        return tuple(names), ()
    means = {"loss", *network.weights, *(gradient_name("loss", weight) for weight in network.weights)}
    return tuple(name for name in names if name in means), tuple(name for name in names if name not in means)


def _block(name: str, shape: str, kept: Sequence[str]) -> list[str]:
    """The lines that make room for the histories of `kept`, and give each its own name."""
    size = f"epochs + 1, *{shape}" if shape == "shape" else f"epochs + 1, {shape}"
    room = f"{name} = np.empty(({len(kept)}, {size}))"
    return [room, f"{', '.join(f'all_{each}' for each in kept)}{',' * (len(kept) == 1)} = {name}"] if kept else [room]


def _mean(code: str) -> str:
    return f"np.mean({code}, axis=0)"


def lesson_lines(network: Network, dialect: Dialect = "numpy") -> tuple[list[Statement], list[Statement]]:
    """The forward and the backward lines of `network`, as a teacher writes them on the board.

    Over examples, each line works on all of them at once, and a weight's gradient is the mean.
    """
    wanted = [network.gradients[name] for name in network.differentiated]
    lines = statements([network.loss, *wanted], dialect)
    forward = set(topological([network.loss]))
    if network.over_examples:
        means = {gradient_name("loss", weight) for weight in network.weights}
        lines = [replace(line, code=_mean(line.code)) if line.name in means else line for line in lines]
    return [line for line in lines if line.node in forward], [line for line in lines if line.node not in forward]


def update_lines(network: Network, optimizer: Optimizer, dialect: Dialect = "numpy") -> list[Statement]:
    """The lines that move the weights, each after those of what the optimizer remembers and works out for it.

    What all weights share (the number of the update) is written once. Raises GraphError for a rule
    that needs the old number of a memory after its line: the lines would not compute what the rule says.
    """
    lines: dict[str, Statement] = {}
    names: dict[Node, str] = {}
    for weight in network.weights:
        gradient = network.gradients[weight]
        names |= {node: node.name for node in topological([gradient]) if node.name is not None}
        for name, node in symbolic_update(optimizer, weight, gradient).items():
            if name in lines:
                continue
            needed = [part for part in topological([node], names.__contains__) if part.operation == "variable"]
            if late := [part.name for part in needed if part.name in lines]:
                raise GraphError(f"The rule of {name} needs {late[0]} as it was before its line: change their order.")
            names |= {part: part.name for part in needed if part.name is not None}
            lines[name] = Statement(name, expression(node, names, dialect), node)
            names[node] = name
    return list(lines.values())


def _compiled(source: str, name: str) -> Callable[..., Any]:
    """The function `name` of `source`, which only this module writes: names are checked, the rest are templates."""
    namespace: dict[str, Any] = {"np": np}
    exec(compile(source, f"<{name}>", "exec"), namespace)
    function: Callable[..., Any] = namespace[name]
    return function
