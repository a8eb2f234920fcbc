import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backpropagation import gradients
from engine.differences import backward, central, check_gradients, forward
from engine.errors import UnknownNameError
from engine.graph import apply, variable
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, linear, sigmoid
from engine.operations import TABLE, row
from tests.engine import trees

X = variable("x")
LINEAR = {**LINEAR_START, **LINEAR_DATA}
SIGMOID = {**SIGMOID_START, **SIGMOID_DATA}


def cubic(x):
    """The course's function (LESSONS.md, derivatives)."""
    return x**3 - 3 * x**2 + 2 * x + 1


@pytest.mark.parametrize(
    ("difference", "step", "quotient"),
    [(forward, 0.1, 2.31), (central, 0.1, 2.01), (forward, 0.01, 2.0301), (central, 0.01, 2.0001)],
)
def test_the_course_s_quotients_at_two(difference, step: float, quotient: float) -> None:
    assert difference(cubic, 2.0, step) == pytest.approx(quotient, rel=1e-11)


def test_the_central_difference_is_the_mean_of_the_other_two() -> None:
    mean = (forward(cubic, 0.7, 0.05) + backward(cubic, 0.7, 0.05)) / 2
    assert central(cubic, 0.7, 0.05) == pytest.approx(mean, rel=1e-12)
    assert forward(cubic, 0.7, 0.05) != pytest.approx(backward(cubic, 0.7, 0.05), rel=1e-3)


def test_too_small_a_step_is_not_seen_at_all() -> None:
    assert forward(cubic, 1.0, 1e-17) == 0.0


def test_differences_work_on_arrays_of_points_and_of_steps() -> None:
    assert forward(cubic, np.array([2.0, 2.0]), np.array([0.1, 0.01])) == pytest.approx([2.31, 2.0301])


@pytest.mark.parametrize("loss", ["half_squared", "squared"])
@given(data=st.data())
def test_every_gradient_of_both_nets_passes_at_any_point(loss, data: st.DataObject) -> None:
    for network in (linear(loss), sigmoid(loss)):
        names = (*network.weights, *network.data)
        values = data.draw(st.fixed_dictionaries({name: st.floats(-3, 3) for name in names}))
        checked = check_gradients(network, values)
        assert checked.passed, checked
        assert {comparison.name for comparison in checked.comparisons} == set(network.values) - {"loss"}


@pytest.mark.parametrize("network", [linear(), linear("squared"), sigmoid(), sigmoid("squared")])
def test_at_the_course_s_start_every_gradient_is_compared_and_agrees(network) -> None:
    checked = check_gradients(network, LINEAR if "w3" not in network.weights else SIGMOID)
    assert {comparison.verdict for comparison in checked.comparisons} == {"agrees"}
    assert checked.worst < 1e-8


@pytest.mark.parametrize("operation", TABLE)
def test_every_operation_passes(operation: str) -> None:
    inputs = [variable("a"), variable("b")][: len(row(operation).rules)]
    checked = check_gradients(apply(operation, *inputs), {"a": 1.3, "b": 0.7})
    assert checked.passed, checked
    assert len(checked.comparisons) == len(inputs)


@given(trees.trees(trees.SMOOTH), trees.points)
def test_no_right_gradient_is_ever_accused(tree, point) -> None:
    assert check_gradients(trees.node(tree), point).passed


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.5, 1.001, 0.0])
@pytest.mark.parametrize("name", ["w1", "w2", "h", "y_hat"])
def test_a_wrong_gradient_is_found_and_no_other_is_accused(name: str, factor: float) -> None:
    wrong = {**linear().gradients, name: linear().gradients[name] * factor}
    checked = check_gradients(linear(), LINEAR, wrong)
    assert [comparison.name for comparison in checked.comparisons if comparison.verdict == "differs"] == [name]
    assert not checked.passed
    assert checked.worst == pytest.approx(abs(1 - factor) / max(1, abs(factor)), rel=1e-3)


def verdict(node, at: float) -> str:
    (comparison,) = check_gradients(node, {"x": at}).comparisons
    return comparison.verdict


@pytest.mark.parametrize("operation", ["abs", "relu"])
def test_a_corner_is_called_a_corner_and_not_an_error(operation: str) -> None:
    assert verdict(apply(operation, X), 0.0) == "a corner: the two sides differ"
    checked = check_gradients(apply(operation, X), {"x": 0.0})
    assert checked.passed
    assert checked.worst == 0.0


