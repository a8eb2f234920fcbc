"""The lines of a net and of its optimizer, as a teacher writes them on the board: forward, backward, update."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import GraphError
from engine.graph import Node, topological
from engine.networks import Network
from engine.notation import gradient_name
from engine.optimizers import Optimizer, symbolic_update
from engine.statements import Dialect, Statement, expression, statements


def lesson_lines(network: Network, dialect: Dialect = "numpy") -> tuple[list[Statement], list[Statement]]:
    """The forward and the backward lines of `network`, as a teacher writes them on the board.

    Over examples, each line works on all of them at once, and a weight's gradient is the mean.
    """
    wanted = [network.gradients[name] for name in network.differentiated]
    lines = statements([network.loss, *wanted], dialect)
    forward = set(topological([network.loss]))
    if network.over_examples:
        means = {gradient_name("loss", weight) for weight in network.weights}
        lines = [replace(line, code=mean_over_examples(line.code)) if line.name in means else line for line in lines]
    return [line for line in lines if line.node in forward], [line for line in lines if line.node not in forward]


def mean_over_examples(code: str) -> str:
    """The mean over the examples, whose axis is the first one, as code."""
    return f"np.mean({code}, axis=0)"


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
