"""*Your turn*: one number of the present state is covered in all views; the student types it and hears the slip."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import slip_words
from dashboard.controls import Named
from dashboard.typed_answer import half_unit, typed_number
from engine.errors import ExpressionError
from engine.judgement import Judgement, judge
from engine.networks import Network
from engine.optimizers import Optimizer
from engine.walk import Step, steps

_QUESTION, _ANSWER, _KNOWN = "ask", "your_turn_answer", "your_turn_known"
_ASKED, _VERDICT = "your_turn_asked", "your_turn_verdict"

Keys = tuple[str, ...] | None


def is_asking() -> bool:
    """Whether a number has been chosen."""
    return bool(st.session_state.get(_QUESTION))


def in_link(network: Network, optimizer: Optimizer, keys: Keys = None) -> Named:
    """The questions that a link may ask. `keys`, here and below: of which steps; by default of all."""
    return Named(_QUESTION, tuple(_questions(network, optimizer, keys)), "no question is asked")


def covered(network: Network, optimizer: Optimizer, values: Mapping[str, float], keys: Keys = None) -> str | None:
    """The key of the number to cover: the one that is asked for, until it is found or shown."""
    asked = st.session_state.get(_QUESTION) or st.query_params.get(_QUESTION, "")
    step = _questions(network, optimizer, keys).get(asked)
    if step is None:
        return None
    state = _state(step, optimizer, values)
    if st.session_state.get(_KNOWN) == state:
        return None
    answer = st.session_state.get(_ANSWER, "").strip()
    if not answer or st.session_state.get(_ASKED) != state:  # an answer to other numbers is none
        return step.key
    verdict = _verdict(network, optimizer, values, step, answer)
    return None if isinstance(verdict, Judgement) and verdict.is_right else step.key


def show(network: Network, optimizer: Optimizer, values: Mapping[str, float], keys: Keys = None) -> None:
    """The question, the place for the answer, and what is said to it."""
    questions = _questions(network, optimizer, keys)
    with st.container(key="your_turn"):  # what comes and goes in it moves no chart to another place of the page
        st.header("Your turn", anchor=False)
        st.pills(
            "Choose a number. It is covered above until you find it.",
            list(questions),
            key=_QUESTION,
            bind="query-params",
            on_change=_forget,
        )
        step = questions.get(st.session_state.get(_QUESTION) or "")
        if step is not None:
            _show_question(network, optimizer, values, step)


def _show_question(network: Network, optimizer: Optimizer, values: Mapping[str, float], step: Step) -> None:
    state = _state(step, optimizer, values)
    if st.session_state.get(_ASKED) != state:
        st.session_state[_ASKED], st.session_state[_ANSWER] = state, ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="answer"):
        st.text_input(
            f"How much is {slip_words.symbol(step)}?",
            key=_ANSWER,
            max_chars=100,
            placeholder="a number, or 3·4, 1/2",
            width=260,
            autocomplete="off",
        )
        is_checked = st.button("Check", type="primary")
        st.button("Show it", type="tertiary", on_click=_show, args=(state,))
    answer = st.session_state.get(_ANSWER, "").strip()
    if answer:
        _reply(_verdict(network, optimizer, values, step, answer), step)
    elif is_checked:
        st.warning("Type a number first.")
    elif st.session_state.get(_KNOWN) == state:
        st.info(f"It is shown above: {slip_words.equation(step)}.")


def _reply(verdict: Judgement | str, step: Step) -> None:
    if isinstance(verdict, str):
        st.warning(verdict)
    else:
        (st.success if verdict.is_right else st.error)(slip_words.words(verdict, step))


def _verdict(
    network: Network, optimizer: Optimizer, values: Mapping[str, float], step: Step, answer: str
) -> Judgement | str:
    """What the answer is worth, or why it cannot be read. It is judged once, and kept until something changes."""
    asked = (_state(step, optimizer, values), answer)
    kept: tuple[object, Judgement | str] | None = st.session_state.get(_VERDICT)
    if kept is not None and kept[0] == asked:
        return kept[1]
    verdict: Judgement | str
    try:
        verdict = judge(network, optimizer, values, step.key, typed_number(answer), half_unit(answer))
    except ExpressionError as error:
        verdict = str(error)
    st.session_state[_VERDICT] = (asked, verdict)
    return verdict


def _questions(network: Network, optimizer: Optimizer, keys: Keys = None) -> dict[str, Step]:
    found = steps(network, optimizer.symbolic())
    return {slip_words.symbol(step): step for step in found if keys is None or step.key in keys}


def _state(step: Step, optimizer: Optimizer, values: Mapping[str, float]) -> tuple[object, ...]:
    """What the covered number depends on: another number, another question."""
    return (step.key, step.node, *optimizer.settings().values(), *values.items())


def _show(state: tuple[object, ...]) -> None:
    st.session_state[_KNOWN] = state
    st.session_state[_ANSWER] = ""


def _forget() -> None:
    st.session_state[_ANSWER] = ""
    st.session_state.pop(_KNOWN, None)
