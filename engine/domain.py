"""Where a function has no value, or no slope: which part is to blame, in one sentence with its numbers.

A number that is not finite spreads upwards through the graph, so the blame lies furthest down: at a
node that is not finite although its inputs are.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping

from engine.backpropagation import gradients
from engine.formulas import number, text
from engine.graph import ZERO, Node, as_node, topological
from engine.notation import NEGATION, Piece, fill, plain_name
from engine.operations import row
from engine.program import evaluate
from engine.writer import signed

_LARGEST = "1.8·10³⁰⁸"  # of a float64
# What is said: {a} is what the operation gets, {at} where (": x = 0", or nothing), {whole} the operation with its
# numbers. The browser says the same while a point is dragged (`dashboard/evaluate.js`).
REASONS = {
    "division by zero": "Division by zero{at}.",
    "negative power of zero": "A negative power of 0 is a division by zero{at}.",
    "broken power": "{whole} has no value: a negative number can be raised to whole powers only.",
    "log": "ln is defined for positive numbers only; here it gets {a}.",
    "sqrt": "The square root of {a} is no real number{at}.",
    "too large": f"{{whole}} is larger than the computer can hold (about {_LARGEST}).",
    "too low": f"{{whole}} is further below zero than the computer can hold (about {_LARGEST}).",
}
_LONGEST = 40  # characters of a part that still help in a sentence


def why_undefined(node: Node, values: Mapping[str, float]) -> str | None:
    """Why `node` is nan or infinite where the variables are `values`; None where it is finite.

    Raises what `engine.program.evaluate` raises for values that are missing or no numbers.
    """
    numbers = _numbers(node, values)
    culprit = _culprit(node, numbers)
    return None if culprit is None else _sentence(culprit, numbers)


def why_no_slope(node: Node, variable: str, values: Mapping[str, float]) -> str | None:
    """Why `node` has no slope along `variable` at `values`; None where it has a finite one.

    Where `node` itself has no value, the reason is that of `why_undefined`. A corner is no reason
    here, since the engine sets the slope there to a number: see `is_corner`.
    """
    if (reason := why_undefined(node, values)) is not None:
        return reason
    gradient = gradients(node).get(variable, ZERO)
    numbers = _numbers(gradient, values)
    culprit = _culprit(gradient, numbers)
    if culprit is None:
        return None
    place = f"{plain_name(variable)} = {number(values[variable])}"
    if _is_pole(culprit, numbers) and all(map(math.isinf, slopes(node, variable, values))):
        return f"The slope is infinite: at {place} the curve stands upright."
    return f"The rules give no slope at {place}. {_sentence(culprit, numbers)}"


def slopes(node: Node, variable: str, values: Mapping[str, float]) -> tuple[float, float]:
    """The slopes of `node` along `variable` to the left and to the right of the point `values`.

    They differ at a corner of |a|, relu, max or min, and are the derivative elsewhere. nan or infinite
    where there is no slope.
    """
    numbers = _numbers(node, values)
    left, right = (_one_sided(node, variable, numbers, side) for side in (-1.0, 1.0))
    return 0.0 - left, right


def is_corner(node: Node, variable: str, values: Mapping[str, float]) -> bool:
    """Whether the graph of `node` along `variable` has a corner at `values`: two finite slopes that differ."""
    left, right = slopes(node, variable, values)
    near = 1e-9 * max(abs(left), abs(right))
    return math.isfinite(left) and math.isfinite(right) and abs(left - right) > near


def _numbers(node: Node, values: Mapping[str, float]) -> dict[Node, float]:
    order = topological([node])
    return dict(zip(order, map(float, evaluate(order, values)), strict=True))


def _culprit(node: Node, numbers: Mapping[Node, float]) -> Node | None:
    """The first node on the way to `node` that is no number although all its inputs are; None if `node` is one."""
    if math.isfinite(numbers[node]):
        return None
    while wrong := [other for other in node.inputs if not math.isfinite(numbers[other])]:
        node = wrong[0]
    return node


def _one_sided(node: Node, variable: str, numbers: Mapping[Node, float], side: float) -> float:
    """How fast `node` moves while `variable` moves to one `side`: a sweep forward through what depends on it."""
    values = {part.name: numbers[part] for part in numbers if part.operation == "variable" and part.name}
    rules = [as_node(rule(part, *part.inputs)) for part in numbers if part.inputs for rule in row(part.operation).rules]
    local = iter(map(float, evaluate(rules, values)))
    moved = {part: side for part in numbers if part.operation == "variable" and part.name == variable}
    for part in numbers:
        slopes_in = [(next(local), moved[other]) if other in moved else (next(local), None) for other in part.inputs]
        terms = [slope * speed for slope, speed in slopes_in if speed is not None]
        if terms and part.operation in ("abs", "relu") and _is_zero(part.inputs[0], numbers):
            speed = moved[part.inputs[0]]
            moved[part] = abs(speed) if part.operation == "abs" else max(speed, 0.0)
        elif terms:
            moved[part] = sum(terms)
    return moved.get(node, 0.0)


def _is_zero(node: Node, numbers: Mapping[Node, float]) -> bool:
    """Whether the number of `node` is 0, but for rounding: 3x − 0.9 at x = 0.3."""
    largest = max((abs(numbers[part]) for part in topological([node]) if math.isfinite(numbers[part])), default=0.0)
    return abs(numbers[node]) <= 4 * sys.float_info.epsilon * largest


def _is_pole(node: Node, numbers: Mapping[Node, float]) -> bool:
    """Whether `node`, which is not finite, divides by zero; 0 to a negative power does."""
    return _kind(node, numbers) in ("division by zero", "negative power of zero")


def _kind(node: Node, numbers: Mapping[Node, float]) -> str:
    """Which of REASONS it is for `node`, which is not finite though its inputs are."""
    inputs = [numbers[other] for other in node.inputs]
    match node.operation:
        case "divide" if inputs[1] == 0:
            return "division by zero"
        case "power" if inputs[0] == 0:
            return "negative power of zero"
        case "power" if inputs[0] < 0 and math.isnan(numbers[node]):
            return "broken power"
        case "log" | "sqrt" as operation:
            return operation
    return "too large" if numbers[node] > 0 else "too low"


def _sentence(node: Node, numbers: Mapping[Node, float]) -> str:
    """What is wrong at `node`, whose inputs are finite."""
    if node.operation == "variable":
        return f"{plain_name(node.name or '')} is no finite number."
    kind = _kind(node, numbers)
    blamed = node.inputs[kind == "division by zero"] if node.inputs else node
    equation = _equation(blamed, numbers)
    return REASONS[kind].format(
        a=number(numbers[blamed]) if kind == "sqrt" else equation,
        at=f": {equation}" if "=" in equation else "",
        whole=_filled(node, numbers),
    )


def _equation(node: Node, numbers: Mapping[Node, float]) -> str:
    """`x − 3 = −1`; the number alone where the part is one, or too long to help."""
    value, written = number(numbers[node]), text(node)
    return value if written == value or len(written) > _LONGEST else f"{written} = {value}"


def _filled(node: Node, numbers: Mapping[Node, float]) -> str:
    """The operation of `node` with the numbers that it gets: `(−8)^0.5`."""
    if not node.inputs:
        return "A number typed here"
    written = [number(numbers[other]) for other in node.inputs]
    pieces = [Piece(part, NEGATION) if "·" in part else signed(part) for part in written]
    return fill("e^<a:atom>" if node.operation == "exp" else row(node.operation).text, pieces)
