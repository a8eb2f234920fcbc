import numpy as np
import pytest

from engine.networks import LINEAR_DATA, LINEAR_START, linear
from engine.settling import RATES, each_settled_after, settled_after, working_rate
from tests.engine.runs import linear_run


@pytest.mark.parametrize(
    ("loss", "updates"),
    [
        ([5, 3, 1], None),
        ([5, 0.5, 0.4], 1),
        ([5, 0.5, 2, 0.5], 3),
        ([0.5, 0.4], 0),
        ([5, 1.0], None),
        ([5, 0.5, np.nan], None),
        ([np.nan, 0.5], 1),
        ([np.inf, 0.5], 1),
        ([0.5], 0),
    ],
)
def test_settled_means_below_and_staying_there(loss, updates: int | None) -> None:
    assert settled_after(np.array(loss), below=1.0) == updates


def test_of_many_runs_each_settles_when_it_would_alone() -> None:
    rates = np.array([[0.001, 0.01, 0.02], [0.024, 0.03, 0.05]])
    losses = linear_run(rates, epochs=400).loss
    alone = [[settled_after(linear_run(rate, epochs=400).loss, below=0.001) for rate in row] for row in rates]
    assert each_settled_after(losses, below=0.001).tolist() == [
        [-1 if after is None else after for after in row] for row in alone
    ]
    assert alone == [[93, 7, 9], [50, None, None]]  # LESSONS.md, gradient_descent


def test_a_rate_that_works_is_one_that_was_tried_and_settles_first() -> None:
    rate, updates = working_rate(linear(), LINEAR_START, LINEAR_DATA, epochs=200, below=0.001)
    assert rate in RATES
    assert settled_after(linear_run(rate, epochs=200).loss, below=0.001) == updates
    others = [settled_after(linear_run(other, epochs=200).loss, below=0.001) for other in RATES]
    assert updates == min(other for other in others if other is not None)


def test_where_a_rate_of_0_01_diverges_another_one_works() -> None:
    start = {"w1": 10.0, "w2": 0.5}  # LESSONS.md, gradient_descent
    rate, updates = working_rate(linear(), start, LINEAR_DATA, epochs=500, below=0.001)
    assert rate < 0.01
    assert settled_after(linear_run(rate, epochs=500, w1=10.0).loss, below=0.001) == updates


def test_where_nothing_can_be_learned_no_rate_works() -> None:
    assert working_rate(linear(), {"w1": 0.0, "w2": 0.0}, LINEAR_DATA, epochs=100, below=0.001) is None
