"""The shapes of all values of a net of matrices, and what is wrong with those that do not fit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.errors import ShapeError
from engine.graph import Node, topological
from engine.networks import Network
from engine.program import Number, evaluate

Shape = tuple[int, ...]


def shapes_of(network: Network, inputs: Mapping[str, Number]) -> dict[str, Shape]:
    """The shape of every named value of `network`, worked out by one forward pass; its gradient has the same.

    `inputs` gives every weight and all data. Raises ShapeError where a weight has not the shape that
    the net foresees, where matrices do not fit together, also where NumPy would go on and stretch
    one of them, and where the loss is not one number.
    """
    for name, wanted in network.shapes:
        if np.shape(inputs[name]) != wanted:
            raise ShapeError(f"{name} has the shape {np.shape(inputs[name])}: in this net it is {wanted}.")
    order = topological([network.loss])
    shapes = {node: np.shape(value) for node, value in zip(order, evaluate(order, inputs), strict=True)}
    for node in order:
        _check_nothing_is_stretched(node, shapes)
    if shapes[network.loss]:
        raise ShapeError(f"The loss has the shape {shapes[network.loss]}: it must be one number, as a mean is.")
    return {name: shapes[node] for name, node in network.values.items()}


def _check_nothing_is_stretched(node: Node, shapes: Mapping[Node, Shape]) -> None:
    """A value that NumPy stretches would get a gradient of another shape than its own. Fixed numbers have none."""
    if len(node.inputs) < 2 or node.operation in ("matmul", "spread_over_rows"):
        return
    one, other = (shapes[part] for part in node.inputs)
    wanted = one[1:] if node.operation == "add_to_rows" else one
    if other != wanted and not any(_is_fixed(part) for part in node.inputs):
        names = [part.name or part.operation for part in node.inputs]
        raise ShapeError(f"{names[1]} has the shape {other}: beside {names[0]}, {one}, it must be {wanted}.")


def _is_fixed(node: Node) -> bool:
    """Whether `node` depends on no variable."""
    return not any(part.operation == "variable" for part in topological([node]))
