"""What the screen of derivatives computes and draws; the page arranges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import components, deeper, derivative_charts, legend, live, point_check
from dashboard.closed_forms import closed_form
from dashboard.experiments import Experiment
from dashboard.function_input import PARAMETER, PARAMETER_AT, Ready, typed_function
from engine.backpropagation import gradients
from engine.blackboard import latex, latex_part
from engine.domain import REASONS
from engine.expressions import Reading
from engine.formulas import legible, mathml, place
from engine.graph import ZERO, Node, topological
from engine.program import instructions
from engine.rules import Step, differentiate, sentence

READY = (
    Ready("x^3 - 3x^2 + 2x + 1", (-0.6, 3.0), 2.0, "two flat spots"),
    Ready("|x|", (-2.0, 2.0), 0.0, "a corner"),
    Ready("x^2", (-3.0, 3.0), 1.0, "the simplest curve"),
    Ready("e^x", (-3.0, 3.0), 1.0, "its own slope"),
    Ready("sin(x)", (-7.0, 7.0), 0.0, "slopes between −1 and 1"),
    Ready("1/x", (-3.0, 3.0), 1.0, "a gap at 0"),
    Ready("sqrt(x)", (-1.0, 4.0), 1.0, "upright at 0"),
    Ready("sigmoid(x)", (-6.0, 6.0), 0.0, "never steeper than ¼"),
    Ready("a x^2 + b x", (-3.0, 3.0), 1.0, "letters become sliders"),
)
_LONGEST_LINE = 400  # characters of LaTeX: a tree has up to some hundred lines
ANY_WINDOW = (-5.0, 5.0)

LEGEND = (
    ("forward", "f"),
    ("gradient", "tangent at x₀, and its slope f′"),
    ("dashed", "secant, from x₀ to x₀ + Δx"),
    ("", "triangle of Δx and Δf"),
)
# Signs that only a derivative brings in.
SAID = {
    "step": "[x > 0] is 1 where the condition holds, else 0.",
    "sign": "sign(x) is 1 right of zero, −1 left of it.",
}

EXPERIMENTS = (
    Experiment(
        "|x| at 0: no tangent",
        {"f": "|x|"},
        "From the left the slope is −1, from the right it is 1. However small Δx is, the two sides never agree: at a "
        "corner there is no derivative.",
        live={"x0": 0.0, "dx": 0.5},
    ),
    Experiment(
        "Δx = 10⁻¹⁶: the quotient breaks",
        {"f": "x^3 - 3x^2 + 2x + 1"},
        "The computer keeps about 16 digits, so x₀ + Δx is x₀ itself, and the quotient becomes 0. The "
        "forward difference is best near Δx = 10⁻⁸, the central one near 4·10⁻⁶: open the error chart below.",
        live={"x0": 2.0, "dx": 1e-16},
    ),
    Experiment(
        "x₀ = 1: the forward difference is as good as the central one",
        {"f": "x^3 - 3x^2 + 2x + 1"},
        "With Δx = 0.1 both are off by 0.01. At x₀ = 1 the curve changes from bending down to bending up: f″(1) = 0. "
        "The error of the forward difference begins with f″, so its largest part is gone. Open the error chart below: "
        "the two curves lie on each other. Move x₀ a little, and they part.",
        live={"x0": 1.0, "dx": 0.1},
    ),
)


@dataclass(frozen=True)
class Function:
    """A typed function of x with its derivative and the values of its free letters."""

    text: str
    reading: Reading
    derivative: Node
    parameters: Mapping[str, float]

    @property
    def ready(self) -> Ready:
        """Where to draw it: as a ready one says, else in the middle."""
        return next((one for one in READY if one.text == self.text), Ready(self.text, ANY_WINDOW, 1.0, ""))


def choose() -> Function:
    """Draw the inputs and return the function."""
    text, reading = typed_function(READY, ("x",))
    parameters = {}
    if reading.parameters:
        with st.container(horizontal=True, key="parameters"):
            for name in reading.parameters:
                key = f"{PARAMETER}{name}"
                parameters[name] = st.slider(name, -5.0, 5.0, PARAMETER_AT, 0.1, key=key, bind="query-params")
    return Function(text, reading, gradients(reading.node).get("x", ZERO), parameters)


def show_stage(function: Function) -> None:
    """The picture: sliders and sentence above, the curve and its slope below, the numbers beside it."""
    node = function.reading.node
    components.feed(charts={})
    components.part(
        "derivative",
        {
            "id": f"{function.text} {function.parameters}",
            "text": function.text,
            "set": live.settings(),
            "program": instructions([node, function.derivative, closed_form(function.derivative)]),
            "parameters": dict(function.parameters),
            "window": function.ready.window,
            "x0": function.ready.at,
            "reasons": REASONS,
        },
        css=("player.css", "sliders.css"),
        js=("player.js", "evaluate.js", "sliders.js"),
    )
    left, right = st.columns([7, 3])
    with left:
        derivative_charts.show_curve()
        legend.show(LEGEND)
    with right:
        components.words(_numbers(function))


def take(experiment: Experiment) -> None:
    """Set the function of an experiment."""
    st.session_state["f"] = experiment.state["f"]


def show_errors() -> None:
    """How the error of the quotient depends on Δx."""
    st.markdown(
        "Both axes are logarithmic. From the right, each curve falls: the step is large, and the curve bends in it. "
        "Then it rises again: the step is so small that the rounding of the computer is divided by it. "
        "Solid: forward difference. Dashed: central difference. An error of exactly 0 is drawn at the bottom."
    )
    derivative_charts.show_errors()


def show_quotients() -> None:
    """The table of Δx and the quotient."""
    components.part("quotients", {}, js=("player.js",))


def show_rules(function: Function) -> None:
    """Which rule was used on which part, as a tree that unfolds."""
    st.markdown("Click a rule to see the parts that it was used on.")
    components.part("rules", {"html": _tree(differentiate(function.reading.node, "x"), is_open=True)})


def _tree(step: Step, is_open: bool = False) -> str:
    part, derivative = (legible(written, _LONGEST_LINE) for written in (latex_part(step.part), latex(step.derivative)))
    line = mathml(rf"\left({part}\right)' = {derivative}")
    head = f"<b>{escape(str(step.rule.value))}</b> {line}"
    told = f"<p>{escape(sentence(step))}</p>"
    if not step.steps:
        return f'<div class="leaf">{head}{told}</div>'
    inside = "".join(_tree(inner) for inner in step.steps)
    return f"<details{' open' if is_open else ''}><summary>{head}</summary>{told}{inside}</details>"


def show_code(function: Function) -> None:
    """The function and its derivative as lines of Python."""
    f = deeper.named(function.reading.node, "f")
    slope = deeper.named(closed_form(function.derivative), "df_dx")
    deeper.code([f], [slope], {**function.parameters, "x": function.ready.at})


def show_check(function: Function) -> None:
    """The derivative against the central difference."""
    point_check.show(function.reading.node, "f", {"x": "df/dx"}, ("x",), function.parameters)


def _numbers(function: Function) -> str:
    slope = closed_form(function.derivative)
    f_prime = _equation("f'(x)", slope)
    told = "".join(f"<p>{words}</p>" for operation, words in SAID.items() if _uses(slope, operation))
    return (
        f"<p class='value'>{_equation('f(x)', function.reading.node)}</p>"
        f"<p>secant, from x₀ to x₀ + Δx<br>Δf / Δx = {place('df')} / {place('dx')} =</p>"
        f'<p class="large neutral">{place("quotient")}</p>'
        f"<p>tangent, at x₀<br>{f_prime}</p>{told}"
        f'<p class="large slope">{place("slope")}</p>'
        f'<p>the secant is off by</p><p class="large">{place("off")}</p>'
        f"<p>central difference: {place('central')}</p>"
    )


def _equation(left: str, node: Node) -> str:
    written = latex(node)
    size = ' class="long"' if len(written) > 40 else ""
    return f"<span{size}>{mathml(f'{left} = {written}')}</span>"


def _uses(node: Node, operation: str) -> bool:
    return any(part.operation == operation for part in topological([node]))
