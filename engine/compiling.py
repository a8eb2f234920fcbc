"""Compiles the Python that the engine has written; nothing else in the engine runs text.

What is compiled runs on NumPy, since that goes on where plain Python raises (overflow, 1/0, the root
of a negative number).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def compiled(source: str, name: str) -> Callable[..., Any]:
    """The function `name` of `source`, which only the engine writes: names are checked, the rest are templates."""
    namespace: dict[str, Any] = {"np": np}
    exec(compile(source, f"<{name}>", "exec"), namespace)
    function: Callable[..., Any] = namespace[name]
    return function
