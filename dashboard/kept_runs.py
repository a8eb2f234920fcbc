"""Runs that a visitor keeps for comparison: they stay in grey behind the present one, up to four, and in the link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.components import part
from dashboard.net_settings import NetSettings
from engine.formulas import number
from engine.notation import plain_name
from engine.training import Run

MOST = 4
_LONGEST = 2000  # characters of a link that are read
_COURSE = "course"  # in a link: a run with the course's numbers

Chosen = Mapping[str, Any]  # the value of each control, by its key


@runtime_checkable
class Written(Protocol):
    """An input whose value has a text, as it stands in a link."""

    @property
    def key(self) -> str:
        """Its name in the link."""

    @property
    def usual(self) -> str:
        """The text of the value that need not be written; empty where each has to be."""

    def write(self, value: Any) -> str:
        """The text of a value."""

    def read(self, text: str) -> Any:
        """The value of a text; None where it is none that the input can have."""


@dataclass(frozen=True, eq=False)
class KeptRuns:
    """The kept runs of the screen `stem`. It is what a link may say of them, too.

    `inputs`: what a run depends on. `settings`: a run from what was chosen; what is left out has the course's value.
    """

    stem: str
    inputs: Sequence[Written]
    settings: Callable[[Chosen], NetSettings]
    key = "kept"
    default = ""
    allowed = f"1 to {MOST} runs as this page writes them"
    otherwise = "no run is kept"

    def accepts(self, text: str) -> bool:
        """Whether a link may say `text`."""
        return self._read(text) is not None

    def chosen(self) -> list[Chosen]:
        """What was chosen for each kept run, the oldest first. A visit begins with those of its link."""
        name = f"{self.stem}_kept"
        if name not in st.session_state:
            st.session_state[name] = self._read(st.query_params.get(self.key, "")) or []
        found: list[Chosen] = st.session_state[name]
        return found

    def runs(self) -> list[Run]:
        """The kept runs, trained."""
        return [self.settings(each).trained() for each in self.chosen()]

    def show(self, present: Callable[[], Chosen]) -> None:
        """The button that keeps the `present` run, and one for each kept run that lets it go."""
        known = self.chosen()
        with st.container(horizontal=True, vertical_alignment="center", key="kept_runs"):
            is_full = len(known) >= MOST
            full = f"{MOST} runs are kept: let one go first."
            st.button(
                "Keep this run",
                icon=":material/push_pin:",
                on_click=lambda: self._keep(present()),
                disabled=is_full,
                help=full if is_full else "It stays in grey behind the next ones.",
            )
            for place, each in enumerate(known):
                st.button(
                    told(self.settings(each), self.settings({})),
                    icon=":material/close:",
                    key=f"let_go_{place}",
                    on_click=known.__delitem__,
                    args=(place,),
                    help="Let this run go.",
                )
        part("kept_link", {self.key: self._write()})

    def _keep(self, present: Chosen) -> None:
        known = self.chosen()
        if len(known) < MOST and self.settings(present) not in map(self.settings, known):
            known.append(dict(present))

    def _write(self) -> str:
        return "~".join(urlencode(self.query(each)) or _COURSE for each in self.chosen())

    def query(self, chosen: Chosen) -> dict[str, str]:
        """What of a run is not as in the course, as a link says it."""
        pairs = {each.key: each.write(chosen[each.key]) for each in self.inputs if each.key in chosen}
        usual = {each.key: each.usual for each in self.inputs}
        return {key: text for key, text in pairs.items() if text != usual[key]}

    def _read(self, text: str) -> list[Chosen] | None:
        if not text or len(text) > _LONGEST or text.count("~") >= MOST:
            return None
        found = [self._read_one(each) for each in text.split("~")]
        return None if None in found else [each for each in found if each is not None]

    def _read_one(self, text: str) -> Chosen | None:
        by_key = {each.key: each for each in self.inputs}
        try:
            pairs = {} if text == _COURSE else dict(parse_qsl(text, strict_parsing=True))
        except ValueError:
            return None
        if not pairs and text != _COURSE:
            return None
        chosen = {key: by_key[key].read(value) if key in by_key else None for key, value in pairs.items()}
        return None if None in chosen.values() else chosen


def told(settings: NetSettings, course: NetSettings) -> str:
    """A run in a few words: its rate, and what else is not as in the course."""
    words = [f"α = {number(settings.learning_rate)}"]
    for name, value in {**settings.start, **settings.data}.items():
        usual = {**course.start, **course.data}.get(name)
        if isinstance(value, float) and value != usual:
            words.append(f"{plain_name(name)} = {number(value)}")
    if settings.network is not course.network:
        words.append("another net")
    if settings.epochs != course.epochs:
        words.append(f"{settings.epochs} epochs")
    return ", ".join(words)
