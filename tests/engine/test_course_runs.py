"""The course's numbers, to all the digits that LESSONS.md has."""

import numpy as np
import pytest

from engine.networks import sigmoid
from engine.settling import settled_after
from engine.training import Outcome
from tests.engine.course import (
    DIVERGES_AFTER,
    LINEAR_COLUMNS,
    LINEAR_EPOCHS,
    SIGMOID_AFTER_EPOCH_10,
    SIGMOID_EPOCH_10,
    SIGMOID_NUMBERS,
    UPDATES_NEEDED,
    ten_digits,
)
from tests.engine.runs import linear_run, sigmoid_run


@pytest.mark.parametrize("row", LINEAR_EPOCHS, ids=lambda row: f"epoch {row[0]:g}")
def test_the_ten_epochs_of_the_linear_net_to_ten_digits(row: list[float]) -> None:
    run = linear_run()
    epoch = int(row[0]) - 1
    for name, expected in zip(LINEAR_COLUMNS, row[1:], strict=True):
        if name in ("w1", "w2"):  # the table prints the weights after the update
            found = run.value(name)[epoch + 1]
        else:
            found = run.gradient(name[4:])[epoch] if name.startswith("dL_d") else run.value(name)[epoch]
        assert ten_digits(found) == expected, name


def test_the_first_forward_and_backward_pass_are_exact() -> None:
    run = linear_run()
    assert [run.value(name)[0] for name in ("w1", "w2", "h", "y_hat", "loss")] == [2.0, 0.5, 4.0, 2.0, 162.0]
    assert [run.gradient(name)[0] for name in ("loss", "y_hat", "w2", "h", "w1")] == [1.0, -18.0, -72.0, -9.0, -18.0]
    assert run.loss[1] == pytest.approx(107.76294432, rel=1e-15)
    assert run.value("y_hat")[1] == pytest.approx(5.3192, rel=1e-15)


def test_the_preset_for_the_other_sign() -> None:
    run = linear_run(w1=4.0, w2=3.0)
    assert [run.value(name)[0] for name in ("h", "y_hat")] == [8.0, 24.0]
    assert [run.gradient(name)[0] for name in ("y_hat", "w1", "w2")] == [4.0, 24.0, 32.0]
    assert run.value("y_hat")[1] == pytest.approx(20.1536, rel=1e-15)  # LESSONS.md, linear_net
    assert run.value("w1")[1] < 4.0
    assert run.value("w2")[1] < 3.0


def test_the_gradient_of_w1_rises_while_the_loss_falls() -> None:
    run = linear_run()
    assert (np.diff(run.loss) < 0).all()
    assert np.abs(run.gradient("w1"))[0] == 18
    assert np.abs(run.gradient("w1")).max() == pytest.approx(39, abs=0.5)  # LESSONS.md: from 18 to 39


def test_with_both_weights_zero_nothing_is_ever_learned() -> None:
    run = linear_run(w1=0.0, w2=0.0, epochs=50)
    assert not run.value("w1").any()
    assert not run.value("w2").any()


def test_with_w2_zero_w1_rests_for_one_step() -> None:
    w1 = linear_run(w2=0.0).value("w1")
    assert w1[1] == w1[0]
    assert w1[2] != w1[1]


def test_the_loss_without_a_half_learns_as_if_the_rate_were_doubled() -> None:
    squared, doubled = linear_run(0.005, loss="squared"), linear_run(0.01)
    assert squared.value("w1") == pytest.approx(doubled.value("w1"), rel=1e-14)
    assert squared.loss == pytest.approx(2 * doubled.loss, rel=1e-12)
    assert squared.gradient("w1")[0] == -36.0


@pytest.mark.parametrize(("rate", "updates"), UPDATES_NEEDED.items())
def test_the_loss_settles_after_as_many_updates_as_lessons_md_says(rate: float, updates: int) -> None:
    assert settled_after(linear_run(rate, epochs=400).loss, below=0.001) == updates


def test_a_rate_of_0_03_bounces_for_ever() -> None:
    late = linear_run(0.03, epochs=2000).loss[1000:]
    assert float(f"{late.min():.4g}") == 17.83  # LESSONS.md, gradient_descent
    assert float(f"{late.max():.4g}") == 43.28


@pytest.mark.parametrize(("rate", "updates"), DIVERGES_AFTER.items())
@pytest.mark.usefixtures("every_warning_raises")
def test_divergence_is_an_outcome_with_its_epoch_and_no_warning(rate: float, updates: int) -> None:
    run = linear_run(rate, epochs=40)
    assert run.outcome == Outcome("diverged", updates)
    assert np.isfinite(run.loss[:updates]).all()
    assert not np.isfinite(run.loss[updates])
    assert settled_after(run.loss, below=0.001) is None


def test_the_start_decides_too_whether_a_rate_diverges() -> None:
    assert linear_run(0.01, epochs=200).outcome == Outcome("finished")
    assert linear_run(0.01, epochs=200, w1=10.0).outcome.kind == "diverged"  # LESSONS.md, gradient_descent


def test_the_sigmoid_net_s_first_step_to_ten_digits() -> None:
    run = sigmoid_run()
    for name in sigmoid().computed:
        assert ten_digits(run.value(name)[0]) == SIGMOID_NUMBERS[name], name
    for name in sigmoid().differentiated:
        assert ten_digits(run.gradient(name)[0]) == SIGMOID_NUMBERS[f"dL_d{name}".replace("loss", "L")], name
    for weight in sigmoid().weights:
        assert ten_digits(run.value(weight)[1]) == SIGMOID_NUMBERS[f"{weight}_new"], weight


def test_the_sigmoid_net_s_tenth_epoch_to_ten_digits() -> None:
    run = sigmoid_run()
    for name, expected in SIGMOID_EPOCH_10.items():
        assert ten_digits(run.value(name)[9]) == expected
    for name, expected in SIGMOID_AFTER_EPOCH_10.items():
        assert ten_digits(run.value(name)[10]) == expected


@pytest.mark.usefixtures("every_warning_raises")
def test_a_saturated_sigmoid_net_stands_still_without_a_warning() -> None:
    run = sigmoid_run(w1=1000.0, w2=-1000.0, w3=1000.0)
    assert run.value("h1").tolist() == [0.0] * 11
    assert run.gradient("z1").tolist() == [0.0] * 11
    assert run.outcome == Outcome("finished")


def test_large_weights_make_gradients_of_about_a_billionth() -> None:
    run = sigmoid_run(w1=20.0, w2=-20.0, w3=20.0)
    assert -9 < np.log10(abs(run.gradient("w1")[0])) < -8  # LESSONS.md: near 10⁻⁹
    assert -10 < np.log10(abs(run.gradient("w3")[0])) < -9
