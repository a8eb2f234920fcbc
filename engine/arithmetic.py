"""Sums, products and quotients of nodes as a person writes them.

The operators of `Node` leave out what changes nothing. These go further: numbers are gathered in
front (`2 · 3 · x` is `6 · x`), a minus becomes a subtraction, and a product has one fraction line.
The value stays the same, but for rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce

from engine.graph import MINUS_ONE, ONE, ZERO, Node, apply, constant

_NAMED = (math.pi, math.e)  # constants with a name stay what they are


def plus(left: Node, right: Node) -> Node:
    """left + right; `a + (−b)` is written `a − b`."""
    if left is ZERO or right is ZERO or (_is_number(left) and _is_number(right)):
        return left + right
    if leads_with_minus(right):
        return apply("subtract", left, negative(right))
    return apply("add", left, right)


def minus(left: Node, right: Node) -> Node:
    """left − right; `a − (−b)` is written `a + b`."""
    return plus(left, negative(right))


def negative(node: Node) -> Node:
    """−node, the sign at the first factor: `−3 · x`."""
    return times(MINUS_ONE, node)


def over(top: Node, bottom: Node) -> Node:
    """top / bottom."""
    return times(top, apply("divide", ONE, bottom))


def times(*parts: Node) -> Node:
    """The product of `parts`: first the number, then the other factors in their order, over one line."""
    above, below = _sides(parts)
    number, divisor = _reduced(above, below)
    tops, bottoms = ([part for part in side if not _is_number(part)] for side in (above, below))
    if number == 0 and divisor != 0:
        return ZERO
    if divisor == 1 and not bottoms:
        return _product(number, tops)
    fraction = apply("divide", _product(abs(number), tops), _product(divisor, bottoms))
    return apply("negate", fraction) if number < 0 else fraction


def leads_with_minus(node: Node) -> bool:
    """Whether `node` is written with a minus in front: `−x`, `−2 · x`."""
    while node.operation == "multiply" and node.name is None:
        node = node.inputs[0]
    return node.operation == "negate" or (node.value is not None and node.value < 0)


def _is_number(node: Node) -> bool:
    return node.value is not None and node.value not in _NAMED


def _product(number: float, factors: Sequence[Node]) -> Node:
    """The product of `number` and `factors`, without a 1, and with −1 as a sign."""
    if not factors:
        return constant(number)
    if number == -1:
        return reduce(_multiply, factors[1:], apply("negate", factors[0]))
    return reduce(_multiply, factors if number == 1 else [constant(number), *factors])


def _multiply(left: Node, right: Node) -> Node:
    return apply("multiply", left, right)


def _reduced(above: Sequence[Node], below: Sequence[Node]) -> tuple[float, float]:
    """The numbers above and below the line, as the smallest whole ones if they are whole."""
    number, divisor = (
        math.prod((part.value for part in side if part.value is not None and part.value not in _NAMED), start=1.0)
        for side in (above, below)
    )
    if divisor < 0:
        number, divisor = -number, -divisor
    if number.is_integer() and divisor.is_integer() and (common := math.gcd(int(number), int(divisor))):
        return number / common, divisor / common
    return number, divisor


def _sides(parts: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """All factors of the product of `parts` from left to right: those above and those below the line."""
    sides: tuple[list[Node], list[Node]] = ([], [])
    pending = [(part, False) for part in reversed(parts)]
    while pending:
        node, is_below = pending.pop()
        if node.name is not None or node.operation not in ("multiply", "divide", "negate"):
            sides[is_below].append(node)
        elif node.operation == "negate":
            pending += [(node.inputs[0], is_below), (MINUS_ONE, False)]
        else:
            left, right = node.inputs
            pending += [(right, is_below ^ (node.operation == "divide")), (left, is_below)]
    return sides
