"""Our own parts of a page. A part is written once and stays; what a rerun sends is numbers, and only to the feed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import theme

_HERE = Path(__file__).parent
# What a script does not need in the browser, and would be sent with it: indentation, and lines that are a comment.
_SPARED = re.compile(r"^[ \t]+(?://.*\n)?|^(?://.*)?\n", re.MULTILINE)


@cache
def component(name: str, js: tuple[str, ...], css: tuple[str, ...]) -> Any:
    """The Streamlit component `name` from files of this folder; its HTML is one empty element, `.root`.

    Before its scripts stands `lesson.js`: what all parts share.
    """
    return st.components.v2.component(
        name,
        html='<div class="root"></div>',
        css=theme.css_variables() + _all(css),
        js=_SPARED.sub("", _all(("lesson.js", *js))),
    )


def feed(**data: Any) -> None:
    """Send the numbers of this rerun to everything on the page that listens (`feed.js`)."""
    component("feed", ("feed.js",), ())(key="feed", data=data)


def part(name: str, data: Mapping[str, Any], css: tuple[str, ...] = (), js: tuple[str, ...] = (), **events: Any) -> Any:
    """Put a part on the page that stays as long as `data` do. Its script is `<name>.js`, its style `<name>.css`."""
    return component(name, (*js, f"{name}.js"), (*css, f"{name}.css"))(key=name, data=data, **events)


def words(html: str) -> None:
    """Put a text on the page with places for numbers, which are filled in the browser."""
    part("words", {"html": html}, css=("covered.css",))


def sent(name: str, event: str) -> Any:
    """What the part `name` has sent with `event`; None where there is nothing. For its callbacks.

    It comes from a browser, and may be anything that JSON can hold; and the part may have left the page meanwhile.
    """
    told = st.session_state.get(name)
    return told.get(event) if isinstance(told, Mapping) else None


def finite(value: object) -> float | None:
    """What a part has sent as a number; None where it is none, or too large for one."""
    try:
        number = float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def read(name: str) -> str:
    """The text of a file of this folder; before `evaluate.js` stand the operations of the engine, which it runs."""
    text = (_HERE / name).read_text(encoding="utf-8")
    if name != "evaluate.js":
        return text
    from engine.program import operations_script  # the frame, which is drawn first, does without the engine

    return operations_script() + text


def _all(names: tuple[str, ...]) -> str:
    return "\n".join(map(read, names))
