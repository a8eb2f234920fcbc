"""Runs that a visitor keeps for comparison: they stay in grey behind the present one, up to four."""

from __future__ import annotations

import streamlit as st

from dashboard.net_settings import NetSettings
from engine.formulas import number
from engine.notation import plain_name
from engine.training import Run

MOST = 4


def kept(stem: str) -> list[NetSettings]:
    """The settings of the runs that were kept on the screen `stem`, the oldest first."""
    found: list[NetSettings] = st.session_state.setdefault(f"{stem}_kept", [])
    return found


def runs(stem: str) -> list[Run]:
    """The same, trained."""
    return [each.trained() for each in kept(stem)]


def show(stem: str, chosen: NetSettings, course: NetSettings) -> None:
    """The button that keeps the present run, and one for each kept run that lets it go.

    `course`: what a run is compared with to say what it is like.
    """
    known = kept(stem)
    with st.container(horizontal=True, vertical_alignment="center", key="kept_runs"):
        is_full = len(known) >= MOST
        st.button(
            "Keep this run",
            icon=":material/push_pin:",
            on_click=_keep,
            args=(stem,),
            disabled=is_full,
            help=f"{MOST} runs are kept: let one go first." if is_full else "It stays in grey behind the next ones.",
        )
        for place, settings in enumerate(known):
            st.button(
                told(settings, course),
                icon=":material/close:",
                key=f"let_go_{place}",
                on_click=_let_go,
                args=(stem, place),
                help="Let this run go.",
            )


def _keep(stem: str) -> None:
    present: NetSettings = st.session_state[f"{stem}_page"]["chosen"]
    if present not in kept(stem) and len(kept(stem)) < MOST:
        kept(stem).append(present)


def _let_go(stem: str, place: int) -> None:
    del kept(stem)[place]


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
