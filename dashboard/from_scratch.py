"""The screen of the code: what is set there, the script that follows from it, and what can be taken along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import components, deeper, from_scratch_view, linear_net, sigmoid_net
from dashboard.controls import Choice, Control, NumberInput, course_numbers, reset_button, set_to
from dashboard.experiments import Experiment
from dashboard.from_scratch_experiments import EXPERIMENTS as EXPERIMENTS
from dashboard.net_screen import LOSS, RATE_KEY
from dashboard.notebooks import IN_WORDS, notebook
from dashboard.optimizer_words import label
from dashboard.race_rates import RATES
from engine import networks
from engine.optimizers import OPTIMIZERS
from engine.script_check import checked_script
from engine.scripts import DIALECTS, Line, ScriptDialect, script, source, stages
from engine.training_setup import TrainingSetup

NET = Choice("net", "net", {"linear": "linear", "sigmoid": "sigmoid"})
OPTIMIZER = Choice("optimizer", "optimizer", {name: label(name) for name in OPTIMIZERS})
DIALECT = Choice("language", "language", {key: IN_WORDS[key] for key in DIALECTS})
STAGE = Choice(
    "lines",
    "lines",
    {"whole": "all lines", "gradients": "gaps: ∂L/∂w", "backward": "gaps: backward, update", "all": "gaps: everything"},
)
EPOCHS = NumberInput("epochs", "epochs", 10, 1, 1000, 1, whole=True)
_RATE = NumberInput(RATE_KEY, "learning rate α", networks.LINEAR_RATE, 0, 10, 0.001)
_OF_SIGMOID = {**RATES["plateau"], "GradientDescent": networks.SIGMOID_RATE}
NUMBERS = {
    "linear": tuple(control for control in linear_net.NUMBERS if control.key != RATE_KEY),
    "sigmoid": (*sigmoid_net.DATA, *sigmoid_net.WEIGHTS, *sigmoid_net.BIAS_NUMBERS),
}
_PAGE = "from_scratch_page"


@dataclass(frozen=True, eq=False)
class Chosen:
    """What is set on the screen: the training, the language of its script, and which lines are left out."""

    setup: TrainingSetup
    dialect: ScriptDialect
    stage: str

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
    """The input of the learning rate; it begins with what suits this optimizer on this net."""
    rates = RATES["linear_net"] if net == "linear" else _OF_SIGMOID
    return replace(
        _RATE, default=networks.LINEAR_RATE if (net, optimizer) == ("linear", "GradientDescent") else rates[optimizer]
    )


def controls() -> list[Control]:
    """All that a link may say of this screen."""
    net, optimizer = _asked(NET), _asked(OPTIMIZER)
    return [NET, OPTIMIZER, LOSS, *_numbers(net, optimizer), *_of_sigmoid(net), DIALECT, STAGE]


def _numbers(net: str, optimizer: str) -> tuple[NumberInput, ...]:
    return (rate(net, optimizer), EPOCHS, *NUMBERS[net])


def _of_sigmoid(net: str) -> tuple[Choice, ...]:
    return (sigmoid_net.ACTIVATION, sigmoid_net.BIASES) if net == "sigmoid" else ()


def _asked(choice: Choice) -> str:
    """What the screen shows, or the link asks for, or what it begins with."""
    if choice.key in st.session_state:
        return str(st.session_state[choice.key])
    by_label = {name: value for value, name in choice.options.items()}
    return by_label.get(st.query_params.get(choice.key, ""), choice.default)


def chosen_from(values: Mapping[str, Any]) -> Chosen:
    """What follows from the values of the controls; what is missing has its default."""
    net, optimizer = values.get(NET.key, NET.default), values.get(OPTIMIZER.key, OPTIMIZER.default)
    all_values = {**course_numbers((NET, OPTIMIZER, LOSS, DIALECT, STAGE, *_numbers(net, optimizer))), **values}
    network = networks.linear(all_values[LOSS.key])
    if net == "sigmoid":
        all_values = {**course_numbers(_of_sigmoid(net)), **all_values}
        has_biases = all_values[sigmoid_net.BIASES.key] == "with"
        network = networks.sigmoid(all_values[LOSS.key], all_values[sigmoid_net.ACTIVATION.key], has_biases)
    start, data = ({name: all_values[name] for name in names} for names in (network.weights, network.data))
    rule = OPTIMIZERS[optimizer]().with_rate(all_values[RATE_KEY])
    setup = TrainingSetup(network, start, data, rule, all_values[EPOCHS.key])
    return Chosen(setup, all_values[DIALECT.key], all_values[STAGE.key])


def take(experiment: Experiment) -> None:
    """Set the state of an experiment; what it does not name begins anew."""
    set_all(experiment.state)


def set_all(state: Mapping[str, Any]) -> None:
    """Set the controls to `state`, and those that are not named to what they begin with."""
    net, optimizer = state.get(NET.key, NET.default), state.get(OPTIMIZER.key, OPTIMIZER.default)
    set_to([NET, OPTIMIZER, LOSS, *_numbers(net, optimizer), *_of_sigmoid(net), DIALECT, STAGE], state)


def _other_net() -> None:
    """Another net begins with its own numbers."""
    set_to(_numbers(_asked(NET), _asked(OPTIMIZER))[:1] + NUMBERS[_asked(NET)], {})


def _other_optimizer() -> None:
    """Another optimizer begins with the rate that suits it."""
    set_to([rate(_asked(NET), _asked(OPTIMIZER))], {})


@cache
def _style() -> str:
    return Path(__file__).with_name("from_scratch_page.css").read_text(encoding="utf-8")


@st.fragment
def show() -> None:
    """The inputs, what can be taken along, and the script beside its output."""
    st.html(f"<style>{_style()}</style>")
    with st.container(horizontal=True, vertical_alignment="bottom", key="scratch_inputs"):
        values = _draw_inputs()
    with st.container(horizontal=True, vertical_alignment="center", key="scratch_bar"):
        values[DIALECT.key] = _segments(DIALECT)
        if values[DIALECT.key] != "torch":
            values[STAGE.key] = STAGE.draw()
        values |= _draw_data(values)
        chosen = chosen_from(values)
        _downloads(chosen)
    components.feed(from_scratch=from_scratch_view.feed_of(chosen.setup, chosen.lines))
    from_scratch_view.show(chosen.setup)
    _page(chosen)


def _draw_inputs() -> dict[str, Any]:
    values: dict[str, Any] = {NET.key: _switch(NET, _other_net), OPTIMIZER.key: _switch(OPTIMIZER, _other_optimizer)}
    net, optimizer = values[NET.key], values[OPTIMIZER.key]
    more: tuple[Choice | NumberInput, ...] = (LOSS, *_of_sigmoid(net), rate(net, optimizer), EPOCHS)
    values |= {control.key: control.draw() for control in more}
    reset_button(lambda: set_all({}))
    return values


def _draw_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers that a training begins with: they change less often than the rest."""
    has_biases = values.get(sigmoid_net.BIASES.key) == "with"
    shown = [one for one in NUMBERS[values[NET.key]] if has_biases or one not in sigmoid_net.BIAS_NUMBERS]
    with st.popover("Data and weights"):
        return {control.key: control.draw() for control in shown}


