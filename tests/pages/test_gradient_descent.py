"""The screen of gradient descent on the server: its path, what is said of its rate, all controls at their ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls import NumberInput, course_numbers
from dashboard.descent_experiments import EXPERIMENTS
from dashboard.gradient_descent import SCREEN
from dashboard.rates_input import RATES
from engine import networks
from engine.formulas import number
from engine.optimizers import GradientDescent
from engine.training import Run, train
from tests.engine.course import DIVERGES_AFTER, LINEAR_EPOCHS, UPDATES_NEEDED
from tests.pages.visits import each_end, feed, press, run, set_all, visit, warnings

FOLDS = ("space", "rates_side_by_side", "rate_map", "check", "program")


def open_lesson(**link: str) -> AppTest:
    return visit("gradient_descent", **link)


def chosen(at: AppTest) -> dict[str, float | str]:
    """The values of the controls that are on the screen."""
    return {control.key: control.value for control in (*at.number_input, *at.selectbox)}


def course(**changed: float | str) -> dict[str, float | str]:
    """The course's numbers with some changed; of what is folded away none."""
    return {key: value for key, value in {**course_numbers(SCREEN.controls), **changed}.items() if key != RATES.key}


def trained(at: AppTest) -> Run:
    """The run of what is set on the page, by the engine alone."""
    values = chosen(at)
    net = networks.linear(values["loss"])
    start, data = ({name: values[name] for name in names} for names in (net.weights, net.data))
    return train(net, start, data, GradientDescent(values["learning_rate"]), int(values["epochs"] + 0.5))


def draws_the_path_of_the_engine(at: AppTest) -> None:
    found, sent = trained(at), feed(at)["race"]
    (path,) = sent["runs"]
    for key, name in (("x", "w1"), ("y", "w2"), ("loss", "loss")):
        history = found.value(name)[sent["updates"]]
        drawn = np.array([math.nan if value is None else value for value in path[key]])
        assert np.array_equal(np.isfinite(history), np.isfinite(drawn))
        assert np.allclose(drawn[np.isfinite(drawn)], history[np.isfinite(history)], rtol=1e-5, atol=0)


def test_it_opens_with_the_numbers_of_the_course() -> None:
    at = open_lesson()
    assert chosen(at) == course()
    draws_the_path_of_the_engine(at)
    assert not warnings(at)


def test_ten_epochs_give_the_table_of_the_course() -> None:
    table = feed(open_lesson(epochs="10"))["training"]["table"]
    assert table == [[f"{epoch:.0f}", *(number(value, 7) for value in row)] for epoch, *row in LINEAR_EPOCHS]


@pytest.mark.parametrize("loss", ["half_squared", "squared"])
@pytest.mark.parametrize("extreme", ["min", "max"])
def test_it_stands_all_controls_at_their_ends_with_everything_opened(loss: str, extreme: str) -> None:
    at = open_lesson()
    for fold in FOLDS:
        at.session_state[fold] = True
    at.selectbox(key="loss").set_value(loss)
    set_all(at, extreme)
    draws_the_path_of_the_engine(at)
    assert "They differ" not in " ".join(text.value for text in at.markdown)


@each_end(SCREEN.controls)
def test_it_stands_each_control_alone_at_its_ends(control: NumberInput, extreme: str) -> None:
    at = open_lesson(**{control.key: repr(getattr(control, extreme))})
    assert chosen(at)[control.key] == getattr(control, extreme)
    assert not warnings(at)
    draws_the_path_of_the_engine(at)


@pytest.mark.parametrize("text", ["two", "", "nan", "inf", "1e999", "1001", "-1001", "<script>", "\x00"])
def test_a_bad_value_in_a_link_is_named_and_the_course_stands_in_its_place(text: str) -> None:
    at = open_lesson(**dict.fromkeys([control.key for control in SCREEN.controls], text))
    assert chosen(at) == course()
    assert len(warnings(at)) == len(SCREEN.controls)
    assert not any("<" in sentence for sentence in warnings(at))


def outcome(**link: object) -> str:
    told: str = feed(open_lesson(epochs="200", **{name: str(value) for name, value in link.items()}))["training"][
        "outcome"
    ]
    return told


@pytest.mark.parametrize(("rate", "updates"), UPDATES_NEEDED.items())
def test_a_rate_that_settles_is_said_to_with_its_reason(rate: float, updates: int) -> None:
    told = outcome(learning_rate=rate)
    assert f"below 0.001 after {updates} updates" in told
    assert "2/λmax = " in told
    assert f"α = {number(rate)} is below" in told


@pytest.mark.parametrize(("rate", "updates"), DIVERGES_AFTER.items())
def test_a_rate_that_diverges_is_said_to_with_its_reason(rate: float, updates: int) -> None:
    told = outcome(learning_rate=rate)
    assert f"After {updates} updates the loss is no longer a finite number." in told
    assert "At every goal 2/λmax is at most 0.025." in told
    assert "no goal can hold the path" in told


