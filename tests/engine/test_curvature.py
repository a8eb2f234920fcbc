import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backpropagation import gradients
from engine.curvature import condition_number, eigenvalues, hessian, largest, largest_along, rate_limit
from engine.differences import central
from engine.errors import SettingError, ShapeError, UnknownNameError
from engine.expressions import parse
from engine.graph import ZERO, apply, variable
from engine.landscapes import LANDSCAPES
from engine.networks import LINEAR_DATA, LINEAR_START, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.program import evaluate
from engine.training import descend, train
from tests.engine import trees

WEIGHTS = ("w1", "w2")
XY = ("x", "y")


def at(w1: float, w2: float) -> dict[str, float]:
    return {"w1": w1, "w2": w2, **LINEAR_DATA}


# --- the linear net (LESSONS.md, gradient_descent)


def test_where_the_course_starts_the_limit_is_0_0483() -> None:
    limit = float(rate_limit(largest(linear().loss, WEIGHTS, at(**LINEAR_START))))
    assert float(f"{limit:.3g}") == 0.0483


@given(w1=st.floats(0.05, 200) | st.floats(-200, -0.05), x=st.floats(0.1, 10), y=st.floats(-50, 50))
def test_at_a_goal_the_bend_is_x_squared_times_both_weights_squared(w1: float, x: float, y: float) -> None:
    w2 = y / (x * w1)
    bends = eigenvalues(linear().loss, WEIGHTS, {"w1": w1, "w2": w2, "x": x, "y": y})
    assert bends[-1] == pytest.approx(x**2 * (w1**2 + w2**2), rel=1e-9)
    assert bends[0] == pytest.approx(0.0, abs=1e-9 * bends[-1])  # along the goals it is flat
    assert bends[-1] >= 2 * abs(x * y) * (1 - 1e-9)


def test_the_best_limit_of_all_goals_is_1_over_x_y() -> None:
    w1 = np.linspace(0.5, 20.0, 4000)
    limits = rate_limit(largest(linear().loss, WEIGHTS, {"w1": w1, "w2": 10.0 / w1, **LINEAR_DATA}))
    assert limits.shape == (4000,)
    assert limits.max() == pytest.approx(0.025, rel=1e-4)
    assert limits.max() <= 0.025 * (1 + 1e-12)
    assert w1[limits.argmax()] == pytest.approx(np.sqrt(10.0), abs=0.01)


def test_the_loss_without_a_half_bends_twice_as_much() -> None:
    half, whole = (largest(linear(loss).loss, WEIGHTS, at(2.0, 5.0)) for loss in ("half_squared", "squared"))
    assert whole == pytest.approx(2 * half, rel=1e-12)


def test_along_a_run_each_entry_is_the_bend_where_the_run_stands() -> None:
    run = train(linear(), LINEAR_START, LINEAR_DATA, GradientDescent(0.024), 300)
    along = largest_along(run)
    assert along.shape == (301,)
    for epoch in (0, 1, 17, 300):
        expected = largest(linear().loss, WEIGHTS, at(run.value("w1")[epoch], run.value("w2")[epoch]))
        assert along[epoch] == pytest.approx(expected, rel=1e-12)
    # the limit where the run stands is no limit: 0.024 goes over it every other update and settles (LESSONS.md)
    over = rate_limit(along[:20]) < 0.024
    assert over.any()
    assert not over.all()
    assert run.loss[-1] < 0.001


def test_along_many_runs_at_once_each_has_its_own_bends() -> None:
    rates = np.array([0.01, 0.02])
    landscape = LANDSCAPES["linear_net"]
    run = descend(landscape.function, landscape.at(landscape.start), GradientDescent(rates), 10)
    assert largest_along(run).shape == (11, 2)
    alone = descend(landscape.function, landscape.at(landscape.start), GradientDescent(0.02), 10)
    assert largest_along(run)[:, 1] == pytest.approx(largest_along(alone), rel=1e-12)


def test_where_a_run_diverged_its_bend_is_no_number_and_nothing_warns() -> None:
    run = train(linear(), LINEAR_START, LINEAR_DATA, GradientDescent(0.1), 40)
    with np.errstate(all="raise"):
        along = largest_along(run)
    assert np.isfinite(along[:5]).all()
    assert np.isnan(along[-1])


def test_a_history_that_was_not_kept_is_named() -> None:
    run = train(linear(), LINEAR_START, LINEAR_DATA, GradientDescent(0.01), 3, keep=("w1",))
    with pytest.raises(UnknownNameError, match="'w2' was not kept"):
        largest_along(run)


