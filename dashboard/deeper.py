"""*Go deeper*: what is folded away, and is worked out only when it is opened."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import link_check
from dashboard.controls import Named
from engine.differences import GradientCheck, check_gradients
from engine.formulas import number
from engine.graph import Node, apply
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.optimizers import Optimizer
from engine.statements import statements
from engine.training_program import training_program


def fold(title: str, key: str, draw: Callable[[], None]) -> None:
    """A fold that calls `draw` only while it is open. The link says that it is: `key=true`."""
    link_check.leave_out_bad(Named(key, ("true",), "it stays folded"))
    with st.expander(title, key=key, on_change="rerun", bind="query-params") as folded:
        if folded.open:
            draw()


def is_open(key: str) -> bool:
    """Whether the fold `key` is open, or will be when it is drawn: a visit begins with those of its link."""
    return bool(st.session_state.get(key, st.query_params.get(key) == "true"))


def gradient_check(network: Network, values: Mapping[str, float]) -> None:
    """Every gradient of a net by backpropagation and by central difference, and how far they are apart."""
    names = {name: plain_name(gradient_name("loss", name)) for name in network.differentiated}
    show_check(check_gradients(network, values), "L", names)


def show_check(check: GradientCheck, output: str, names: Mapping[str, str]) -> None:
    """The comparisons as a table. `names`: for each value its gradient as text; `output`: what was differentiated."""
    check = GradientCheck(tuple(found for found in check.comparisons if found.name in names))
    rows = "\n".join(
        f"| {names[found.name]} | {_finite(found.gradient)} | {_finite(found.difference)} | "
        f"{found.verdict if found.error is None else number(found.error, 2)} |"
        for found in check.comparisons
    )
    st.markdown(
        "Backpropagation gives each gradient by formula. Nudging the value a little up and a little down gives it by "
        f"trying: ({output}(v + Δx) − {output}(v − Δx)) / 2Δx. Both must agree.\n\n"
        f"| gradient | by backpropagation | by nudging | relative error |\n|:--|--:|--:|--:|\n{rows}\n\n{_told(check)}"
    )


def _finite(value: float) -> str:
    return number(value, 8) if math.isfinite(value) else "–"


def _told(check: GradientCheck) -> str:
    if not check.passed:
        return "**They differ.** Please tell us: this must not happen."
    if all(found.error is None for found in check.comparisons):
        return "There is nothing to compare here."
    return f"**They agree.** The largest relative error is {number(check.worst, 2)}."


def code(forward: Sequence[Node], backward: Sequence[Node], values: Mapping[str, float]) -> None:
    """The straight lines of Python that compute `forward`, then `backward`. `values`: where they begin."""
    lines = statements([*forward, *backward])
    end = 1 + max(place for place, line in enumerate(lines) if line.node in forward)  # with the parts that both use
    given = [f"{name} = {value:g}" for name, value in values.items()]
    st.markdown("The same graph as a program: values forward, then slopes, each from the ones before it.")
    there, back = ("\n".join(map(str, part)) for part in (lines[:end], lines[end:]))
    head = "\n".join(["import numpy as np", "", *given])
    st.code(f"{head}\n\n# forward\n{there}\n\n# slopes\n{back}", language="python")


def named(node: Node, name: str) -> Node:
    """`node` as a line of code called `name`."""
    return (node if node.inputs else apply("identity", node)).named(name)


def whole_program(network: Network, optimizer: Optimizer) -> None:
    """The training loop as it ran: the text that drew the charts."""
    st.markdown("This is the very program that ran for the charts of training. It was written from the same graph.")
    st.code(training_program(network, optimizer.symbolic()).source, language="python")
