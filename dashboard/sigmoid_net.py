"""The screen of the sigmoid net: its inputs and experiments. The page arranges it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import activation_charts, charts, training_view
from dashboard.controls import Choice, NumberInput, course_numbers
from dashboard.examples_input import PRESETS, ExamplesInput, parse
from dashboard.experiments import Experiment
from dashboard.net_screen import LOSS, RATE_KEY, Chosen, NetScreen
from dashboard.net_settings import NetSettings
from engine import networks

_WIDE = 100.0
_START, _BIASES, _DATA = networks.SIGMOID_START, networks.SIGMOID_BIASES, networks.SIGMOID_DATA
DATA = (
    NumberInput("x1", "input x₁", _DATA["x1"], -_WIDE, _WIDE, 0.5),
    NumberInput("x2", "input x₂", _DATA["x2"], -_WIDE, _WIDE, 0.5),
    NumberInput("y", "target y", _DATA["y"], -_WIDE, _WIDE, 0.1),
)
WEIGHTS = (
    NumberInput("w1", "weight w₁", _START["w1"], -_WIDE, _WIDE, 0.1),
    NumberInput("w2", "weight w₂", _START["w2"], -_WIDE, _WIDE, 0.1),
    NumberInput("w3", "weight w₃", _START["w3"], -_WIDE, _WIDE, 0.1),
)
BIAS_NUMBERS = (
    NumberInput("b1", "bias b₁", _BIASES["b1"], -_WIDE, _WIDE, 0.1),
    NumberInput("b2", "bias b₂", _BIASES["b2"], -_WIDE, _WIDE, 0.1),
)
RATE = NumberInput(RATE_KEY, "learning rate α", networks.SIGMOID_RATE, 0, _WIDE, 0.1)
EPOCHS = NumberInput("epochs", "epochs", 10, 1, 1000, 1, whole=True)
EXAMPLE = NumberInput("example", "example shown", 1, 1, 8, 1, whole=True)

ACTIVATION = Choice(
    "activation",
    "activation",
    {"sigmoid": "sigmoid σ", "tanh": "tanh", "relu": "relu", "identity": "identity"},
)
BIASES = Choice("biases", "biases", {"without": "none", "with": "b₁ and b₂"})
EXAMPLES = Choice("examples", "examples", {"one": "one", "or": "OR", "and": "AND", "typed": "typed rows"})
ROWS = ExamplesInput("rows", EXAMPLES.key)

EXPERIMENTS = (
    Experiment(
        "Saturate it: weights 20, −20, 20",
        {"w1": 20.0, "w2": -20.0, "w3": 20.0},
        "z₁ = −20 lies far out, where the sigmoid is flat: its slope there is about 2·10⁻⁹. Every gradient that has to "
        "pass through it is about as small, and learning almost stands still. Nothing is broken. With w₁ = 100 and "
        "w₂ = 0 the slope is smaller than float64 can hold beside 1, and the gradients are exactly 0.",
    ),
    Experiment(
        "All weights 0",
        {"w1": 0.0, "w2": 0.0, "w3": 0.0},
        "Then h₁ = σ(0) = ½, and w₃ has a gradient: it learns. But the way to w₁ and w₂ leads through w₃ = 0, and they "
        "feel nothing in the first update. In the second w₃ is no longer 0.",
    ),
    Experiment(
        "Cut the wire: w₃ = 0",
        {"w3": 0.0},
        "∂L/∂h₁ = ∂L/∂z₂ · w₃ is 0, and so is everything behind it: w₁ and w₂ feel nothing. The gradient of a layer "
        "depends on all layers after it.",
    ),
    Experiment(
        "tanh in place of σ",
        {"activation": "tanh"},
        "The slope of tanh reaches 1, four times that of σ, so more of the error passes back: compare ∂L/∂w₁.",
    ),
    Experiment(
        "relu in place of σ: a dead neuron",
        {"activation": "relu"},
        "z₁ = −0.5 is negative: relu gives 0, and its slope is 0. Nothing passes forward or back, and no "
        "weight ever moves. Change w₁ to 1.5 and it wakes up.",
    ),
    Experiment(
        "No bend at all: identity",
        {"activation": "identity"},
        "ŷ = w₃ · (w₁x₁ + w₂x₂) is a straight line in x₁, however many layers you add. All slopes are 1, so the whole "
        "error passes. Look at The sigmoid: bent with σ, straight without.",
    ),
    Experiment(
        "Learn OR without biases",
        {"examples": "or", "learning_rate": 2.0, "epochs": 1000},
        "For (0, 0) the sum z₁ is 0 whatever the weights are, so h₁ = ½, and ŷ is below ½ only if w₃ is negative. Then "
        "all four answers are below ½. The net cannot say no here and yes there. Look at Training.",
    ),
    Experiment(
        "Learn OR with biases",
        {"examples": "or", "biases": "with", "learning_rate": 2.0, "epochs": 1000},
        "A bias moves the bend away from 0. Now (0, 0) can be answered with no, the others with yes. The loss is the "
        "mean over the four examples. Look at Training.",
    ),
)


def _settings(chosen: Chosen) -> NetSettings:
    values = {**course_numbers(SCREEN.controls), **chosen}
    is_many = values[EXAMPLES.key] != "one"
    network = networks.sigmoid(values[LOSS.key], values[ACTIVATION.key], values[BIASES.key] == "with", is_many)
    start = {name: values[name] for name in network.weights}
    if not is_many:
        data: dict[str, Any] = {name: values[name] for name in network.data}
        return NetSettings(network, start, data, values[RATE_KEY], values[EPOCHS.key])
    rows = chosen.get(ROWS.key) or parse(PRESETS[values[EXAMPLES.key]]) or ()
    columns = dict(zip(network.data, map(tuple, zip(*rows, strict=True)), strict=True))
    example = min(int(values[EXAMPLE.key]), len(rows)) - 1
    return NetSettings(network, start, columns, values[RATE_KEY], values[EPOCHS.key], example)


def _numbers(choices: Chosen, view: str) -> tuple[NumberInput, ...]:
    biases = BIAS_NUMBERS if choices[BIASES.key] == "with" else ()
    trained = (RATE, EPOCHS) if view == "Training" else (RATE,)
    if choices[EXAMPLES.key] == "one":
        return (*DATA, *WEIGHTS, *biases, *trained)
    shown = replace(EXAMPLE, maximum=len(choices[ROWS.key]))
    return (shown, *WEIGHTS, *biases, *trained)


def _more(choices: Chosen) -> dict[str, Any]:
    """The table of examples, where there are several."""
    preset = choices[EXAMPLES.key]
    if preset == "one":
        return {}
    with st.popover("Edit examples"):
        return {ROWS.key: ROWS.draw(preset)}


def _charts(chosen: NetSettings, view: str, covered: str | None) -> charts.Feeds:
    return activation_charts.feeds(chosen.network, chosen.values) if view == "The sigmoid" else {}


SCREEN = NetScreen(
    "sigmoid_net",
    views=("One step", "The sigmoid", "Training"),
    all_numbers=(*DATA, *WEIGHTS, *BIAS_NUMBERS, EXAMPLE, RATE, EPOCHS),
    choices=(ACTIVATION, LOSS, BIASES, EXAMPLES),
    settings=_settings,
    numbers=_numbers,
    charts=_charts,
    more=_more,
    further=(ROWS,),
    histories=training_view.MORE_HISTORIES,
    widest={BIASES.key: "with"},
    program={"network": "sigmoid"},
)
