"""A new beginning: after another start, an experiment or *Reset* the player goes back to 0, and stops.

A number that is typed leaves the player where it is: what changes there is what one wants to see.
"""

from __future__ import annotations

import streamlit as st

_KEY = "restarts"


def begin_anew() -> None:
    """Let the player begin anew with the next numbers. For `on_click`."""
    st.session_state[_KEY] = count() + 1


def count() -> int:
    """How often it has begun anew: sent to the browser, which sees the count grow."""
    return int(st.session_state.get(_KEY, 0))
