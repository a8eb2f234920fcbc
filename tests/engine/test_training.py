import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from engine.errors import EngineError, SettingError, ShapeError, UnknownNameError
from engine.graph import apply, variable
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.settling import RATES, each_settled_after, settled_after, working_rate
from engine.training import Outcome, Run, descend, train
from engine.training_program import training_program
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


def linear_run(rate=0.01, epochs: int = 10, keep=None, loss="half_squared", **changes) -> Run:
    start = {**LINEAR_START, **{name: value for name, value in changes.items() if name in LINEAR_START}}
    data = {**LINEAR_DATA, **{name: value for name, value in changes.items() if name in LINEAR_DATA}}
    return train(linear(loss), start, data, GradientDescent(rate), epochs, keep)


def sigmoid_run(rate=0.1, epochs: int = 10, **changes) -> Run:
    start = {**SIGMOID_START, **{name: value for name, value in changes.items() if name in SIGMOID_START}}
    data = {**SIGMOID_DATA, **{name: value for name, value in changes.items() if name in SIGMOID_DATA}}
    return train(sigmoid(), start, data, GradientDescent(rate), epochs)


@pytest.fixture
def every_warning_raises() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        yield


# --- the course's numbers


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


# --- a run and its histories


def test_no_epoch_is_the_start_alone() -> None:
    run = linear_run(epochs=0)
    assert run.loss.tolist() == [162.0]
    assert run.gradient("w1").tolist() == [-18.0]


def test_a_rate_of_zero_repeats_the_start() -> None:
    assert set(linear_run(0.0).loss.tolist()) == {162.0}


@pytest.mark.parametrize("network", [linear(), sigmoid()])
def test_every_value_and_every_gradient_of_every_epoch_can_be_asked_for(network: Network) -> None:
    run = linear_run(epochs=6) if network is linear() else sigmoid_run(epochs=6)
    for name in network.values:
        assert run.value(name).shape == run.gradient(name).shape == (7,)
        assert np.isfinite([run.value(name), run.gradient(name)]).all()


def test_each_entry_is_one_forward_and_backward_pass_with_the_weights_of_that_entry() -> None:
    run = linear_run()
    w1, w2 = run.value("w1"), run.value("w2")
    assert run.value("y_hat") == pytest.approx(w2 * w1 * 2.0, rel=1e-15)
    assert run.gradient("w2") == pytest.approx((w2 * w1 * 2.0 - 20.0) * w1 * 2.0, rel=1e-12)
    assert np.diff(w2) == pytest.approx(-0.01 * run.gradient("w2")[:-1], rel=1e-9)


def test_data_have_values_and_gradients_too() -> None:
    run = linear_run(epochs=3)
    assert run.value("x").tolist() == [2.0] * 4
    assert run.value("y").tolist() == [20.0] * 4
    error = run.value("y_hat") - 20.0
    assert run.gradient("y") == pytest.approx(-error)
    assert run.gradient("x") == pytest.approx(error * run.value("w1") * run.value("w2"))


def test_only_what_is_named_is_kept_and_the_loss_always() -> None:
    run = linear_run(keep=("w1", "dL_dw2"))
    assert set(run.histories) == {"w1", "dL_dw2", "loss"}
    everything = linear_run()
    assert np.array_equal(run.loss, everything.loss)
    assert np.array_equal(run.gradient("w2"), everything.gradient("w2"))
    with pytest.raises(UnknownNameError, match=r"'h' was not kept.*w1, loss, dL_dw2"):
        run.value("h")
    with pytest.raises(UnknownNameError, match="'dL_dw1' was not kept"):
        run.gradient("w1")


def test_the_gradient_of_data_needs_only_the_histories_it_is_made_of() -> None:
    assert np.array_equal(linear_run(keep=("w1", "w2")).gradient("x"), linear_run().gradient("x"))


