"""Writes an expression of SymPy as nodes, as a person writes it: falling powers, a real minus, one fraction line.

SymPy itself is not needed here: its expressions say what they are.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

from engine.arithmetic import leads_with_minus, over, plus, times
from engine.graph import Node, apply, constant, variable
from engine.operations import TABLE

_CONSTANTS = {"Pi": math.pi, "Exp1": math.e}
_FUNCTIONS = {name: name for name in TABLE} | {"Abs": "abs"}


def as_node(expression: Any, decimals: bool = False) -> Node:
    """`expression`, a SymPy one, as a node. `decimals`: 1/4 is written 0.25, and else as a fraction.

    Raises KeyError for a function without a counterpart, and for i, infinity and "no number".
    """
    if expression.is_Symbol:
        return variable(expression.name)
    if expression.is_Add:
        return _sum(expression, decimals)
    if expression.is_Mul or expression.is_Rational or (expression.is_Pow and expression.exp.is_Rational):
        return _product(expression, decimals)
    name = expression.func.__name__
    if name in _CONSTANTS:
        return constant(_CONSTANTS[name])
    inputs = [as_node(part, decimals) for part in expression.args]
    return apply("power" if expression.is_Pow else _FUNCTIONS[name], *inputs)


def _sum(expression: Any, decimals: bool) -> Node:
    """A polynomial by falling powers, x before other letters; else no minus in front if it need not be."""
    terms = [as_node(term, decimals) for term in _falling(expression) or expression.as_ordered_terms()]
    if len(terms) == 2 or not expression.is_polynomial(*expression.free_symbols):
        terms.sort(key=leads_with_minus)
    return reduce(plus, terms)


def _falling(expression: Any) -> list[Any] | None:
    """The terms by falling powers; None for what is no sum of powers."""
    polynomial = expression.as_poly() if expression.is_polynomial(*expression.free_symbols) else None
    if polynomial is None:
        return None
    powers = polynomial.gens
    terms = [math.prod(map(pow, powers, exponents), start=factor) for exponents, factor in polynomial.terms()]
    return terms if set(terms) == set(expression.args) else None


def _product(expression: Any, decimals: bool) -> Node:
    """One fraction line: what has a negative exponent stands below it."""
    tops: list[Node] = []
    bottoms: list[Node] = []
    for factor in expression.as_ordered_factors():
        if factor.is_Rational:
            is_decimal = decimals and 10 ** int(factor.q).bit_length() % factor.q == 0
            tops.append(constant(float(factor) if is_decimal else float(factor.p)))
            bottoms.append(constant(1.0 if is_decimal else float(factor.q)))
        elif factor.is_Pow and factor.exp.is_Rational:
            side = bottoms if factor.exp < 0 else tops
            side.append(_power(factor.base, abs(factor.exp), decimals))
        else:
            tops.append(as_node(factor, decimals))
    return over(times(*sorted(tops, key=_is_complex)), times(*bottoms))


def _is_complex(factor: Node) -> bool:
    """Letters, their powers and roots come first in a product."""
    is_power = factor.operation == "power" and factor.inputs[1].value is not None
    return not (is_power or factor.operation in ("variable", "constant", "sqrt"))


def _power(base: Any, exponent: Any, decimals: bool) -> Node:
    if exponent == 1:
        return as_node(base, decimals)
    if exponent.q == 2 and exponent.p == 1:
        return apply("sqrt", as_node(base, decimals))
    return apply("power", as_node(base, decimals), as_node(exponent, decimals))
