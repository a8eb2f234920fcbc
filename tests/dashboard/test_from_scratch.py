"""What lights up: every line of every script has its formula, and every place for a number gets one."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest

from dashboard.from_scratch_settings import DIALECT, NET, OPTIMIZER, chosen_from
from dashboard.from_scratch_view import feed_of, structure
from engine import networks
from engine.formulas import number
from tests.engine.course import LINEAR_EPOCHS

STATES: list[dict[str, Any]] = [
    {"network": net, "optimizer": optimizer, "language": language, "activation": activation, "biases": "with"}
    for net, optimizer, language in product(NET.options, OPTIMIZER.options, DIALECT.options)
    for activation in (networks.ACTIVATIONS if net == "sigmoid" and optimizer == "Adam" else ("sigmoid",))
]
STATES += [
    {"network": "sigmoid", "examples": "or", "optimizer": optimizer, "language": language, **more}
    for language in DIALECT.options
    for optimizer, more in (
        ("GradientDescent", {"settings": "schedule=CosineAnnealing"}),
        ("Adam", {"biases": "with", "activation": "tanh"}),
        ("RMSprop", {"settings": "centered=1,schedule=StepDecay,drop_every=2"}),
    )
]


def shown(state: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    found = chosen_from(state)
    return structure(found.setup.network, found.setup.optimizer.symbolic()), feed_of(found.setup, found.lines)


@pytest.mark.parametrize("state", STATES, ids=lambda state: " ".join(state.values()))
def test_every_line_has_a_formula_and_every_place_a_number(state: dict[str, Any]) -> None:
    drawn, sent = shown(state)
    for key in (key for _, keys, _ in sent["lines"] for key in keys):
        places = re.findall(r'data-value="(\w+)"', drawn["formulas"][key])
        assert places[-1] == key
        for numbers in sent["numbers"]:
            assert all(f"{key}:{name}" in numbers or name in numbers for name in places)
    for name in re.findall(r'data-value="(\w+)"', drawn["picture"]):
        assert all(name in numbers for numbers in sent["numbers"])


@pytest.mark.parametrize("state", STATES, ids=lambda state: " ".join(state.values()))
def test_a_line_of_one_weight_lights_the_box_of_that_weight(state: dict[str, Any]) -> None:
    drawn, sent = shown(state)
    for key in (key for _, keys, _ in sent["lines"] for key in keys):
        about = [name for name in chosen_from(state).setup.network.weights if key.endswith((f"_{name}", f"{name}_new"))]
        if about and not key.startswith("dL_d"):
            assert drawn["steps"][key] == drawn["steps"][f"{about[0]}_new"]
            assert drawn["kinds"][key] == "update"


def test_the_numbers_of_each_row_are_those_of_its_epoch() -> None:
    _, sent = shown({})
    for numbers, (_, h, y_hat, loss, d1, d2, w1, w2) in zip(sent["numbers"], LINEAR_EPOCHS, strict=True):
        found = [numbers[key] for key in ("h", "y_hat", "loss", "dL_dw1", "dL_dw2", "w1_new", "w2_new")]
        assert found == [number(value) for value in (h, y_hat, loss, d1, d2, w1, w2)]


@pytest.mark.parametrize("example", [1, 2, 4])
def test_over_examples_the_numbers_are_those_of_the_example_and_the_means_those_of_all(example: int) -> None:
    found = chosen_from({"network": "sigmoid", "examples": "or", "example": example, "learning_rate": 2.0})
    numbers = feed_of(found.setup, found.lines, example=found.example)["numbers"]
    run = found.setup.run
    for epoch, each in zip(found.setup.rows, numbers, strict=True):
        for name in ("z1", "y_hat", "x2", "y"):
            assert each[name] == number(float(run.value(name)[epoch - 1, example - 1]))
        assert each["mean_loss"] == number(float(run.loss[epoch - 1]))
        assert each["mean_dL_dw2"] == number(float(run.gradient("w2")[epoch - 1]))
        assert each["w2_new:mean_dL_dw2"] == each["mean_dL_dw2"]
        assert each["w2_new"] == number(float(run.value("w2")[epoch]))


def test_a_mean_lights_the_box_of_what_it_is_the_mean_of() -> None:
    drawn, _ = shown({"network": "sigmoid", "examples": "or"})
    assert drawn["steps"]["mean_loss"] == drawn["steps"]["loss"]
    assert drawn["steps"]["mean_dL_dw3"] == drawn["steps"]["dL_dw3"]
    assert (drawn["kinds"]["mean_loss"], drawn["kinds"]["mean_dL_dw3"]) == ("forward", "backward")


def test_a_line_of_the_update_has_the_numbers_of_its_own_weight() -> None:
    _, sent = shown({"optimizer": "Adam", "learning_rate": 0.1})
    first, second = sent["numbers"][:2]
    assert (first["m_w1:m"], first["m_w1"], first["m_w2"]) == ("0", "−1.8", "−7.2")
    assert (second["m_w1:m"], second["m_w2:m"]) == ("−1.8", "−7.2")
    assert (first["m_hat_w1:step"], second["m_hat_w1:step"]) == ("1", "2")


def test_a_script_on_the_screen_is_text_and_no_markup() -> None:
    for state in STATES[:3]:
        _, sent = shown(state)
        for html, *_ in sent["lines"]:
            assert "<" not in re.sub(r'<span class="\w+">|</span>', "", html)
