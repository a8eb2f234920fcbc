"""Backpropagation: walk the graph backwards and multiply local derivatives; where paths meet, add.

Source: D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating
errors", Nature 323 (1986); as a sweep over any graph: S. Linnainmaa, BIT 16 (1976).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import mul
from types import MappingProxyType

from engine.errors import GraphError
from engine.graph import ONE, ZERO, Node, as_node, named_nodes, topological
from engine.notation import gradient_name
from engine.operations import MATRIX_TABLE, Rule, entrywise, has_matrices, row


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
    Raises GraphError for matrices, where a derivative is more than a factor for each entry: see `gradients`.
    """

    def through(node: Node, gradient: Node) -> list[Node]:
        """The gradient of each input of `node`."""
        if node.operation in MATRIX_TABLE:
            raise GraphError(f"{node.operation} has no derivative that is a factor: ask for the gradients of a loss.")
        rules = changed_rules.get(node.operation) or row(node.operation).rules
        return [scaled(gradient, rule(node, *node.inputs)) for rule in rules]

    return _swept(output, ONE, stop, through)


def _swept(
    output: Node, gradient: Node, stop: Callable[[Node], bool], through: Callable[[Node, Node], list[Node]]
) -> dict[Node, Node]:
    """The gradient of every node below `output`, which itself has `gradient`.

    `through(node, gradient)`: what each input of `node` is sent.
    """
    order = topological([output], stop)
    found = {output: gradient}
    for node in reversed(order):
        if stop(node) or not node.inputs:
            continue
        for other, sent in zip(node.inputs, through(node, found[node]), strict=True):
            found[other] = found[other] + sent if other in found else sent
    return {node: found[node] for node in order}


def _through_matrices(node: Node, gradient: Node) -> list[Node]:
    """The gradient of each input of `node`, whose own gradient is the matrix `gradient`."""
    rules = row(node.operation).rules
    if node.operation in MATRIX_TABLE:
        return [as_node(rule(gradient, *node.inputs)) for rule in rules]
    return [scaled(gradient, rule(node, *node.inputs), entrywise) for rule in rules]


def _is_named_below(target: Node) -> Callable[[Node], bool]:
    """Whether a node is a named value that `target` is written with."""
    return lambda node: node is not target and node.name is not None


def local_derivatives(target: Node) -> dict[Node, Node]:
    """∂target/∂source for every named value that `target` is written with directly."""
    is_below = _is_named_below(target)
    return {node: found for node, found in adjoints(target, is_below).items() if is_below(node)}


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
    second derivatives. Of matrices, each gradient has the shape of its value.
    """
    sent_back = _through_named_matrices if has_matrices(topological([output])) else _through_named
    found: dict[Node, Node] = {output: ONE}
    for target in reversed(_with_output(output)):
        if target not in found:
            continue
        if target is not output and output.name and target.name:
            found[target] = found[target].named(gradient_name(output.name, target.name))
        for source, contribution in sent_back(target, found[target]).items():
            found[source] = found.get(source, ZERO) + contribution
    return {node.name: gradient for node, gradient in found.items() if node.name is not None}


def _through_named(target: Node, gradient: Node) -> dict[Node, Node]:
    """What `target`, whose gradient is `gradient`, adds to that of each named value it is written with."""
    return {source: scaled(gradient, derivative) for source, derivative in local_derivatives(target).items()}


def _through_named_matrices(target: Node, gradient: Node) -> dict[Node, Node]:
    """As `_through_named`, for matrices: the gradient itself goes the whole way, instead of a factor for it."""
    is_below = _is_named_below(target)
    found = _swept(target, gradient, is_below, _through_matrices)
    return {node: sent for node, sent in found.items() if is_below(node)}


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


def scaled(gradient: Node, derivative: Node | float, product: Callable[[Node, Node | float], Node] = mul) -> Node:
    """`gradient · derivative`, the factors one after the other: `g * h1 * (1 - h1)`, without brackets."""
    if isinstance(derivative, Node) and derivative.operation == "multiply" and derivative.name is None:
        left, right = derivative.inputs
        return scaled(scaled(gradient, left, product), right, product)
    return product(gradient, derivative)


def _with_output(output: Node) -> list[Node]:
    """The named values below `output`, and itself, in forward order."""
    nodes = list(named_nodes(output).values())
    return nodes if output.name is not None else [*nodes, output]
