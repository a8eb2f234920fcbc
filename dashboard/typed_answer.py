"""A typed answer as a number: `-18`, `−18`, `2,18`, `-9*2` and `1/2` are read, and nothing is evaluated by Python."""

from __future__ import annotations

import math
import re

from engine.errors import ExpressionError
from engine.expressions import parse
from engine.formulas import number
from engine.program import evaluate

_PLAIN = re.compile(r"\s*[-+−–]?\d*(?:[.,](\d*))?\s*")  # a number with a decimal point, or a decimal comma


def typed_number(answer: str) -> float:
    """The number of a typed calculation. Raises ExpressionError, fit to be shown, for anything else."""
    value = float(evaluate([parse(answer.replace(",", ".") if _PLAIN.fullmatch(answer) else answer)], {})[0])
    if not math.isfinite(value):
        raise ExpressionError(f"Your answer comes out as {number(value)}: there is nothing to compare.", 0)
    return value


def half_unit(answer: str) -> float:
    """Half of the last decimal of a plain number; 0 for a calculation, which is exact."""
    match = _PLAIN.fullmatch(answer)
    return 0.5 * 10.0 ** -len(match[1] or "") if match else 0.0
