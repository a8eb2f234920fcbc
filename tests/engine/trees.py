"""Random formulas as plain tuples, computed here by NumPy's own operators, apart from the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from engine.graph import Node, apply, constant, topological, variable
from engine.program import evaluate
from engine.vocabulary import FUNCTIONS

Tree = Any  # a number, a name, or (operation, *trees)

NAMES = ("a", "b", "c")
ARITHMETIC = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "negate": lambda a: -a,
}
# Functions without corners and poles, for derivatives.
SMOOTH = {
    "add": ARITHMETIC["add"],
    "subtract": ARITHMETIC["subtract"],
    "multiply": ARITHMETIC["multiply"],
    "negate": ARITHMETIC["negate"],
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
}

numbers = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, -1.0, -2.5])
points = st.fixed_dictionaries({name: st.floats(-2, 2) for name in NAMES})


def trees(operations: Mapping[str, Any]) -> st.SearchStrategy[Tree]:
    """Trees of `operations` over the names a, b, c and a few numbers."""
    one = [name for name, function in operations.items() if name not in TWO]
    two = [name for name in operations if name in TWO]

    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        return st.tuples(st.sampled_from(two), inner, inner) | st.tuples(st.sampled_from(one), inner)

    return st.recursive(numbers | st.sampled_from(NAMES), grow, max_leaves=12)


TWO = {"add", "subtract", "multiply", "divide", "power"}


def node(tree: Tree) -> Node:
    """The tree as a graph, kept as it is."""
    if isinstance(tree, tuple):
        return apply(tree[0], *map(node, tree[1:]))
    return variable(tree) if isinstance(tree, str) else constant(tree)


def simplified(tree: Tree) -> Node:
    """The tree as a graph built by arithmetic on nodes, which leaves out what changes nothing."""
    if not isinstance(tree, tuple):
        return node(tree)
    operation, *inputs = tree
    function = ARITHMETIC.get(operation)
    return function(*map(simplified, inputs)) if function else apply(operation, *map(simplified, inputs))


def value(tree: Tree, point: Mapping[str, float]) -> float:
    """The number of the tree, without the engine."""
    if isinstance(tree, tuple):
        function = {**SMOOTH, **ARITHMETIC}[tree[0]]
        with np.errstate(all="ignore"):
            return float(function(*(np.float64(value(part, point)) for part in tree[1:])))
    return point[tree] if isinstance(tree, str) else tree


# All that can be typed, corners and poles too: for ways to a derivative that are compared where all of them are finite.
TYPED = dict.fromkeys((*SMOOTH, "divide", "power", *filter(None, FUNCTIONS.values())))
# Short binary fractions, so that sums come out exactly and nobody is off a corner by rounding.
exact_points = st.fixed_dictionaries({name: st.sampled_from([-1.75, -0.5, 0.25, 1.25, 2.0]) for name in NAMES})


def agree(one: Node, other: Node, point: Mapping[str, float], tolerance: float = 1e-9) -> bool:
    """Whether two formulas have the same number, compared with the largest number on the way to it.

    True where they cannot be compared: something on the way is not finite, or so large that rounding hides all.
    """
    on_the_way = np.array(evaluate(topological([one, other]), point))
    if not np.isfinite(on_the_way).all() or (largest := np.abs(on_the_way).max()) > 1e6:
        return True
    first, second = evaluate([one, other], point)
    return bool(abs(first - second) <= tolerance * max(1.0, largest))
