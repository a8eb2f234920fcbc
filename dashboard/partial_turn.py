"""*Your turn* with the partial derivative of the variable that moves: the point lives in the browser."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dashboard import browser_turn
from dashboard.browser_turn import Matches, coordinate, judged
from dashboard.derivative_turn import WORDS
from dashboard.partial_derivatives import Function
from engine.derivative_slips import derivative_slips
from engine.domain import is_corner
from engine.program import evaluate


def show(function: Function) -> None:
    """The question, and what is said to the last answer."""
    partials = {f"partial_{name}": f"∂f/∂{name}" for name in function.variables}
    browser_turn.show(
        function.text,
        "How much is the partial derivative by the variable that moves?",
        list(partials),
        partials,
        "in the colour of slopes",
        lambda text, at: reply_to(function, text, at),
    )


def reply_to(function: Function, text: str, at: Mapping[str, Any]) -> tuple[str, str]:
    """The kind of an answer, and what is said to it. `at`: the point, and in `moves` the variable that moves."""
    names = function.variables
    moves = str(at["moves"]) if at.get("moves") in names else names[0]
    values = {**{name: coordinate(at, name, 0.0) for name in names}, "dx": coordinate(at, "dx", 0.1)}
    right = float(evaluate([function.partials[moves]], values)[0])

    has_slope = math.isfinite(right) and not is_corner(function.reading.node, moves, values)
    return judged(
        text,
        right if has_slope else None,
        lambda matches: _causes(function, moves, values, matches),
        nowhere="There is no slope here. Move the point and try again.",
        praise=f"So fast f grows when only {moves} moves.",
        hint="Treat the frozen variables as numbers, then differentiate.",
    )


def _causes(function: Function, moves: str, values: Mapping[str, float], matches: Matches) -> list[str]:
    """The slips that lead to the answer: another variable's slope, all of them at once, a rule that was missed."""
    found = dict(zip(function.variables, map(float, evaluate(list(function.partials.values()), values)), strict=True))
    causes = [
        f"for {other}: it is frozen, only {moves} moves"
        for other, number in found.items()
        if other != moves and matches(number)
    ]
    if matches(sum(found.values())):
        causes.append(f"when all variables move at once: here only {moves} does, the others are numbers")
    slips = derivative_slips(function.reading.node, moves)
    wrong = evaluate([slip.node for slip in slips], values)
    causes += [
        "for the nudge: the slope is what the quotient becomes for an ever smaller one"
        if slip.kind == "the quotient"
        else WORDS[slip.kind]
        for slip, number in zip(slips, wrong, strict=True)
        if matches(float(number))
    ]
    return causes
