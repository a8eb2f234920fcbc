"""*Your turn*: one number of the present state is covered in all views; the student types it and hears the slip."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import slip_words
from dashboard.typed_answer import half_unit, typed_number
from engine.errors import ExpressionError
from engine.networks import Network
from engine.optimizers import Optimizer
from engine.slips import judge
from engine.walk import Step, steps

_QUESTION, _ANSWER, _KNOWN = "ask", "your_turn_answer", "your_turn_known"


def is_asking() -> bool:
    """Whether a number has been chosen."""
    return bool(st.session_state.get(_QUESTION))


def covered(network: Network, optimizer: Optimizer, values: Mapping[str, float]) -> str | None:
    """The key of the number to cover: the one that is asked for, until it is found or shown."""
    step = _questions(network, optimizer).get(st.session_state.get(_QUESTION) or st.query_params.get(_QUESTION, ""))
    if step is None or st.session_state.get(_KNOWN) == _state(step, optimizer, values):
        return None
    answer = st.session_state.get(_ANSWER, "")
    return None if answer and _is_right(network, optimizer, values, step, answer) else step.key


def show(network: Network, optimizer: Optimizer, values: Mapping[str, float]) -> None:
    """The question, the place for the answer, and what is said to it."""
    questions = _questions(network, optimizer)
    st.subheader("Your turn", anchor=False)
    st.pills(
        "Choose a number. It is covered above until you find it.",
        list(questions),
        key=_QUESTION,
        bind="query-params",
        on_change=_forget,
    )
    step = questions.get(st.session_state.get(_QUESTION) or "")
    if step is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="answer"):
        st.text_input(
            f"How much is {slip_words.symbol(step)}?",
            key=_ANSWER,
            max_chars=100,
            placeholder="a number, or 3·4, 1/2",
            width=260,
            autocomplete="off",
        )
        st.button("Check", type="primary")
        st.button("Show it", type="tertiary", on_click=_show, args=(_state(step, optimizer, values),))
    answer = st.session_state.get(_ANSWER, "").strip()
    if answer:
        _reply(network, optimizer, values, step, answer)
    elif st.session_state.get(_KNOWN) == _state(step, optimizer, values):
        st.info(f"It is shown above: {slip_words.equation(step)}.")


def _reply(network: Network, optimizer: Optimizer, values: Mapping[str, float], step: Step, answer: str) -> None:
    try:
        judgement = judge(network, optimizer, values, step.key, typed_number(answer), half_unit(answer))
    except ExpressionError as error:
        st.warning(str(error))
        return
    told = slip_words.words(judgement, step)
    (st.success if judgement.kind in ("right", "rounded") else st.error)(told)


def _is_right(network: Network, optimizer: Optimizer, values: Mapping[str, float], step: Step, answer: str) -> bool:
    try:
        judgement = judge(network, optimizer, values, step.key, typed_number(answer), half_unit(answer))
    except ExpressionError:
        return False
    return judgement.kind in ("right", "rounded")


def _questions(network: Network, optimizer: Optimizer) -> dict[str, Step]:
    return {slip_words.symbol(step): step for step in steps(network, optimizer.symbolic())}


def _state(step: Step, optimizer: Optimizer, values: Mapping[str, float]) -> tuple[object, ...]:
    """What the covered number depends on: another number, another question."""
    return (step.key, step.node, *optimizer.settings().values(), *values.items())


def _show(state: tuple[object, ...]) -> None:
    st.session_state[_KNOWN] = state
    st.session_state[_ANSWER] = ""


def _forget() -> None:
    st.session_state[_ANSWER] = ""
    st.session_state.pop(_KNOWN, None)
