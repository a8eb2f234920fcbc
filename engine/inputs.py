"""Numbers from outside: what the engine takes for a number, and what it says to anything else."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.errors import SettingError


def as_numbers(name: str, value: object) -> Any:
    """`value`, a number or an array of any shape, in float64. Raises SettingError, naming `name`, if it is neither."""
    try:
        return np.asarray(value, dtype=np.float64)[()]
    except (TypeError, ValueError):
        raise SettingError(f"{name} is {value!r}: it must be a number or an array of numbers.") from None
