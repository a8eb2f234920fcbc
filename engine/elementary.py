"""Functions that work on numbers, on arrays and on nodes alike, so that a rule is written once for all of them.

Each has the name of its row in `engine.operations.TABLE`, which is NumPy's own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.graph import Node, apply


def sqrt(a: Any) -> Any:
    """√a; nan below 0."""
    return _of("sqrt", a)


def cos(a: Any) -> Any:
    """The cosine of an angle in radians."""
    return _of("cos", a)


def floor(a: Any) -> Any:
    """The largest whole number that is not above a."""
    return _of("floor", a)


def maximum(a: Any, b: Any) -> Any:
    """The larger of two; nan if one of them is."""
    return _of("maximum", a, b)


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two; nan if one of them is."""
    return _of("minimum", a, b)


def named(name: str, value: Any) -> Any:
    """`value` itself. A node gets `name`, and with it a line of its own in formulas and code."""
    return value.named(name) if isinstance(value, Node) else value


def _of(operation: str, *inputs: Any) -> Any:
    if any(isinstance(part, Node) for part in inputs):
        return apply(operation, *inputs)
    return getattr(np, operation)(*inputs)
