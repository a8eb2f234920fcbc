"""Many numbers as a short text, six letters each, for parts that hold the numbers of all positions of the player."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

LETTERS = 6
_NOTHING = "-" * LETTERS
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PAIRS = [first + second for first in _DIGITS for second in _DIGITS]


def packed(values: NDArray[np.float64]) -> str:
    """Numbers as they are shown: whole ones below 100000 in full, others to four digits. `unpacked` in packing.js.

    Four letters of base 36 are the digits with their sign, 100000 more than they are; two are the power of ten,
    400 more than it is. What is not finite is six minuses.
    """
    return "".join(map(_six, np.atleast_1d(values).tolist()))


def _six(value: float) -> str:
    if not math.isfinite(value):
        return _NOTHING
    if abs(value) < 1e5 and value == round(value):
        digits, power = round(value), 0
    else:
        mantissa, _, exponent = f"{value:.3e}".partition("e")
        digits, power = int(mantissa.replace(".", "")), int(exponent) - 3
    high, low = divmod(digits + 100_000, 1296)
    return _PAIRS[high] + _PAIRS[low] + _PAIRS[power + 400]
