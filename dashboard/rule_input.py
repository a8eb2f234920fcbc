"""The input of one optimizer's settings but for its rate, and of its schedule. In a link they are one line of text."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import race_settings
from dashboard.components import part, sent
from dashboard.optimizer_words import label
from engine.optimizers import OPTIMIZERS, Optimizer

_MOST_CHARACTERS = 300


@dataclass(frozen=True)
class RuleInput:
    """The control of the settings of the optimizer `name`. `key`: its name in the link."""

    name: str
    key: str = "settings"

    @property
    def default(self) -> str:
        """No text: each setting has its own default, and the rate stays the same."""
        return ""

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""
        own = [key for key in OPTIMIZERS[self.name]().settings() if key != "learning_rate"]
        listed = ", ".join([*own, "schedule"])
        return f"settings of {label(self.name)} with commas between them ({listed}), each with = and what it may be"

    @property
    def otherwise(self) -> str:
        """What is done where a link may not say what it says."""
        return "the usual ones hold"

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`."""
        is_rate = "learning_rate" in text  # that has an input of its own
        return len(text) <= _MOST_CHARACTERS and not is_rate and race_settings.read(self.name, text, 0.0) is not None

    def made(self, text: str, rate: float) -> Optimizer:
        """The optimizer with the settings of `text`, or its usual ones where there are none, and the rate `rate`."""
        found = race_settings.read(self.name, text, rate) if self.accepts(text) else None
        return race_settings.default(self.name, rate) if found is None else found

    def draw(self, rate: float) -> str:
        """Put the settings on the screen and give them back as text: those that are off their defaults."""
        asked = st.session_state.get(self.key, st.query_params.get(self.key, ""))
        optimizer = self.made(asked, rate)
        st.session_state[self.key] = text = race_settings.written(self.name, optimizer, rate)
        if text:
            st.query_params[self.key] = text
        elif self.key in st.query_params:
            del st.query_params[self.key]
        shown = race_settings.fields(self.name, optimizer)
        shown["numbers"] = [pair for pair in shown["numbers"] if pair[0] != "learning_rate"]
        data = {"rule": shown, **race_settings.vocabulary()}
        part("rule_settings", data, css=("rule_panel.css",), js=("rule_panel.js",), on_settings_change=self._take)
        return text

    def _take(self) -> None:
        told = sent("rule_settings", "settings")
        name, _, text = told.partition(":") if isinstance(told, str) else ("", "", "")
        if name == self.name and self.accepts(text):
            st.session_state[self.key] = text
