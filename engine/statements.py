"""Writes nodes as lines of Python: NumPy, which runs, or plain Python, for reading and for taking along."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, Literal

import numpy as np

from engine.compiling import compiled
from engine.graph import Node, topological
from engine.notation import Piece, fill
from engine.operations import row
from engine.writer import signed, write

Dialect = Literal["numpy", "python"]


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
    return compiled(f"def operation({', '.join(arguments)}):\n    return {code}\n", "operation")


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
    """`name`, or `name` with a number behind it, where it is taken."""
    return name if name not in taken else next(new for n in count(2) if (new := f"{name}_{n}") not in taken)
