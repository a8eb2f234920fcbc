"""The other direction: carry one nudge forward through the graph, and see what it does to every value on the way.

One sweep forward finds the derivatives of everything by one weight; one sweep backward finds the derivatives of one
loss by everything. Source: R. Wengert, "A simple automatic derivative evaluation program", Communications of the
ACM 7 (1964); A. Griewank and A. Walther, "Evaluating Derivatives", chapter 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.backpropagation import edges, scaled
from engine.errors import UnknownNameError
from engine.graph import ONE, ZERO, Node, topological
from engine.networks import Network
from engine.notation import gradient_name


def tangents(network: Network, name: str) -> dict[str, Node]:
    """The derivative of every computed value by the variable `name`, in forward order, by the value's name.

    Each is written with the ones before it, and is called `dh1_dw1`; a value that does not depend on
    `name` is left out. Raises UnknownNameError if the net has no variable `name`.
    """
    given = (*network.weights, *network.data)
    if name not in given:
        raise UnknownNameError(f"This net has no variable {name!r}. It has: {', '.join(given)}.")
    found: dict[Node, Node] = {network.values[name]: ONE}
    for target in (network.values[computed] for computed in network.computed):
        terms = [
            scaled(found[edge.source], edge.derivative)
            for edge in edges(network.loss)
            if edge.target is target and edge.source in found
        ]
        total = sum(terms, ZERO)
        if terms:
            found[target] = total.named(gradient_name(target.name or "", name))
    return {node.name or "": tangent for node, tangent in found.items() if node.name in network.computed}


@dataclass(frozen=True)
class Work:
    """How many operations (additions, multiplications, functions) it takes to find the gradients of all weights.

    `forward_pass`: one forward pass. `backward_sweep`: the one sweep back, after it. `forward_sweeps`: a
    sweep forward for each weight, after it. `nudges`: two forward passes for each weight, a subtraction and
    a division.
    """

    forward_pass: int
    backward_sweep: int
    forward_sweeps: int
    nudges: int


def work(network: Network) -> Work:
    """The work for the gradients of all weights of `network`, for one example."""
    forward = _operations([network.loss])
    gradients = [network.gradients[weight] for weight in network.weights]
    sweeps = [_operations([network.loss, *tangents(network, weight).values()]) for weight in network.weights]
    return Work(
        len(forward),
        len(_operations([network.loss, *gradients]) - forward),
        sum(len(sweep - forward) for sweep in sweeps),
        len(network.weights) * (2 * len(forward) + 2),
    )


def _operations(outputs: list[Node]) -> set[Node]:
    # A name for a value that is there already is no work.
    return {node for node in topological(outputs) if node.inputs and node.operation != "identity"}
