"""The gradient check at the point of the screen, which lives in the browser: a button sends it here."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import deeper
from dashboard.components import finite, part, sent
from engine.differences import check_gradients
from engine.graph import Node
from engine.notation import plain_name

_AT = "point of the gradient check"


def show(
    output: Node, symbol: str, slopes: Mapping[str, str], variables: tuple[str, ...], parameters: Mapping[str, float]
) -> None:
    """Compare the slopes of `output`, written `symbol`, with central differences.

    `slopes`: for each value its slope as text. `variables`: what the browser sets; `parameters`: all others.
    """

    def take() -> None:
        point = sent("point_check", "point")
        st.session_state[_AT] = point if isinstance(point, dict) else {}

    part("point_check", {"variables": list(variables)}, js=("player.js",), on_point_change=take)
    given = st.session_state.get(_AT, {})
    found = {name: finite(given.get(name)) for name in variables}
    point = {name: value for name, value in found.items() if value is not None}
    if len(point) < len(variables):
        return
    st.markdown(f"At {', '.join(f'{plain_name(name)} = {value:.6g}' for name, value in point.items())}:")
    deeper.show_check(check_gradients(output, {**parameters, **point}), symbol, slopes)
