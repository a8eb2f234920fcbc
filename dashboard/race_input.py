"""The input of the racers: which optimizers run, each with its own settings. In a link they are one line of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import race_settings
from dashboard.components import part, sent
from dashboard.race_settings import FEWEST, MOST, Racers
from dashboard.theme import OPTIMIZER_SVG
from engine.optimizers import OPTIMIZERS

USUAL = ("GradientDescent", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam")
_STATE = "race_state"


@dataclass(frozen=True)
class RacersInput:
    """The control of the racers. `key`: its name in the link."""

    key: str = "race"

    @property
    def default(self) -> str:
        """The six of the course, each with the rate that suits the landscape."""
        return "~".join(USUAL)

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""
        return f"{FEWEST} to {MOST} optimizers with ~ between them, each with settings that it has"

    @property
    def otherwise(self) -> str:
        """What is done where a link may not say what it says."""
        return "the six of the course race"

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`."""
        return race_settings.parse(text, dict.fromkeys(OPTIMIZERS, 0.1)) is not None

    def value(self, landscape: str, rates: Mapping[str, float]) -> Racers:
        """Who races on `landscape`; `rates` are those that suit it: with another landscape all begin with them."""
        state = self._state(landscape, rates)
        return {name: state["all"][name] for name in state["on"]}

    def draw(self, landscape: str, rates: Mapping[str, float]) -> Racers:
        """Put the chips on the screen, and give back who races."""
        racers, state = self.value(landscape, rates), self._state(landscape, rates)
        written = race_settings.write(racers, rates)
        if written != self.default:
            st.query_params[self.key] = written
        elif self.key in st.query_params:
            del st.query_params[self.key]
        shown = [
            {**race_settings.fields(name, optimizer), "on": name in racers, "svg": OPTIMIZER_SVG[name]}
            for name, optimizer in state["all"].items()
        ]
        sent = {"racers": shown, **race_settings.vocabulary()}
        part("racers", sent, css=("rule_panel.css",), js=("rule_panel.js",), on_racers_change=self._take)
        return racers

    def set_rates(self, rates: Mapping[str, float]) -> None:
        """Give some racers another rate: those of the fair race. For `on_click`."""
        state = st.session_state[_STATE]
        every = {
            name: optimizer.with_rate(rates.get(name, optimizer.learning_rate))
            for name, optimizer in state["all"].items()
        }
        st.session_state[_STATE] = {**state, "all": every}

    def set_to(self, text: str, landscape: str, rates: Mapping[str, float]) -> None:
        """Let those of `text` race, all others with their defaults. For `on_click`."""
        racers = race_settings.parse(text, rates) or {}
        every = {name: racers.get(name, race_settings.default(name, rates[name])) for name in OPTIMIZERS}
        st.session_state[_STATE] = {"landscape": landscape, "rates": dict(rates), "all": every, "on": tuple(racers)}

    def _state(self, landscape: str, rates: Mapping[str, float]) -> dict[str, Any]:
        """All optimizers with their settings, also those that do not race now."""
        state: dict[str, Any] | None = st.session_state.get(_STATE)
        if state is None:
            self.set_to(st.query_params.get(self.key, self.default), landscape, rates)
        elif state["landscape"] != landscape:
            self.set_to("~".join(state["on"]), landscape, rates)
        return dict(st.session_state[_STATE])

    def _take(self) -> None:
        told, state = sent("racers", "racers"), st.session_state[_STATE]
        if not isinstance(told, dict) or not isinstance(told.get("all"), str) or not isinstance(told.get("on"), list):
            return
        every = race_settings.parse(told["all"], state["rates"])
        on = tuple(name for name in OPTIMIZERS if name in told["on"])
        if every is not None and len(every) == len(OPTIMIZERS) and len(on) >= FEWEST:
            st.session_state[_STATE] = {**state, "all": every, "on": on}


RACERS = RacersInput()
