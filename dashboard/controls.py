"""The inputs above a stage: only what changes the data. Their values live in the address of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        return self.minimum <= value <= self.maximum

    def draw(self) -> float:
        """Put it on the screen and return its value."""
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
            width=126,
        )
        return int(value + 0.5) if self.whole else value


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

    def draw(self) -> str:
        """Put it on the screen and return the chosen value."""
        return st.selectbox(
            self.label,
            list(self.options),
            format_func=self.options.__getitem__,
            key=self.key,
            bind="query-params",
            width=150,
        )


Control = NumberInput | Choice


def ignored_by_link(controls: Sequence[Control]) -> list[str]:
    """One sentence for each value of the link that could not be used, and what stands in its place.

    To be called before the controls are drawn: Streamlit then takes the bad value out of the link, so
    that the sentence is there until something is changed.
    """
    asked = {control: st.query_params[control.key] for control in controls if control.key in st.query_params}
    return [
        f"The link asks for **{control.key}** = `{_shown(text)}`. It must be {control.allowed}, "
        f"so it starts at {_value_label(control)}."
        for control, text in asked.items()
        if not control.accepts(text)
    ]


def course_numbers(controls: Sequence[Control]) -> dict[str, float | str]:
    """The value that each control has at first."""
    return {control.key: control.default for control in controls}


def reset(controls: Sequence[Control]) -> None:
    """Set all controls to the course's numbers. For `on_click`."""
    set_to(controls, {})


def set_to(controls: Sequence[Control], values: Mapping[str, float | str]) -> None:
    """Set the controls to `values`, and those that are not named to the course's numbers. For `on_click`."""
    for key, value in {**course_numbers(controls), **values}.items():
        st.session_state[key] = value


def _value_label(control: Control) -> str:
    return number(control.default) if isinstance(control, NumberInput) else control.options[control.default]


def _shown(text: str) -> str:
    """A visitor's text as plain characters, so that it cannot become markup."""
    kept = "".join(character if character.isalnum() or character in "+-., ½²()ŷ−y" else "□" for character in text[:30])
    return kept or "nothing"


def reset_button(controls: Sequence[Control]) -> None:
    """The button that sets all controls to the course's numbers."""
    st.button("Reset", icon=":material/restart_alt:", type="tertiary", on_click=reset, args=(controls,))
