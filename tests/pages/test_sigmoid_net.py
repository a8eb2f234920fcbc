"""The screen of the sigmoid net on the server's side: its controls at their ends, its links, its experiments."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls import NumberInput, course_numbers
from dashboard.examples_input import PRESETS, parse
from dashboard.sigmoid_net import ACTIVATION, BIASES, EXAMPLES, EXPERIMENTS, LOSS, ROWS, SCREEN
from engine import networks
from engine.formulas import number
from engine.optimizers import GradientDescent
from engine.training import train
from engine.walk import numbers, of_example
from tests.pages.visits import feed, press, run, set_all, visit, warnings

VIEWS = ("One step", "The sigmoid", "Training")
FOLDS = ("check", "paths", "directions", "calculator", "program")
each_view = pytest.mark.parametrize("view", VIEWS)


def open_lesson(**link: str) -> AppTest:
    return visit("sigmoid_net", **link)


def chosen(at: AppTest) -> dict[str, float | str]:
    return {control.key: control.value for control in (*at.number_input, *at.selectbox)}


def everything(at: AppTest) -> dict:
    """All values, of controls that are not on the screen too."""
    return {**course_numbers((*SCREEN.all_numbers, *SCREEN.choices)), **chosen(at)}


def network_of(values: dict) -> networks.Network:
    is_many = values["examples"] != "one"
    return networks.sigmoid(values["loss"], values["activation"], values["biases"] == "with", is_many)


def data_of(at: AppTest, values: dict) -> dict:
    if values["examples"] == "one":
        return {name: values[name] for name in ("x1", "x2", "y")}
    rows = parse(at.session_state["rows"])
    return {name: [row[place] for row in rows] for place, name in enumerate(("x1", "x2", "y"))}


def holds_the_numbers_of_the_engine(at: AppTest) -> None:
    """What the page was sent is what the engine finds for what is set on it."""
    values = everything(at)
    net, data = network_of(values), data_of(at, values)
    start = {name: values[name] for name in net.weights}
    optimizer = GradientDescent(values["learning_rate"])
    sent = feed(at)
    if "walkthrough" in sent:
        found = numbers(net, optimizer, of_example(net, start, data, int(values["example"]) - 1))
        shown = {name: sent["walkthrough"]["numbers"][name][0] for name in found}
        assert shown == {name: number(value) for name, value in found.items()}
    else:
        loss = train(net, start, data, optimizer, int(values["epochs"] + 0.5)).loss
        told = sent["training"]
        assert [told["rows"][end][1] for end in (0, -1)] == [number(float(loss[end])) for end in (0, -1)]
        assert told["updates"][-1] == values["epochs"]


@each_view
def test_it_opens_with_the_numbers_of_the_course(view: str) -> None:
    at = open_lesson(view=view)
    assert everything(at) == course_numbers((*SCREEN.all_numbers, *SCREEN.choices))
    assert chosen(at)["w1"] == 0.5
    holds_the_numbers_of_the_engine(at)
    assert not warnings(at)


@each_view
@pytest.mark.parametrize(
    ("activation", "examples", "extreme"),
    [(a, e, x) for (a, e), x in product(zip(networks.ACTIVATIONS, EXAMPLES.options, strict=True), ("min", "max"))],
)
def test_it_stands_all_controls_at_their_ends_with_everything_opened(
    view: str, activation: str, examples: str, extreme: str
) -> None:
    at = open_lesson(view=view, ask="∂L/∂w₁")
    for fold in FOLDS:
        at.session_state[fold] = True
    for key, value in {"activation": activation, "examples": examples, "biases": "with", "loss": "squared"}.items():
        at.selectbox(key=key).set_value(value)
        run(at)
    set_all(at, extreme)
    holds_the_numbers_of_the_engine(at)
    assert "They differ" not in " ".join(text.value for text in at.markdown)


BAD = ["two", "", "nan", "1e999", "9" * 400, "<script>alert(1)</script>", "\x00", "1,2;3"]


@pytest.mark.parametrize("text", BAD)
def test_a_bad_value_in_a_link_is_named_and_the_course_stands_in_its_place(text: str) -> None:
    at = open_lesson(**{control.key: text for control in SCREEN.controls})
    told = warnings(at)
    assert len(told) == len(SCREEN.controls)
    for control, sentence in zip(SCREEN.controls, told, strict=True):
        assert f"**{control.key}**" in sentence
        assert "<" not in sentence
    assert everything(at) == course_numbers((*SCREEN.all_numbers, *SCREEN.choices))
    holds_the_numbers_of_the_engine(at)


def test_a_link_can_say_everything() -> None:
    rows = "0,0,1;1,0,-2.5;0,1,0.25"
    link = {"examples": "typed rows", "rows": rows, "example": "2", "biases": "b₁ and b₂", "b2": "-0.5", "w3": "2"}
    at = open_lesson(activation="tanh", loss="(ŷ − y)²", **link)
    assert not warnings(at)
    assert chosen(at) | {"example": 2, "b2": -0.5, "w3": 2, "activation": "tanh", "loss": "squared"} == chosen(at)
    assert at.session_state["rows"] == rows
    assert feed(at)["walkthrough"]["numbers"]["y"][0] == "−2.5"
    holds_the_numbers_of_the_engine(at)


def test_an_example_that_is_gone_is_not_asked_for() -> None:
    at = open_lesson(examples="OR", example="4")
    assert chosen(at)["example"] == 4
    at.selectbox(key="examples").set_value("typed")
    at.session_state["rows"] = "1,1,1;0,0,0"
    run(at)
    assert chosen(at)["example"] == 1
    holds_the_numbers_of_the_engine(at)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_table_of_truth_is_what_it_is_called(preset: str) -> None:
    means = {"or": lambda a, b: a or b, "and": lambda a, b: a and b, "typed": lambda a, b: a != b}
    rows = parse(PRESETS[preset])
    assert [y for _, _, y in rows] == [float(means[preset](a, b)) for a, b, _ in rows]
    assert len({row[:2] for row in rows}) == 4


@pytest.mark.parametrize(
    "text", ["", ";", "1,2", "1,2,3,4", "1,2,3;", "1,2,x", "nan,0,0", "101,0,0", "0,0,0;" * 9, "1" * 2000]
)
def test_rows_that_are_none_are_not_read(text: str) -> None:
    assert parse(text) is None
    assert not ROWS.accepts(text)


@each_view
def test_reset_brings_the_course_back_and_keeps_the_tab(view: str) -> None:
    at = open_lesson(view=view, examples="OR", biases="b₁ and b₂", activation="relu")
    set_all(at, "max")
    press(at, "Reset")
    assert everything(at) == course_numbers((*SCREEN.all_numbers, *SCREEN.choices))
    assert ("training" in feed(at)) == (view == "Training")
    holds_the_numbers_of_the_engine(at)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.do)
def test_an_experiment_sets_up_a_state_that_a_link_can_say_too(experiment) -> None:
    known = {control.key: control for control in SCREEN.controls}
    link = {
        key: str(value) if isinstance(known[key], NumberInput) else known[key].options[value]
        for key, value in experiment.state.items()
    }
    at = open_lesson(view="Training", **link)
    assert not warnings(at)
    assert everything(at) == course_numbers((*SCREEN.all_numbers, *SCREEN.choices)) | dict(experiment.state)
    holds_the_numbers_of_the_engine(at)


def trained(state: dict, epochs: int | None = None):
    """The run of an experiment."""
    values = {**course_numbers((*SCREEN.all_numbers, *SCREEN.choices)), **state}
    chosen = SCREEN.settings({**values, "rows": parse(PRESETS.get(values["examples"], ""))})
    return train(chosen.network, chosen.start, chosen.data, chosen.optimizer, epochs or chosen.epochs)


def state_of(beginning: str) -> dict:
    return next(dict(experiment.state) for experiment in EXPERIMENTS if experiment.do.startswith(beginning))


def test_the_experiments_do_what_they_say() -> None:
    saturated = trained(state_of("Saturate"))
    assert all(1e-11 < abs(saturated.gradient(name)[0]) < 1e-7 for name in ("w1", "w2", "w3"))
    exact = trained({"w1": 100.0, "w2": 0.0})
    assert exact.gradient("w1")[0] == 0
    for beginning in ("All weights 0", "Cut the wire"):
        run = trained(state_of(beginning))
        assert run.gradient("w1")[0] == run.gradient("w2")[0] == 0
        assert run.gradient("w3")[0] != 0
        assert run.gradient("w1")[1] != 0
    course, tanh, identity = (trained(state) for state in ({}, state_of("tanh"), state_of("No bend")))
    assert abs(course.gradient("w1")[0]) < abs(tanh.gradient("w1")[0]) < abs(identity.gradient("w1")[0])
    dead = trained(state_of("relu"))
    assert all(np.ptp(dead.value(name)) == 0 for name in ("w1", "w2", "w3"))
    awake = trained({**state_of("relu"), "w1": 1.5})
    assert awake.gradient("w1")[0] != 0


def test_or_is_learned_with_biases_only() -> None:
    without = trained(state_of("Learn OR without"))
    assert np.ptp(np.sign(without.value("y_hat")[-1] - 0.5)) == 0  # all answers on one side
    with_biases = trained(state_of("Learn OR with biases"))
    assert ((with_biases.value("y_hat")[-1] > 0.5) == [False, True, True, True]).all()
    assert with_biases.loss[-1] < 0.01 < without.loss[-1]


def test_the_calculator_explains_the_numbers_of_the_course_where_they_are_set() -> None:
    at = open_lesson()
    at.session_state["calculator"] = True
    told = " ".join(text.value for text in run(at).markdown)
    assert "| ∂L/∂z₂ | −0.11222 |" in told
    assert "| ∂L/∂w₃ | −0.04236 |" in told
    assert "| ∂L/∂z₁ | −0.01319 |" in told
    assert "The course prints −0.04239 and −0.01318." in told
    at.number_input(key="w1").set_value(0.6)
    assert "The course prints" not in " ".join(text.value for text in run(at).markdown)


def test_cutting_gives_the_number_that_the_course_cut() -> None:
    at = open_lesson()
    at.session_state["calculator"] = True
    run(at).selectbox(key="kept_by").set_value("cutting")
    assert "| ∂L/∂z₁ | −0.01318 |" in " ".join(text.value for text in run(at).markdown)


def test_the_ways_and_the_directions_say_the_gradients() -> None:
    at = open_lesson()
    at.session_state["paths"] = at.session_state["directions"] = True
    told = " ".join(text.value for text in run(at).markdown)
    assert "w₁ → z₁ → h₁ → z₂ → ŷ → L" in told
    assert "Together: ∂L/∂w₂ = −0.02638" in told
    assert told.count("| ∂L/∂w₁ |") == 2  # by both directions
    assert "| one sweep back | 1 | 11 |" in told


@pytest.mark.parametrize(("loss", "biases"), [*product(LOSS.options, BIASES.options)])
@pytest.mark.parametrize("activation", ACTIVATION.options)
def test_the_gradient_check_agrees_for_every_net(activation: str, loss: str, biases: str) -> None:
    at = open_lesson(w1="1.5", b1="0.3")
    at.session_state["check"] = True
    for key, value in {"activation": activation, "loss": loss, "biases": biases}.items():
        at.selectbox(key=key).set_value(value)
    told = " ".join(text.value for text in run(at).markdown)
    assert "They agree." in told
