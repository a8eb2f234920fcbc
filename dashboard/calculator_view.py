"""*By calculator*: the same update with results rounded, or cut, on the way, next to the exact one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import slip_words
from dashboard.controls import Choice, NumberInput
from engine import networks
from engine.calculator import Calculator, by_calculator
from engine.formulas import number
from engine.networks import Network
from engine.optimizers import Optimizer
from engine.walk import numbers, steps

FORWARD = NumberInput("forward_decimals", "decimals forward", 4, 0, 12, 1, whole=True)
BACKWARD = NumberInput("backward_decimals", "decimals backward", 5, 0, 12, 1, whole=True)
HOW = Choice("kept_by", "the rest is", {"rounding": "rounded", "cutting": "cut off"})

_COURSE = {**networks.SIGMOID_START, **networks.SIGMOID_DATA}


def show(network: Network, optimizer: Optimizer, values: Mapping[str, float]) -> None:
    """Draw the choice of decimals, and both columns of numbers."""
    st.markdown(
        "With pencil and calculator nobody writes down 16 digits. Choose how many decimals you keep of each result "
        "before you use it again."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        forward, backward, how = FORWARD.draw(), BACKWARD.draw(), HOW.draw()
    calculator = Calculator(int(forward), int(backward), cuts=how == "cutting")
    exact = numbers(network, optimizer, values)
    kept = by_calculator(network, optimizer, values, calculator)
    rows = "\n".join(
        f"| {slip_words.symbol(step)} | {number(kept[step.key], 12)} | {number(exact[step.key], 10)} |"
        for step in steps(network, optimizer.symbolic())
    )
    st.markdown(f"| number | by calculator | exact |\n|:--|--:|--:|\n{rows}")
    if network == networks.sigmoid() and all(values[name] == number for name, number in _COURSE.items()):
        st.markdown(_COURSE_NOTE)


_COURSE_NOTE = (
    "**The numbers of the course.** Four decimals forward and five backward, rounded, give ∂L/∂z₂ = −0.11222, "
    "∂L/∂w₃ = −0.04236 and ∂L/∂z₁ = −0.01319. The course prints −0.04239 and −0.01318. The first is a slip: "
    "−0.11222 · 0.3775 = −0.04236. The second is cut off, not rounded. So if you find −0.04236 and −0.01319, your "
    "arithmetic is right."
)
