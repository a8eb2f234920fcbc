"""Reverse and forward side by side: what one sweep back finds, and how many forward nudges it saves."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine.backpropagation import edges
from engine.formulas import number, text
from engine.forward_mode import tangents, work
from engine.graph import Node
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.program import evaluate


def show(network: Network, values: Mapping[str, float]) -> None:
    """Draw both directions with their numbers, and count the operations. `values`: the numbers of one example."""
    left, right = st.columns(2)
    with left:
        st.markdown(
            "**Backward.** Start at the loss. Each line says how the loss answers to one value. "
            "One sweep finds the gradients of *all* weights."
        )
        back = {gradient_name("loss", name): network.gradients[name] for name in network.differentiated}
        st.markdown(_table(back, values))
    with right:
        weight = st.segmented_control(
            "Nudge the weight", network.weights, default=network.weights[0], format_func=plain_name, key="nudged"
        )
        weight = weight or network.weights[0]
        st.markdown(
            f"**Forward.** Start at {plain_name(weight)}. Each line says how one value answers to it. "
            "One sweep finds the gradient of *this* weight."
        )
        ahead = {node.name or "": node for node in tangents(network, weight).values()}
        st.markdown(_table(ahead, values))
    st.markdown(_count(network))


def _table(lines: Mapping[str, Node], values: Mapping[str, float]) -> str:
    found = evaluate(list(lines.values()), values)
    rows = "\n".join(
        f"| {plain_name(name)} | {text(node)} | {number(float(value))} |"
        for (name, node), value in zip(lines.items(), found, strict=True)
    )
    return f"| derivative | is | value |\n|:--|:--|--:|\n{rows}"


def _count(network: Network) -> str:
    found, weights = work(network), len(network.weights)
    passes = 2 * weights
    return (
        f"All {weights} gradients of this net with its {len(edges(network.loss))} arrows take, on top of the forward "
        f"pass of {found.forward_pass} operations:\n\n"
        "| how | runs through the net | operations |\n|:--|:--|--:|\n"
        f"| one sweep back | 1 | {found.backward_sweep} |\n"
        f"| a sweep forward for each weight | {weights} | {found.forward_sweeps} |\n"
        f"| nudging each weight up and down | {passes} | {found.nudges} |\n\n"
        f"One sweep back saves {passes} forward passes here. With a million weights it is still one sweep, and nudging "
        "takes two million passes. That is why nets learn by backpropagation."
    )
