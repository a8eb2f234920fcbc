"""Slips in the first step of an optimizer, against steps worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS, Adam, GradientDescent, Nesterov, RMSprop
from engine.step_slips import first_step, step_slips

NET = LANDSCAPES["linear_net"]
START = NET.at(NET.start)  # (2, 0.5), where the gradient is (−18, −72)


def slips(optimizer) -> dict[str, float]:
    return {slip.kind: slip.number for slip in step_slips(NET.function, START, optimizer, "w1")}


def test_gradient_descent() -> None:
    assert first_step(NET.function, START, GradientDescent(0.01), "w1") == pytest.approx(2.18)
    assert slips(GradientDescent(0.01)) == pytest.approx(
        {
            "plus for minus": 1.82,
            "sign only": 2.01,
            "only the step": 0.18,
            "rate left out": 20,
            "other coordinate": 1.22,
        }
    )


def test_adam_with_means_that_are_not_corrected() -> None:
    # m = 0.1·g, √v = √0.001·|g|
    assert slips(Adam(0.1))["means not corrected"] == pytest.approx(2 + 0.1 * 0.1 / 0.001**0.5)
    assert slips(Adam(0.1))["gradient descent"] == pytest.approx(3.8)


def test_rmsprop_with_a_mean_that_is_corrected() -> None:
    assert slips(RMSprop(0.01))["means corrected"] == pytest.approx(2.01)
    assert first_step(NET.function, START, RMSprop(0.01), "w1") == pytest.approx(2.1)


def test_nesterov_without_its_look_ahead_is_gradient_descent() -> None:
    assert slips(Nesterov(0.01))["gradient descent"] == pytest.approx(2.18)
    assert first_step(NET.function, START, Nesterov(0.01), "w1") == pytest.approx(2.342)


@given(st.sampled_from(list(OPTIMIZERS)), st.floats(-5, 5), st.floats(-5, 5), st.sampled_from([0.0, 0.01, 0.3]))
def test_no_slip_is_the_right_number_and_no_two_are_alike(name: str, w1: float, w2: float, rate: float) -> None:
    start = {"w1": w1, "w2": w2}
    optimizer = OPTIMIZERS[name]().with_rate(rate)
    right = first_step(NET.function, start, optimizer, "w1")
    numbers = [slip.number for slip in step_slips(NET.function, start, optimizer, "w1")]
    assert all(number != pytest.approx(right, rel=1e-7, abs=0) for number in numbers)
    assert len({f"{number:.5g}" for number in numbers}) >= len(numbers) - 1
