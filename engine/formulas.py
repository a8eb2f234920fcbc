"""Writes nodes as formulas: LaTeX, plain text, and MathML for the linked views.

In the linked views the numbers are filled in later, in the browser: their places are marked with
the name of the value, so that a new number needs no new formula.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from latex2mathml.converter import convert

from engine.graph import Node
from engine.notation import NEGATION, Piece, fill, latex_name, plain_name
from engine.writer import BRACKETS, Leaf, Notation, level_of, signed, write

LONGEST = 2000  # characters of LaTeX: some twenty lines. Tangents in one another would have a million
TOO_LONG = r"\text{a formula that is too long to show}"
PLACE = "value"  # the attribute that marks the place of a number: <mn data-value="h">


def number(value: float, digits: int = 4) -> str:
    """A number for the eye: `digits` significant ones, a real minus, powers of ten as such.

    A whole number of up to five digits is written in full: 10000 is easier to read than 1·10⁴.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:.0f}" if abs(value) < 1e5 and value == round(value) else f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if not exponent and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = "·10" + superscript(int(exponent)) if exponent else ""
    return ("0" if mantissa == "-0" else mantissa.replace("-", "−")) + power


def superscript(exponent: int) -> str:
    """An exponent as small raised digits: `⁻¹²`."""
    return str(exponent).translate(_SUPERSCRIPTS)


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def latex(node: Node, numbers: Mapping[str, float] | None = None) -> str:
    """The right-hand side of `node`: symbols, or numbers put in for those names that `numbers` has."""

    def leaf(part: Node) -> Piece | None:
        if part.value is not None:
            return _number_piece(_latex_number(part.value))
        if part.name is None:
            return None
        if numbers is not None and part.name in numbers:
            return _number_piece(_latex_number(numbers[part.name]))
        return Piece(latex_name(part.name))

    return legible(write(node, "latex", leaf))


def legible(written: str, longest: int = LONGEST) -> str:
    """LaTeX of up to `longest` characters as it is; words for what nobody can read and a browser draws for seconds."""
    return written if len(written) <= longest else TOO_LONG


def text(node: Node) -> str:
    """The right-hand side of `node` as plain text: `w₁ · x`."""
    return write(node, "text", _leaf(lambda name: Piece(plain_name(name)), _text_constant))


def text_part(node: Node, level: str = "sum") -> str:
    """`node` as a part of something larger: its name if it has one, in brackets if it binds less than `level`."""
    return fill(f"<a:{level}!>", [Piece(plain_name(node.name)) if node.name else _piece(node, "text", text(node))])


def latex_part(node: Node, level: str = "sum") -> str:
    """`node` as a part of a larger LaTeX formula, as `text_part`."""
    piece = Piece(latex_name(node.name)) if node.name else _piece(node, "latex", latex(node))
    return fill(f"<a:{level}!>", [piece], BRACKETS["latex"])


def text_places(node: Node) -> str:
    """The right-hand side of `node` as HTML, with a marked place for each number."""
    return write(node, "text", _leaf(_html_place, _text_constant))


def mathml(latex_text: str) -> str:
    """LaTeX as MathML, with its places for numbers marked."""
    return _mathml(latex_text)


def latex_places(node: Node) -> str:
    """LaTeX of the right-hand side of `node` with places for numbers, to be given to `mathml`."""
    return write(node, "latex", _leaf(latex_place, _latex_constant))


def latex_place(name: str) -> Piece:
    """The place of one number in LaTeX, to be given to `mathml`."""
    code = name.replace("_", "!")  # an underscore would be read as an index
    return Piece(rf"\text{{@{code}}}", guarded=rf"\text{{@@{code}}}")


def place(name: str, guarded: bool = False) -> str:
    """The place of one number in HTML. `guarded`: a negative number is put into brackets."""
    return f'<b data-{PLACE}="{name}"{" data-guarded" if guarded else ""}></b>'


def _html_place(name: str) -> Piece:
    return Piece(place(name), guarded=place(name, guarded=True))


def _piece(node: Node, notation: Notation, written: str) -> Piece:
    return _number_piece(written) if node.value is not None else Piece(written, level_of(node, notation))


def _leaf(write_name: Callable[[str], Piece], write_number: Callable[[float], str]) -> Leaf:
    def leaf(part: Node) -> Piece | None:
        if part.value is not None:
            return _number_piece(write_number(part.value))
        return None if part.name is None else write_name(part.name)

    return leaf


def _number_piece(written: str) -> Piece:
    """A number as a piece: one with a power of ten needs brackets where a negative one does."""
    return Piece(written, NEGATION) if "·" in written or r"\cdot" in written else signed(written)


# Constants that have a name of their own: (text, LaTeX).
_NAMED = {math.pi: ("π", r"\pi"), math.e: ("e", "e")}


def _text_constant(value: float) -> str:
    return _NAMED[value][0] if value in _NAMED else number(value)


def _latex_constant(value: float) -> str:
    return _NAMED[value][1] if value in _NAMED else _latex_number(value)


def _latex_number(value: float) -> str:
    written = number(value).replace("−", "-")
    if written == "not a number":
        return r"\text{not a number}"
    mantissa, _, power = written.partition("·10")
    mantissa = mantissa.replace("∞", r"\infty")
    return rf"{mantissa}\cdot 10^{{{power.translate(_NORMAL)}}}" if power else mantissa


_NORMAL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@lru_cache(maxsize=2048)
def _mathml(latex_text: str) -> str:
    written = convert(latex_text).replace("&#x0005E;", "&#x2C6;")  # the hat as an accent, not the key ^

    def mark(match: re.Match[str]) -> str:
        guarded = " data-guarded" if match[1] == "@@" else ""
        return f'<mn data-{PLACE}="{match[2].replace("!", "_")}"{guarded}></mn>'

    return re.sub(r"<mtext>(@@?)([\w!]+)</mtext>", mark, written)
