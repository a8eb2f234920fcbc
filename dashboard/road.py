"""The road through the course: one stop a lesson, with its idea, its minutes, and what one can do after it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.lessons import NUMBERED

_FOR_TEACHERS = (
    "Each lesson opens with the course's numbers, so there is nothing to set up. What you set is in the address: "
    "*Copy link* gives it to your class.",
    "*Present* makes everything large and leaves the keys to you: → and ← step, space plays, N and P change the "
    "lesson.",
    "Behind *For the teacher* each lesson says what it teaches, how long it takes, and which mistake it cures.",
)


def show(pages: Mapping[str, Any]) -> None:
    """All lessons in their order as stops of a road, each a link. `pages`: Streamlit's pages, by their stems."""
    st.html(f"<style>{Path(__file__).with_name('road.css').read_text(encoding='utf-8')}</style>")
    minutes = sum(lesson.minutes for lesson in NUMBERED)
    st.header(f"The road: {len(NUMBERED)} lessons, about {round(minutes / 60)} hours", anchor=False)
    with st.container(horizontal=True, key="road"):
        for lesson in NUMBERED:
            with st.container(key=f"stop_{lesson.stem}"):
                st.page_link(pages[lesson.stem], label=f"**{lesson.title}**")
                st.markdown(lesson.goal)
                st.markdown(f"Then you can {lesson.can}." if lesson.can else "")
                st.caption(f"{lesson.minutes} minutes")


def show_for_teachers() -> None:
    """Three lines for who shows it to a class."""
    st.header("For teachers", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in _FOR_TEACHERS))