def _switch(choice: Choice, then: Callable[[], None]) -> str:
    """A choice on which the defaults of other inputs depend."""
    return st.selectbox(
        choice.label,
        list(choice.options),
        format_func=choice.options.__getitem__,
        key=choice.key,
        bind="query-params",
        on_change=then,
        width=150,
    )


def _segments(choice: Choice) -> str:
    found = st.segmented_control(
        choice.label,
        list(choice.options),
        default=choice.default,
        required=True,
        format_func=choice.options.__getitem__,
        key=choice.key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return str(found)


def _downloads(chosen: Chosen) -> None:
    name = f"{'linear' if len(chosen.setup.network.computed) <= 3 else 'sigmoid'}_net_{chosen.dialect}"
    for title, made, ending, kind in (
        ("Script .py", chosen.file, "py", "text/x-python"),
        ("Notebook", chosen.notebook, "ipynb", "application/x-ipynb+json"),
    ):
        st.download_button(title, made, f"{name}.{ending}", kind, icon=":material/download:", on_click="ignore")


def _page(chosen: Chosen) -> None:
    """Keep what is shown: what is folded away below is drawn by the whole page, again if it is another program."""
    page: dict[str, Any] = st.session_state.setdefault(_PAGE, {})
    program = (chosen.setup.network, chosen.setup.optimizer.symbolic())
    is_other = page.get("program", program) != program
    page["program"] = program
    if is_other and deeper.is_open("program"):
        st.rerun()


def show_program() -> None:
    """The training loop of what is set, as the engine runs it."""
    network, optimizer = st.session_state[_PAGE]["program"]
    deeper.whole_program(network, optimizer)
