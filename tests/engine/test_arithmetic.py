import pytest
from hypothesis import given

from engine.arithmetic import minus, negative, over, plus, times
from engine.expressions import parse
from engine.formulas import latex, text
from engine.graph import Node, constant
from tests.engine import trees


def typed(written: str) -> Node:
    return parse(written, "xyz")


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (times(constant(2), typed("3x")), "6 · x"),
        (times(typed("x"), constant(3), typed("-y")), "−3 · x · y"),
        (times(typed("-x"), typed("y")), "−x · y"),
        (times(typed("-x"), typed("-y")), "x · y"),
        (times(typed("x"), constant(0)), "0"),
        (times(constant(2), typed("π")), "2 · π"),
        (times(constant(0.1), typed("3x")), "0.3 · x"),
        (over(typed("6x"), typed("4y")), "3 · x / (2 · y)"),
        (over(typed("6x"), constant(3)), "2 · x"),
        (over(typed("x"), typed("-y")), "−(x / y)"),
        (over(typed("x/y"), typed("z")), "x / (y · z)"),
        (over(typed("x"), constant(0)), "x / 0"),
        (over(constant(0), constant(0)), "0 / 0"),
        (plus(typed("x"), typed("-3y")), "x − 3 · y"),
        (plus(typed("x"), constant(-3)), "x − 3"),
        (plus(constant(0), typed("x")), "x"),
        (plus(constant(2), constant(3)), "5"),
        (plus(typed("1"), typed("π")), "1 + π"),
        (minus(typed("x"), typed("-y")), "x + y"),
        (minus(constant(0), typed("x")), "−x"),
        (negative(typed("x - y")), "−(x − y)"),
        (negative(negative(typed("x/y"))), "x / y"),
    ],
)
def test_arithmetic_is_written_as_a_person_writes_it(made: Node, written: str) -> None:
    assert text(made) == written


def test_a_minus_stands_before_the_whole_fraction() -> None:
    assert latex(over(typed("-2x"), typed("y"))) == r"-\frac{2 \cdot x}{y}"


def test_a_named_value_is_not_taken_apart() -> None:
    h = (typed("x") * typed("y")).named("h")
    assert text(times(constant(2), h)) == "2 · h"


@given(trees.trees(trees.TYPED), trees.trees(trees.TYPED), trees.exact_points)
def test_the_value_is_that_of_plain_arithmetic(left, right, point) -> None:
    a, b = trees.node(left), trees.node(right)
    for mine, plain in ((plus(a, b), a + b), (minus(a, b), a - b), (times(a, b), a * b), (over(a, b), a / b)):
        assert trees.agree(mine, plain, point)
