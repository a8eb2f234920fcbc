"""Typed text as tokens: the many ways to write a sign, and the names inside a run of letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.vocabulary import (
    CONSTANTS,
    FOREIGN,
    FUNCTIONS,
    foreign,
    letter_and_digit,
    looks_like_a_function,
    unknown_name,
    unreadable,
)

Kind = Literal["number", "name", "function", "sign", "end"]

# One character for another, so that places in the text stay what they are.
_SAME = str.maketrans("−–—·⋅•×∗÷∕\u00a0[]", "---*****// ()")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_BEFORE_DIGITS = "|".join(name for name in FUNCTIONS if name != "log")  # sin2x is sin 2x, but log2 is another log
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<raised>(?<![⁰¹²³⁴⁵⁶⁷⁸⁹])⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    rf"|(?P<letters>(?:{_BEFORE_DIGITS})(?=\.?\d)|[A-Za-zπσ][A-Za-z0-9_πσ]*)|(?P<sign>\*\*|[-+*/^()|,√])"
)
_HEAD = re.compile(r"\s*([yfgh])\s*(?:\(\s*[a-z](?:\s*,\s*[a-z])*\s*\))?\s*=(?!=)")  # f(x) = …


@dataclass(frozen=True)
class Token:
    """One word of the text. `position` is its place in the text, counted from 0; `spaced`: a space stands before it."""

    kind: Kind
    text: str
    position: int
    spaced: bool = False


def tokens(text: str, variables: Collection[str], free_letters: bool) -> list[Token]:
    """The words of `text`, ending with one of kind "end". Raises ExpressionError at what cannot be read.

    `free_letters`: single letters that are neither variables nor constants are names too.
    """
    found: list[Token] = []
    head = _HEAD.match(text)
    position = head.end() if head and (head[1] not in variables or "(" in head[0]) else 0
    spelled = text.translate(_SAME)
    spaced = False
    while position < len(spelled):
        if spelled[position].isspace():
            position, spaced = position + 1, True
            continue
        match = _TOKEN.match(spelled, position)
        if match is None:
            raise unreadable(text[position], position)
        found.extend(_words(match, spaced, variables, free_letters))
        position, spaced = match.end(), False
    return [*found, Token("end", "", len(text))]


def _words(match: re.Match[str], spaced: bool, variables: Collection[str], free_letters: bool) -> Iterator[Token]:
    """The tokens of one match: a word may fall into several names, a raised number into a sign and a number."""
    text, position = match[0], match.start()
    match match.lastgroup:
        case "letters":
            yield from _names(text, position, spaced, variables, free_letters)
        case "raised":
            yield Token("sign", "^", position)
            if (exponent := text.translate(_SUPERSCRIPTS)).startswith("-"):
                yield Token("sign", "-", position)
            yield Token("number", exponent.lstrip("-"), position)
        case "number":
            yield Token("number", text, position, spaced)
        case _:
            yield Token("sign", "^" if text == "**" else text, position, spaced)


def _names(text: str, position: int, spaced: bool, variables: Collection[str], free_letters: bool) -> Iterator[Token]:
    """A run of letters as names: `3xy` means x·y. Known names are taken whole, the longest first."""
    if text in FOREIGN and text not in variables:
        raise foreign(text, position)
    known = sorted({*variables, *FUNCTIONS, *CONSTANTS}, key=len, reverse=True)
    at = 0
    parts: list[Token] = []
    free = 0
    while at < len(text):
        name = next((name for name in known if text.startswith(name, at)), None)
        if name is None:
            free += 1
            if at > 0 and text[at].isdigit() and len(parts[-1].text) == 1:
                raise letter_and_digit(parts[-1].text, text[at:], position + at)
            is_letter = text[at].isalpha() and text[at].lower() not in variables  # X beside x is a slip of the key
            if not free_letters or not is_letter or free > 2 or looks_like_a_function(text):
                raise unknown_name(text, position, variables)
            name = text[at]
        kind: Kind = "function" if name in FUNCTIONS and name not in variables else "name"
        parts.append(Token(kind, name, position + at, spaced and at == 0))
        at += len(name)
    yield from parts
