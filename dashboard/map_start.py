"""A start that is set by click, tap or drag on a map of paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import streamlit as st

from dashboard import components, paths_map, restart
from dashboard.controls import NumberInput
from dashboard.maps import TALLEST, WIDEST, View

_PART = "map_paths"


def show(view: View, inputs: Sequence[NumberInput]) -> None:
    """What draws the paths on the map and takes a start from it into `inputs`: of the axis across, and of the one up.

    To be called within the fragment of the inputs, so that a new start runs no more than that.
    """

    def take() -> None:
        start = components.sent(_PART, "start")
        restart.begin_anew()
        for control, value in zip(inputs, start if isinstance(start, list) else (), strict=False):
            if (number := components.finite(value)) is not None:
                st.session_state[control.key] = min(max(number, control.minimum), control.maximum)

    components.part(
        _PART,
        {"view": {**asdict(view), "widest": WIDEST, "tallest": TALLEST}, "chart": paths_map.MAP},
        js=("evaluate.js", "plane.js"),
        on_start_change=take,
    )
