import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.graph import apply, variable
from engine.program import evaluate
from engine.statements import expression, number, statements
from tests.engine import trees


def test_a_part_used_twice_is_computed_once() -> None:
    shared = apply("sin", variable("x") * 3)
    lines = statements([(shared * shared + 1).named("out")])
    assert [line.name for line in lines] == ["part", "out"]
    assert lines[1].code == "part * part + 1"


def test_a_value_called_part_keeps_its_name() -> None:
    shared = apply("sin", variable("x") * 3)
    lines = statements([(shared * shared).named("part") * shared])
    assert [line.name for line in lines if line.node.name == "part"] == ["part"]
    assert len({line.name for line in lines}) == len(lines)


def test_two_values_of_one_name_get_two_lines_of_two_names() -> None:
    x = variable("x")
    one, two = (x + 1).named("h"), (x + 2).named("h")
    assert [line.name for line in statements([one, two])] == ["h", "h_2"]
    assert evaluate([one, two, variable("h")], {"x": 1.0, "h": 7.0}) == [2.0, 3.0, 7.0]


@given(trees.trees(trees.ARITHMETIC), trees.points)
def test_the_code_has_all_the_brackets_that_it_needs(tree, point) -> None:
    code = expression(trees.node(tree), {})
    with np.errstate(all="ignore"):
        by_python = eval(code, {}, {name: np.float64(value) for name, value in point.items()})
    assert float(by_python) == pytest.approx(trees.value(tree, point), rel=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("value", "code"),
    [(2.0, "2"), (-3.0, "-3"), (0.1, "0.1"), (1e16, "1e+16"), (-0.0, "-0.0"), (math.inf, 'float("inf")')],
)
def test_constants_are_written_as_a_person_writes_them(value: float, code: str) -> None:
    assert number(value) == code


@given(st.floats())
def test_every_constant_is_written_without_loss(value: float) -> None:
    read = float(eval(number(value)))
    assert repr(read) == repr(value) or (math.isnan(read) and math.isnan(value))
