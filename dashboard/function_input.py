"""A function that the student types: the field, the ready ones, how it was read, and what to do when it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from engine.errors import ExpressionError
from engine.expressions import Reading, read
from engine.formulas import latex

_CHOSEN = "ready"


class Offer(Protocol):
    """A function to begin with, and what it shows."""

    @property
    def text(self) -> str: ...

    @property
    def shows(self) -> str: ...


@dataclass(frozen=True)
class Ready:
    """A function to begin with. `window`: where it is drawn. `at`: the point that shows something."""

    text: str
    window: tuple[float, float]
    at: float
    shows: str


def typed_function(
    ready: Sequence[Offer], variables: Sequence[str], key: str = "f", label: str = "", free_letters: bool = True
) -> tuple[str, Reading]:
    """Draw the field and return the text and what it means; of a text that cannot be read, the last good one.

    `key`: the name of the field in the link. `label`: what stands above it, by default f and its variables.
    `free_letters`: other single letters become parameters.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="function"):
        text = st.text_input(
            label or f"Function f({', '.join(variables)})",
            value=ready[0].text,
            key=key,
            bind="query-params",
            max_chars=200,
            autocomplete="off",
            help="Type any function: 3x^2, sin(x), e^(-x), |x|, sqrt(x), ln(x), max(0, x) …",
        )
        st.selectbox(
            "or a ready one",
            [None, *range(len(ready))],
            format_func=lambda place: "choose …" if place is None else f"{ready[place].text}: {ready[place].shows}",
            key=_CHOSEN,
            on_change=_take,
            args=(ready, key),
        )
    memory = f"last good {key} of {' '.join(variables)}"
    try:
        reading = read(text, variables, free_letters)
    except ExpressionError as error:
        st.error(f"{error} The picture still shows the last function that could be read.")
        st.code(f"{text}\n{' ' * error.position}^", language=None)
        text = st.session_state.get(memory, ready[0].text)
        reading = read(text, variables, free_letters)
    st.session_state[memory] = text
    return text, reading


def show_reading(reading: Reading, variables: Sequence[str]) -> None:
    """How the text was read, as a formula, and what could have been meant otherwise."""
    st.latex(rf"f({', '.join(variables)}) = {latex(reading.node)}")
    for note in reading.notes:
        st.caption(note)


def _take(ready: Sequence[Offer], key: str) -> None:
    place = st.session_state[_CHOSEN]
    if place is not None:
        st.session_state[key] = ready[place].text
        st.session_state[_CHOSEN] = None
