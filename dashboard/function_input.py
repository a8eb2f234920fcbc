"""A function that the student types: the field, the ready ones, the way back, what is said to what is no function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from dashboard import live
from engine.errors import ExpressionError
from engine.expressions import Reading, read

_CHOSEN = "ready"
PARAMETER, PARAMETER_AT = "p_", 1.0  # how the sliders of free letters are called in the link, and where they begin


class Offer(Protocol):
    """A function to begin with, and what it shows."""

    @property
    def text(self) -> str:
        """The function as it is typed."""

    @property
    def shows(self) -> str:
        """What it is there to show, in a few words."""


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
        offer([f"{one.shows}: {one.text}" for one in ready], "or a ready one", lambda at: _set(key, ready[at].text))
        reset_button(lambda: _set(key, ready[0].text))
    memory = f"last good {key} of {' '.join(variables)}"
    try:
        reading = read(text, variables, free_letters)
    except ExpressionError as error:
        show_error(error, text, "function")
        text = st.session_state.get(memory, ready[0].text)
        reading = read(text, variables, free_letters)
    st.session_state[memory] = text
    for note in reading.notes:
        st.caption(note)
    return text, reading


def offer(shown: Sequence[str], label: str, take: Callable[[int], None]) -> None:
    """A list to choose from, which shows nothing afterwards: what is typed may be changed. `take` gets the place."""

    def taken() -> None:
        place = st.session_state[_CHOSEN]
        if isinstance(place, int):
            take(place)
            st.session_state[_CHOSEN] = None

    st.selectbox(
        label,
        range(len(shown)),
        index=None,
        placeholder="choose …",
        format_func=lambda place: shown[place],
        key=_CHOSEN,
        on_change=taken,
        width=240,
    )


def reset_button(reset: Callable[[], None]) -> None:
    """The button that brings back the course's numbers: `reset` sets the field, and the sliders begin anew."""

    def all_of_it() -> None:
        reset()
        live.set_to({})

    st.button("Reset", icon=":material/restart_alt:", type="tertiary", on_click=all_of_it)


def show_error(error: ExpressionError, text: str, kind: str) -> None:
    """Why `text` cannot be read, and where."""
    st.error(f"{error} The picture still shows the last {kind} that could be read.")
    st.code(f"{text}\n{' ' * error.position}^", language=None)


def _set(key: str, text: str) -> None:
    st.session_state[key] = text
    for name in [name for name in st.session_state if str(name).startswith(PARAMETER)]:
        st.session_state[name] = PARAMETER_AT
