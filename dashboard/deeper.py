"""*Go deeper*: what is folded away, and is worked out only when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from engine.differences import GradientCheck, check_gradients
from engine.formulas import number
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.optimizers import Optimizer
from engine.program import training_program


def fold(title: str, key: str, draw: Callable[[], None]) -> None:
    """A fold that calls `draw` only while it is open."""
    with st.expander(title, key=key, on_change="rerun") as folded:
        if folded.open:
            draw()


def is_open(key: str) -> bool:
    """Whether the fold `key` is open."""
    return bool(st.session_state.get(key))


def gradient_check(network: Network, values: Mapping[str, float]) -> None:
    """Every gradient by backpropagation and by central difference, and how far they are apart."""
    check = check_gradients(network, values)
    rows = "\n".join(
        f"| {plain_name(gradient_name('loss', found.name))} | {number(found.gradient, 8)} | "
        f"{number(found.difference, 8)} | {found.verdict if found.error is None else number(found.error, 2)} |"
        for found in check.comparisons
        if found.name in network.differentiated
    )
    st.markdown(
        "Backpropagation gives each gradient by formula. Nudging the value a little up and a little down gives it by "
        "trying: (L(v + Δx) − L(v − Δx)) / 2Δx. Both must agree.\n\n"
        f"| gradient | by backpropagation | by nudging | relative error |\n|:--|--:|--:|--:|\n{rows}\n\n{_told(check)}"
    )


def _told(check: GradientCheck) -> str:
    if not check.passed:
        return "**They differ.** Please tell us: this must not happen."
    if all(found.error is None for found in check.comparisons):
        return "There is nothing to compare here: all gradients are too small."
    return f"**They agree.** The largest relative error is {number(check.worst, 2)}."


def whole_program(network: Network, optimizer: Optimizer) -> None:
    """The training loop as it ran: the text that drew the charts."""
    st.markdown("This is the very program that ran for the *Training* tab. It was written from the same graph.")
    st.code(training_program(network, optimizer.symbolic()).source, language="python")
