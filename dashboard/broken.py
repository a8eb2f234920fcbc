"""What a visitor sees of a fault of ours: one sentence, in a frame that stays. The rest is in the server's log."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from logging import getLogger
from typing import Any, TypeVar

import streamlit as st
from streamlit.errors import FragmentHandledException
from streamlit.runtime.scriptrunner import get_script_run_ctx

_Drawn = TypeVar("_Drawn", bound=Callable[..., Any])

# The link is this address without what is set in it: the browser begins a new visit with it.
_WORDS = (
    "<p role='alert' class='stopped'><b>This screen has stopped. The fault is ours, not yours.</b> Reload the page. "
    "If it stops again, <a href='?'>start this lesson anew</a>: then all inputs are as they were at first.</p>"
)


def run(draw: Callable[[], object]) -> None:
    """Let a page draw itself. Whatever it raises ends the page alone."""
    _listen()
    try:
        draw()
    except FragmentHandledException:
        pass  # it was said where the fragment stands
    except Exception as fault:
        getLogger(__name__).exception("A page has raised.")
        say(fault)


def fragment(draw: _Drawn) -> _Drawn:
    """A Streamlit fragment, a part of a page that runs alone, which says its faults as a page does."""

    @wraps(draw)
    def drawn(*arguments: Any, **named: Any) -> Any:
        _listen()
        return draw(*arguments, **named)

    return st.fragment(drawn)  # type: ignore[return-value]


def say(fault: Exception) -> bool:
    """Say here that there was a fault, and what to do. True: Streamlit, which has logged it, says no more."""
    st.html(_WORDS)
    return True


def _listen() -> None:
    context = get_script_run_ctx()
    if context is not None:
        context.on_script_error = say