@pytest.mark.parametrize("operation", ["abs", "relu"])
@given(distance=st.floats(1e-9, 1e-2), side=st.sampled_from([-1.0, 1.0]))
def test_near_a_corner_nothing_is_accused(operation: str, distance: float, side: float) -> None:
    assert verdict(apply(operation, X), side * distance) != "differs"


@pytest.mark.parametrize("at", [2e-7, 1e-6, 5e-6, 1e-3])
def test_beside_a_corner_the_gradient_is_still_compared(at: float) -> None:
    assert verdict(apply("abs", X), at) == "agrees"
    wrong = check_gradients(apply("abs", X), {"x": at}, {"x": -gradients(apply("abs", X))["x"]})
    assert not wrong.passed


def test_a_strong_bend_is_no_corner() -> None:
    assert verdict(apply("tanh", X * 100), 1e-4) == "agrees"


def test_at_a_minimum_it_is_too_small_to_compare() -> None:
    assert verdict(X**2, 0.0) == "too small to compare"
    assert verdict(apply("squared_error", X, 3), 3.0) == "too small to compare"
    goal = check_gradients(linear(), {"w1": 4.0, "w2": 2.5, "x": 2.0, "y": 20.0})
    assert {comparison.verdict for comparison in goal.comparisons} == {"too small to compare"}
    assert goal.passed
    assert goal.worst == 0.0


@pytest.mark.parametrize(
    "state",
    [
        {"w1": 20.0, "w2": -20.0, "w3": 20.0},  # saturated (LESSONS.md, sigmoid_net)
        {"w1": 200.0, "w2": -200.0, "w3": 200.0},
        {"w1": 20.0, "w2": 0.0, "w3": 20.0},  # saturated at the target itself
        {"w1": 0.0, "w2": 0.0, "w3": 0.0},
        {"w1": 0.0, "w2": 0.0, "w3": 0.0, "y": 0.5},  # at a minimum: the loss is a square of what rounding leaves
        {"w1": 1.0, "w2": 1.0, "w3": 0.0},
    ],
)
@pytest.mark.parametrize("network", [sigmoid(), sigmoid("squared")])
def test_at_a_minimum_and_in_saturation_nothing_is_accused(network, state) -> None:
    assert check_gradients(network, {**SIGMOID_DATA, **state}).passed


@given(data=st.data())
def test_what_agrees_agrees_to_one_percent_at_the_very_least(data: st.DataObject) -> None:
    sizes = st.floats(-3, 3) | st.floats(-1e-6, 1e-6) | st.floats(-100, 100)
    values = data.draw(st.fixed_dictionaries(dict.fromkeys((*sigmoid().weights, *sigmoid().data), sizes)))
    checked = check_gradients(sigmoid(), values)
    assert checked.passed, checked
    assert checked.worst < 0.02


@pytest.mark.parametrize("distance", [0.0, 1e-12, 1e-9, 1e-6, 1e-3])
def test_close_to_a_goal_nothing_is_accused_although_digits_cancel(distance: float) -> None:
    goal = {"w1": 3.0, "w2": 10 / 3 + distance, "x": 7.0, "y": 70.0}
    assert check_gradients(linear(), goal).passed
    assert check_gradients((X**2 - 9) ** 2, {"x": 3.0 + distance}).passed


def test_a_step_has_no_slope() -> None:
    assert verdict(apply("step", X), 1.0) == "too small to compare"


def test_what_is_not_a_finite_number_is_said() -> None:
    assert verdict(apply("log", X), 0.0) == "not a finite number"
    assert verdict(apply("sqrt", X), 0.0) == "not a finite number"


def test_large_and_small_numbers_are_measured_by_their_own_size() -> None:
    assert verdict(X**3, 1e6) == "agrees"
    assert verdict(X * 1e-12, 5.0) == "agrees"
    assert verdict(apply("exp", X), 30.0) == "agrees"


def test_a_hidden_value_is_moved_alone() -> None:
    h = (X * 2).named("h")
    checked = check_gradients((h * X).named("out"), {"x": 3.0})
    assert {c.name: round(c.difference, 6) for c in checked.comparisons} == {"x": 12.0, "h": 3.0}


def test_a_missing_value_is_named() -> None:
    with pytest.raises(UnknownNameError, match="y"):
        check_gradients(linear(), {"w1": 1.0, "w2": 1.0, "x": 1.0})
