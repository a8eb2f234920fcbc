"""Runs nodes on numbers: they are written as the lines of one function, which is compiled once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compiling import compiled
from engine.errors import ShapeError, UnknownNameError
from engine.graph import Node, topological
from engine.inputs import as_numbers
from engine.notation import Piece, fill
from engine.operations import TABLE, has_matrices
from engine.statements import expression, statements

Number = float | NDArray[np.float64]


@lru_cache(maxsize=256)
def _evaluator(outputs: tuple[Node, ...]) -> tuple[Callable[..., Any], tuple[str, ...], bool]:
    """The function of `outputs`, the names of its arguments, and whether matrices are among them."""
    order = topological(outputs)
    variables = {node: node.name for node in order if node.operation == "variable" and node.name}
    lines = statements(outputs)
    names = {**variables, **{line.node: line.name for line in lines}}
    results = ", ".join(names.get(node) or expression(node, names) for node in outputs)
    inputs = tuple(variables.values())
    body = "\n    ".join([*map(str, lines), f"return [{results}]"])
    return compiled(f"def evaluate({', '.join(inputs)}):\n    {body}\n", "evaluate"), inputs, has_matrices(order)


def evaluator(outputs: tuple[Node, ...]) -> tuple[Callable[..., list[Any]], tuple[str, ...]]:
    """What `evaluate` calls, and the names of its arguments in their order: for who calls it a thousand times.

    It checks nothing. To be called with NumPy's numbers, under `np.errstate`: Python's own raise where they overflow.
    """
    function, names, _ = _evaluator(outputs)
    return function, names


def evaluate(outputs: Sequence[Node], values: Mapping[str, Number]) -> list[Any]:
    """The numbers of `outputs`, where `values` gives one for every variable.

    Numbers and arrays mix, by NumPy's rules; matrices are two-dimensional arrays. What overflows or
    is undefined becomes inf or nan, without a warning. Raises UnknownNameError for a variable
    without a value, SettingError for one that is no number, ShapeError for arrays that do not fit
    together.
    """
    function, inputs, is_of_matrices = _evaluator(tuple(outputs))
    missing = [name for name in inputs if name not in values]
    if missing:
        raise UnknownNameError(f"No value was given for {', '.join(missing)}. Needed are: {', '.join(inputs)}.")
    arguments = {name: as_numbers(name, values[name]) for name in inputs}
    shapes = {name: np.shape(argument) for name, argument in arguments.items()}
    if not is_of_matrices:
        broadcast_shape(shapes)
    try:
        with np.errstate(all="ignore"):
            return [np.asarray(result, dtype=np.float64)[()] for result in function(*arguments.values())]
    except ValueError:  # only matrices can still be of shapes that NumPy refuses
        raise ShapeError(f"These matrices do not fit together: {_listed(shapes)}.") from None


def broadcast_shape(shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The shape that arrays of `shapes` have together. Raises ShapeError, naming them, if there is none."""
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        raise ShapeError(
            f"These shapes do not fit together: {_listed(shapes)}. Give single numbers, or arrays that broadcast."
        ) from None


def _listed(shapes: Mapping[str, tuple[int, ...]]) -> str:
    """The shapes of arrays, for a message; single numbers have none."""
    return ", ".join(f"{name} {shape}" for name, shape in shapes.items() if shape)


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


def operations_script() -> str:
    """The table of operations in JavaScript, as `const OPERATIONS`: what a browser needs to run `instructions`."""
    names = ("a", "b")
    functions = (
        f"  {row.name}: ({', '.join(names[: len(row.rules)])}) => "
        f"{fill(row.javascript or row.numpy, [*map(Piece, names)])},\n"
        for row in TABLE.values()
    )
    return f"const OPERATIONS = {{\n{''.join(functions)}}};\n"
