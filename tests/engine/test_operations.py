import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import GraphError
from engine.graph import apply, variable
from engine.operations import TABLE, row
from engine.program import evaluate
from engine.statements import expression

# What each operation is, said once more without the engine.
MEANING = {
    "identity": lambda a: a,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": math.pow,
    "negate": lambda a: -a,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "sigmoid": lambda a: (1 + math.tanh(a / 2)) / 2,
    "relu": lambda a: a if a > 0 else 0.0,
    "abs": math.fabs,
    "sqrt": math.sqrt,
    "step": lambda a: 1.0 if a > 0 else 0.0,
    "sign": lambda a: math.copysign(1.0, a) if a else 0.0,
    "maximum": lambda a, b: a if a >= b else b,
    "minimum": lambda a, b: a if a <= b else b,
    "floor": lambda a: a - a % 1.0,
    "half_squared_error": lambda a, b: (a - b) * (a - b) / 2,
    "squared_error": lambda a, b: (a - b) * (a - b),
}
WHOLE_LINE = st.floats(-3, 3)
POSITIVE = st.floats(0.2, 3)
OFF_ZERO = st.floats(0.2, 3) | st.floats(-3, -0.2)
APART = (st.floats(-3, -0.1), st.floats(0.1, 3))
BETWEEN_WHOLE_NUMBERS = st.integers(-3, 2).flatmap(lambda whole: st.floats(whole + 0.1, whole + 0.9))
# Where the operation is smooth, so that it has a derivative to compare with.
SMOOTH_AT = {
    "divide": (WHOLE_LINE, OFF_ZERO),
    "power": (POSITIVE, WHOLE_LINE),
    "log": (POSITIVE,),
    "sqrt": (POSITIVE,),
    "relu": (OFF_ZERO,),
    "abs": (OFF_ZERO,),
    "step": (OFF_ZERO,),
    "sign": (OFF_ZERO,),
    "maximum": APART,
    "minimum": APART,
    "floor": (BETWEEN_WHOLE_NUMBERS,),
}
INPUTS = [variable("a"), variable("b")]


def node(operation: str):
    return apply(operation, *INPUTS[: len(row(operation).rules)])


def points(operation: str) -> st.SearchStrategy[tuple[float, ...]]:
    found = SMOOTH_AT.get(operation, (WHOLE_LINE,) * len(row(operation).rules))
    return st.tuples(*found) | st.tuples(*reversed(found)) if found is APART else st.tuples(*found)


def values(point: tuple[float, ...]) -> dict[str, float]:
    return dict(zip("ab", point, strict=False))


def test_every_operation_of_the_table_is_tested_here() -> None:
    missing = set(TABLE) - set(MEANING)
    assert not missing, f"say in MEANING, without the engine, what {missing} is; in SMOOTH_AT, where it has a slope"
    assert set(MEANING) == set(TABLE)


@pytest.mark.parametrize("operation", TABLE)
def test_each_operation_is_written_for_plain_python_and_for_the_browser_too(operation: str) -> None:
    of = row(operation)
    assert "np." not in (of.python or of.numpy), f"give the row of {operation} its `python`: the code without NumPy"
    written = of.javascript or of.numpy
    assert not re.search(r"\b(np|math)\.", written), f"give the row of {operation} its `javascript`"


@pytest.mark.parametrize("operation", TABLE)
@given(data=st.data())
def test_each_derivative_rule_agrees_with_the_central_difference(operation: str, data: st.DataObject) -> None:
    point = data.draw(points(operation))
    out = node(operation)
    for place, rule in enumerate(row(operation).rules):
        found = evaluate([rule(out, *out.inputs) + variable("nothing")], {**values(point), "nothing": 0.0})[0]
        step = 1e-5
        right, left = ([x + d * (at == place) for at, x in enumerate(point)] for d in (step, -step))
        difference = (MEANING[operation](*right) - MEANING[operation](*left)) / (2 * step)
        assert found == pytest.approx(difference, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("operation", TABLE)
@given(data=st.data())
def test_the_numpy_code_computes_what_the_operation_means(operation: str, data: st.DataObject) -> None:
    point = data.draw(points(operation))
    assert evaluate([node(operation)], values(point))[0] == pytest.approx(
        MEANING[operation](*point), rel=1e-14, abs=1e-15
    )


@pytest.mark.parametrize("operation", TABLE)
@given(data=st.data())
def test_plain_python_gives_the_numbers_of_numpy(operation: str, data: st.DataObject) -> None:
    point = data.draw(points(operation))
    code = expression(node(operation), {}, "python")
    by_python = eval(code, {"math": math}, values(point))
    assert by_python == pytest.approx(evaluate([node(operation)], values(point))[0], rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("operation", TABLE)
def test_the_code_works_on_arrays_as_it_does_on_each_number(operation: str) -> None:
    arrays = {"a": np.linspace(0.5, 3, 7), "b": np.linspace(-2, -0.5, 7)}
    together = evaluate([node(operation)], arrays)[0]
    alone = [evaluate([node(operation)], {"a": a, "b": b})[0] for a, b in zip(*arrays.values(), strict=True)]
    assert together == pytest.approx(alone, rel=1e-15)


@pytest.mark.parametrize(("at", "value"), [(1000.0, 1.0), (-1000.0, 0.0)])
def test_sigmoid_does_not_overflow_far_from_zero(at: float, value: float) -> None:
    out = node("sigmoid")
    with np.errstate(all="raise"):
        found = evaluate([out, row("sigmoid").rules[0](out, *out.inputs)], {"a": at})
        together = evaluate([out], {"a": np.array([at, -at])})[0]
    assert found == [value, 0.0]
    assert together.tolist() == [value, 1 - value]


@pytest.mark.parametrize(
    ("operation", "rule"),
    [("relu", 0.0), ("abs", 0.0), ("step", 0.0), ("sign", 0.0)],
)
def test_at_a_corner_the_derivative_is_set_to_zero(operation: str, rule: float) -> None:
    out = node(operation)
    found = evaluate([row(operation).rules[0](out, *out.inputs) * variable("one")], {"a": 0.0, "one": 1.0})
    assert found == [rule]


@pytest.mark.parametrize("operation", ["maximum", "minimum"])
def test_where_both_are_equal_the_larger_and_the_smaller_follow_the_first(operation: str) -> None:
    out = node(operation)
    by_each = [rule(out, *out.inputs) for rule in row(operation).rules]
    assert evaluate(by_each, {"a": 2.0, "b": 2.0}) == [1.0, 0.0]


@pytest.mark.parametrize("operation", ["maximum", "minimum"])
def test_what_is_no_number_is_not_hidden_by_the_other_one(operation: str) -> None:
    assert np.isnan(evaluate([node(operation)], {"a": np.array([1.0, np.nan]), "b": np.array([np.nan, 1.0])})).all()


def test_a_constant_exponent_needs_no_logarithm_of_the_base() -> None:
    square = apply("power", INPUTS[0], 2)
    by_base, by_exponent = (rule(square, *square.inputs) for rule in row("power").rules)
    assert evaluate([by_base], {"a": -3.0}) == [-6.0]
    assert by_exponent == 0.0


def test_an_unknown_operation_is_named_together_with_those_there_are() -> None:
    with pytest.raises(GraphError, match=r"'softmax'.*add.*sigmoid"):
        row("softmax")
