import numpy as np
import pytest

from engine.errors import SettingError
from engine.graph import Node, variable
from engine.networks import linear
from engine.optimizers import GradientDescent, Optimizer, symbolic_update
from engine.program import evaluate


def test_gradient_descent_steps_against_the_gradient() -> None:
    # the course's first update: w1 = 2 − 0.01·(−18), w2 = 0.5 − 0.01·(−72) (LESSONS.md, linear_net)
    rule = GradientDescent(learning_rate=0.01)
    assert rule.update(-18.0, rule.init(2.0), 2.0) == (pytest.approx(2.18, rel=1e-15), {})
    assert rule.update(-72.0, {}, 0.5) == (pytest.approx(1.22, rel=1e-15), {})


def test_the_rule_works_on_arrays_and_changes_nothing_in_place() -> None:
    parameter, gradient = np.array([1.0, 2.0]), np.array([10.0, -10.0])
    moved, _ = GradientDescent(np.array([0.1, 0.2])).update(gradient, {}, parameter)
    assert moved.tolist() == [0.0, 4.0]
    assert parameter.tolist() == [1.0, 2.0]
    assert gradient.tolist() == [10.0, -10.0]


def test_given_nodes_the_rule_yields_its_own_formula() -> None:
    new = symbolic_update(GradientDescent(0.5), "w1", linear().gradients["w1"])
    assert list(new) == ["w1"]
    assert isinstance(new["w1"], Node)
    values = {"w1": 2.0, "w2": 0.5, "x": 2.0, "y": 20.0, "learning_rate": 0.01}
    assert evaluate([new["w1"]], values)[0] == pytest.approx(2.18, rel=1e-15)


def test_the_symbolic_rule_is_the_same_whatever_the_rate() -> None:
    assert GradientDescent(0.1).symbolic() == GradientDescent(0.2).symbolic()
    assert GradientDescent(0.1).symbolic().settings() == {"learning_rate": variable("learning_rate")}


def test_a_rate_of_zero_is_allowed_and_moves_nothing() -> None:
    assert GradientDescent(0.0).update(5.0, {}, 1.0) == (1.0, {})


@pytest.mark.parametrize(
    "rate",
    [float("nan"), float("inf"), -float("inf"), -0.1, np.array([0.1, np.nan]), np.array([0.1, -1e-9]), None],
)
def test_a_rate_out_of_bounds_is_refused_by_name_and_value(rate) -> None:
    with pytest.raises(SettingError) as refused:
        GradientDescent(learning_rate=rate)
    assert str(refused.value) == f"learning_rate is {rate}: it must be a finite number, 0 or more."


@pytest.mark.parametrize("rate", ["fast", 1j, [[0.1], [0.1, 0.2]], object()])
def test_a_rate_that_is_no_number_is_refused_by_name(rate) -> None:
    with pytest.raises(SettingError, match=r"learning_rate is .*: it must be a number or an array of numbers"):
        GradientDescent(learning_rate=rate)


def test_an_optimizer_without_a_rule_says_so_when_used() -> None:
    with pytest.raises(NotImplementedError):
        Optimizer().update(1.0, {}, 1.0)
