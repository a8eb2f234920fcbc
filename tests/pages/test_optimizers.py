"""The screen of the optimizers on the server: paths, tables, links, typed functions, all controls at their ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.race_experiments import EXPERIMENTS
from dashboard.race_field import LANDSCAPE, TYPED_TEXT
from dashboard.race_input import RACERS
from dashboard.race_rates import RATES
from dashboard.race_settings import default, parse
from engine.endings import ending
from engine.expressions import parse as parse_function
from engine.formulas import number
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS, Adam, Nesterov
from engine.training import descend
from tests.pages.test_maps import HOSTILE
from tests.pages.visits import feed, press, run, set_all, visit, warnings

FOLDS = ("small", "why", "sweep", "effective", "space")
USUAL = ["GradientDescent", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam"]


def open_race(**link: str) -> AppTest:
    return visit("optimizers", **link)


def titled(key: str) -> str:
    return LANDSCAPE.options[key]


def path(at: AppTest, name: str) -> dict[str, list[float]]:
    (found,) = [each for each in feed(at)["race"]["runs"] if each["name"] == name]
    return found


def draws(at: AppTest, name: str, history: np.ndarray, key: str) -> None:
    drawn = np.array([math.nan if value is None else value for value in path(at, name)[key]])
    expected = history[feed(at)["race"]["updates"]]
    assert np.array_equal(np.isfinite(drawn), np.isfinite(expected))
    assert np.allclose(drawn[np.isfinite(drawn)], expected[np.isfinite(expected)], rtol=1e-5, atol=0)


@pytest.mark.parametrize("key", LANDSCAPES)
def test_each_landscape_opens_with_the_paths_of_the_engine(key: str) -> None:
    at = open_race(landscape=titled(key))
    landscape = LANDSCAPES[key]
    assert [each["name"] for each in feed(at)["race"]["runs"]] == USUAL
    for name in USUAL:
        found = descend(landscape.function, landscape.at(landscape.start), default(name, RATES[key][name]), 200)
        for axis, variable in zip(("x", "y"), landscape.variables, strict=True):
            draws(at, name, found.value(variable), axis)
        draws(at, name, found.loss, "loss")
    assert not warnings(at)
    assert not at.error


# The first steps of the lesson, on the linear net's loss from (2, 0.5).
@pytest.mark.parametrize(
    ("racer", "first"),
    [
        ("GradientDescent:learning_rate=0.01", (2.18, 1.22)),
        ("Nesterov:learning_rate=0.01,momentum=0.9", (2.342, 1.868)),
        ("Adagrad:learning_rate=0.1", (2.1, 0.6)),
        ("Adam:learning_rate=0.1", (2.1, 0.6)),
        ("RMSprop:learning_rate=0.01", (2.1, 0.6)),
    ],
)
def test_the_first_steps_are_those_of_the_lesson(racer: str, first: tuple[float, float]) -> None:
    name = racer.partition(":")[0]
    found = path(open_race(race=f"{racer}~Momentum"), name)
    assert (found["x"][1], found["y"][1]) == pytest.approx(first, abs=1e-5)


@pytest.mark.parametrize("key", [*LANDSCAPES, "typed"])
@pytest.mark.parametrize("extreme", ["min", "max"])
def test_it_stands_all_controls_at_their_ends_with_everything_opened(key: str, extreme: str) -> None:
    at = open_race(landscape=titled(key), race="~".join(OPTIMIZERS))
    for fold in FOLDS:
        at.session_state[fold] = True
    set_all(at, extreme)
    assert len(feed(at)["race"]["runs"]) == len(OPTIMIZERS)


def test_settings_and_schedules_of_a_link_race() -> None:
    text = "Nesterov:learning_rate=0.002,momentum=0.5~Adam:learning_rate=0.3,schedule=CosineAnnealing,cosine_updates=50"
    at = open_race(race=text, steps="60")
    racers = parse(text, RATES["linear_net"])
    assert racers is not None
    assert racers["Nesterov"] == Nesterov(0.002, 0.5)
    landscape = LANDSCAPES["linear_net"]
    for name, optimizer in racers.items():
        found = descend(landscape.function, landscape.at(landscape.start), optimizer, 60)
        draws(at, name, found.value("w1"), "x")
    assert at.query_params["race"] in (text, [text])


@pytest.mark.parametrize("text", ["Adam", "Adam~SGD", "", "<b>~Adam", "Adam:beta1=2~Momentum", "x" * 5000])
def test_a_race_of_a_link_that_is_none_is_said_and_the_six_race(text: str) -> None:
    at = open_race(race=text)
    (told,) = warnings(at)
    assert "**race**" in told
    assert told.endswith("so the six of the course race.")
    assert "<" not in told
    assert [each["name"] for each in feed(at)["race"]["runs"]] == USUAL


@pytest.mark.parametrize("parameter", ["landscape", "start_x", "start_y", "steps", "half", "target"])
@pytest.mark.parametrize("text", ["two", "nan", "1e999", "<script>"])
def test_a_bad_value_of_a_link_is_named(parameter: str, text: str) -> None:
    at = open_race(**{parameter: text})
    assert [f"**{parameter}**" in told for told in warnings(at)] == [True]


def test_another_landscape_has_its_own_start_and_rates() -> None:
    at = open_race(start_x="3", race="GradientDescent:learning_rate=0.02~Adam")
    at.selectbox(key="landscape").set_value("beale")
    run(at)
    assert (at.number_input(key="start_x").value, at.number_input(key="start_y").value) == LANDSCAPES["beale"].start
    table = feed(at)["race"]["table"]
    assert [row[2] for row in table] == [number(RATES["beale"][name]) for name in ("GradientDescent", "Adam")]


def test_one_that_diverges_is_named_and_the_others_race_on() -> None:
    at = open_race(race="GradientDescent:learning_rate=0.1~Adam")
    sent = feed(at)["race"]
    assert path(at, "GradientDescent")["loss"][-1] is None
    assert path(at, "Adam")["loss"][-1] is not None
    assert "Diverged: Gradient descent." in sent["outcome"]
    assert sent["table"][0][-1].startswith("diverged: no finite number after 6 steps")


def test_the_table_says_what_became_of_each() -> None:
    at = open_race(landscape=titled("beale"))
    landscape = LANDSCAPES["beale"]
    for name, _, rate, steps, best, way, _ in feed(at)["race"]["table"]:
        found = descend(landscape.function, landscape.at(landscape.start), default(name, RATES["beale"][name]), 200)
        after = ending(found.loss, landscape.target).after
        moves = np.hypot(np.diff(found.value("x")), np.diff(found.value("y")))
        assert rate == number(RATES["beale"][name])
        assert steps == ("–" if after is None else str(after))
        assert best == number(float(found.loss.min()))
        assert way == number(float(moves.sum()))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_with_a_sentence_and_the_race_goes_on(text: str) -> None:
    at = open_race(landscape=titled("typed"))
    before = feed(at)["race"]["runs"]
    at.text_input(key="f").set_value(text[:200])
    run(at)
    if at.error:
        assert feed(at)["race"]["runs"] == before
    assert "Traceback" not in " ".join(error.value for error in at.error)


def test_a_typed_function_races() -> None:
    at = open_race(landscape=titled("typed"), f="(x - 1)^2 + 3y^2", start_x="2", start_y="1")
    node = parse_function("(x - 1)^2 + 3y^2", ("x", "y"))
    found = descend(node, {"x": 2.0, "y": 1.0}, Adam(RATES["typed"]["Adam"]), 200)
    draws(at, "Adam", found.value("x"), "x")
    assert feed(at)["race"]["lowest"] is None


@pytest.mark.parametrize("text", ["x^2", "3", "y", "0"])
def test_a_typed_function_may_leave_a_coordinate_out(text: str) -> None:
    at = open_race(landscape=titled("typed"), f=text)
    for fold in FOLDS:
        at.session_state[fold] = True
    run(at)
    assert not at.error
    assert all(each["x"][0] == 2 and each["y"][0] == 1 for each in feed(at)["race"]["runs"])


def test_reset_brings_everything_back() -> None:
    at = open_race(landscape=titled("typed"), f="x^2", race="Adam~NAdam", steps="7", start_x="5")
    press(at, "Reset")
    assert at.selectbox(key="landscape").value == LANDSCAPE.default
    assert [each["name"] for each in feed(at)["race"]["runs"]] == USUAL
    assert path(at, "Adam")["x"][0] == 2
    assert feed(at)["race"]["updates"][-1] == 200
    at.selectbox(key="landscape").set_value("typed")
    assert run(at).text_input(key="f").value == TYPED_TEXT


def _state(experiment) -> dict[str, str]:
    link = {key: str(value) for key, value in experiment.state.items()}
    return link | {"landscape": titled(link["landscape"])}


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.do)
def test_an_experiment_is_a_state_that_a_link_may_set(experiment) -> None:
    assert not warnings(open_race(**_state(experiment)))
    assert RACERS.accepts(experiment.state.get("race", RACERS.default))


def test_what_the_experiments_say_is_true() -> None:
    slow, early, swing, free, two, leaving = (
        feed(open_race(**_state(experiment)))["race"] for experiment in EXPERIMENTS
    )
    ends = {name: (run["x"][-1], run["y"][-1]) for sent in (slow,) for run in sent["runs"] for name in [run["name"]]}
    assert max(abs(ends["Adam"][0] - 2), abs(ends["Adam"][1] - 0.5)) <= 0.22
    assert slow["table"][0][3] == "7"
    assert [row[3] != "–" for row in early["table"]] == [True, False, True]  # Momentum, Adagrad, Adam
    bowl = {run["name"]: run["x"] for run in swing["runs"]}
    assert min(bowl["GradientDescent"]) >= 0 > min(bowl["Momentum"])
    frictionless = next(run["loss"] for run in free["runs"] if run["name"] == "Momentum")
    assert max(frictionless[-40:]) > 5
    reached = {run["name"]: (round(run["x"][-1]), round(run["y"][-1])) for run in two["runs"]}
    assert {reached[name] for name in ("GradientDescent", "Momentum", "Nesterov")} == {(4, -2)}
    assert {reached[name] for name in ("Adagrad", "RMSprop", "Adam")} == {(3, 2)}
    steps = {row[0]: int(row[3]) for row in leaving["table"]}
    assert min(steps, key=steps.__getitem__) == "RMSprop"


@pytest.mark.parametrize(
    ("racer", "typed", "words"),
    [
        ("Gradient descent", "2.18", "**Right.** w₁ goes from 2 to 2.18."),
        ("Gradient descent", "2 + 0.01·18", "**Right.**"),
        ("Gradient descent", "1,82", "when the step is added"),
        ("Adam", "2.1", "**Right.** w₁ goes from 2 to 2.1."),
        ("Adam", "3.8", "with the step of gradient descent"),
        ("Adam", "2.316", "not corrected for their start at 0"),
        ("Adam", "0.6", "for the other coordinate"),
        ("RMSprop", "2.01", "Adam does that, RMSprop does not"),
        ("Momentum", "0.09", "for the step alone"),
        ("Momentum", "77", "It is not one of the usual slips."),
    ],
)
def test_your_turn_knows_the_first_step_and_the_slips(racer: str, typed: str, words: str) -> None:
    at = open_race(ask=racer)
    at.text_input(key="race_turn_answer").set_value(typed)
    run(at)
    assert words in (at.success or at.error)[0].value


@pytest.mark.parametrize("typed", ["", "bob", "1/0", "__import__('os')", "9**9**9"])
def test_an_answer_that_is_no_number_gets_a_sentence(typed: str) -> None:
    at = open_race(ask="Adam")
    at.text_input(key="race_turn_answer").set_value(typed)
    run(at)
    assert not at.success
    assert not at.error
    assert bool(at.warning) == bool(typed)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("bowl", "At its minimum it bends alike in all directions."),
        ("valley", "At its minimum it bends 10 times as strongly"),
        ("rosenbrock", "At its minimum it bends 2508 times as strongly"),
        ("saddle", "The target: f below −1, to the end."),
        ("linear_net", "The target: L below 0.001, to the end."),
    ],
)
def test_each_landscape_says_its_target_and_how_narrow_it_is(key: str, words: str) -> None:
    assert words in " ".join(caption.value for caption in open_race(landscape=titled(key)).markdown)


def test_what_the_saddle_experiment_says_is_true() -> None:
    (experiment,) = [each for each in EXPERIMENTS if "saddle" in each.do]
    table = {row[0]: row[3] for row in feed(open_race(**_state(experiment)))["race"]["table"]}
    assert (table["RMSprop"], table["GradientDescent"]) == ("24", "49")


def test_who_comes_where_the_function_is_not_defined_has_not_diverged() -> None:
    sent = feed(open_race(landscape=titled("typed"), f="ln(x) + y^2", race="GradientDescent~RMSprop:learning_rate=0.5"))
    assert "Diverged" not in sent["race"]["outcome"]
    assert any("no finite value" in row[-1] for row in sent["race"]["table"])


@pytest.mark.parametrize(("f", "target"), [("|x| + |y|", 0.03), ("x^2 + y^2", 0.05), (TYPED_TEXT, -5.4)])
def test_a_typed_function_has_a_target_a_little_above_its_lowest_value(f: str, target: float) -> None:
    at = open_race(landscape=titled("typed"), f=f)
    assert at.number_input(key="target").value == pytest.approx(target, abs=0.15)
    at.text_input(key="f").set_value("(x - 1)^2 + (y - 1)^2 + 7")
    assert run(at).number_input(key="target").value == pytest.approx(7.1, abs=0.1)


def test_a_target_in_a_link_holds() -> None:
    at = open_race(landscape=titled("typed"), f="x^2 + y^2", target="0.5")
    assert feed(at)["race"]["target"] == 0.5
    assert not warnings(at)
