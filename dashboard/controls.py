"""The inputs above a stage: only what changes the data. Their values live in the address of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import streamlit as st

from engine.formulas import number


@dataclass(frozen=True)
class NumberInput:
    """A number that a person may change. `key` is its name in the link; `step` is what − and + add."""

    key: str
    label: str
    default: float
    minimum: float
    maximum: float
    step: float
    whole: bool = False

    @property
    def allowed(self) -> str:
        """What may be typed, in words."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {number(self.minimum)} to {number(self.maximum)}"

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`."""
        try:
            value = float(text)
        except ValueError:
            return False
        return self.minimum <= value <= self.maximum and (not self.whole or value.is_integer())

    @property
    def usual(self) -> str:
        """What a link need not say."""
        return self.write(self.default)

    def write(self, value: float) -> str:
        """A value as a link may say it, with all its digits."""
        return repr(float(value)).removesuffix(".0")

    def read(self, text: str) -> float | None:
        """The value that a link says; None where it may not."""
        if not self.accepts(text):
            return None
        return int(float(text)) if self.whole else float(text)

    @property
    def otherwise(self) -> str:
        """What is done where a link may not say what it says."""
        return f"it starts at {number(self.default)}"

    def draw(self) -> float:
        """Put it on the screen and return its value."""
        _forget_unless(self.key, lambda kept: isinstance(kept, (int, float)) and self.accepts(str(kept)))
        # Always of floats: an input of whole numbers breaks the page where a link says "inf".
        value = st.number_input(
            self.label,
            value=float(self.default),
            min_value=float(self.minimum),
            max_value=float(self.maximum),
            step=float(self.step),
            format="%.0f" if self.whole else "%g",
            key=self.key,
            bind="query-params",
            on_change=self._make_whole if self.whole else None,
            width=126,
        )
        return int(value + 0.5) if self.whole else value

    def _make_whole(self) -> None:
        """Round what was typed, so that the link says what is on the screen."""
        typed: float = st.session_state[self.key]
        if not typed.is_integer():
            st.session_state[self.key] = float(int(typed + 0.5))


@dataclass(frozen=True, eq=False)
class Choice:
    """One of a few options; a link names an option by its label."""

    key: str
    label: str
    options: Mapping[str, str]  # value → label

    @property
    def default(self) -> str:
        """The first option."""
        return next(iter(self.options))

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""
        return "one of " + ", ".join(self.options.values())

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`."""
        return text in self.options.values()

    @property
    def usual(self) -> str:
        """What a link need not say."""
        return self.write(self.default)

    def write(self, value: str) -> str:
        """An option as a link may say it: its label."""
        return self.options[value]

    def read(self, text: str) -> str | None:
        """The option that a link says; None where there is none."""
        return next((value for value, label in self.options.items() if label == text), None)

    @property
    def otherwise(self) -> str:
        """What is done where a link may not say what it says."""
        return f"it starts at {self.options[self.default]}"

    def draw(self, on_change: Callable[[], None] | None = None) -> str:
        """Put it on the screen and return the chosen value. `on_change`: called when another one is chosen."""
        _forget_unless(self.key, self.options.__contains__)
        return st.selectbox(
            self.label,
            list(self.options),
            format_func=self.options.__getitem__,
            key=self.key,
            bind="query-params",
            on_change=on_change,
            width=150,
        )


def _forget_unless(key: str, fits: Callable[[Any], bool]) -> None:
    """Drop what another screen has left under the same name where it does not fit here."""
    if key in st.session_state and not fits(st.session_state[key]):
        del st.session_state[key]


class Control(Protocol):
    """What every input has: its name in the link, its value at first, and what a link may say."""

    @property
    def key(self) -> str:
        """Its name in the link."""

    @property
    def default(self) -> float | str:
        """Its value at first."""

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""

    @property
    def otherwise(self) -> str:
        """What is done where a link may not say what it says."""

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`."""


@dataclass(frozen=True)
class Named:
    """What a link chooses by its name, and is no input above the stage: a tab, a question.

    `otherwise`: what is done where there is none of that name, in words ("no question is asked").
    """

    key: str
    names: tuple[str, ...]
    otherwise: str

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""
        return ("one of " if len(self.names) > 1 else "") + ", ".join(self.names)

    def accepts(self, text: str) -> bool:
        """Whether there is something of the name `text`."""
        return text in self.names


def course_numbers(controls: Sequence[Control]) -> dict[str, float | str]:
    """The value that each control has at first."""
    return {control.key: control.default for control in controls}


def set_to(controls: Sequence[Control], values: Mapping[str, float | str]) -> None:
    """Set the controls to `values`, and those that are not named to the course's numbers. For `on_click`."""
    for key, value in {**course_numbers(controls), **values}.items():
        st.session_state[key] = value


def reset_button(reset: Callable[[], None]) -> None:
    """The button that sets all controls to the course's numbers, by `reset`."""
    st.button("Reset", icon=":material/restart_alt:", type="tertiary", on_click=reset)
