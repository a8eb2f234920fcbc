"""What a link asks for and cannot have: it is taken out of the link, and the page says so in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.errors import StreamlitAPIException

from dashboard.controls import Control, Named

IGNORED = "ignored_by_link"  # where the sentences wait for the page that says them


def ignored_by_link(parts: Sequence[Control | Named]) -> list[str]:
    """One sentence for each value of the link that could not be used, and what stands in its place.

    To be called before anything is drawn. A bad value is taken out of the link and the page starts again, since
    Streamlit would take some of them: 5.5 for a whole number. So the sentences are there until something is changed.
    """
    asked = {part: st.query_params[part.key] for part in parts if part.key in st.query_params}
    bad = {part: text for part, text in asked.items() if not part.accepts(text)}
    if bad and all(_removed(part.key) for part in bad):
        for part, text in bad.items():
            tell(part, text)
        st.rerun()
    waiting: list[str] = st.session_state.pop(IGNORED, [])
    return [*waiting, *(_sentence(part, text) for part, text in bad.items())]


def leave_out_bad(part: Control | Named) -> None:
    """Take what the link may not say of `part` out of it, just before it is drawn; the page says so at its end."""
    text = st.query_params.get(part.key)
    if text is not None and part.key not in st.session_state and not part.accepts(text) and _removed(part.key):
        tell(part, text)


def tell(part: Control | Named, text: str) -> None:
    """Let the page say that the link asks for `text`, which `part` cannot be."""
    st.session_state[IGNORED] = [*st.session_state.get(IGNORED, []), _sentence(part, text)]


def _sentence(part: Control | Named, text: str) -> str:
    return f"The link asks for **{part.key}** = `{_shown(text)}`. It must be {part.allowed}, so {part.otherwise}."


def _removed(key: str) -> bool:
    """Whether `key` could be taken out of the link: not any more where Streamlit has bound it to an input."""
    try:
        del st.query_params[key]
    except StreamlitAPIException:
        return False
    return True


def _shown(text: str) -> str:
    """A visitor's text as plain characters, so that it cannot become markup."""
    kept = "".join(character if character.isalnum() or character in "+-., ½²()ŷ−y" else "□" for character in text[:30])
    return kept or "nothing"
