import math
import time

import pytest
from hypothesis import given, settings

from engine import closed_form, in_time
from engine.backpropagation import gradients
from engine.closed_form import tidy
from engine.expressions import parse, read
from engine.formulas import text
from engine.graph import ZERO, apply, constant, variable
from engine.networks import sigmoid
from engine.rules import differentiate
from tests.engine import trees

LIMIT = closed_form.MAX_SECONDS


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine is no reason for a red test; the tests of the limit set it back."""
    monkeypatch.setattr(closed_form, "MAX_SECONDS", 30.0)
    monkeypatch.setattr(in_time, "PATIENCE", 60.0)


def tidied(typed: str) -> str | None:
    found = tidy(read(typed, "xy", free_letters=True).node)
    return None if found is None else text(found)


@pytest.mark.parametrize(
    ("typed", "derivative"),
    [
        ("x^3 - 3x^2 + 2x + 1", "3 · x^2 − 6 · x + 2"),  # LESSONS.md, derivatives
        ("(3x+1)^2", "18 · x + 6"),
        ("(x+1)(x-1)", "2 · x"),
        ("x^2(3x+1)", "9 · x^2 + 2 · x"),
        ("1/x", "−(1 / x^2)"),
        ("x^-2", "−(2 / x^3)"),
        ("√x", "1 / (2 · √(x))"),
        ("1/√x", "−(1 / (2 · x^(3 / 2)))"),
        ("√(x^2+1)", "x / √(x^2 + 1)"),
        ("x^(1/3)", "1 / (3 · x^(2 / 3))"),
        ("x/(x^2+1)", "(1 − x^2) / (x^2 + 1)^2"),
        ("ln(3x)", "1 / x"),
        ("x ln x - x", "ln(x)"),
        ("ln(x)/x", "(1 − ln(x)) / x^2"),
        ("x e^x", "(x + 1) · exp(x)"),
        ("e^(-x^2)", "−2 · x · exp(−x^2)"),
        ("1/(1+e^-x)", "exp(x) / (exp(x) + 1)^2"),
        ("2^x", "2^x · ln(2)"),
        ("sin²x", "2 · sin(x) · cos(x)"),
        ("sin²x + cos²x", "0"),
        ("tan x", "1 / cos(x)^2"),
        ("tanh x", "1 − tanh(x)^2"),
        ("a x^2", "2 · a · x"),
        ("0.1x^3", "0.3 · x^2"),
        ("0.5x^2 + 0.25x", "x + 0.25"),
        ("x^2/2 + x/3", "x + 1 / 3"),
        ("x^1.5", "1.5 · √(x)"),
        ("πx^2", "2 · π · x"),
        ("x|x|", "x · sign(x) + |x|"),
    ],
)
def test_derivatives_are_written_as_in_a_book(typed: str, derivative: str) -> None:
    node = read(typed, "x", free_letters=True).node
    for untidy in (differentiate(node, "x").derivative, gradients(node)["x"]):
        found = tidy(untidy)
        assert found is not None
        assert text(found) == derivative


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1 + x^2 - 3x", "x^2 − 3 · x + 1"),
        ("-x^2 + 3x - 1", "−x^2 + 3 · x − 1"),
        ("-x^2 + 3", "3 − x^2"),
        ("a + x", "x + a"),
        ("c + b x + a x^2", "a · x^2 + b · x + c"),
        ("y - x", "y − x"),
        ("-x-y", "−x − y"),
        ("10y^2 + x^2", "x^2 + 10 · y^2"),
        ("(x^2-1)/(x-1)", "x + 1"),
        ("0.1x + 0.2x", "0.3 · x"),
        ("x/4", "x / 4"),
        ("0.5x/2", "0.25 · x"),
        ("0.1/3·x", "x / 30"),
        ("e x + π", "e · x + π"),
        ("√(x^2)", "|x|"),
        ("|-x|", "|x|"),
        ("σ(x)σ(x)", "σ(x)^2"),
        ("relu(x) + relu(x)", "2 · relu(x)"),
        ("max(x, 1)", "x + relu(1 − x)"),
        ("5", "5"),
        ("1/2", "1 / 2"),
        ("-x/3", "−(x / 3)"),
        ("x y^-1", "x / y"),
        ("x^-y", "x^(−y)"),
    ],
)
def test_formulas_come_in_the_order_a_person_writes(typed: str, written: str) -> None:
    assert tidied(typed) == written


def test_a_long_product_is_not_multiplied_out() -> None:
    assert tidied("20(x+1)^19") == "20 · (x + 1)^19"


def test_a_whole_net_is_tidied_too() -> None:
    values = {"x1": 1.0, "x2": 2.0, "y": 1.0, "w1": 0.5, "w2": -0.5, "w3": 0.5}
    for convention in ("half_squared", "squared"):
        loss = sigmoid(convention).loss
        for formula in (loss, differentiate(loss, "w1").derivative):
            found = tidy(formula)
            assert found is not None
            assert trees.agree(found, formula, values)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("(x+1)^50", "an exponent above 20"),
        ("x^1e9", "an exponent above 20"),
        ("((x^20)^20)^20", "powers of powers"),
        ("x^-1000", "an exponent below −20"),
        ("9^9^9^9·x", "a number that is not finite"),
        ("((9^20)^20)^20·x", "a number that is not finite"),
        ("(((1e300x)^2)^2)^2", "a number with more digits than float64 has"),
        ("e^e^e^e^e·x", "a number that is not finite"),
        ("1.0000001^1e9·x", "a number that is finite, but of 10¹⁰ digits if it is to be exact"),
        ("(((((1e300x)^20/x^20)^20)^20)^20)^20", "a number of 10⁹ digits on the way"),
        ("x/0", "no number"),
        ("√(-2)·x", "no real number"),
        ("ln(-2) + x", "no real number"),
        ("1e999x", "not finite"),
        ("+".join(f"{n}x" for n in range(1, 25)), "more than 60 nodes"),
    ],
)
def test_what_has_no_tidy_form_is_refused_in_time(typed: str, why: str) -> None:
    began = time.process_time()
    assert tidied(typed) is None, why
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "typed",
    [
        "1/(x+a)+1/(x+b)+1/(x+c)+1/(x+d)+1/(x+f)+1/(x+g)+1/(x+h)+1/(x+k)",
        "(x+y+a+b)^3/((x+a)^3+(y+b)^3+1)+(x-y+a)^3/((x-a)^3+(y-b)^3+2)",
        "√(x+√(x+√(x+√(x+√(x+√(x+√(x+1)))))))",
        "1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+1/(1+1/x))))))))",
        "e^x^x^x^x^x^x^x^x^x",
        "(e^x+e^-x)^9/(e^(2x)+e^(-3x))^8",
    ],
)
def test_hard_algebra_ends_in_time_with_or_without_a_form(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_form, "MAX_SECONDS", LIMIT)
    node = read(typed, "xy", free_letters=True).node
    values = {letter: 0.5 + number / 8 for number, letter in enumerate("xyabcdfghk")}
    for hard in (node, gradients(node)["x"]):
        began = time.process_time()
        found = tidy(hard)
        assert time.process_time() - began < 5
        assert found is None or trees.agree(found, hard, values)


def test_after_work_was_stopped_the_next_form_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    node = parse("(x^2-1)/(x-1) + x/(x+2)^2 + 1/(x^2+1)", "x")
    for limit in (0.0005, 0.001, 0.002, 0.004):
        monkeypatch.setattr(closed_form, "MAX_SECONDS", limit)
        tidy(node)
    monkeypatch.setattr(closed_form, "MAX_SECONDS", 30.0)
    found = tidy(node)
    assert found is not None
    assert trees.agree(found, node, {"x": 0.5})
    assert tidied("(x^2-1)/(x-1)") == "x + 1"


def test_a_failure_inside_the_algebra_is_no_failure_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_form.sp, "together", lambda expression: 1 / 0)
    assert tidied("x·sin x") is None


@given(trees.trees(trees.TYPED), trees.exact_points)
@settings(max_examples=150)
def test_the_tidy_form_has_the_same_value(tree, point) -> None:
    node = trees.node(tree)
    for formula in (node, gradients(node).get("a", ZERO)):
        found = tidy(formula)
        assert found is None or trees.agree(found, formula, point), text(found)


def test_most_formulas_of_a_class_have_a_tidy_form() -> None:
    texts = ["x^2", "sin(2x)", "e^(-x)", "x/(1+x^2)", "ln(x+1)", "x^3-x", "σ(3x)", "|x-2|", "√(x+4)", "2^x·x"]
    assert all(tidied(typed) is not None for typed in texts)


def test_numbers_are_those_that_were_typed() -> None:
    found = tidy(apply("multiply", constant(0.1), variable("x")))
    assert found is apply("multiply", constant(0.1), variable("x"))
    assert tidy(constant(math.pi)) is constant(math.pi)
    assert tidy(constant(2 * math.e)) is apply("multiply", constant(2), constant(math.e))
