"""Backpropagation: walk the graph backwards and multiply local derivatives; where paths meet, add.

Source: D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating
errors", Nature 323 (1986); as a sweep over any graph: S. Linnainmaa, BIT 16 (1976).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.graph import ONE, ZERO, Node, named_nodes, topological
from engine.notation import gradient_name
from engine.operations import Rule, row


@dataclass(frozen=True)
class Edge:
    """An arrow between two named values: `source` is an input of `target`.

    `derivative` is ∂target/∂source with everything else held still: the local derivative.
    """

    source: Node
    target: Node
    derivative: Node


def adjoints(
    output: Node,
    stop: Callable[[Node], bool] = lambda node: False,
    changed_rules: Mapping[str, tuple[Rule, ...]] = MappingProxyType({}),
) -> dict[Node, Node]:
    """The derivative of `output` by every node below it, named or not. Nodes for which `stop` holds end the walk.

    `changed_rules`: wrong rules for some operations, to see what a mistake leads to (`engine.derivative_slips`).
    """
    order = topological([output], stop)
    found: dict[Node, Node] = {output: ONE}
    for node in reversed(order):
        if stop(node) or not node.inputs:
            continue
        rules = changed_rules.get(node.operation) or row(node.operation).rules
        for other, rule in zip(node.inputs, rules, strict=True):
            contribution = scaled(found[node], rule(node, *node.inputs))
            found[other] = found[other] + contribution if other in found else contribution
    return {node: found[node] for node in order}


def local_derivatives(target: Node) -> dict[Node, Node]:
    """∂target/∂source for every named value that `target` is written with directly."""

    def is_named_below(node: Node) -> bool:
        return node is not target and node.name is not None

    return {node: found for node, found in adjoints(target, is_named_below).items() if is_named_below(node)}


def edges(output: Node) -> tuple[Edge, ...]:
    """All arrows between the named values below `output`, in forward order."""
    return tuple(
        Edge(source, target, derivative)
        for target in _with_output(output)
        for source, derivative in local_derivatives(target).items()
    )


def gradients(output: Node) -> dict[str, Node]:
    """The derivative of `output` by every named value below it, by that value's name.

    In backward order: each gradient is written with the ones before it. If `output` has a name, so
    has each gradient (`dL_dw1`). A gradient is a graph again: differentiate it once more for the
    second derivatives.
    """
    found: dict[Node, Node] = {output: ONE}
    for target in reversed(_with_output(output)):
        if target not in found:
            continue
        if target is not output and output.name and target.name:
            found[target] = found[target].named(gradient_name(output.name, target.name))
        for source, derivative in local_derivatives(target).items():
            found[source] = found.get(source, ZERO) + scaled(found[target], derivative)
    return {node.name: gradient for node, gradient in found.items() if node.name is not None}


def paths(output: Node, name: str) -> list[tuple[Edge, ...]]:
    """Every way from the value `name` up to `output`, each from `output` down, as the chain rule multiplies.

    Raises GraphError where two values of the graph have one name. A name that is not there has no path.
    """
    into: dict[Node, list[Edge]] = {}
    for edge in edges(output):
        into.setdefault(edge.target, []).append(edge)
    complete: list[tuple[Edge, ...]] = []
    pending: list[tuple[Edge, ...]] = [(edge,) for edge in reversed(into.get(output, []))]
    while pending:
        path = pending.pop()
        if path[-1].source.name == name:
            complete.append(path)
        pending.extend((*path, edge) for edge in reversed(into.get(path[-1].source, [])))
    return complete


def scaled(gradient: Node, derivative: Node | float) -> Node:
    """`gradient · derivative`, the factors one after the other: `g * h1 * (1 - h1)`, without brackets."""
    if isinstance(derivative, Node) and derivative.operation == "multiply" and derivative.name is None:
        left, right = derivative.inputs
        return scaled(scaled(gradient, left), right)
    return gradient * derivative


def _with_output(output: Node) -> list[Node]:
    nodes = list(named_nodes(output).values())
    return nodes if output.name is not None else [*nodes, output]
