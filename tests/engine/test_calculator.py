"""Calculations as they are done with a calculator, each result kept short."""

import math

import pytest

from engine.calculator import Calculator, by_calculator
from engine.networks import SIGMOID_DATA, SIGMOID_START, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.walk import numbers


def test_by_calculator_every_result_is_rounded_before_it_is_used_again() -> None:
    def σ(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    h1 = round(σ(-0.5), 5)
    z2 = round(0.5 * h1, 5)
    y_hat = round(σ(z2), 5)
    error = round(y_hat - 1, 5)
    by_z2 = round(error * y_hat * (1 - y_hat), 5)
    by_w3 = round(by_z2 * h1, 5)
    start = {**SIGMOID_START, **SIGMOID_DATA}
    found = by_calculator(sigmoid(), GradientDescent(0.1), start, Calculator(5, 5))
    assert (found["h1"], found["z2"], found["y_hat"]) == (h1, z2, y_hat)
    assert (found["dL_dy_hat"], found["dL_dz2"], found["dL_dw3"]) == (error, by_z2, by_w3)
    assert found["w3_new"] == round(0.5 - 0.1 * by_w3, 5)


def test_by_calculator_with_four_decimals_finds_the_forward_pass_of_the_course() -> None:
    found = by_calculator(sigmoid(), GradientDescent(0.1), {**SIGMOID_START, **SIGMOID_DATA}, Calculator(4, 4))
    assert found["h1"] == 0.3775  # LESSONS.md, sigmoid_net
    assert found["z2"] == 0.1888  # half of it is 0.18875: a 5 goes up


def test_by_calculator_a_five_goes_away_from_zero_as_taught_at_school() -> None:
    found = by_calculator(sigmoid(), GradientDescent(0.1), {**SIGMOID_START, **SIGMOID_DATA}, Calculator(5, 5))
    assert found["dL_dz2"] == -0.11223
    assert found["dL_dh1"] == -0.05612  # −0.11223 · 0.5 = −0.056115, in binary a little less


def test_by_calculator_with_many_digits_is_the_exact_calculation() -> None:
    start = {**SIGMOID_START, **SIGMOID_DATA}
    exact = numbers(sigmoid(), GradientDescent(0.1), start)
    found = by_calculator(sigmoid(), GradientDescent(0.1), start, Calculator(12, 12))
    assert found == pytest.approx({key: exact[key] for key in found}, abs=1e-11)


def test_by_calculator_goes_on_where_numbers_are_no_longer_finite() -> None:
    found = by_calculator(
        linear(), GradientDescent(0.01), {"w1": 1e200, "w2": 1e200, "x": 1.0, "y": 0.0}, Calculator(4, 4)
    )
    assert found["h"] == 1e200
    assert found["loss"] == math.inf


def test_four_decimals_forward_and_five_backward_give_the_numbers_that_the_course_should_print() -> None:
    values = {**SIGMOID_START, **SIGMOID_DATA}
    found = by_calculator(sigmoid(), GradientDescent(0.1), values, Calculator(forward=4, backward=5))
    # LESSONS.md, sigmoid_net, "By calculator"
    assert (found["dL_dz2"], found["dL_dw3"], found["dL_dz1"]) == (-0.11222, -0.04236, -0.01319)
    cut = by_calculator(sigmoid(), GradientDescent(0.1), values, Calculator(forward=4, backward=5, cuts=True))
    assert cut["dL_dz1"] == -0.01318  # as the course prints it
