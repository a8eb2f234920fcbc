"""What can be set on the screen of the code, and the training, the script and the files that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard import linear_net, sigmoid_net
from dashboard.controls import Choice, Control, NumberInput, course_numbers
from dashboard.examples_input import PRESETS, parse
from dashboard.net_screen import LOSS, RATE_KEY
from dashboard.notebooks import IN_WORDS, notebook
from dashboard.optimizer_words import label
from dashboard.race_rates import RATES
from dashboard.rule_input import RuleInput
from engine import networks
from engine.networks import Network
from engine.optimizers import OPTIMIZERS
from engine.script_check import checked_script
from engine.script_lines import DIALECTS, Line, ScriptDialect
from engine.scripts import script, source, stages
from engine.training_setup import TrainingSetup

NET = Choice("network", "net", {"linear": "linear", "sigmoid": "sigmoid"})
OPTIMIZER = Choice("optimizer", "optimizer", {name: label(name) for name in OPTIMIZERS})
DIALECT = Choice("language", "language", {key: IN_WORDS[key] for key in DIALECTS})
STAGE = Choice(
    "lines",
    "lines",
    {"whole": "all lines", "gradients": "gaps: ∂L/∂w", "backward": "gaps: backward, update", "all": "gaps: everything"},
)
EPOCHS = NumberInput("epochs", "epochs", 10, 1, 1000, 1, whole=True)
_RATE = NumberInput(RATE_KEY, "learning rate α", networks.LINEAR_RATE, 0, 10, 0.001)
# gradient descent has the course's rate, the others what suits them on a landscape that is like the net's
_RATES = {
    "linear": {**RATES["linear_net"], "GradientDescent": networks.LINEAR_RATE},
    "sigmoid": {**RATES["plateau"], "GradientDescent": networks.SIGMOID_RATE},
}
NUMBERS = {
    "linear": tuple(control for control in linear_net.NUMBERS if control.key != RATE_KEY),
    "sigmoid": (*sigmoid_net.DATA, *sigmoid_net.WEIGHTS, *sigmoid_net.BIAS_NUMBERS),
}


@dataclass(frozen=True, eq=False)
class Chosen:
    """What is set on the screen: the net and its training, the language of its script, and which lines are left out.

    `example`: the one whose numbers are shown, where there are several, counted from 0.
    """

    net: str
    setup: TrainingSetup
    dialect: ScriptDialect
    stage: str
    example: int = 0

    @property
    def gaps(self) -> tuple[str, ...]:
        """The keys of the lines that are left out: none in PyTorch, which has no such lines."""
        return () if self.dialect == "torch" else stages(self.setup.network)[self.stage]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The script as it stands on the screen."""
        return script(self.setup, self.dialect, self.gaps)

    def file(self) -> str:
        """The script as a file; with gaps, its check is at its end."""
        return source(checked_script(self.setup, self.dialect, self.gaps) if self.gaps else self.lines)

    def notebook(self) -> bytes:
        """The notebook as a file."""
        return notebook(self.setup, self.dialect, self.gaps)


def rate(net: str, optimizer: str) -> NumberInput:
    """The input of the learning rate: it begins with what suits this optimizer on this net."""
    return replace(_RATE, default=_RATES[net][optimizer])


def controls() -> list[Control]:
    """All that a link may say of this screen."""
    net, optimizer = asked(NET), asked(OPTIMIZER)
    rows = (sigmoid_net.ROWS,) if net == "sigmoid" else ()
    return [*every_control(net, optimizer), *rows, RuleInput(optimizer)]


def every_control(net: str, optimizer: str) -> list[Choice | NumberInput]:
    """The choices and numbers of the screen, where the choice is this net and this optimizer."""
    return [NET, OPTIMIZER, LOSS, *numbers_of(net, optimizer), *choices_of(net), DIALECT, STAGE]


def numbers_of(net: str, optimizer: str) -> tuple[NumberInput, ...]:
    """All number inputs of a net: the rate, the epochs, then its data and weights."""
    example = (sigmoid_net.EXAMPLE,) if net == "sigmoid" else ()
    return (rate(net, optimizer), EPOCHS, *NUMBERS[net], *example)


def choices_of(net: str) -> tuple[Choice, ...]:
    """The choices that the sigmoid net alone has."""
    return (sigmoid_net.EXAMPLES, sigmoid_net.ACTIVATION, sigmoid_net.BIASES) if net == "sigmoid" else ()


def asked(choice: Choice) -> str:
    """What the screen shows, or the link asks for, or what it begins with."""
    if (shown := st.session_state.get(choice.key)) in choice.options:
        return str(shown)
    by_label = {name: value for value, name in choice.options.items()}
    return by_label.get(st.query_params.get(choice.key, ""), choice.default)


def chosen_from(values: Mapping[str, Any]) -> Chosen:
    """What follows from the values of the controls; what is missing has its default."""
    net, optimizer = values.get(NET.key, NET.default), values.get(OPTIMIZER.key, OPTIMIZER.default)
    all_values = {**course_numbers(every_control(net, optimizer)), **values}
    rule = RuleInput(optimizer)
    network, data = _sigmoid(all_values) if net == "sigmoid" else (networks.linear(all_values[LOSS.key]), {})
    setup = TrainingSetup(
        network,
        {name: all_values[name] for name in network.weights},
        data or {name: all_values[name] for name in network.data},
        rule.made(all_values.get(rule.key, rule.default), all_values[RATE_KEY]),
        all_values[EPOCHS.key],
    )
    count = len(setup.each(network.data[0]))
    example = min(int(all_values.get(sigmoid_net.EXAMPLE.key, 1)), count) - 1
    return Chosen(net, setup, all_values[DIALECT.key], all_values[STAGE.key], example)


def _sigmoid(values: Mapping[str, Any]) -> tuple[Network, dict[str, tuple[float, ...]]]:
    """The sigmoid net that is set, and its examples, where there are several."""
    preset = values[sigmoid_net.EXAMPLES.key]
    has_biases = values[sigmoid_net.BIASES.key] == "with"
    network = networks.sigmoid(values[LOSS.key], values[sigmoid_net.ACTIVATION.key], has_biases, preset != "one")
    if preset == "one":
        return network, {}
    rows = values.get(sigmoid_net.ROWS.key) or parse(PRESETS[preset]) or ()
    return network, dict(zip(network.data, zip(*rows, strict=True), strict=True))
