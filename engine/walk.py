"""One training step, taken apart into the steps that a person makes on the board.

Forward, one value after the other; backward, one gradient after the other; then each weight moves.
Every view of a step (picture, formula, table, code, sentence) is read from the same node.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from engine.backpropagation import edges
from engine.graph import Node, variable
from engine.lesson_lines import lesson_lines, update_lines
from engine.networks import Network
from engine.notation import gradient_name, mean_name
from engine.optimizers import Optimizer, symbolic_update
from engine.program import evaluate
from engine.statements import Statement

Kind = Literal["forward", "backward", "update"]
Values = dict[str, float]


@dataclass(frozen=True)
class Step:
    """One step: it finds one number.

    `key`: the name of that number: `h`, `dL_dw1`, and `w1_new` for a weight after the update.
    `about`: the named value of the graph that it belongs to. `line`: its line of code.
    """

    kind: Kind
    key: str
    about: str
    node: Node
    line: Statement


def new_name(weight: str) -> str:
    """The name of a weight after the update, where the old one is still on the screen."""
    return f"{weight}_new"


def next_name(value: str) -> str:
    """The name of a value in the forward pass with the new weights."""
    return f"{value}_next"


def gradient_for_update(network: Network, weight: str) -> Node:
    """What moves `weight`: its gradient or, over examples, the mean of its gradients, which is given from outside."""
    return variable(mean_name(gradient_name("loss", weight))) if network.over_examples else network.gradients[weight]


def of_example(network: Network, start: Mapping[str, float], data: Mapping[str, Any], example: int = 0) -> Values:
    """Every number that one update is given, of one of the examples, where there are several.

    `start` gives the weights. `data` gives one number each or, over examples, one entry an example;
    then the means over all examples of the loss and of each weight's gradient are among the numbers
    (`mean_loss`, `mean_dL_dw1`).
    Raises UnknownNameError for a variable without a value.
    """
    if not network.over_examples:
        return {**start, **data}
    averaged = ("loss", *(gradient_name("loss", weight) for weight in network.weights))
    with np.errstate(all="ignore"):
        found = evaluate([network.loss, *(network.gradients[weight] for weight in network.weights)], {**start, **data})
        means = {mean_name(name): float(np.mean(each)) for name, each in zip(averaged, found, strict=True)}
    return {**start, **{name: float(data[name][example]) for name in network.data}, **means}


@lru_cache(maxsize=64)
def steps(network: Network, optimizer: Optimizer) -> tuple[Step, ...]:
    """All steps of one update of `network`. `optimizer` is a symbolic one."""
    forward, backward = lesson_lines(network)
    code = {line.name: line for line in (*forward, *backward)}
    updates = {line.name: line for line in update_lines(network, optimizer)}
    moved = {weight: nodes(network, optimizer)[new_name(weight)] for weight in network.weights}
    return (
        *(Step("forward", name, name, network.values[name], code[name]) for name in network.computed),
        *(
            Step("backward", key, name, network.gradients[name], code[key])
            for name in network.differentiated
            if (key := gradient_name("loss", name)) in code
        ),
        *(Step("update", new_name(name), name, moved[name], updates[name]) for name in network.weights),
    )


@lru_cache(maxsize=64)
def nodes(network: Network, optimizer: Optimizer) -> dict[str, Node]:
    """Every number of one update as a node: values, gradients, local derivatives, new weights."""
    updates = {
        new_name(weight): symbolic_update(optimizer, weight, gradient_for_update(network, weight))[weight]
        for weight in network.weights
    }
    return {
        **network.values,
        **{gradient_name(_name(edge.target), _name(edge.source)): edge.derivative for edge in edges(network.loss)},
        **{gradient_name("loss", name): node for name, node in network.gradients.items()},
        **updates,
    }


def numbers(network: Network, optimizer: Optimizer, values: Mapping[str, float]) -> dict[str, float]:
    """Every number of one update, by its name, and the forward pass with the new weights (`y_hat_next`).

    `values`: see `of_example`; the settings are the optimizer's own.
    """
    settings = {name: float(value) for name, value in optimizer.settings().items()}
    wanted = nodes(network, optimizer.symbolic())
    found = dict(zip(wanted, map(float, evaluate(list(wanted.values()), {**values, **settings})), strict=True))
    moved = {**values, **{weight: found[new_name(weight)] for weight in network.weights}}
    after = evaluate([network.values[name] for name in network.computed], moved)
    return {
        **values,
        **found,
        **settings,
        **{next_name(name): float(value) for name, value in zip(network.computed, after, strict=True)},
    }


def _name(node: Node) -> str:
    return node.name or ""
