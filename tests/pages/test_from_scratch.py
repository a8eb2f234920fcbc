"""The screen of the code on the server: what is sent is the script of what is set, and what it prints."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import from_scratch_settings as settings
from dashboard.controls import Choice, NumberInput
from dashboard.examples_input import parse
from dashboard.from_scratch_experiments import EXPERIMENTS
from dashboard.from_scratch_settings import DIALECT, NET, OPTIMIZER, STAGE, chosen_from
from dashboard.net_screen import LOSS
from engine.optimizers import OPTIMIZERS, taken_apart
from engine.scripts import printed
from engine.training_setup import TrainingSetup
from tests.engine.course import LINEAR_EPOCHS
from tests.pages.visits import feed, press, run, visit, warnings


def open_lesson(**link: str) -> AppTest:
    return visit("from_scratch", **link)


def sent(at: AppTest) -> dict[str, Any]:
    return dict(feed(at)["from_scratch"])


def text_of(at: AppTest) -> str:
    """The script on the screen, as text."""
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", html)) for html, *_ in sent(at)["lines"])


def chosen(at: AppTest) -> dict[str, Any]:
    """The values of all controls on the screen."""
    widgets = (*at.number_input, *at.selectbox, *at.get("button_group"))
    found = {widget.key: int(widget.value) if widget.key == "epochs" else widget.value for widget in widgets}
    for key in ("settings", "rows"):
        if key in at.session_state:
            found[key] = parse(at.session_state[key]) if key == "rows" else at.session_state[key]
    return found


def setup(at: AppTest) -> TrainingSetup:
    return chosen_from(chosen(at)).setup


def shows_what_is_set(at: AppTest) -> None:
    """The script is that of what is set, and beside it stands what the engine's run prints."""
    found, told = chosen_from(chosen(at)), sent(at)
    assert text_of(at).rstrip("\n") == "\n".join(line.text for line in found.lines)
    head, *rows = printed(found.setup)
    assert told["head"] == head.split()
    shown = [" ".join(row) for row in told["rows"]] + ([told["stopped"]] if told["stopped"] else [])
    assert shown == [" ".join(row.split()) for row in rows]
    assert len(told["numbers"]) == len(told["rows"])


def test_it_opens_with_the_course_in_plain_python() -> None:
    at = open_lesson()
    assert [[float(cell) for cell in row] for row in sent(at)["rows"]] == [
        [epoch, *(float(f"{value:.6g}") for value in values)] for epoch, *values in LINEAR_EPOCHS
    ]
    assert "import" not in text_of(at)
    assert "dL_dw1 = dL_dh * x" in text_of(at)
    shows_what_is_set(at)
    assert not warnings(at)


@pytest.mark.parametrize("net", NET.options)
@pytest.mark.parametrize("language", DIALECT.options)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_in_every_language_on_both_nets(net: str, language: str, optimizer: str) -> None:
    labels = {NET.key: NET.options[net], OPTIMIZER.key: OPTIMIZER.options[optimizer]}
    at = open_lesson(**labels, **{DIALECT.key: DIALECT.options[language]})
    assert not warnings(at)
    found = setup(at)
    assert type(found.optimizer).__name__ == optimizer
    assert ("w3" in found.start) == (net == "sigmoid")
    shows_what_is_set(at)


@pytest.mark.parametrize("examples", ["OR", "AND", "typed rows"])
@pytest.mark.parametrize("language", DIALECT.options.values())
def test_several_examples_in_every_language(examples: str, language: str) -> None:
    at = open_lesson(network="sigmoid", examples=examples, language=language, biases="b₁ and b₂")
    assert not warnings(at)
    assert setup(at).network.over_examples
    shows_what_is_set(at)
    assert sent(at)["head"][1] == "mean_loss"


def test_the_example_that_is_shown_is_one_of_those_there_are() -> None:
    at = open_lesson(network="sigmoid", examples="typed rows", rows="0,0,0;1,2,1;2,0,1", example="3")
    assert sent(at)["example"] == 3
    assert {sent(at)["numbers"][0][name] for name in ("x1", "x2")} == {"2", "0"}
    assert at.number_input(key="example").max == 3
    assert not [each for each in at.number_input if each.key in ("x1", "x2", "y")]


SETTINGS = {
    "Momentum": "momentum=0.5,schedule=StepDecay,drop=0.3,drop_every=4",
    "RMSprop": "decay=0.8,epsilon=0.001,centered=1",
    "Adam": "beta1=0.8,beta2=0.95,epsilon=0.001,schedule=CosineAnnealing,cosine_updates=20,final_rate=0.01",
    "AdamW": "weight_decay=0.5,schedule=ExponentialDecay,rate_decay=0.9",
    "NAdam": "momentum_decay=0.1,schedule=WarmUp,warm_up_updates=5",
}


