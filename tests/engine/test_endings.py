"""How a run ended: the figures of LESSONS.md, and what must hold for every history."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.endings import Ending, Kind, ending
from engine.errors import ShapeError
from engine.expressions import parse
from engine.networks import LINEAR_DATA, LINEAR_START, linear
from engine.optimizers import GradientDescent, Momentum
from engine.settling import settled_after
from engine.training import descend, train
from tests.engine.course import DIVERGES_AFTER, UPDATES_NEEDED

BELOW = 0.001
HISTORIES = arrays(np.float64, st.integers(1, 60), elements=st.floats(width=64))
FINITE = arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e300, 1e300))


def of_rate(rate: float, epochs: int = 200, **start: float) -> Ending:
    run = train(linear(), {**LINEAR_START, **start}, LINEAR_DATA, GradientDescent(rate), epochs)
    return ending(run.loss, BELOW, [run.value(name) for name in ("w1", "w2")])


def of_function(text: str, start: dict[str, float], rate: float, below: float, steps: int = 200) -> Ending:
    run = descend(parse(text, ("x", "y")), start, GradientDescent(rate), steps)
    return ending(run.loss, below, [run.value(name) for name in start])


# --- the course's runs


@pytest.mark.parametrize(("rate", "updates"), UPDATES_NEEDED.items())
def test_a_rate_that_settles_says_after_how_many_updates(rate: float, updates: int) -> None:
    assert of_rate(rate) == Ending("settled", after=updates)


@pytest.mark.parametrize(("rate", "updates"), DIVERGES_AFTER.items())
def test_a_rate_that_diverges_says_where_its_loss_was_no_longer_finite(rate: float, updates: int) -> None:
    assert of_rate(rate) == Ending("diverged", broken_at=updates)


def test_with_rate_0_03_the_loss_bounces_for_ever_between_two_values() -> None:
    found = of_rate(0.03)
    assert found.kind == "bouncing"
    assert found.between == pytest.approx((17.83, 43.28), abs=0.005)  # LESSONS.md
    assert (found.after, found.broken_at) == (None, None)


@pytest.mark.parametrize("epochs", [50, 200, 500, 1000])
def test_with_rate_0_04_it_wanders(epochs: int) -> None:
    assert of_rate(0.04, epochs) == Ending("wandering")


def test_that_chaos_is_hardly_ever_taken_for_a_way_up_or_down() -> None:
    loss = train(linear(), LINEAR_START, LINEAR_DATA, GradientDescent(0.04), 2000, keep=("loss",)).loss
    kinds = [ending(loss[:end], BELOW).kind for end in range(30, 2000)]
    # now and then it leaves the plateau at w1 = w2 = 0, and for some updates it does fall
    assert kinds.count("wandering") >= 0.99 * len(kinds)


@pytest.mark.parametrize("rate", [0.0, 0.01])
def test_with_both_weights_zero_or_a_rate_of_zero_the_run_rests(rate: float) -> None:
    start = {"w1": 0.0, "w2": 0.0} if rate else {}
    assert of_rate(rate, **start) == Ending("resting")


@pytest.mark.parametrize("epochs", [1, 2, 5, 10, 60])
def test_a_careful_rate_is_still_falling_when_its_run_ends_early(epochs: int) -> None:
    assert of_rate(0.001, epochs) == Ending("falling")


@pytest.mark.parametrize(("rate", "epochs"), [(0.024, 12), (0.024, 40), (0.0249, 200), (0.025, 1000)])
def test_swings_that_get_smaller_are_falling_and_no_bounce(rate: float, epochs: int) -> None:
    assert of_rate(rate, epochs) == Ending("falling")


def test_a_run_that_is_about_to_diverge_is_rising() -> None:
    assert of_rate(0.05, 8) == Ending("rising")


def test_the_swings_of_momentum_that_get_smaller_are_falling() -> None:
    run = descend(parse("x^2 + y^2", ("x", "y")), {"x": 3.0, "y": -2.0}, Momentum(0.1, 0.97), 120)
    assert (np.diff(run.loss) > 0).any()
    assert ending(run.loss, 1e-9).kind == "falling"


# --- functions without a lower bound, and others


def test_a_saddle_is_left_when_the_function_stays_below_a_negative_goal() -> None:
    found = of_function("x^2 - y^2", {"x": 2.0, "y": 0.01}, 0.1, below=-5)
    run = descend(parse("x^2 - y^2", ("x", "y")), {"x": 2.0, "y": 0.01}, GradientDescent(0.1), 200)
    assert found == Ending("settled", after=settled_after(run.loss, -5))


def test_where_the_function_runs_to_minus_infinity_it_is_known_when_it_left_the_saddle() -> None:
    found = of_function("x^2 - y^2", {"x": 2.0, "y": 0.01}, 1.0, below=-5, steps=400)
    assert found.kind == "diverged"
    assert found.after is not None
    assert found.broken_at is not None
    assert found.after < found.broken_at


def test_on_the_ridge_of_a_saddle_nothing_moves_in_the_end() -> None:
    assert of_function("x^2 - y^2", {"x": 2.0, "y": 0.0}, 0.5, below=-5).kind == "resting"


def test_a_jump_between_two_places_of_the_same_height_is_a_bounce_and_no_rest() -> None:
    start = {"x": 3.0, "y": -2.0}
    assert of_function("x^2 + y^2", start, 1.0, below=BELOW) == Ending("bouncing", between=(13.0, 13.0))
    run = descend(parse("x^2 + y^2", ("x", "y")), start, GradientDescent(1.0), 200)
    assert ending(run.loss, BELOW).kind == "resting"  # all that the loss alone can say


def test_a_minimum_above_the_goal_is_a_rest_even_if_its_last_digit_flickers() -> None:
    assert of_function("x^2 + y^2 + 1", {"x": 3.0, "y": -2.0}, 0.1, below=BELOW).kind == "resting"
    flicker = np.where(np.arange(40) % 2, 1.0, np.nextafter(1.0, 2.0))
    assert ending(flicker, BELOW).kind == "resting"


# --- what holds for every history


@given(HISTORIES, st.floats(-1e300, 1e300))
def test_each_part_of_an_ending_is_there_exactly_for_its_kind(loss: np.ndarray, below: float) -> None:
    found = ending(loss, below)
    assert found.kind in get_args(Kind)
    assert found.after == settled_after(loss, below)
    assert (found.broken_at is not None) == (found.kind == "diverged") == (not np.isfinite(loss).all())
    assert (found.between is not None) == (found.kind == "bouncing")
    if found.kind == "settled":
        assert found.after is not None
        assert (loss[found.after :] < below).all()


@given(FINITE)
def test_a_history_in_falling_order_is_falling_or_rests_and_the_other_way_round(loss: np.ndarray) -> None:
    down = np.sort(loss)[::-1]
    assert ending(down, float(down.min())).kind in ("falling", "resting")
    assert ending(down[::-1], float(down.min())).kind in ("rising", "resting")


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(16, 80))
def test_any_two_values_in_turn_are_a_bounce_between_them(low: float, height: float, length: int) -> None:
    loss = np.where(np.arange(length) % 2, low, low + height)
    found = ending(loss, low - 1)
    assert found == Ending("bouncing", between=(low, low + height))


@pytest.mark.parametrize("length", range(3, 16))
def test_a_few_jumps_to_and_fro_are_neither_a_bounce_for_ever_nor_a_way(length: int) -> None:
    found = ending(np.where(np.arange(length) % 2, 1.0, 5.0), 0.0)
    assert found == Ending("wandering")


@given(st.floats(1.02, 1.5), st.integers(30, 200))
def test_a_swing_that_shrinks_or_grows_is_never_a_bounce(factor: float, length: int) -> None:
    swings = factor ** np.arange(length) * np.where(np.arange(length) % 2, 1.0, 3.0)
    assert ending(swings, 0.0).kind == "rising"
    assert ending(swings[::-1], 0.0).kind == "falling"


@pytest.mark.parametrize("loss", [np.zeros((3, 2)), np.zeros(0), np.float64(1.0)])
def test_anything_but_one_history_is_refused(loss: np.ndarray) -> None:
    with pytest.raises(ShapeError):
        ending(loss, BELOW)
