"""*Your turn* with dy/dx of a chain: x lives in the browser, the answer is judged here."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dashboard import browser_turn
from dashboard.browser_turn import Matches, coordinate, judged
from dashboard.composite_words import slope_key
from engine.chain_slips import ChainSlip, chain_slips
from engine.composites import INPUT, Composite, derivative_text
from engine.domain import is_corner
from engine.notation import plain_name
from engine.program import evaluate


def show(typed: str, composite: Composite) -> None:
    """The question, and what is said to the last answer. `typed`: the text of the chain."""
    slope = derivative_text(composite.name, INPUT, True)
    browser_turn.show(
        typed,
        f"How much is {slope} at this x?",
        [slope_key(INPUT)],
        {slope_key(INPUT): slope},
        "at the end of the formula",
        lambda text, at: reply_to(composite, text, at),
    )


def reply_to(composite: Composite, text: str, at: Mapping[str, float]) -> tuple[str, str]:
    """The kind of an answer, and what is said to it. `at`: the x and the dx on the screen."""
    slips = chain_slips(composite)
    values = {"x": coordinate(at, "x", 0.0), "dx": coordinate(at, "dx", 1.0)}
    right, *wrong = map(float, evaluate([composite.slopes[INPUT], *(slip.node for slip in slips)], values))

    has_slope = math.isfinite(right) and not is_corner(composite.output, INPUT, values)

    def causes(matches: Matches) -> list[str]:
        return [_words(slip, composite) for slip, number in zip(slips, wrong, strict=True) if matches(number)]

    then = "add the ways" if len(composite.ways) > 1 else "begin at the last piece"
    return judged(
        text,
        right if has_slope else None,
        causes,
        nowhere="There is no slope at this x. Move x and try again.",
        praise="That is how many times as far the last piece moves.",
        hint=f"Multiply the slopes along the way, and {then}.",
    )


def _words(slip: ChainSlip, composite: Composite) -> str:
    output = plain_name(composite.name)
    match slip.kind:
        case "added":
            return "when the slopes are added: a stretch of a stretch is a product"
        case "factor left out":
            return f"when the slope {derivative_text(slip.about[0], slip.about[1], True)} is left out"
        case "one way":
            way = f"by {', then '.join(map(plain_name, slip.about))}" if slip.about else "straight from x"
            return f"when x goes one way only, {way}: the other ways count too"
        case "ways multiplied":
            return "when the ways are multiplied: along a way multiply, but add the ways"
        case "nudge":
            return f"for the nudge Δ{output}: the question is the slope, before it meets Δx"
        case "sign":
            return "with the wrong sign"
        case "value":
            return f"for {output} itself: the question is how fast it moves"
