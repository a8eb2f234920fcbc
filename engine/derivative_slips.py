"""The classic slips with a derivative: each is the graph with one rule changed, so it is exact at any point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Literal

from engine.backpropagation import adjoints
from engine.graph import ZERO, Node, named_nodes, substitute, topological, variable
from engine.operations import Rule, row

Kind = Literal[
    "sign",
    "the value",
    "the quotient",
    "exponent left out",
    "exponent kept",
    "inner derivative left out",
    "product of the derivatives",
]


# The power rule as it goes wrong: aᵇ by a should be b·aᵇ⁻¹.
_POWER_SLIPS: dict[Kind, Rule] = {
    "exponent left out": lambda out, a, b: a ** (b - 1),
    "exponent kept": lambda out, a, b: b * a**b,
}


@dataclass(frozen=True)
class DerivativeSlip:
    """One way to go wrong with f′: `node` is what comes out then, as a graph in the variable and in `dx`, Δx."""

    kind: Kind
    node: Node


def derivative_slips(function: Node, name: str) -> tuple[DerivativeSlip, ...]:
    """The slips with the derivative of `function` by the variable `name`, the likeliest first."""
    right = _by(function, name)
    found = [slip for slip in _all(function, name, right) if slip.node is not right]
    return tuple({slip.node: slip for slip in reversed(found)}.values())[::-1]


def quotient(function: Node, name: str) -> Node:
    """(f(x + Δx) − f(x)) / Δx, where Δx is the variable `dx`."""
    at = variable(name)
    return (substitute(function, {at: at + variable("dx")}) - function) / variable("dx")


def _all(function: Node, name: str, right: Node) -> Iterator[DerivativeSlip]:
    yield DerivativeSlip("the quotient", quotient(function, name))
    yield DerivativeSlip("sign", -right)
    yield DerivativeSlip("the value", function)
    for kind, by_base in _POWER_SLIPS.items():
        yield DerivativeSlip(kind, _by(function, name, {"power": (by_base, row("power").rules[1])}))
    yield DerivativeSlip("inner derivative left out", _outer_only(function, name))
    if function.operation == "multiply":
        left, factor = function.inputs
        yield DerivativeSlip("product of the derivatives", _by(left, name) * _by(factor, name))


def _by(function: Node, name: str, changed_rules: Mapping[str, tuple[Rule, ...]] = MappingProxyType({})) -> Node:
    return adjoints(function, changed_rules=changed_rules).get(variable(name), ZERO)


def _outer_only(function: Node, name: str) -> Node:
    """Each function of a function differentiated as if what stands in it were the variable itself."""
    at = variable(name)
    inner = {
        node.inputs[0]
        for node in topological([function])
        if node.operation not in ("add", "subtract", "multiply", "negate", "identity", "divide")
        and node.inputs
        and node.inputs[0] is not at
        and name in named_nodes(node.inputs[0])
    }
    found = adjoints(function, stop=inner.__contains__)
    return reduce(lambda left, right: left + right, (found[node] for node in {at, *inner} if node in found), ZERO)
