"""What the server sets in the browser: the sliders of an experiment, or all of them back to where they began.

Sliders move without the server. When it has to set them, it sends their values with a count: a part that sees
the count grow begins anew with these values (`renew` in `sliders.js`), so that each is taken once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

_KEY = "live settings"


def set_to(values: Mapping[str, float]) -> None:
    """Set the sliders named in `values`, and all others to where they begin. For `on_click`."""
    st.session_state[_KEY] = {"count": settings()["count"] + 1, "live": dict(values)}


def settings() -> dict[str, Any]:
    """`count`: how often something was set; `live`: the values of the last time. To be sent to the part."""
    return dict(st.session_state.get(_KEY, {"count": 0, "live": {}}))