@pytest.mark.parametrize("language", DIALECT.options.values())
@pytest.mark.parametrize("optimizer", SETTINGS)
def test_every_setting_of_an_optimizer_comes_from_the_link(optimizer: str, language: str) -> None:
    at = open_lesson(optimizer=OPTIMIZER.options[optimizer], settings=SETTINGS[optimizer], language=language)
    assert not warnings(at)
    assert at.query_params["settings"] in (SETTINGS[optimizer], [SETTINGS[optimizer]])
    rule, schedule = taken_apart(setup(at).optimizer)
    found = {**rule.own_settings(), **(schedule.own_settings() if schedule else {})}
    found |= {option: int(getattr(rule, option)) for option in rule.OPTIONS}
    for name, _, value in (pair.partition("=") for pair in SETTINGS[optimizer].split(",")):
        assert type(schedule).__name__ == value if name == "schedule" else found[name] == float(value)
    shows_what_is_set(at)


@pytest.mark.parametrize(
    "text",
    [
        "beta1=1",
        "beta1=nan",
        "learning_rate=3",
        "momentum=0.5",
        "schedule=Fast",
        "drop=0.5",
        "x" * 400,
        "<script>",
        "beta1",
    ],
)
def test_bad_settings_in_a_link_are_named_and_the_usual_ones_hold(text: str) -> None:
    at = open_lesson(optimizer="Adam", settings=text)
    (sentence,) = warnings(at)
    assert "settings of Adam with commas between them (beta1, beta2, epsilon, schedule)" in sentence
    assert "<" not in sentence
    assert setup(at).optimizer == setup(open_lesson(optimizer="Adam")).optimizer
    assert "settings" not in at.query_params


def test_bad_rows_in_a_link_are_named() -> None:
    at = open_lesson(network="sigmoid", examples="typed rows", rows="0,0;1,1")
    assert len(warnings(at)) == 1
    assert "rows of x₁,x₂,y" in warnings(at)[0]
    shows_what_is_set(at)


def test_another_optimizer_begins_with_its_usual_settings() -> None:
    at = open_lesson(optimizer="Adam", settings="beta1=0.5,schedule=WarmUp")
    at.selectbox(key="optimizer").set_value("Momentum")
    run(at)
    assert setup(at).optimizer == setup(open_lesson(optimizer=OPTIMIZER.options["Momentum"])).optimizer
    assert "settings" not in at.query_params


@pytest.mark.parametrize("stage", STAGE.options)
def test_the_gaps_of_a_stage_are_on_the_screen(stage: str) -> None:
    at = open_lesson(lines=STAGE.options[stage])
    gaps = [keys[0] for _, keys, is_gap in sent(at)["lines"] if is_gap]
    assert set(gaps) == set(chosen_from({"lines": stage}).gaps)
    assert text_of(at).count("your turn") == len(gaps)


@pytest.mark.parametrize("extreme", ["min", "max"])
@pytest.mark.parametrize("net", NET.options.values())
@pytest.mark.parametrize("optimizer", ["Gradient descent", "Adam", "Adadelta"])
@pytest.mark.parametrize("examples", ["one", "typed rows"])
def test_it_stands_all_controls_at_their_ends(net: str, extreme: str, optimizer: str, examples: str) -> None:
    link = {"biases": "b₁ and b₂", "examples": examples} if net == "sigmoid" else {}
    at = open_lesson(network=net, optimizer=optimizer, **link)
    at.session_state["program"] = True
    for control in at.number_input:
        control.set_value(getattr(control, extreme))
    shows_what_is_set(run(at))


@pytest.mark.parametrize("text", ["two", "", "nan", "inf", "1e999", "-1001", "<script>", "\x00"])
@pytest.mark.parametrize("net", NET.options.values())
def test_a_bad_value_in_a_link_is_named_and_the_course_stands_in_its_place(net: str, text: str) -> None:
    keys = [control.key for control in (*chosen_controls(net), DIALECT, STAGE)]
    at = open_lesson(**dict.fromkeys(keys, text) | {"network": net})
    assert len(warnings(at)) == len(keys)
    assert not any("<" in sentence for sentence in warnings(at))
    assert chosen(at) == chosen(open_lesson(network=net))