def test_a_bounce_is_said_with_the_two_losses_and_its_reason() -> None:
    told = outcome(learning_rate=0.03)
    assert "bounces between 17.83 and 43.28" in told
    assert "no goal can hold the path" in told


def test_the_limit_is_half_as_large_for_the_loss_without_the_half() -> None:
    told = outcome(learning_rate=0.013, loss="(ŷ − y)²")
    assert "at most 0.0125" in told
    assert "no goal can hold the path" in told


def test_below_the_limit_the_start_decides() -> None:
    told = outcome(w1=10)
    assert "no longer a finite number" in told
    assert "α is below 0.025" in told
    assert "the start decides too" in told


def test_where_the_target_is_zero_nothing_is_said_of_a_limit() -> None:
    assert "λmax" not in outcome(y=0)


def test_the_limit_where_the_run_stands_is_that_of_the_curvature_there() -> None:
    sent = feed(open_lesson())["descent"]
    assert number(sent["limits"][0], 3) == "0.0483"
    # ½(w2·w1·x − y)² has the second derivatives (w2·x)², (w1·x)² and 2·w1·w2·x² − x·y
    w1, w2, x, y = 2.0, 0.5, 2.0, 20.0
    mixed = 2 * w1 * w2 * x**2 - x * y
    bends = np.linalg.eigvalsh([[(w2 * x) ** 2, mixed], [mixed, (w1 * x) ** 2]])
    assert sent["limits"][0] == pytest.approx(2 / bends.max(), rel=1e-5)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.do)
def test_an_experiment_sets_its_state_and_the_rest_to_the_course(experiment) -> None:
    at = open_lesson(x="3", w2="7", learning_rate="0.5")
    for key, value in {**course_numbers(SCREEN.controls), **experiment.state}.items():
        at.session_state[key] = value
    run(at)
    assert chosen(at) == course(**experiment.state)
    draws_the_path_of_the_engine(at)


def test_what_the_experiments_say_is_true() -> None:
    course = trained(open_lesson())
    slopes = np.abs(course.gradient("w1"))
    assert (number(slopes[0], 2), number(slopes.max(), 2)) == ("18", "39")
    assert (np.diff(course.loss) < 0)[:3].all()
    assert "after 4 updates" in outcome(learning_rate=0.021)
    assert "after 13 updates" in outcome(learning_rate=0.022)
    assert np.all(trained(open_lesson(w1="4", w2="3")).gradient("w1")[:1] > 0)


def test_reset_brings_the_course_back() -> None:
    at = set_all(open_lesson(loss="(ŷ − y)²"), "max")
    press(at, "Reset")
    assert chosen(at) == course()


@pytest.mark.parametrize(("symbol", "key", "column"), [("∂L/∂w₁", "dL_dw1", 4), ("∂L/∂w₂", "dL_dw2", 5)])
def test_a_number_that_is_asked_for_is_covered_until_it_is_found(symbol: str, key: str, column: int) -> None:
    at = open_lesson(ask=symbol)
    assert feed(at)["training"]["covered"] == key
    assert feed(at)["training"]["table"][0][column] == "?"
    at.text_input(key="your_turn_answer").set_value({"dL_dw1": "-18", "dL_dw2": "-72"}[key])
    run(at)
    assert feed(at)["training"]["covered"] is None
    assert feed(at)["training"]["table"][0][column] == {"dL_dw1": "−18", "dL_dw2": "−72"}[key]
    assert "**Right.**" in at.success[0].value


def test_a_slip_is_named() -> None:
    at = open_lesson(ask="∂L/∂w₁")
    at.text_input(key="your_turn_answer").set_value("-43.92")
    run(at)
    assert "after the update" in at.error[0].value


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"x": "0"}, "With x = 0 the net says ŷ = 0 whatever its weights are"),
        ({"w1": "0", "w2": "0"}, "Both weights are 0"),
        ({"learning_rate": "0.025"}, "α is just at this edge"),
    ],
)
def test_where_nothing_can_be_learned_or_the_edge_is_met_it_is_said(link: dict[str, str], words: str) -> None:
    assert words in outcome(**link)


def test_a_loss_that_is_small_from_the_start_is_no_goal() -> None:
    assert "goal" not in outcome(x="0.001", y="0.001", w1="0.1", w2="0.1")


def test_an_experiment_and_reset_begin_anew_and_a_typed_number_does_not() -> None:
    at = open_lesson()
    before = feed(at)["restarts"]
    at.number_input(key="learning_rate").set_value(0.02)
    assert feed(run(at))["restarts"] == before
    assert feed(press(at, "Reset"))["restarts"] == before + 1