def test_a_run_over_examples_is_refused() -> None:
    net = sigmoid(over_examples=True)
    start = dict.fromkeys(net.weights, 0.5)
    run = train(net, start, {"x1": [0, 1], "x2": [1, 0], "y": [1, 0]}, GradientDescent(0.1), 2)
    with pytest.raises(SettingError, match="train on one example"):
        largest_along(run)


# --- the Hessian


@given(trees.trees(trees.SMOOTH), trees.points)
def test_the_hessian_is_the_difference_quotient_of_the_gradient(tree, point) -> None:
    output = trees.node(tree)
    first = gradients(output)
    for row, one in zip(hessian(output, trees.NAMES), trees.NAMES, strict=True):
        for entry, other in zip(row, trees.NAMES, strict=True):
            found = float(evaluate([entry], point)[0])

            def slope(value: float, one: str = one, other: str = other) -> float:
                return float(evaluate([first.get(one, ZERO)], {**point, other: value})[0])

            difference = central(slope, point[other], 1e-5)
            size = max(1.0, *(abs(slope(point[other] + step)) for step in (-1e-5, 1e-5)))
            assert found == pytest.approx(difference, rel=1e-4, abs=1e-3 * size) or abs(difference) > 1e6


def test_both_halves_of_the_hessian_are_the_same_nodes() -> None:
    rows = hessian(parse("x^2 y + y^3", XY), XY)
    assert rows[0][1] is rows[1][0]
    assert evaluate([entry for row in rows for entry in row], {"x": 3.0, "y": 5.0}) == [10.0, 6.0, 6.0, 30.0]


def test_what_a_function_does_not_depend_on_does_not_bend_it() -> None:
    rows = hessian(parse("x^3", ("x",)), ("x", "z"))
    assert rows[1] == (ZERO, ZERO)
    assert evaluate([rows[0][0]], {"x": 2.0}) == [12.0]


def test_eigenvalues_are_those_of_the_quadratic_and_sorted() -> None:
    function = parse("x^2 + 10y^2 - 3z^2 + 4x z", ("x", "y", "z"))
    expected = np.linalg.eigvalsh(np.array([[2.0, 0.0, 4.0], [0.0, 20.0, 0.0], [4.0, 0.0, -6.0]]))
    found = eigenvalues(function, ("x", "y", "z"), {"x": 1.0, "y": 2.0, "z": 3.0})
    assert found == pytest.approx(expected, rel=1e-12)
    assert found[0] < 0 < found[1] < found[2]


def test_a_map_of_points_gets_a_map_of_bends() -> None:
    x, y = np.linspace(-2, 2, 5), np.linspace(-1, 3, 4)[:, None]
    rosenbrock = LANDSCAPES["rosenbrock"].function
    found = eigenvalues(rosenbrock, XY, {"x": x, "y": y})
    assert found.shape == (4, 5, 2)
    assert found[2, 3] == pytest.approx(eigenvalues(rosenbrock, XY, {"x": x[3], "y": y[2, 0]}), rel=1e-12)


def test_where_a_second_derivative_is_infinite_only_that_point_is_lost() -> None:
    found = largest(apply("log", variable("x")), ("x",), {"x": np.array([0.0, 1.0, 2.0])})
    assert np.isnan(found[0])
    assert found[1:].tolist() == [-1.0, -0.25]


def test_points_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ShapeError):
        eigenvalues(parse("x y", XY), XY, {"x": np.zeros(2), "y": np.zeros(3)})
    with pytest.raises(UnknownNameError, match="No value was given for y"):
        eigenvalues(parse("x^2 y", XY), XY, {"x": 1.0})


# --- what the bends say


def test_the_limit_is_infinite_where_nothing_bends_up() -> None:
    with np.errstate(all="raise"):
        assert rate_limit(np.array([4.0, 0.0, -1.0])).tolist() == [0.5, np.inf, np.inf]
        assert np.isnan(rate_limit(np.nan))


@pytest.mark.parametrize(
    ("bends", "number"),
    [
        ([2.0, 2.0], 1.0),
        ([2.0, 20.0], 10.0),
        ([1.0, 2.0, 8.0], 8.0),
        ([0.0, 5.0], np.inf),
        ([-1e-16, 5.0], np.inf),  # flat, but for rounding
        ([1e-16, 5.0], np.inf),
        ([-1.0, 5.0], np.nan),
        ([-2.0, -1.0], np.nan),
        ([0.0, 0.0], np.nan),
        ([np.nan, np.nan], np.nan),
    ],
)
def test_the_condition_number_says_how_narrow_a_valley_is(bends: list[float], number: float) -> None:
    with np.errstate(all="raise"):
        assert condition_number(np.array(bends)) == pytest.approx(number, nan_ok=True)
        assert condition_number(np.array([bends, bends])) == pytest.approx([number] * 2, nan_ok=True)
