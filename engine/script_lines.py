"""What a script is made of: its languages, and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ScriptDialect = Literal["python", "numpy", "torch"]
DIALECTS: tuple[ScriptDialect, ...] = ("python", "numpy", "torch")

_WIDTH = 50  # characters of a line, where it can be broken


@dataclass(frozen=True)
class Line:
    """One line of a script. `keys`: the numbers that it finds, as `engine.walk.Step` names them, if any.

    `is_gap`: it was left out, for the student to write.
    """

    text: str
    keys: tuple[str, ...] = ()
    is_gap: bool = False


def wrapped(begin: str, parts: Sequence[str], end: str, indent: str) -> list[str]:
    """`begin`, the parts with commas between them, and `end`: in one line, or in several that can be read at once."""
    written = [begin]
    for place, part in enumerate(parts):
        added = part + (end if place == len(parts) - 1 else ",")
        if len(written[-1]) + len(added) >= _WIDTH:
            written.append(indent)
        written[-1] += added if written[-1] in (begin, indent) else f" {added}"
    return written
