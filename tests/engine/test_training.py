import numpy as np
import pytest

from engine.errors import EngineError, SettingError, ShapeError, UnknownNameError
from engine.graph import apply, variable
from engine.networks import LINEAR_DATA, LINEAR_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.training import Outcome, Run, descend, train
from engine.training_program import training_program
from tests.engine.course import (
    DIVERGES_AFTER,
)
from tests.engine.runs import linear_run, sigmoid_run

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
