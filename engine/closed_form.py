"""The tidy closed form of a graph, by SymPy: `3 · x^2 − 6 · x + 2` for a long sum of products.

SymPy never sees text: its expression is built from our own nodes, and its result becomes nodes again.
A formula can be short and its algebra endless, so that everything is limited: nodes, exponents, digits
and terms before the work, time during it. Without a tidy form the untidied one stands.
Source: A. Meurer et al., "SymPy: symbolic computing in Python", PeerJ Computer Science 3:e103 (2017).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import sympy as sp  # type: ignore[import-untyped]
from sympy.core.cache import clear_cache  # type: ignore[import-untyped]

from engine.formulas import text
from engine.from_sympy import as_node
from engine.graph import Node, topological
from engine.in_time import in_time
from engine.operations import TABLE
from engine.program import evaluate

MAX_NODES = 60
MAX_SECONDS = 0.3
_MAX_EXPONENT = 20
_MAX_BITS = 1100  # of a whole number: what float64 can hold
_MAX_TERMS = 100  # of a product that is multiplied out
_FEW_TERMS = 6  # a polynomial with no more terms is multiplied out, even if that is longer


class _RefusedError(Exception):
    """There is no tidy form, or looking for it would take too long."""


def tidy(node: Node) -> Node | None:
    """A shorter formula of the same value, in the order a person writes; None where there is none to be had.

    That is: more than MAX_NODES nodes, an exponent above 20, a number that is not finite or not real, an
    operation without a counterpart, or no end within MAX_SECONDS of computing. Names are real numbers.
    Where `node` has no value the tidy form may have one: x/x is 1, at 0 too.
    """
    order = topological([node])
    if len(order) > MAX_NODES:
        return None
    found = in_time(lambda: _shortest(_formula(order), order), MAX_SECONDS, ("sympy", "mpmath"))
    if found is None:
        clear_cache()  # it may hold what was half done when the time was up
    return found


_KNOWN = {
    "identity": lambda a: a,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negate": lambda a: -a,
    "power": lambda a, b: _power(a, b),
    "squared_error": lambda a, b: (a - b) ** 2,
    "half_squared_error": lambda a, b: (a - b) ** 2 / 2,
    "exp": sp.exp,
    "log": sp.log,
    "sin": sp.sin,
    "cos": sp.cos,
    "tanh": sp.tanh,
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "sign": sp.sign,
}
# All others are names without meaning to SymPy, which would take its own apart into cases and exponentials.
_TO_SYMPY = _KNOWN | {name: sp.Function(name, real=True) for name in TABLE if name not in _KNOWN}


def _exact(value: float) -> Any:
    """The number that was meant: 0.1 is 1/10, not its float; π, e and their whole multiples are themselves."""
    for special, symbol in ((math.pi, sp.pi), (math.e, sp.E)):
        times_it = round(value / special)
        if 0 < abs(times_it) < 1000 and times_it * special == value:
            return times_it * symbol
    return sp.Rational(repr(value))


def _formula(order: Sequence[Node]) -> Any:
    """The last node of `order` as SymPy's expression. Raises _RefusedError for what would take SymPy too long."""
    free: set[Node] = set()
    built: dict[Node, Any] = {}
    for part in order:
        if part.operation == "variable" or not free.isdisjoint(part.inputs):
            free.add(part)
    if not np.isfinite(evaluate([part for part in order if part not in free], {})).all():
        raise _RefusedError  # SymPy would set about 9^9^9^9
    for part in order:
        if part.operation == "variable":
            built[part] = sp.Symbol(part.name, real=True)
        elif part.value is not None:
            built[part] = _exact(part.value)
        else:
            built[part] = _checked(_TO_SYMPY[part.operation](*(built[other] for other in part.inputs)))
    return built[order[-1]]


def _power(base: Any, exponent: Any) -> Any:
    if exponent.is_Rational and abs(exponent) > _MAX_EXPONENT:
        raise _RefusedError
    return base**exponent


def _checked(expression: Any) -> Any:
    """`expression` itself. Raises _RefusedError where its numbers have grown too large to go on with."""
    bits = max((int(side).bit_length() for r in expression.atoms(sp.Rational) for side in (r.p, r.q)), default=0)
    exponents = [power.exp for power in expression.atoms(sp.Pow) if power.exp.is_Rational]
    if bits > _MAX_BITS or any(abs(exponent) > _MAX_EXPONENT for exponent in exponents):
        raise _RefusedError
    return expression


def _shortest(expression: Any, order: Sequence[Node]) -> Node:
    """Of SymPy's ways to write `expression`, the one with the shortest text. Decimals stay decimals."""
    numbers = [_exact(part.value) for part in order if part.value is not None]
    decimals = any(number.is_Rational and number.q != 1 for number in numbers)
    return min(
        (as_node(candidate, decimals) for candidate in _candidates(expression)), key=lambda node: len(text(node))
    )


def _candidates(expression: Any) -> Iterator[Any]:
    """The ways to write `expression` that are tried; of a short polynomial only the expanded one."""
    if expression.is_polynomial(*expression.free_symbols) and _terms(expression) <= _MAX_TERMS:
        expanded = sp.expand(expression)
        yield expanded
        if len(sp.Add.make_args(expanded)) <= _FEW_TERMS:
            return
    together = sp.together(expression)
    yield from (expression, together, sp.factor_terms(expression), sp.powsimp(expression))
    top, bottom = together.as_numer_denom()
    if max(_terms(top), _terms(bottom)) <= _MAX_TERMS:
        squares = {sp.sin(part.args[0]) ** 2: 1 - sp.cos(part.args[0]) ** 2 for part in top.atoms(sp.sin)}
        yield from (sp.expand(top) / bottom, sp.expand(top.subs(squares)) / bottom, sp.cancel(expression))


def _terms(expression: Any) -> int:
    """At most so many terms come out when all is multiplied out."""
    parts = [_terms(part) for part in expression.args] if expression.is_Add or expression.is_Mul else [1]
    if expression.is_Pow and expression.exp.is_Integer:
        base, times_itself = _terms(expression.base), abs(int(expression.exp))
        return math.comb(base + times_itself - 1, times_itself)
    return sum(parts) if expression.is_Add else math.prod(parts)
