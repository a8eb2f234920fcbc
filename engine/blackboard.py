"""Writes a typed formula as a person writes it on a blackboard: 3x for 3 · x, and every number as it was typed.

`engine.formulas` writes nets: there a number is a result, and four digits are enough. Here a number is a part
of what somebody typed, or of what follows from it: 12345 stays 12345, and π stays π.
"""

from __future__ import annotations

import math
import re

from engine import formulas
from engine.graph import Node
from engine.notation import NEGATION, Piece, fill, latex_name, plain_name
from engine.vocabulary import CONSTANTS
from engine.writer import BRACKETS, Leaf, Notation, level_of, signed, write

_DIGITS = 15  # all that a typed number can have and keep: float64 has a little more
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A number and what may stand right behind it: a name, a root, a function, a bracket; never another number.
_NUMBER_TIMES = re.compile(
    r"(?<=\d) \\cdot (?=[a-z]|\{(?![-\d.])|\\(?:pi|sqrt|left|ln|sin|cos|tanh|sigma|mathrm)(?![a-z]))"
)


def latex(node: Node) -> str:
    """The right-hand side of `node` as LaTeX."""
    return formulas.legible(_closer(write(node, "latex", _leaf("latex"))))


def latex_part(node: Node, level: str = "sum") -> str:
    """`node` as a part of a larger formula: its name if it has one, in brackets if it binds less than `level`."""
    piece = _leaf("latex")(node) or Piece(latex(node), level_of(node, "latex"))
    return fill(f"<a:{level}!>", [piece], BRACKETS["latex"])


def latex_places(node: Node) -> str:
    """As `latex`, with a place for the number of each name, to be given to `engine.formulas.mathml`."""

    def leaf(part: Node) -> Piece | None:
        return formulas.latex_place(part.name) if part.name is not None else _leaf("latex")(part)

    return write(node, "latex", leaf)


def text(node: Node) -> str:
    """The right-hand side of `node` as plain text: `3x + 1`, `u²`, `e^u`."""
    written = write(node, "text", _leaf("text"))
    powers = re.sub(r"\bexp\((\w+)\)", r"e^\1", written)
    closer = re.sub(r"(?<![\w^.])(\d+(?:\.\d+)?) · (?=[a-zπσ√(|])", r"\1", powers)
    closer = re.sub(r"(?<=\w) / (?=\w)", "/", closer)
    return re.sub(r"\^(\d+)(?![\d.·])", lambda match: match[1].translate(_SUPERSCRIPTS), closer)


def _leaf(notation: Notation) -> Leaf:
    name, number = (latex_name, _latex_number) if notation == "latex" else (plain_name, _text_number)

    def leaf(part: Node) -> Piece | None:
        if part.value is not None:
            written = number(part)
            return Piece(written, NEGATION) if "10^" in written or "·" in written else signed(written)
        return None if part.name is None else Piece(name(part.name))

    return leaf


def _latex_number(part: Node) -> str:
    value = part.value or 0.0
    if value in CONSTANTS.values() or not math.isfinite(value):
        return formulas.latex_places(part)  # π, e, ∞
    mantissa, _, power = f"{value:.{_DIGITS}g}".partition("e")
    return rf"{mantissa}\cdot 10^{{{int(power)}}}" if power else mantissa


def _text_number(part: Node) -> str:
    value = part.value or 0.0
    return formulas.text(part) if value in CONSTANTS.values() else formulas.number(value, _DIGITS)


def _closer(written: str) -> str:
    return _NUMBER_TIMES.sub(" ", written)
