"""What the screen of partial derivatives computes and draws; the page arranges it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import streamlit as st

from dashboard import charts, components, deeper, function_input, legend, live, nudges, partial_charts, point_check
from dashboard.closed_forms import closed_form
from dashboard.experiments import Experiment
from dashboard.maps import TALLEST, WIDEST, View
from engine.backpropagation import gradients
from engine.blackboard import latex, latex_places
from engine.domain import REASONS
from engine.expressions import Reading
from engine.formulas import TOO_LONG, mathml, place
from engine.graph import ZERO, Node, topological
from engine.notation import gradient_name
from engine.program import instructions

NUDGE = 0.1
_FIELD = "fxyz"
_SHORT = 70  # characters of LaTeX: a longer derivative is not written out with numbers
WIDE = View()
LEGEND = (
    ("forward dashed", "f along the variable that moves"),
    ("dotted", "f along a frozen one"),
    ("gradient", "tangent: its slope is the partial derivative"),
)


@dataclass(frozen=True)
class Ready:
    """A function to begin with: where it is drawn, and the point that shows something."""

    text: str
    shows: str
    at: tuple[float, ...] = (3.0, 4.0)
    view: View = WIDE


READY = (
    Ready("x^2 + y^2", "a bowl"),
    Ready("x y + y z^2", "three variables", (1.0, 2.0, 3.0), View(0, 0, 5)),
    Ready("x^2 - y^2", "a saddle: up one way, down the other", (1.0, 1.0), View(0, 0, 3)),
    Ready("x y", "the slope is the other variable", (2.0, 1.0), View(0, 0, 4)),
    Ready("3x - 2y", "a tilted plane: the same slopes everywhere", (1.0, 1.0), View(0, 0, 4)),
    Ready("sin(x) + y^2/8", "waves along x only", (1.0, 2.0)),
    Ready("x e^(-x^2 - y^2)", "a hill and a hollow", (0.5, 0.5), View(0, 0, 2)),
    Ready("|x| + y^2", "a corner along x", (0.0, 1.0), View(0, 0, 3)),
    Ready("x y z", "each slope is the product of the others", (1.0, 2.0, 3.0), View(0, 0, 4)),
)

EXPERIMENTS = (
    Experiment(
        "A saddle: up one way, down the other",
        {_FIELD: "x^2 - y^2"},
        "At (1, 1), ∂f/∂x = 2x = 2 and ∂f/∂y = −2y = −2. The same point is a way up for whoever moves x and a way down "
        "for whoever moves y. Neither slope says how f changes when both move.",
        live={"x": 1.0, "y": 1.0},
    ),
    Experiment(
        "x·y at (0, 0): both slopes are 0, yet it is not flat",
        {_FIELD: "x y"},
        "Along x, y stays 0, so f stays 0; along y likewise. Both partial derivatives are 0. But go both ways at once: "
        "f(0.1, 0.1) = 0.01 and f(0.1, −0.1) = −0.01. Partial derivatives look along the axes only.",
        live={"x": 0.0, "y": 0.0},
    ),
    Experiment(
        "x·y with y frozen at 0: x moves, and nothing happens",
        {_FIELD: "x y"},
        "∂f/∂x = y: how strongly x counts is decided by the frozen variable. While y = 0, x counts for nothing. "
        "A weight in front of a zero weight feels the same: its gradient is 0, and this step leaves it as it is.",
        live={"x": 2.0, "y": 0.0},
    ),
    Experiment(
        "x·y + y·z²: which predictions are exact?",
        {_FIELD: "x y + y z^2"},
        "Look at the table. In x and in y, f is a straight line, so slope times nudge is exactly what happens: 0.2 and "
        "1. In z it bends: predicted 1.2, really 1.22. Halve the nudge, and the error becomes a quarter.",
        live={"x": 1.0, "y": 2.0, "z": 3.0, "nudge": 0.1},
    ),
)


@dataclass(frozen=True)
class Function:
    """A typed function with its partial derivatives, in the order of its variables."""

    text: str
    reading: Reading
    partials: dict[str, Node]

    @property
    def variables(self) -> tuple[str, ...]:
        """x and y, and z where it occurs."""
        return tuple(self.partials)

    @property
    def tidy(self) -> dict[str, Node]:
        """The partial derivatives as a person would write them."""
        return {name: closed_form(node) for name, node in self.partials.items()}

    @property
    def ready(self) -> Ready:
        """Where to draw it: as a ready one says, else around the middle."""
        known = next((one for one in READY if one.text == self.text), None)
        return known or Ready(self.text, "", (1.0, 2.0, 3.0)[: len(self.partials)], View(0, 0, 5))


def choose() -> Function:
    """Draw the input and return the function."""
    text, reading = function_input.typed_function(
        READY, ("x", "y", "z"), key=_FIELD, label="Function of x and y, or of x, y and z", free_letters=False
    )
    found = gradients(reading.node)
    has_z = any(node.name == "z" for node in topological([reading.node]))
    names = ("x", "y", "z")[: 3 if has_z else 2]
    return Function(text, reading, {name: found.get(name, ZERO) for name in names})


def show_stage(function: Function) -> None:
    """The variables, one moving and the others frozen, and the sentence; the map and the slices."""
    components.feed(charts={})
    components.part(
        "partial_derivatives",
        {
            "id": function.text,
            "set": live.settings(),
            "reading": mathml(f"f = {latex(function.reading.node)}"),
            "variables": function.variables,
            "program": instructions([function.reading.node, *function.partials.values()]),
            "view": {**asdict(function.ready.view), "widest": WIDEST, "tallest": TALLEST},
            "at": function.ready.at,
            "nudge": NUDGE,
            "formulas": {name: _worked_out(name, node) for name, node in function.tidy.items()},
            "reasons": REASONS,
        },
        css=("player.css", "sliders.css"),
        js=("player.js", "evaluate.js", "sliders.js", "plane.js"),
    )
    if len(function.variables) == 3:
        for column, name in zip(st.columns(3), function.variables, strict=True):
            with column:
                _show_slice(function, name, 250)
        legend.show(LEGEND)
        return
    left, right = st.columns(2)
    with left:
        spec = partial_charts.map_of(function.reading.node, function.ready.view)
        charts.show("partial_map", spec, "Contour map of f with the two lines along which one variable moves.")
    with right:
        for name in function.variables:
            _show_slice(function, name, 140)
    legend.show((*LEGEND, ("", "contour through the point")))


def show_nudges(function: Function) -> None:
    """The table: what a nudge of one variable does to f, predicted and really."""
    formulas = {name: nudges.derivative("f", name, latex(node)) for name, node in function.tidy.items()}
    nudges.show("f", function.text, [function.reading.node, *function.partials.values()], formulas)


def take(experiment: Experiment) -> None:
    """Set the function of an experiment."""
    st.session_state[_FIELD] = experiment.state[_FIELD]


def show_code(function: Function) -> None:
    """The function and its partial derivatives as lines of Python."""
    slopes = [deeper.named(node, gradient_name("f", name)) for name, node in function.tidy.items()]
    at = dict(zip(function.variables, function.ready.at, strict=False))
    deeper.code([deeper.named(function.reading.node, "f")], slopes, at)


def show_check(function: Function) -> None:
    """Each partial derivative against its central difference."""
    slopes = {name: f"∂f/∂{name}" for name in function.variables}
    point_check.show(function.reading.node, "f", slopes, function.variables, {})


def _show_slice(function: Function, name: str, height: int) -> None:
    frozen = "".join(
        f'<span class="frozen">{_LOCK}{other} frozen at {place(other)}</span>'
        for other in function.variables
        if other != name
    )
    slope = f'<span class="slope">{place(f"partial_{name}")}</span>'
    components.component("slice_head", ("words.js",), ("covered.css", "slice_head.css"))(
        key=f"slice_head_{name}",
        data={"html": f'<p><span class="title">Along {name}</span>{slope}<span class="tags">{frozen}</span></p>'},
    )
    charts.show(
        f"slice_{name}", partial_charts.slice_spec(name, height), f"f while only {name} moves, with its tangent."
    )


def _worked_out(name: str, node: Node) -> list[str]:
    """∂f/∂x = symbols, = numbers put in, = result: as pieces between which a line may break."""
    symbols = latex(node)
    is_plain = node.value is not None or node.operation == "variable"
    pieces = [nudges.derivative("f", name, symbols if node.value is None else "")]
    if not is_plain and len(symbols) <= _SHORT and symbols != TOO_LONG:
        pieces.append(mathml(f"= {latex_places(node)}"))
    return pieces


_LOCK = (
    '<svg class="lock" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11" '
    'fill="none" stroke="currentColor" stroke-width="2"/></svg>'
)
