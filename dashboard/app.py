"""The start of the app, and the frame around every page: navigation, header, footer.

Streamlit sees the folder `pages/` and, for the first visitor of a fresh server, runs a page's file
alone, without `streamlit_app.py`. Every page therefore calls `frame()` first: it does nothing where
the frame is there, and else makes it.

Only streamlit is imported here, so that the frame is on the screen before the heavy imports.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import broken, collector, components, present, theme
from dashboard.lessons import LESSONS, NUMBERED, Lesson, find, neighbours

_ROOT = Path(__file__).parent.parent
_MARK = "_has_frame"


def main() -> None:
    """Run the app: the frame, and in it the page that the address names."""
    page = _navigation()
    lesson = find(page.url_path)
    st.set_page_config(page_title=f"{lesson.title} · Backpropagation", page_icon=str(_ROOT / "dashboard/icon.png"))
    setattr(get_script_run_ctx(), _MARK, True)
    is_embedded = bool(st.context.is_embedded)
    st.html(f"<style>{_style()}{present.style(st.query_params, is_embedded)}</style>")
    present.tell_bad_values()
    _header(lesson, is_embedded)
    warnings = st.container(key="warnings")
    broken.run(page.run)
    for sentence in st.session_state.pop("ignored_by_link", []):  # by a page that says none itself
        warnings.warning(sentence)
    if not is_embedded:
        _footer(lesson)
    components.component("number_fields", ("number_fields.js",), ())(key="number_fields", data={})
    collector.set_aside_what_is_loaded()


def frame() -> None:
    """To be called first by every page. If the page was run alone, start again with the frame around it."""
    if getattr(get_script_run_ctx(), _MARK, False):
        return
    _navigation()  # tells Streamlit that this app has its own navigation
    st.rerun()


def show_road() -> None:
    """All lessons in their order, each a link; and what a teacher has to know."""
    from dashboard import road  # the frame is drawn before anything slow is imported

    road.show(_pages())
    road.show_for_teachers()


def _pages() -> dict[str, st.Page]:
    # Made anew in each run: a page that is shared may be run by one visitor only.
    return {
        lesson.stem: st.Page(
            _ROOT / "pages" / f"{lesson.stem}.py",
            title=lesson.title,
            url_path=lesson.stem,
            default=lesson is LESSONS[0],
        )
        for lesson in LESSONS
    }


def _navigation() -> st.Page:
    sections: dict[str, list[st.Page]] = {}
    pages = _pages()
    for lesson in LESSONS:
        sections.setdefault(lesson.section, []).append(pages[lesson.stem])
    is_hidden = st.context.is_embedded or present.is_asked(st.query_params)
    return st.navigation(sections, position="hidden" if is_hidden else "sidebar", expanded=True)


def _header(lesson: Lesson, is_embedded: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="header"):
        number = f"Lesson {NUMBERED.index(lesson) + 1} of {len(NUMBERED)}" if lesson.is_numbered else lesson.section
        st.html(f"<p class='number'>{number}</p><h1>{lesson.title}</h1><p class='goal'>{lesson.goal}</p>")
        with st.container(horizontal=True, key="tools"):
            present.show_tools(lesson.stem, lesson.is_numbered, is_embedded)
            if lesson.is_numbered and not is_embedded:
                _for_the_teacher(lesson)


def _for_the_teacher(lesson: Lesson) -> None:
    with st.popover("For the teacher", icon=":material/info:", type="tertiary"):
        st.markdown(
            f"**Teaches.** {lesson.teaches}\n\n**Takes** {lesson.minutes} minutes.\n\n"
            f"**Cures** {lesson.cures}\n\n**Lectures.** {lesson.lectures}"
        )


def _footer(lesson: Lesson) -> None:
    before, after = neighbours(lesson)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="footer"):
        if before and st.button(f"Back: {before.title}", icon=":material/arrow_back:", type="tertiary", shortcut="P"):
            st.switch_page(_pages()[before.stem], query_params={})
        if after and st.button(
            f"Next: {after.title}", icon=":material/arrow_forward:", icon_position="right", type="primary", shortcut="N"
        ):
            st.switch_page(_pages()[after.stem], query_params={})


@cache
def _style() -> str:
    return theme.css_variables(":root") + (_ROOT / "dashboard" / "frame.css").read_text(encoding="utf-8")
