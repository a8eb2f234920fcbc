"""*Your turn* with f′(x₀): the point lives in the browser, the answer is judged here."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dashboard import browser_turn
from dashboard.browser_turn import Matches, coordinate, judged
from dashboard.derivatives import Function
from engine.derivative_slips import derivative_slips
from engine.domain import is_corner
from engine.program import evaluate

WORDS = {
    "sign": "with the wrong sign",
    "the value": "for f itself: the question is how fast it grows",
    "the quotient": "for the secant: the tangent is what it becomes when Δx shrinks to nothing",
    "exponent left out": "when the exponent is not written in front",
    "exponent kept": "when the exponent is not made smaller by one",
    "inner derivative left out": "when the inner derivative is left out: the chain rule multiplies by it",
    "product of the derivatives": "when the derivatives of the two factors are multiplied: the product rule is another",
}


def show(function: Function) -> None:
    """The question, and what is said to the last answer."""
    browser_turn.show(
        function.text,
        "How much is f′(x₀)?",
        ["slope"],
        {"slope": "f′(x₀)"},
        "in the colour of slopes",
        lambda text, at: reply_to(function, text, at),
    )


def reply_to(function: Function, text: str, at: Mapping[str, float]) -> tuple[str, str]:
    """The kind of an answer, and what is said to it. `at`: the point x and the step dx on the screen."""
    values = {**function.parameters, "x": coordinate(at, "x", 0.0), "dx": coordinate(at, "dx", 1.0)}
    slips = derivative_slips(function.reading.node, "x")
    right, *wrong = (float(v) for v in evaluate([function.derivative, *(slip.node for slip in slips)], values))

    has_slope = math.isfinite(right) and not is_corner(function.reading.node, "x", values)

    def causes(matches: Matches) -> list[str]:
        return [WORDS[slip.kind] for slip, number in zip(slips, wrong, strict=True) if matches(number)]

    return judged(
        text,
        right if has_slope else None,
        causes,
        nowhere="There is no slope here. Move the point and try again.",
        praise="That is the slope of the tangent.",
        hint="Find f′(x) first, then put x₀ in.",
    )
