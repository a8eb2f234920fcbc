"""A typed answer as a number: `-18`, `−18`, `-9*2` and `1/2` are read, and nothing is evaluated by Python."""

from __future__ import annotations

import re

from engine.expressions import parse
from engine.program import evaluate


def typed_number(answer: str) -> float:
    """The number of a typed calculation. Raises ExpressionError, fit to be shown, for anything else."""
    return float(evaluate([parse(answer)], {})[0])


def half_unit(answer: str) -> float:
    """Half of the last decimal of a plain number; 0 for a calculation, which is exact."""
    match = re.fullmatch(r"\s*[-+−–]?\d*(?:\.(\d*))?\s*", answer)
    return 0.5 * 10.0 ** -len(match[1] or "") if match else 0.0
