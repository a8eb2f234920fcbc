"""What the screen of the gradient computes and draws; the page arranges it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import streamlit as st

from dashboard import charts, components, deeper, function_input, gradient_charts, legend, live, point_check
from dashboard.closed_forms import closed_form
from dashboard.experiments import Experiment
from dashboard.maps import TALLEST, WIDEST, View
from engine.backpropagation import gradients
from engine.blackboard import latex
from engine.domain import REASONS
from engine.expressions import Reading
from engine.formulas import mathml, place
from engine.graph import ZERO, Node
from engine.notation import gradient_name
from engine.program import instructions

VARIABLES = ("x", "y")
ANGLE = 0.0  # degrees from the x axis
WIDE = View()
_SHORT = 20  # characters of LaTeX that fit beside the map in any case
LEGEND = (
    ("gradient", "∇f, the steepest way up"),
    ("gradient dashed", "−∇f, the steepest way down"),
    ("dashed", "a direction of your choice"),
    ("", "contour through the point"),
    ("forward", "your walk down"),
)


@dataclass(frozen=True)
class Ready:
    """A function to begin with: where its map is, the point that shows something, a step size that works."""

    text: str
    shows: str
    view: View = WIDE
    at: tuple[float, float] = (3.0, 4.0)
    rate: float = 0.1


READY = (
    Ready("x^2 + y^2", "a bowl"),
    Ready("x^2 + 10y^2", "a narrow valley", View(0, 0, 4), (3.0, 1.0), 0.04),
    Ready("x^2 - y^2", "a saddle", View(0, 0, 4), (2.0, 0.5)),
    Ready("(1 - x)^2 + 5(y - x^2)^2", "a bent valley (Rosenbrock)", View(0, 1, 2), (-1.0, 1.5), 0.02),
    Ready("1 - e^(-x^2 - y^2)", "a plateau around a hole", View(0, 0, 3), (1.0, 0.5), 0.5),
    Ready("x y", "a twisted plane", View(0, 0, 4), (2.0, 1.0)),
    Ready("sin(x) + cos(y)", "hills and hollows", View(0, 0, 6), (2.0, 1.0), 0.5),
    Ready("x^2 + y^2 - 2x + 4y", "where is its lowest point?", View(0, 0, 5), (-3.0, 2.0)),
    Ready("|x| + |y|", "corners", View(0, 0, 4), (2.0, 1.0), 0.5),
)

EXPERIMENTS = (
    Experiment(
        "x² + 10y² at (3, 1): downhill misses the minimum",
        {"fxy": "x^2 + 10y^2"},
        "−∇f = (−6, −20) points almost straight down, but the minimum lies to the left. The gradient knows only the "
        "slope here, and across the valley it is steeper than along it. On x² + y² the contours are circles, and there "
        "−∇f aims at the middle from everywhere.",
        live={"x": 3.0, "y": 1.0, "alpha": 0.04, "field": 0.0},
    ),
    Experiment(
        "Where do all arrows end?",
        {"fxy": "x^2 + y^2 - 2x + 4y"},
        "The arrows show −∇f: each walk down follows them. They all end where ∇f = (2x − 2, 2y + 4) = (0, 0), that is "
        "at (1, −2). Put the point there: it has no arrow and no direction.",
        live={"x": -3.0, "y": 2.0, "alpha": 0.1, "field": 1.0},
    ),
    Experiment(
        "x² + 10y² with α = 0.1: it jumps across for ever",
        {"fxy": "x^2 + 10y^2"},
        "Walk down a few steps. ∂f/∂y = 20y, so a step changes y by −0.1·20y = −2y: from y to −y and back. Only x "
        "comes closer. With a smaller α both do; with a larger one y runs away.",
        live={"x": 3.0, "y": 1.0, "alpha": 0.1, "field": 0.0},
    ),
    Experiment(
        "On the plateau: a gradient of almost nothing",
        {"fxy": "1 - e^(-x^2 - y^2)"},
        "At (2.5, 1.5) the length of ∇f is about 0.001. A step is α times that: you hardly move, though the way down "
        "is clear. Look at the arrow scale: the arrow is drawn much longer here.",
        live={"x": 2.5, "y": 1.5, "alpha": 0.5, "field": 0.0},
    ),
)


@dataclass(frozen=True)
class Function:
    """A typed function of x and y with its two partial derivatives."""

    text: str
    reading: Reading
    gradient: tuple[Node, Node]

    @property
    def ready(self) -> Ready:
        """Where to draw it: as a ready one says, else around the middle."""
        return next((one for one in READY if one.text == self.text), Ready(self.text, "", WIDE, (2.0, 1.0)))


def choose() -> Function:
    """Draw the input and return the function."""
    text, reading = function_input.typed_function(READY, VARIABLES, key="fxy", free_letters=False)
    found = gradients(reading.node)
    return Function(text, reading, (found.get("x", ZERO), found.get("y", ZERO)))


def show_stage(function: Function) -> None:
    """The point and the walk above, the map on the left, numbers and directions on the right."""
    ready = function.ready
    components.feed(charts={})
    components.part(
        "gradient",
        {
            "id": function.text,
            "set": live.settings(),
            "program": instructions([function.reading.node, *function.gradient]),
            "view": {**asdict(ready.view), "widest": WIDEST, "tallest": TALLEST},
            "at": ready.at,
            "rate": ready.rate,
            "angle": ANGLE,
            "reasons": REASONS,
        },
        css=("player.css", "sliders.css"),
        js=("player.js", "evaluate.js", "sliders.js", "plane.js", "arrows.js", "walk.js"),
    )
    left, right = st.columns([16, 9])
    with left:
        spec = gradient_charts.map_of(function.reading.node, ready.view)
        charts.show("gradient_map", spec, "Contour map of f with its gradient.")
        components.words(f"<p>{place('scale')} Click or tap the map to move the point.</p>")
        legend.show(LEGEND)
    with right:
        components.component("gradient_words", ("words.js",), ("covered.css", "gradient_words.css"))(
            key="gradient_words", data={"html": _numbers(function)}
        )
        charts.show("compass", gradient_charts.compass_spec(), "The slope against the direction.")
        components.part(
            "direction",
            {"angle": ANGLE},
            css=("player.css", "sliders.css"),
            js=("player.js", "evaluate.js", "sliders.js", "plane.js"),
        )


def take(experiment: Experiment) -> None:
    """Set the function of an experiment."""
    st.session_state["fxy"] = experiment.state["fxy"]


def show_formula(function: Function) -> None:
    """The gradient as a formula, and the rule for the slope in a direction."""
    by_x, by_y = (latex(closed_form(node)) for node in function.gradient)
    symbols = r"\nabla f = \left(\frac{\partial f}{\partial x},\; \frac{\partial f}{\partial y}\right)"
    st.latex(rf"{symbols} = \left({by_x},\; {by_y}\right)")
    st.markdown(
        "In the direction of the angle θ, one unit of way goes cos θ along x and sin θ along y. So the slope is "
        "∂f/∂x · cos θ + ∂f/∂y · sin θ. That is |∇f| times the cosine of the angle between the direction and ∇f: "
        "largest where this angle is 0°, zero at 90° (along the contour), smallest at 180°."
    )


def show_code(function: Function) -> None:
    """The function and its gradient as lines of Python."""
    slopes = [
        deeper.named(closed_form(node), gradient_name("f", name))
        for name, node in zip(VARIABLES, function.gradient, strict=True)
    ]
    at = dict(zip(VARIABLES, function.ready.at, strict=True))
    deeper.code([deeper.named(function.reading.node, "f")], slopes, at)


def show_check(function: Function) -> None:
    """Both partial derivatives against their central differences."""
    slopes = {name: f"∂f/∂{name}" for name in VARIABLES}
    point_check.show(function.reading.node, "f", slopes, VARIABLES, {})


def _numbers(function: Function) -> str:
    symbol = mathml(r"\nabla f = \left(\tfrac{\partial f}{\partial x}, \tfrac{\partial f}{\partial y}\right)")
    rows = (
        (mathml(f"f = {latex(function.reading.node)}"), place("f"), "value"),
        (symbol, f"({place('fx')}, {place('fy')})", "slope"),
        ("its length |∇f|, the steepest slope", place("length"), "slope"),
        ("its direction", place("angle"), "slope"),
    )
    told = "".join(f"<dt>{name}</dt><dd class='{kind}'>{value}</dd>" for name, value, kind in rows)
    scrolls = len(latex(function.reading.node)) > _SHORT  # then it can be scrolled by keys too
    return f"<dl>{told.replace('<dt>', '<dt tabindex=0>', 1) if scrolls else told}</dl>"
