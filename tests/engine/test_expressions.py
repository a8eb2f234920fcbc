import math
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import ExpressionError
from engine.expressions import MAX_DEPTH, MAX_LENGTH, parse, read
from engine.formulas import text
from engine.program import evaluate
from tests.engine import trees


def number(text: str) -> float:
    return float(evaluate([parse(text)], {})[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-18", -18),
        ("−18", -18),
        ("–18", -18),
        ("-9*2", -18),
        ("−9·2", -18),
        ("-9×2", -18),
        ("1/2", 0.5),
        ("1÷2", 0.5),
        (".5", 0.5),
        ("5.", 5),
        ("1e-3", 0.001),
        ("2.5E+2", 250),
        ("  1 +  2 ", 3),
        ("1\u00a0+\u00a02", 3),
        ("+5", 5),
        ("--5", 5),
        ("2-3-4", -5),
        ("2-(3-4)", 3),
        ("12/3/2", 2),
        ("2*3+4*5", 26),
        ("2^3", 8),
        ("2**3", 8),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^3^2", 512),
        ("2^-1", 0.5),
        ("2*-3", -6),
        ("((7))", 7),
        ("(2-20)*0.5*2", -18),
    ],
)
def test_what_a_student_may_type_is_read_as_meant(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(("text", "value"), [("1/0", math.inf), ("-1/0", -math.inf), ("1e999", math.inf)])
def test_what_has_no_finite_value_is_an_outcome_and_no_error(text: str, value: float) -> None:
    assert number(text) == value


def test_what_is_undefined_is_not_a_number() -> None:
    assert math.isnan(number("0/0"))
    assert math.isnan(number("(-8)^0.5"))


def test_a_tower_of_powers_is_infinite_at_once() -> None:
    began = time.process_time()
    assert number("9^9^9^9") == math.inf
    assert number("9**9**9**9**9") == math.inf
    assert time.process_time() - began < 5  # as whole numbers these would not end in a lifetime


def test_variables_are_read_if_they_are_allowed() -> None:
    node = parse("x^2 + 10*y^2", variables=("x", "y"))  # DESIGN.md, engine contract: f(3, 4) = 169
    assert evaluate([node], {"x": 3.0, "y": 4.0}) == [169.0]
    assert parse("w1*x", ("w1", "x")) is parse(" w1 · x", ("x", "w1"))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", 0, "Nothing is typed yet"),
        ("   ", 0, "Nothing is typed yet"),
        ("1+", 2, "ends too early"),
        ("(1+2", 4, "closing bracket"),
        ("1+*2", 2, "A number is missing"),
        (")", 0, "A number is missing"),
        ("1+2)", 3, "closed that was not opened"),
        ("2 3", 2, "A sign is missing"),
        ("1.2.3", 3, "A sign is missing"),
        ("1,5", 1, "decimal point, not a comma"),
        ("2+z", 2, "“z” at place 3"),
        ("12 + $", 5, "“$” at place 6"),
        ("3+é", 2, "“é”"),
        ("w1 + w2", 5, "“w2” at place 6. Did you mean “w1”?"),
    ],
)
def test_a_refusal_points_at_the_character(text: str, place: int, words: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text, variables=("x", "w1"))
    assert refused.value.position == place
    assert words in str(refused.value)


def test_a_name_where_only_numbers_go_is_told_so() -> None:
    with pytest.raises(ExpressionError, match=r"“x” at place 1\. Type numbers only"):
        parse("x")


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__",
        "x.__class__",
        "lambda: 1",
        "[1 for _ in 1]",
        "exec('1')",
        "open('/etc/passwd')",
        "1;2",
        "1\n2",
        "1 if 1 else 2",
        "x = 1",
        "f'{x}'",
        "1_000",
        "0x10",
        "1j",
        "True",
        "np",
        "x@x",
        "x%2",
        "x//2",
        "~1",
        "1<2",
        "<script>alert(1)</script>",
        "1\x00",
        "\u202e1+1",
        "∞",
        "½",
        "(" * 100,
        ")" * 100,
    ],
)
def test_text_that_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text, variables=("x",))
    assert 0 <= refused.value.position <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "1+" * 10**6 + "1",
        "(" * 10**6,
        "(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1),
        "-" * (MAX_DEPTH + 1) + "1",
        "2^" * (MAX_DEPTH + 1) + "2",
        "+" * MAX_LENGTH,
    ],
    ids=lambda text: text[:4],
)
def test_long_and_deep_text_is_refused_with_the_limit(text: str) -> None:
    with pytest.raises(ExpressionError, match=f"{MAX_LENGTH} characters|More than {MAX_DEPTH}|ends too early"):
        parse(text)


