"""The table of nudges: each variable's slope, what it predicts for a small step, and what really happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import components
from engine import networks
from engine.backpropagation import gradients
from engine.formulas import latex, mathml
from engine.graph import Node, apply, topological
from engine.notation import latex_name, plain_name
from engine.program import instructions


def show(
    output: str,
    name: str,
    nodes: Sequence[Node],
    formulas: Mapping[str, str],
    values: Mapping[str, float] | None = None,
) -> None:
    """Draw the table of the function `output`, whose node and partial derivatives are `nodes`.

    `formulas`: for each variable its partial derivative as MathML. `values`: where it is evaluated;
    by default the point that is set on the page.
    """
    data = {
        "id": name,
        "output": output,
        "program": instructions(nodes),
        "formulas": [[variable, plain_name(variable), formula] for variable, formula in formulas.items()],
        "values": None if values is None else dict(values),
    }
    js = ("player.js", "evaluate.js", "nudges.js")
    components.component("nudges", js, ("quotients.css", "covered.css", "nudges.css"))(
        key=f"nudges_{output}", data=data
    )


def show_linear_net() -> None:
    """The same table for the course's linear net: the loss instead of f, the weights instead of x and y."""
    st.markdown(
        "A net is a function too. The course's linear net has h = w₁·x and ŷ = w₂·h, and its loss is L = ½(ŷ − y)². "
        "The variables are the weights, here w₁ = 2 and w₂ = 0.5; x = 2 and the target y = 20 stay frozen. Both "
        "partial derivatives are negative: to make the loss smaller, let both weights grow."
    )
    net = networks.linear()
    loss = written_out(net.loss)
    found = gradients(loss)
    formulas = {weight: derivative("L", latex_name(weight), latex(found[weight])) for weight in net.weights}
    nodes = [loss, *(found[weight] for weight in net.weights)]
    show("L", "linear net", nodes, formulas, {**networks.LINEAR_START, **networks.LINEAR_DATA})


def derivative(output: str, name: str, formula: str) -> str:
    """∂f/∂x = formula, or ∂f/∂x alone, as MathML. `name` and `formula` are LaTeX."""
    written = mathml(rf"\partial {output}/\partial {name}" + (f" = {formula}" if formula else ""))
    return written.replace("<mo>&#x0002F;</mo>", '<mo lspace="0" rspace="0">/</mo>')


def written_out(output: Node) -> Node:
    """The same graph without names in between, so that its derivatives are written in its variables alone."""
    rebuilt: dict[Node, Node] = {}
    for node in topological([output]):
        rebuilt[node] = apply(node.operation, *(rebuilt[other] for other in node.inputs)) if node.inputs else node
    return rebuilt[output]
