import math

import pytest
from hypothesis import given

from engine.differences import backward, forward
from engine.domain import is_corner, slopes, why_no_slope, why_undefined
from engine.errors import UnknownNameError
from engine.expressions import MAX_DEPTH, parse, read
from engine.graph import Node
from engine.program import evaluate
from tests.engine import trees


def of(typed: str) -> Node:
    return read(typed, "xy", free_letters=True).node


@pytest.mark.parametrize(
    ("typed", "x", "sentence"),
    [
        ("ln(x-3)", 2, "ln is defined for positive numbers only; here it gets x − 3 = −1."),
        ("ln(x)", 0, "ln is defined for positive numbers only; here it gets x = 0."),
        ("ln(-1) + x", 0, "ln is defined for positive numbers only; here it gets −1."),
        ("1/x", 0, "Division by zero: x = 0."),
        ("x/(x^2-4)", -2, "Division by zero: x^2 − 4 = 0."),
        ("x/0", 5, "Division by zero."),
        ("x^-2", 0, "A negative power of 0 is a division by zero: x = 0."),
        ("√x", -2, "The square root of −2 is no real number: x = −2."),
        ("√(-2)", 0, "The square root of −2 is no real number."),
        ("√(x-3)", 1, "The square root of −2 is no real number: x − 3 = −2."),
        ("x^0.5", -8, "(−8)^0.5 has no value: a negative number can be raised to whole powers only."),
        ("(x-9)^(1/3)", 1, "(−8)^0.3333 has no value: a negative number can be raised to whole powers only."),
        ("e^x", 1000, "e^1000 is larger than the computer can hold (about 1.8·10³⁰⁸)."),
        ("x^400", 10, "10^400 is larger than the computer can hold (about 1.8·10³⁰⁸)."),
        ("9^9^9", 0, "9^(3.874·10⁸) is larger than the computer can hold (about 1.8·10³⁰⁸)."),
        ("-x·x", 1e200, "−1·10²⁰⁰ · 1·10²⁰⁰ is further below zero than the computer can hold (about 1.8·10³⁰⁸)."),
        ("1e999 + x", 0, "A number typed here is larger than the computer can hold (about 1.8·10³⁰⁸)."),
        ("x", math.nan, "x is no finite number."),
    ],
)
def test_the_part_to_blame_is_named_with_its_number(typed: str, x: float, sentence: str) -> None:
    assert why_undefined(of(typed), {"x": x}) == sentence


@pytest.mark.parametrize(
    ("typed", "x", "sentence"),
    [
        ("1/e^1000 + 1/x", 0, "Division by zero: x = 0."),  # 1/∞ is 0, and does no harm
        ("e^1000 − e^1000 + x", 0, "e^1000 is larger than the computer can hold (about 1.8·10³⁰⁸)."),
        ("sin(ln(√(x-1)))", 0, "The square root of −1 is no real number: x − 1 = −1."),
        ("|1/x|^2 + ln(x)", 0, "Division by zero: x = 0."),
    ],
)
def test_the_blame_lies_where_it_began_and_not_with_what_came_to_no_harm(typed: str, x: float, sentence: str) -> None:
    assert why_undefined(of(typed), {"x": x}) == sentence


@pytest.mark.parametrize(("typed", "x"), [("1/(1+e^-x)", -1000), ("relu(-1/x^2)", 0), ("x", 0), ("5", 0), ("x^0", 0)])
def test_where_the_value_is_finite_there_is_nothing_to_say(typed: str, x: float) -> None:
    assert why_undefined(of(typed), {"x": x}) is None


def test_a_long_part_is_left_out_of_the_sentence() -> None:
    sentence = why_undefined(of("ln(x^2 + 2x − 100 + x^3 + x^4 + sin(x)·cos(x))"), {"x": 0})
    assert sentence == "ln is defined for positive numbers only; here it gets −100."


def test_a_variable_without_a_value_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="x"):
        why_undefined(of("ln(x)"), {})


@given(trees.trees(trees.TYPED), trees.points)
def test_there_is_a_sentence_exactly_where_the_value_is_not_finite(tree, point) -> None:
    node = trees.node(tree)
    sentence = why_undefined(node, point)
    assert (sentence is None) == math.isfinite(evaluate([node], point)[0])
    assert sentence is None or (sentence.endswith(".") and "nan" not in sentence and len(sentence) < 150)


