"""Where a race takes place: a landscape of the table, or a function that a visitor types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from dashboard.controls import Choice, NumberInput
from dashboard.function_input import show_error
from dashboard.maps import View
from dashboard.paths_map import Goal
from dashboard.race_rates import RATES
from engine import curvature
from engine.backpropagation import gradients
from engine.errors import ExpressionError
from engine.expressions import parse
from engine.formulas import number
from engine.graph import Node, apply, named_nodes, substitute, topological, variable
from engine.landscapes import LANDSCAPES, Landscape
from engine.notation import plain_name
from engine.program import evaluate

TYPED = "typed"
MOST_OPERATIONS = 64  # of a typed function with its slopes: ten runs and ten sweeps have to wait for it
TYPED_TEXT, TYPED_START = "x^4 - 4x^2 + x + y^2", (2.0, 1.0)
LANDSCAPE = Choice("landscape", "landscape", {key: one.title for key, one in LANDSCAPES.items()} | {TYPED: "your own"})
HALF = NumberInput("half", "map reaches to ±", 3, 0.1, 100, 1)
TARGET = NumberInput("target", "target for f", 0, -1e6, 1e6, 0.1)
STARTS = tuple(NumberInput(f"start_{axis}", f"start {axis}", 0, -100, 100, 0.1) for axis in ("x", "y"))
_TEXT, _GOOD = "f", "last good f of the race"


@dataclass(frozen=True, eq=False)
class Field:
    """Where the race takes place. `node`: the function of x and y, whatever its coordinates are called."""

    key: str
    landscape: Landscape
    node: Node
    view: View

    @property
    def rates(self) -> Mapping[str, float]:
        """The rate that suits each optimizer here."""
        return RATES[self.key]

    @property
    def drawn(self) -> tuple[object, ...]:
        """What the map and its words are drawn from."""
        return self.node, self.view, self.landscape.target

    @property
    def height(self) -> str:
        """What the function's value is called: the loss of a net, else f."""
        return "L" if self.landscape.variables != ("x", "y") else "f"

    @property
    def starts(self) -> tuple[NumberInput, ...]:
        """The inputs of the start, with the landscape's own as their defaults."""
        named = zip(STARTS, self.landscape.start, self.landscape.variables, strict=True)
        return tuple(replace(each, default=at, label=f"start {plain_name(name)}") for each, at, name in named)


def known(key: str) -> Field:
    """The field of a landscape of the table."""
    landscape = LANDSCAPES[key]
    (left, right), (low, high) = landscape.window
    view = View((left + right) / 2, (low + high) / 2, (right - left) / 2, *map(plain_name, landscape.variables))
    axes = dict(zip(map(variable, landscape.variables), map(variable, ("x", "y")), strict=True))
    return Field(key, landscape, substitute(landscape.function, axes), view)


def typed() -> Field:
    """Draw the input of a function, and return its field; of a text that cannot be read, that of the last good one."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="typed_field"):
        text = st.text_input(
            "f(x, y)", value=TYPED_TEXT, key=_TEXT, bind="query-params", max_chars=200, autocomplete="off"
        )
        half = HALF.draw()
        try:
            node, problem = _read(text), None
        except ExpressionError as error:
            text, problem = st.session_state.get(_GOOD, TYPED_TEXT), error
            node = _read(text)
        suggested = _suggested_target(node, half)
        if st.session_state.get(_GOOD, text) != text:  # another function has another target
            st.session_state[TARGET.key] = suggested
        st.session_state[_GOOD] = text
        target = replace(TARGET, default=suggested).draw()
    if problem is not None:
        show_error(problem, st.session_state[_TEXT], "function")
    # a walk needs both coordinates, though the function may leave one out
    for name in {"x", "y"} - set(named_nodes(node)):
        node = apply("add", node, apply("multiply", 0.0, variable(name)))
    window = ((-half, half), (-half, half))
    landscape = Landscape("your own", node.named("loss"), ("x", "y"), window, TYPED_START, target, (), None, "")
    return Field(TYPED, landscape, node, View(0.0, 0.0, half))


def _read(text: str) -> Node:
    """The function that was typed. Raises ExpressionError for what is no function, or too long a one to race on."""
    node = parse(text, ("x", "y"))
    if len(topological([node, *gradients(node).values()])) > MOST_OPERATIONS:
        raise ExpressionError(
            f"This function and its slopes take more than {MOST_OPERATIONS} operations: too many for ten runs at once. "
            "Write it simpler.",
            0,
        )
    return node


def _suggested_target(node: Node, half: float) -> float:
    """A little above the lowest value on the map: one hundredth of the way to the highest of the middle ones."""
    line = np.linspace(-half, half, 61)
    heights = np.broadcast_to(evaluate([node], {"x": line[:, None], "y": line})[0], (61, 61))
    finite = heights[np.isfinite(heights)]
    if not finite.size:
        return 0.0
    low, middle = float(finite.min()), float(np.median(finite))
    return float(np.clip(float(f"{low + 0.01 * (middle - low):.3g}"), TARGET.minimum, TARGET.maximum))


def told(field: Field) -> str:
    """What there is to know of a landscape: what it is there for, its target, how narrow it is at its minimum."""
    landscape = field.landscape
    words = [landscape.note, f"The target: {field.height} below {number(landscape.target)}, to the end."]
    if landscape.minimum is not None and not landscape.is_valley:
        bends = curvature.eigenvalues(landscape.function, landscape.variables, landscape.at(landscape.minimum))
        ratio = float(curvature.condition_number(bends))
        words.append(
            "At its minimum it bends alike in all directions."
            if ratio < 1.001
            else f"At its minimum it bends {number(ratio)} times as strongly in one direction as in the other. This is "
            "its condition number: the larger, the harder for a rule with one rate for all directions."
        )
    return " ".join(filter(None, words))


def set_to_usual_text() -> None:
    """Let the typed function be the one that it begins with, and its target the one that suits it. For `on_click`."""
    st.session_state[_TEXT] = st.session_state[_GOOD] = TYPED_TEXT
    st.session_state[TARGET.key] = _suggested_target(parse(TYPED_TEXT, ("x", "y")), HALF.default)


def usual_start(key: str) -> dict[str, float]:
    """Where a race on the landscape `key` begins, by the names of the inputs."""
    start = LANDSCAPES[key].start if key in LANDSCAPES else TYPED_START
    return {control.key: float(at) for control, at in zip(STARTS, start, strict=True)}


def goals(field: Field) -> tuple[Goal, ...]:
    """The lowest points of a landscape, as the map shows them."""
    landscape, view = field.landscape, field.view
    if not landscape.is_valley:
        return tuple(Goal("minimum", (point,)) for point in landscape.minima)
    product = landscape.minima[0][0] * landscape.minima[0][1]
    reach = 3 * view.half
    places = [(float(x), float(product / x)) for x in np.geomspace(product / reach, reach, 81)]
    mirrored = [(-x, -y) for x, y in places]
    label = max((point for point in places if abs(point[1] - view.y) < view.half), key=lambda point: point[1])
    return (Goal("all lowest", (label, None, *places, None, *mirrored), is_curve=True),)
