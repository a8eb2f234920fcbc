"""The activation on the screen: its curve and slope, the derivation of σ′, and why a net needs a bend."""

from __future__ import annotations

import streamlit as st

from dashboard import activation_charts, components
from engine.backpropagation import Edge, edges
from engine.formulas import latex, mathml, place, text, text_places
from engine.networks import ACTIVATIONS, Network
from engine.notation import gradient_name, plain_name
from engine.sigmoid_derivation import definition, derivation

_NAMES = {"sigmoid": "The sigmoid σ", "tanh": "tanh", "relu": "relu", "identity": "The identity"}

# What the slope can be, and what that does to a gradient on its way back.
_CEILINGS = {
    "sigmoid": "It is never more than ¼.",
    "tanh": "It is 1 at z = 0, and less elsewhere.",
    "relu": "It is 1 or 0: the gradient passes whole, or not at all.",
    "identity": "It is 1 everywhere: the gradient passes whole.",
}
_RULES = {
    "tanh": "tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ). The quotient rule gives the slope 1 − tanh(z)².",
    "relu": "relu(z) is z where z is positive, and 0 elsewhere: a straight line on each side, with a corner at 0.",
    "identity": "The identity gives z back: a straight line with slope 1.",
}


def show(network: Network) -> None:
    """Draw the tab. Its numbers come from the feed."""
    operation = network.values["h1"].operation
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{_NAMES[operation]}** stands in two places: it turns z₁ into h₁, and z₂ into ŷ.")
        activation_charts.show_curve()
    with right:
        st.markdown(f"**Its slope** is a factor. {_CEILINGS[operation]}")
        activation_charts.show_slope()
    st.header("Where does the slope come from?", anchor=False)
    if operation == "sigmoid":
        components.part("derivation", {"lines": _lines()}, css=("player.css",))
    else:
        st.markdown(_RULES[operation])
    components.words(_here(network))
    st.header("Why a bend at all?", anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        activation_charts.show_bend()
    with right:
        st.markdown(_why(operation))


def _lines() -> list[list[str]]:
    """The derivation of σ′: for each line what was done, and the formula."""
    first = ["Begin with the sigmoid itself.", mathml(rf"\sigma(z) = {latex(definition())}")]
    return [first, *([line.why, mathml(rf"\sigma'(z) = {latex(line.node)}")] for line in derivation())]


def _here(network: Network) -> str:
    """The slope at z₁ and at z₂, with the numbers put in."""
    places = [edge for edge in edges(network.loss) if edge.target.operation in ACTIVATIONS]
    return f"<ul>{''.join(map(_slope_at, places))}</ul>"


def _slope_at(edge: Edge) -> str:
    inner, key = edge.source.name or "", gradient_name(edge.target.name or "", edge.source.name or "")
    written = f"{text(edge.derivative)} = {text_places(edge.derivative)} = " if edge.derivative.inputs else ""
    return f"<li>At {plain_name(inner)} = {place(inner)}: {plain_name(key)} = {written}{place(key)}</li>"


def _why(operation: str) -> str:
    if operation == "identity":
        return "With the identity ŷ is a straight line in x₁: both lines are one. Choose another activation to bend it."
    return (
        f"The solid line is ŷ against x₁ with {_NAMES[operation].lower() if operation == 'sigmoid' else operation}: it "
        "bends. The dashed line is the same net without it: w₃ · (w₁x₁ + w₂x₂), always straight. Without a bend a net "
        "of any depth is one linear neuron, and draws only straight lines."
    )
