"""*Your turn* with the length of the gradient: the point lives in the browser, the answer is judged here."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dashboard import browser_turn
from dashboard.browser_turn import coordinate, judged
from dashboard.gradient import Function
from engine.domain import is_corner
from engine.program import evaluate


def show(function: Function) -> None:
    """The question, and what is said to the last answer."""
    browser_turn.show(
        function.text,
        "How steep is the steepest way up, that is: how long is ∇f?",
        ["length"],
        {"fx": "∂f/∂x", "fy": "∂f/∂y", "length": "the length of ∇f"},
        "beside the map",
        lambda text, at: reply_to(function, text, at),
    )


def reply_to(function: Function, text: str, at: Mapping[str, float]) -> tuple[str, str]:
    """The kind of an answer, and what is said to it. `at`: the point on the screen."""
    x, y = coordinate(at, "x", 0.0), coordinate(at, "y", 0.0)
    value, by_x, by_y = map(float, evaluate([function.reading.node, *function.gradient], {"x": x, "y": y}))
    right = math.hypot(by_x, by_y)

    is_at_corner = any(is_corner(function.reading.node, name, {"x": x, "y": y}) for name in "xy")
    slips = {
        "when both partial derivatives are added: an arrow's length is the root of the sum of squares": by_x + by_y,
        "when their sizes are added: that is the way around the corner": abs(by_x) + abs(by_y),
        "when the root is left out": by_x**2 + by_y**2,
        "for ∂f/∂x alone": abs(by_x),
        "for ∂f/∂y alone": abs(by_y),
        "for the distance of the point from (0, 0)": math.hypot(x, y),
        "for f itself: the question is how fast it grows": value,
        "with the wrong sign: a length is never negative": -right,
    }
    return judged(
        text,
        right if math.isfinite(right) and not is_at_corner else None,
        lambda matches: [words for words, number in slips.items() if matches(number)],
        nowhere="There is no gradient here. Move the point and try again.",
        praise="By Pythagoras: the root of the sum of the squares of both partial derivatives.",
        hint="Square both partial derivatives, add, and take the root.",
    )
