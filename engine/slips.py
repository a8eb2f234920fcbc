"""The classic slips in a calculation by hand: each is the graph, or a rule, changed in one place.

So a slip has its exact number for any state of the net, and nobody types it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Literal

from engine.backpropagation import Edge, paths
from engine.errors import UnknownNameError
from engine.graph import Node, apply, constant, substitute, topological, variable
from engine.networks import LOSSES, Network
from engine.optimizers import Optimizer, symbolic_update
from engine.program import evaluate
from engine.walk import Step, gradient_for_update, steps

Kind = Literal[
    "sign",
    "factor left out",
    "only the local derivative",
    "term left out",
    "added",
    "other loss",
    "not squared",
    "updated weight",
    "input of the activation",
    "activation left out",
    "plus for minus",
    "rate left out",
    "only the step",
    "one example only",
]


@dataclass(frozen=True)
class Slip:
    """One way to go wrong.

    `node`: what comes out then. `culprit`: what the slip is about: the arrow whose derivative was
    left out, the value that was confused; None where the kind says it all.
    """

    kind: Kind
    node: Node
    culprit: Edge | Node | None = None


@lru_cache(maxsize=256)
def slips(network: Network, optimizer: Optimizer, key: str) -> tuple[Slip, ...]:
    """The slips for the number that the step `key` of `engine.walk.steps` finds, the likeliest first.

    `optimizer` is a symbolic one. Raises UnknownNameError for a step that there is not.
    """
    step = step_of(network, optimizer, key)
    if step.kind == "forward":
        return tuple(_value_slips(network, step))
    if step.kind == "backward":
        return tuple(_gradient_slips(network, optimizer, step.about))
    return tuple(_update_slips(network, optimizer, step.about))


def step_of(network: Network, optimizer: Optimizer, key: str) -> Step:
    """The step `key` of the walk. Raises UnknownNameError for one that there is not."""
    there = {step.key: step for step in steps(network, optimizer)}
    if key not in there:
        raise UnknownNameError(f"There is no step {key!r}. There are: {', '.join(there)}.")
    return there[key]


def _gradient_slips(network: Network, optimizer: Optimizer, name: str) -> Iterator[Slip]:
    """The mistakes that one can make with the gradient of `name`: way by way, factor by factor."""
    yield Slip("sign", -network.gradients[name])
    routes = paths(network.loss, name)
    updated = _updated_weights(network, optimizer)
    activated = {node: node.inputs[0] for node in network.values.values() if _is_activation(node)}
    for route in routes:
        rest = [_along(other) for other in routes if other is not route]
        for index, edge in enumerate(route):
            if len(route) > 1:
                yield Slip("factor left out", _total([_along((*route[:index], *route[index + 1 :])), *rest]), edge)
            confusions: tuple[tuple[Kind, dict[Node, Node]], ...] = (
                ("updated weight", updated),
                ("input of the activation", activated),
            )
            for kind, changes in confusions:
                changed = substitute(edge.derivative, {**_held(network, changes), **changes})
                if changed is not edge.derivative:
                    factors = [changed if other is edge else other.derivative for other in route]
                    yield Slip(kind, _total([_product(factors), *rest]), _changed(edge.derivative, changes))
        if len(route) > 1:
            yield Slip("only the local derivative", route[-1].derivative, route[-1])
        if len(routes) > 1:
            yield Slip("term left out", _total(rest), route[-1])
    yield Slip("other loss", _other_loss(network).gradients[name])


def _value_slips(network: Network, step: Step) -> Iterator[Slip]:
    """The mistakes that one can make with the value of a forward step."""
    node = step.node
    if node.operation in LOSSES.values():
        yield Slip("other loss", _other_loss(network).loss)
        difference = apply("subtract", *node.inputs)
        yield Slip("not squared", difference if node.operation == "squared_error" else difference * 0.5)
        return
    yield Slip("sign", -node)
    if _is_activation(node):
        yield Slip("activation left out", node.inputs[0], node)
    if node.operation == "multiply":
        left, right = node.inputs
        yield Slip("factor left out", left, right)
        yield Slip("factor left out", right, left)
        yield Slip("added", left + right)
    if node.operation == "add":
        for kept, lost in (node.inputs, node.inputs[::-1]):
            yield Slip("term left out", kept, lost)


def _update_slips(network: Network, optimizer: Optimizer, weight: str) -> Iterator[Slip]:
    """Wrong rules, and the right rule fed with a wrong gradient."""
    new = symbolic_update(optimizer, weight, gradient_for_update(network, weight))[weight]
    weight_node = variable(weight)
    yield Slip("plus for minus", weight_node + (weight_node - new))
    yield Slip("rate left out", substitute(new, {variable("learning_rate"): constant(1.0)}))
    yield Slip("only the step", new - weight_node)
    if network.over_examples:
        yield Slip("one example only", symbolic_update(optimizer, weight, network.gradients[weight])[weight])
        return
    for slip in _gradient_slips(network, optimizer, weight):
        if slip.kind not in ("sign", "only the local derivative"):
            yield Slip(slip.kind, symbolic_update(optimizer, weight, slip.node)[weight], slip.culprit)


def _other_loss(network: Network) -> Network:
    """The same net under the other convention of the loss."""
    loss = network.loss
    other = next((name for name in LOSSES.values() if name != loss.operation), loss.operation)
    changed = apply(other, *loss.inputs).named("loss") if loss.operation in LOSSES.values() else loss
    return replace(network, loss=changed)


def _updated_weights(network: Network, optimizer: Optimizer) -> dict[Node, Node]:
    """Each weight, and what it is after the update: the classic mistake is to use that one too early."""
    return {
        variable(weight): symbolic_update(optimizer, weight, gradient_for_update(network, weight))[weight]
        for weight in network.weights
    }


def _held(network: Network, changes: Mapping[Node, Node]) -> dict[Node, Node]:
    """A local derivative is changed only where it names a value itself, not deep inside that value."""
    return {node: node for node in network.values.values() if node.inputs and node not in changes}


def _changed(derivative: Node, changes: Mapping[Node, Node]) -> Node | None:
    directly = topological([derivative], stop=lambda node: node.name is not None)
    return next((node for node in directly if node in changes), None)


def _is_activation(node: Node) -> bool:
    return len(node.inputs) == 1 and node.inputs[0].name is not None and node.operation not in ("identity", "negate")


def _along(route: Sequence[Edge]) -> Node:
    return _product([edge.derivative for edge in route])


def _product(factors: Sequence[Node]) -> Node:
    return reduce(lambda left, right: left * right, factors)


def _total(terms: Sequence[Node]) -> Node:
    return reduce(lambda left, right: left + right, terms)


def slip_numbers(found: Sequence[Slip], values: Mapping[str, float]) -> list[float]:
    """The number that comes out for each slip. `values` gives weights, data and the optimizer's settings."""
    return [float(number) for number in evaluate([slip.node for slip in found], values)]
