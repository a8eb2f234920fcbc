import math

import numpy as np
import pytest
from hypothesis import given

from engine.errors import EngineError, SettingError, ShapeError, UnknownNameError
from engine.graph import apply, constant, variable
from engine.networks import linear
from engine.program import broadcast_shape, evaluate
from engine.statements import expression
from tests.engine import trees


@given(trees.trees(trees.ARITHMETIC), trees.points)
def test_any_formula_evaluates_to_its_meaning(tree, point) -> None:
    expected = trees.value(tree, point)
    found = float(evaluate([trees.node(tree)], point)[0])
    assert found == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_huge_powers_of_constants_are_worked_out_in_floats_at_once() -> None:
    node = constant(9)
    for _ in range(4):
        node = apply("power", 9, node)
    assert evaluate([node], {}) == [math.inf]
    assert expression(node, {}, "python") == 'float("inf")'


def test_what_overflows_or_is_undefined_becomes_inf_or_nan_without_a_warning() -> None:
    x = variable("x")
    outputs = [apply("exp", x * 1000), 1 / (x - x), apply("log", -x), apply("power", -8 * x, 0.5), apply("sqrt", -x)]
    with np.errstate(all="raise"):
        found = evaluate(outputs, {"x": 1.0})
    assert found[:2] == [math.inf, math.inf]
    assert np.isnan(found[2:]).all()


def test_numbers_and_arrays_mix() -> None:
    x, y = variable("x"), variable("y")
    (found,) = evaluate([x * y], {"x": np.array([1.0, 2.0]), "y": 3})
    assert found.tolist() == [3.0, 6.0]
    assert found.dtype == np.float64


def test_nothing_asked_for_is_an_empty_answer() -> None:
    assert evaluate([], {}) == []
    assert evaluate([constant(2)], {}) == [2.0]


def test_a_missing_value_is_named_and_so_are_those_needed() -> None:
    with pytest.raises(UnknownNameError, match=r"for w2\. Needed are: w2, w1, x\."):
        evaluate([linear().values["y_hat"]], {"w1": 1.0, "x": 1.0})


def test_what_is_no_number_is_named() -> None:
    with pytest.raises(SettingError, match="x is 'two'"):
        evaluate([variable("x")], {"x": "two"})


def test_arrays_that_do_not_fit_are_named_with_their_shapes() -> None:
    values = {"w1": np.zeros(2), "w2": np.zeros(3), "x": 1.0}
    with pytest.raises(ShapeError, match=r"w2 \(3,\), w1 \(2,\)"):
        evaluate([linear().values["y_hat"]], values)
    assert broadcast_shape({"a": (3, 1), "b": (2,), "c": ()}) == (3, 2)


@pytest.mark.parametrize("name", ["x; import os", "__import__('os')", "x\nimport os", "all_loss", "epochs", "np"])
def test_no_name_can_bring_code_into_a_program(name: str) -> None:
    with pytest.raises(EngineError):
        evaluate([variable(name)], {name: 1.0})