def chosen_controls(net: str) -> list[Choice | NumberInput]:
    at = open_lesson(network=net)
    known = {control.key: control for control in (OPTIMIZER, LOSS)}
    numbers = [settings.rate(net, "GradientDescent"), settings.EPOCHS, *settings.NUMBERS[net]]
    shown = {widget.key for widget in (*at.number_input, *at.selectbox)}
    return [*known.values(), *(control for control in numbers if control.key in shown)]


def test_another_optimizer_begins_with_the_rate_that_suits_it() -> None:
    at = open_lesson(learning_rate="0.5")
    at.selectbox(key="optimizer").set_value("Adam")
    assert setup(run(at)).optimizer.learning_rate == settings.rate("linear", "Adam").default
    assert setup(open_lesson(optimizer="Adam", learning_rate="0.5")).optimizer.learning_rate == 0.5


def test_another_net_begins_with_its_own_numbers() -> None:
    at = open_lesson(w1="7", y="3")
    at.selectbox(key="network").set_value("sigmoid")
    found = setup(run(at))
    assert (found.start["w1"], found.data["y"], found.optimizer.learning_rate) == (0.5, 1.0, 0.1)
    at.selectbox(key="network").set_value("linear")
    found = setup(run(at))
    assert (found.start["w1"], found.data["y"], found.optimizer.learning_rate) == (2.0, 20.0, 0.01)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.do)
def test_an_experiment_sets_its_state_and_the_rest_to_the_course(experiment) -> None:
    at = open_lesson(x="3", w2="7", learning_rate="0.5", language="NumPy")
    for key, value in {**chosen(open_lesson()), **experiment.state}.items():
        at.session_state[key] = value
    run(at)
    assert experiment.state.items() <= chosen(at).items()
    shows_what_is_set(at)


def differing(*states: dict[str, Any]) -> list[list[str]]:
    """The lines of each state's loop that the other one has not."""
    found = [[line.text.strip() for line in chosen_from(state).lines if line.keys] for state in states]
    return [[line for line in lines if line not in other] for lines, other in zip(found, found[::-1], strict=True)]


def test_what_the_experiments_say_is_true() -> None:
    squared, adam, tanh, several, torch, bold = (dict(experiment.state) for experiment in EXPERIMENTS)
    assert differing({}, squared)[1] == ["loss = (y_hat - y)**2", "dL_dy_hat = 2 * (y_hat - y)"]
    assert len(differing({}, adam)[0]) == 2
    assert len([line for line in differing({}, adam)[1] if "w1" in line]) == 5
    sigmoid = {"network": "sigmoid"}
    assert [line.split()[0] for line in differing(sigmoid, tanh)[1]] == ["h1", "y_hat", "dL_dz2", "dL_dz1"]
    added, divided = differing(sigmoid, several)[1][:4], differing(sigmoid, several)[1][4:]
    assert [line.split()[:2] for line in added] == [[name, "+="] for name in ("loss", "dL_dw3", "dL_dw1", "dL_dw2")]
    assert len(divided) == 4
    assert all(line.endswith("/ len(examples)") for line in divided)
    assert len(chosen_from(several).setup.each("y")) == 4
    assert printed(chosen_from(torch).setup) == printed(chosen_from({}).setup)
    assert chosen_from(bold).setup.stops_at == 11
    assert "OverflowError" in chosen_from(bold).file()


def test_the_downloads_are_what_is_set() -> None:
    at = open_lesson(
        network="sigmoid", optimizer="Adam", language="NumPy", epochs="7", lines=STAGE.options["gradients"]
    )
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["Script .py", "Notebook"]
    found = chosen_from(chosen(at))
    assert "epochs = 7\n" in found.file()
    assert found.file().rstrip().endswith('print("Every line is right.")')
    assert b"m_hat_w3" in found.notebook()


def test_reset_brings_the_course_back() -> None:
    at = open_lesson(
        network="sigmoid", optimizer="Adam", language="PyTorch", epochs="77", w1="9", activation="tanh",
        examples="typed rows", rows="1,2,3", settings="beta1=0.5", biases="b₁ and b₂",
    )  # fmt: skip
    press(at, "Reset")
    assert {key: value for key, value in chosen(at).items() if key != "rows"} == chosen(open_lesson())
    assert sorted(at.query_params) == []


def test_the_program_that_ran_follows_what_is_set() -> None:
    at = open_lesson()
    at.session_state["program"] = True
    run(at)
    assert "m_hat_w1" not in at.code[0].value
    at.selectbox(key="optimizer").set_value("Adam")
    run(at)
    assert "m_hat_w1" in at.code[0].value