@pytest.mark.parametrize(
    ("typed", "x"), [("√x", 0), ("x^(1/3)", 0), ("x^0.5 + x", 0), ("1 + √(x-1)", 1), ("√|x|", 0), ("5√(3x)", 0)]
)
def test_where_the_curve_stands_upright_the_slope_is_infinite(typed: str, x: float) -> None:
    assert why_no_slope(of(typed), "x", {"x": x}) == f"The slope is infinite: at x = {x} the curve stands upright."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("√(x^2)", "The rules give no slope at x = 0. Division by zero: 2 · √(x^2) = 0."),
        ("x^x", "The rules give no slope at x = 0. A negative power of 0 is a division by zero: x = 0."),
        ("ln x", "ln is defined for positive numbers only; here it gets x = 0."),
    ],
)
def test_where_the_rules_fail_the_step_that_fails_is_named(typed: str, sentence: str) -> None:
    assert why_no_slope(of(typed), "x", {"x": 0.0}) == sentence


def test_a_slope_that_is_only_too_large_is_not_called_upright() -> None:
    sentence = why_no_slope(of("e^(100x)"), "x", {"x": 7.09})
    assert sentence == (
        "The rules give no slope at x = 7.09. 8.218·10³⁰⁷ · 100 is larger than the computer can hold (about 1.8·10³⁰⁸)."
    )


@pytest.mark.parametrize(("typed", "x"), [("√x", 1), ("|x|", 0), ("5", 0), ("y", 0), ("x^2", 0)])
def test_where_there_is_a_slope_there_is_nothing_to_say(typed: str, x: float) -> None:
    assert why_no_slope(of(typed), "x", {"x": x, "y": 1.0}) is None


@pytest.mark.parametrize(
    ("typed", "x", "left", "right"),
    [
        ("|x|", 0, -1, 1),
        ("relu(x)", 0, 0, 1),
        ("relu(-x)", 0, -1, 0),
        ("relu(relu(x))", 0, 0, 1),
        ("||x||", 0, -1, 1),
        ("||x|-1|", 1, -1, 1),
        ("|3x-0.9|", 0.3, -3, 3),  # 3·0.3 is 0.8999999999999999
        ("|x-1| + |x|", 1, 0, 2),
        ("max(x, x^2)", 1, 1, 2),
        ("max(0, x)", 0, 0, 1),
        ("min(x, 1)", 1, 1, 0),
        ("|a·x|", 0, -2, 2),
        ("|sin x|", math.pi, -1, 1),
        ("e^|x|", 0, -1, 1),
    ],
)
def test_a_corner_has_two_slopes(typed: str, x: float, left: float, right: float) -> None:
    values = {"x": x, "a": 2.0}
    assert slopes(of(typed), "x", values) == pytest.approx((left, right), abs=1e-12)
    assert is_corner(of(typed), "x", values)


@pytest.mark.parametrize(
    ("typed", "x"),
    [
        ("|x|", 0.001),
        ("|x|", 1e-300),
        ("|x^2|", 0),
        ("|x|^2", 0),
        ("x|x|", 0),
        ("|x|−|x|", 0),
        ("relu(x)−relu(−x)", 0),
        ("relu(x^3)", 0),
        ("|y|", 0),
        ("|y|·x", 0),
        ("5", 0),
        ("√x", 0),
        ("1/x", 0),
    ],
)
def test_what_looks_like_a_corner_and_is_none(typed: str, x: float) -> None:
    assert not is_corner(of(typed), "x", {"x": x, "y": 0.0})


@given(trees.trees({**trees.SMOOTH, "abs": None, "relu": None}), trees.exact_points)
def test_the_slopes_are_those_of_the_two_sides(tree, point) -> None:
    node, at = trees.node(tree), {**point, "a": 0.0}

    def function(a: float) -> float:
        return float(evaluate([node], {**at, "a": a})[0])

    left, right = slopes(node, "a", at)
    size = max(1.0, abs(left), abs(right), abs(function(0.0)))
    if size < 1e3:
        step = 2.0**-26
        assert forward(function, 0.0, step) == pytest.approx(right, abs=1e-5 * size**2)
        assert backward(function, 0.0, step) == pytest.approx(left, abs=1e-5 * size**2)


def test_deep_text_is_no_trouble() -> None:
    node = parse("√" * MAX_DEPTH + "x", "x")
    assert why_undefined(node, {"x": -1.0}) == "The square root of −1 is no real number: x = −1."
    assert "infinite" in str(why_no_slope(node, "x", {"x": 0.0}))