@pytest.mark.parametrize("ask", [Run.value, Run.gradient])
def test_an_unknown_name_is_told_the_names_there_are(ask) -> None:
    with pytest.raises(UnknownNameError, match=r"'z7'.*w2, w1, x, h, y_hat, y, loss"):
        ask(linear_run(), "z7")


def test_the_program_is_written_once_a_net_and_never_again_for_a_run() -> None:
    linear_run()
    before = training_program.cache_info()
    for rate in (0.001, 0.01, 0.05):
        for w1 in (1.0, 2.0, np.linspace(0, 1, 5)):
            linear_run(rate, epochs=3, w1=w1, y=5.0)
    after = training_program.cache_info()
    assert after.misses == before.misses
    assert after.hits == before.hits + 9


# --- many runs at once


def test_a_thousand_starts_at_once_equal_a_thousand_single_runs() -> None:
    generator = np.random.default_rng(3)
    w1, w2 = generator.uniform(-3, 3, (2, 1000))
    together = linear_run(0.005, w1=w1, w2=w2)
    alone = [linear_run(0.005, w1=one, w2=two) for one, two in zip(w1, w2, strict=True)]
    for name in ("w1", "w2", "h", "y_hat"):
        assert np.array_equal(together.value(name), np.array([run.value(name) for run in alone]).T)
    for name in ("w1", "w2", "h", "y_hat"):
        assert np.array_equal(together.gradient(name), np.array([run.gradient(name) for run in alone]).T)
    assert together.loss == pytest.approx(np.array([run.loss for run in alone]).T, rel=1e-15)


def test_a_thousand_rates_at_once_equal_a_thousand_single_runs() -> None:
    rates = np.linspace(0.0, 0.1, 1000)
    together = linear_run(rates, epochs=12)
    alone = [linear_run(rate, epochs=12) for rate in rates]
    assert np.array_equal(together.value("w1"), np.array([run.value("w1") for run in alone]).T, equal_nan=True)
    assert together.diverged_at.tolist() == [run.diverged_at for run in alone]


def test_a_thousand_sigmoid_nets_at_once_equal_a_thousand_single_runs() -> None:
    w3 = np.linspace(-4, 4, 1000)
    together = sigmoid_run(w3=w3)
    alone = np.array([sigmoid_run(w3=one).value("w1") for one in w3]).T
    # NumPy's exp of an array may differ from that of a number in the last digit
    assert together.value("w1") == pytest.approx(alone, rel=1e-14)


def test_starts_and_rates_can_be_crossed() -> None:
    run = linear_run(np.array([[0.01], [0.02]]), w1=np.array([1.0, 2.0, 3.0]))
    assert run.shape == (2, 3)
    assert run.loss.shape == run.value("x").shape == run.gradient("x").shape == (11, 2, 3)
    assert np.array_equal(run.loss[:, 1, 2], linear_run(0.02, w1=3.0).loss)


def test_of_many_runs_each_has_its_own_end_and_the_outcome_is_the_earliest() -> None:
    run = linear_run(np.array([0.01, 0.05, 0.1]), epochs=20)
    assert run.diverged_at.tolist() == [-1, DIVERGES_AFTER[0.05], DIVERGES_AFTER[0.1]]
    assert run.outcome == Outcome("diverged", DIVERGES_AFTER[0.1])


# --- descend


def test_descending_is_the_same_kind_of_run() -> None:
    x, y = variable("x"), variable("y")
    run = descend(x**2 + 10 * y**2, {"x": 3.0, "y": -2.0}, GradientDescent(0.04), steps=5)
    assert run.value("x") == pytest.approx(3.0 * 0.92 ** np.arange(6))
    assert run.value("y") == pytest.approx(-2.0 * 0.2 ** np.arange(6))
    assert run.loss == pytest.approx(run.value("x") ** 2 + 10 * run.value("y") ** 2)
    assert run.gradient("y") == pytest.approx(20 * run.value("y"))


