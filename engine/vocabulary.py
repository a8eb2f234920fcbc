"""The words that may be typed, and what is said to all others."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection

from engine.errors import ExpressionError

CONSTANTS = {"e": math.e, "pi": math.pi, "π": math.pi}

# What may be written before a bracket, and the row of the table of operations that it is, if it is one.
FUNCTIONS = {
    "sin": "sin",
    "cos": "cos",
    "tan": "",
    "exp": "exp",
    "ln": "log",
    "log": "log",
    "sqrt": "sqrt",
    "abs": "abs",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "σ": "sigmoid",
    "relu": "relu",
    "max": "",
    "min": "",
}

# Functions that other books and programs have: what to write here instead. Read as letters, `sec` would be s·e·c.
FOREIGN = {
    "sec": "1/cos(x)",
    "csc": "1/sin(x)",
    "cot": "cos(x)/sin(x)",
    "sinh": "(e^x − e^(−x))/2",
    "cosh": "(e^x + e^(−x))/2",
    "log10": "ln(x)/ln(10)",
    "log2": "ln(x)/ln(2)",
    "cbrt": "x^(1/3)",
    "sine": "sin(x)",
    "cosine": "cos(x)",
    "sign": "x/|x|",
    "sgn": "x/|x|",
    **dict.fromkeys(("asin", "acos", "atan", "arcsin", "arccos", "arctan", "floor", "ceil", "round", "mod", "erf"), ""),
}


def unreadable(character: str, position: int) -> ExpressionError:
    """What is said to a character that no formula has. `position`, here and below: its place, counted from 0."""
    hint = " Type only what stands to the right of it." if character == "=" else ""
    return ExpressionError(f"I can't read “{_visible(character)}” at place {position + 1}.{hint}", position)


def looks_like_a_function(text: str) -> bool:
    """Whether a run of letters is rather a misspelled function than a product of letters."""
    return len(text) > 2 and bool(difflib.get_close_matches(text, FUNCTIONS, n=1, cutoff=0.7))


def foreign(name: str, position: int) -> ExpressionError:
    """What is said to `name`, one of FOREIGN: what to write instead, or what there is."""
    instead = f"Write {FOREIGN[name]} for {name}(x)." if FOREIGN[name] else f"There are: {', '.join(FUNCTIONS)}."
    return ExpressionError(f"The function “{name}” at place {position + 1} is not known here. {instead}", position)


def letter_and_digit(letter: str, rest: str, position: int) -> ExpressionError:
    """What is said to x2, which may mean x² or 2x. `rest`: the text from the digit on."""
    number = re.match(r"\d+", rest)
    digits = _visible(number[0] if number else rest[0])
    return ExpressionError(
        f"A number right after “{letter}” at place {position + 1} is not clear. "
        f"For a power write {letter}^{digits}, for a product {letter}·{digits}.",
        position,
    )


def unknown_name(name: str, position: int, variables: Collection[str]) -> ExpressionError:
    """What is said to a name that nobody knows: the nearest known one, or all there are."""
    if not variables:
        return ExpressionError(f"I don't know “{_visible(name)}” at place {position + 1}. Type numbers only.", position)
    near = difflib.get_close_matches(name.lower(), variables, n=1, cutoff=0.5)
    near = near or difflib.get_close_matches(name.lower(), [*FUNCTIONS, *CONSTANTS], n=1, cutoff=0.7)
    hint = f"Did you mean “{near[0]}”?" if near else f"The names here are: {', '.join(sorted(variables))}."
    return ExpressionError(f"I don't know “{_visible(name)}” at place {position + 1}. {hint}", position)


def _visible(text: str) -> str:
    """Text that can stand in a sentence: what has no shape of its own is named by its code point."""
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text[:30])
