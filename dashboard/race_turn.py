"""*Your turn* on the screen of the optimizers: the first step of one of the racers, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.controls import Named
from dashboard.optimizer_words import label
from dashboard.typed_answer import half_unit, typed_number
from engine.errors import ExpressionError
from engine.formulas import number
from engine.graph import Node
from engine.notation import plain_name
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.step_slips import Kind, StepSlip, first_step, step_slips

_QUESTION, _ANSWER = "ask", "race_turn_answer"
IN_LINK = Named(_QUESTION, tuple(label(name) for name in OPTIMIZERS), "no question is asked")

_CAUSES: dict[Kind, str] = {
    "plus for minus": "when the step is added: go against the gradient, so subtract",
    "gradient descent": "with the step of gradient descent, α times the gradient",
    "sign only": "when the step is α long and only the sign of the gradient counts",
    "means not corrected": "when m and v are not corrected for their start at 0: divide by 1 − β₁ and 1 − β₂ at first",
    "means corrected": "when v is corrected for its start at 0. Adam does that, RMSprop does not",
    "rate left out": "when the learning rate α is left out",
    "other coordinate": "for the other coordinate",
    "only the step": "for the step alone: add it to where it starts",
}


def is_asking() -> bool:
    """Whether a question has been chosen."""
    return bool(st.session_state.get(_QUESTION))


def show(function: Node, start: Mapping[str, float], racers: Mapping[str, Optimizer]) -> None:
    """The question, the place for the answer, and what is said to it. `start`: both coordinates, by their names."""
    name = next(iter(start))
    with st.container(key="your_turn"):
        st.header("Your turn", anchor=False)
        by_label = {label(racer): optimizer for racer, optimizer in racers.items()}
        if st.session_state.get(_QUESTION) not in (None, *by_label):
            del st.session_state[_QUESTION]
        chosen = st.pills(
            f"Work out the first step of one of them: where does it take {plain_name(name)}? Its settings are under "
            "its name above.",
            list(by_label),
            key=_QUESTION,
            bind="query-params",
            on_change=lambda: st.session_state.update({_ANSWER: ""}),
        )
        if chosen is not None:
            _ask(function, start, by_label[chosen], name, chosen)


def _ask(function: Node, start: Mapping[str, float], optimizer: Optimizer, name: str, title: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="answer"):
        answer = st.text_input(
            f"{plain_name(name)} of {title} after the first step",
            key=_ANSWER,
            max_chars=100,
            placeholder="a number, or 2 - 0.1·3",
            width=260,
            autocomplete="off",
        ).strip()
        if st.button("Check", type="primary") and not answer:
            st.warning("Type a number first.")
    if not answer:
        return
    try:
        typed = typed_number(answer)
    except ExpressionError as error:
        st.warning(str(error))
        return
    right, told = reply(function, start, optimizer, name, typed, half_unit(answer))
    (st.success if right else st.error)(told)


def reply(
    function: Node, start: Mapping[str, float], optimizer: Optimizer, name: str, typed: float, half: float
) -> tuple[bool, str]:
    """Whether `typed` is the coordinate after the first step, and what is said. `half`: half of its last decimal."""
    exact = first_step(function, start, optimizer, name)
    if _is_near(typed, exact, start[name], half):
        return True, f"**Right.** {plain_name(name)} goes from {number(start[name])} to {number(exact)}."
    found = [slip for slip in step_slips(function, start, optimizer, name) if _matches(slip, typed, start[name], half)]
    if found:
        return False, f"**Not yet.** Your number is what comes out {_CAUSES[found[0].kind]}."
    return False, "**Not yet.** It is not one of the usual slips. *Why did this step differ?* below has the rule."


def _matches(slip: StepSlip, typed: float, old: float, half: float) -> bool:
    # the step alone is no place: it is measured from 0
    return _is_near(typed, slip.number, 0.0 if slip.kind == "only the step" else old, half)


def _is_near(typed: float, number: float, old: float, half: float) -> bool:
    """Whether only rounding lies between, and by far less than the step."""
    return abs(typed - number) <= max(1e-6 * abs(number), min(half * (1 + 1e-9), 0.05 * abs(number - old)))