def test_descending_on_a_net_s_loss_moves_its_data_too() -> None:
    start = {**LINEAR_START, **LINEAR_DATA}
    run = descend(linear().loss, start, GradientDescent(0.01), steps=1)
    assert run.value("w1")[1] == linear_run(epochs=1).value("w1")[1]
    assert run.value("y")[1] == pytest.approx(20.0 - 0.01 * 18.0)


def test_descending_on_a_corner_stands_still_there() -> None:
    run = descend(apply("abs", variable("x")), {"x": 0.0}, GradientDescent(0.1), steps=3)
    assert run.value("x").tolist() == [0.0] * 4


# --- settled


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


# --- bad arguments


@pytest.mark.parametrize(
    ("error", "message", "changes"),
    [
        (UnknownNameError, r"start lacks w2\. It needs: w1, w2", {"start": {"w1": 1.0}}),
        (UnknownNameError, r"start has w7, .* takes: w1, w2", {"start": {"w1": 1.0, "w2": 1.0, "w7": 1.0}}),
        (UnknownNameError, r"data lacks x, y\. It needs: x, y", {"data": {}}),
        (UnknownNameError, r"data has w1, .* takes: x, y", {"data": {"x": 1.0, "y": 1.0, "w1": 1.0}}),
        (ShapeError, r"w1 \(2,\).*x \(3,\)", {"start": {"w1": [1, 2], "w2": 1.0}, "data": {"x": [1, 2, 3], "y": 1.0}}),
        (
            ShapeError,
            r"learning_rate \(2,\)",
            {"optimizer": GradientDescent([0.1, 0.2]), "data": {"x": [1] * 3, "y": 0}},
        ),
        (SettingError, r"epochs is -1: it must be a whole number, 0 or more", {"epochs": -1}),
        (SettingError, r"epochs is 2\.5: it must be a whole number", {"epochs": 2.5}),
        (SettingError, r"epochs is 10\.0: it must be a whole number", {"epochs": 10.0}),
        (SettingError, r"epochs is True: it must be a whole number", {"epochs": True}),
        (SettingError, r"epochs is None: it must be a whole number", {"epochs": None}),
        (SettingError, r"epochs is '10': it must be a whole number", {"epochs": "10"}),
        (SettingError, r"w1 is nan: it must be finite", {"start": {"w1": np.nan, "w2": 1.0}}),
        (SettingError, r"y is inf: it must be finite", {"data": {"x": 1.0, "y": np.inf}}),
        (SettingError, r"w2 is 'two': it must be a number", {"start": {"w1": 1.0, "w2": "two"}}),
        (SettingError, r"x is \[\[1\], \[1, 2\]\]: it must be a number", {"data": {"x": [[1], [1, 2]], "y": 1.0}}),
        (SettingError, r"y is None: it must be finite", {"data": {"x": 1.0, "y": None}}),
        (UnknownNameError, r"keep has z1\. This net can keep: .*dL_dh.*y_hat", {"keep": ("loss", "z1")}),
        (UnknownNameError, r"keep has dL_dx", {"keep": ("dL_dx",)}),
    ],
)
def test_a_bad_argument_is_named_with_what_is_allowed(error, message: str, changes) -> None:
    arguments = {
        "network": linear(),
        "start": LINEAR_START,
        "data": LINEAR_DATA,
        "optimizer": GradientDescent(0.01),
        "epochs": 3,
    }
    with pytest.raises(error, match=message):
        train(**{**arguments, **changes})
    assert issubclass(error, EngineError)


def test_numpy_s_whole_numbers_are_whole_numbers() -> None:
    assert linear_run(epochs=np.int64(3)).loss.shape == (4,)


@pytest.mark.usefixtures("every_warning_raises")
def test_whole_numbers_are_computed_as_floats() -> None:
    run = linear_run(w1=2, w2=1, x=2, y=20)
    assert run.loss.dtype == np.float64
    assert run.loss[0] == 128.0
