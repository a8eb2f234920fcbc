"""In front of a class: what a link says of it, and the style of a page that is shown large or inside another page.

The browser alone shows a page large (`class_tools.js`): the server is asked nothing, and only draws the first picture
of a link that asks for it. See docs/decisions/class.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard import components

_HERE = Path(__file__).parent
# For each word of a link the one value that it may have, and what is done otherwise.
IN_LINK = {
    "present": ("1", "the page is shown as usual"),
    "controls": ("0", "the controls are shown"),
    "hide": ("backward", "nothing is covered"),
    "ask_first": ("1", "nothing is asked first"),
}


def show_tools(stem: str, has_inputs: bool, is_embedded: bool) -> None:
    """Put the buttons of the header on the page `stem`: Copy link, Present, Pictures; Controls where it `has_inputs`.

    An embedded page has none of them.
    """
    tools = components.component("class_tools", ("class_tools.js",), ("class_tools.css",))
    data = {"stem": stem, "inputs": has_inputs, "embedded": is_embedded}
    # The one message to the server: a visit that began large has no navigation yet when it ends to be so.
    tools(key="class_tools", data=data, width="content", on_ended_change=lambda: None)
    if not is_embedded:
        pictures = components.component("pictures", ("pictures.js",), ("class_tools.css", "pictures.css"))
        pictures(key="pictures", data={"stem": stem}, width="content")


def is_asked(link: Mapping[str, str]) -> bool:
    """Whether a link asks for the page to be shown large. Then it has no navigation, which would be seen at first."""
    return link.get("present") == "1"


def style(link: Mapping[str, str], is_embedded: bool) -> str:
    """The style of a page that is shown large, and, where it `is_embedded`, of one inside another page."""
    shown_large = _read("present.css")
    # Until our script has started, the link alone says that the page is to be shown large: it never jumps.
    for name, is_on in {"present": is_asked(link), "folded": link.get("controls") == "0"}.items():
        if is_on:
            shown_large = shown_large.replace(f"[data-{name}=on]", f":not([data-{name}=off])")
    return shown_large + (_read("embed.css") if is_embedded else "")


def tell_bad_values() -> None:
    """Take what a link may not say out of it. The page, which asks `ignored_by_link`, says so; else `main` does."""
    link = st.query_params
    bad = {name: link[name] for name, (good, _) in IN_LINK.items() if link.get(name, good) != good}
    if not bad:
        return
    from dashboard import controls, link_check  # they import the engine, which a page without bad values gets later

    for name, text in bad.items():
        good, otherwise = IN_LINK[name]
        link_check.tell(controls.Named(name, (good,), otherwise), text)
        del link[name]


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