def test_text_within_the_limits_is_read() -> None:
    assert number("(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH) == 1
    assert number("1+" * 99 + "1") == 100
    assert number("+".join(["(1)"] * 50)) == 50


@given(st.text(max_size=30) | st.text("0123456789.+-*/^() xye−·", max_size=30))
@example("1e")
@example("1e+")
@example("٣")
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        node = parse(text, variables=("x", "y"))
    except ExpressionError as refused:
        place, message = refused.position, str(refused)
    else:
        assert np.isscalar(evaluate([node], {"x": 1.0, "y": 2.0})[0])
        return
    assert 0 <= place <= len(text)
    assert message


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("2sin(x)", "2 · sin(x)"),
        ("3xy", "3 · x · y"),
        ("(x+1)(x-1)", "(x + 1) · (x − 1)"),
        ("e^2x", "exp(2) · x"),
        ("1/2x", "1 / 2 · x"),
        ("sin x^2", "sin(x^2)"),
        ("sin²x", "sin(x)^2"),
        ("sin x cos x", "sin(x) · cos(x)"),
        ("sin2x", "sin(2 · x)"),
        ("ln2", "ln(2)"),
        ("sin2.5x", "sin(2.5 · x)"),
        ("x⁻¹", "x^(−1)"),
        ("x⋅y•2—3", "x · y · 2 − 3"),
        ("g(x) = x^2", "x^2"),
        ("y = x^2", None),  # y is a variable here
        ("log x", "ln(x)"),
        ("|x-1||x+1|", "|x − 1| · |x + 1|"),
        ("||x|-1|", "||x| − 1|"),
        ("ax² + bx + c", "a · x^2 + b · x + c"),
        ("max(0, x)", "relu(x)"),
    ],
)
def test_what_may_be_read_in_two_ways_is_read_as_a_mathematician_does(typed: str, read_as: str | None) -> None:
    if read_as is None:
        with pytest.raises(ExpressionError, match="Type only what stands to the right of it"):
            read(typed, ("x", "y"), free_letters=True)
    else:
        assert text(read(typed, ("x", "y"), free_letters=True).node) == read_as


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("1/2x", "The quotient ends before “x”"),
        ("1/2(x+1)", "The quotient ends before “(”"),
        ("e^2x", "The exponent ends before “x”"),
        ("x^1/2", "The exponent ends before “/”"),
        ("sin x^2", "A function without brackets, as sin here"),
        ("log(x)", "log is read as the natural logarithm"),
    ],
)
def test_a_doubtful_reading_comes_with_a_note(typed: str, note: str) -> None:
    (found,) = read(typed, ("x",)).notes
    assert note in found


@pytest.mark.parametrize("typed", ["x^2/2", "sin x", "1/(2x)", "e^(2x)", "x/2·y", "ln|x|", "3x^2y"])
def test_what_is_clear_comes_without_a_note(typed: str) -> None:
    assert read(typed, ("x", "y")).notes == ()


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ("x⁻", 1, "“⁻”"),
        ("x⁻¹⁻²", 3, "“⁻”"),
        ("x2", 1, "For a power write x^2, for a product x·2"),
        ("3x10", 2, "For a power write x^10"),
        ("X^2", 0, "Did you mean “x”?"),
        ("SIN(x)", 0, "Did you mean “sin”?"),
        ("2 + sec(x)", 4, "Write 1/cos(x) for sec(x)"),
        ("log2(x)", 0, "Write ln(x)/ln(2) for log2(x)"),
        ("arctan(x)", 0, "There are: sin, cos"),
        ("sin(x,y)", 5, "one number. Write a decimal point, not a comma, at place 6"),
        ("max(0,x,y)", 7, "two numbers. There is another comma at place 8"),
        ("max(x)", 5, "two numbers, with a comma between"),
        ("print", 0, "The names here are: x, y"),
        ("x = 2", 2, "“=” at place 3. Type only what stands to the right of it"),
        ("tan(" * 9 + "x" + ")" * 9, 44, "more than 300 operations"),
        ("max(" * 9 + "x" + ",1)" * 9, 58, "more than 300 operations"),
    ],
)
def test_a_refusal_says_what_to_write_instead(typed: str, place: int, words: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        read(typed, ("x", "y"), free_letters=True)
    assert words in str(refused.value)
    assert refused.value.position == place


def _typed(tree: trees.Tree) -> str:
    """The tree as text with all its brackets: the meaning cannot depend on what binds how tightly."""
    if not isinstance(tree, tuple):
        return f"({tree})" if isinstance(tree, float) and tree < 0 else str(tree)
    signs = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "^"}
    if tree[0] == "negate":
        return f"(-{_typed(tree[1])})"
    return f"({_typed(tree[1])}{signs[tree[0]]}{_typed(tree[2])})"


@given(trees.trees(trees.ARITHMETIC), trees.points)
def test_a_formula_with_all_its_brackets_is_read_as_it_is_built(tree, point) -> None:
    text = _typed(tree)
    if len(text) <= MAX_LENGTH:
        found = float(evaluate([parse(text, trees.NAMES)], point)[0])
        assert found == pytest.approx(trees.value(tree, point), rel=1e-12, nan_ok=True)
