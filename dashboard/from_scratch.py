"""The screen of the code: its inputs, what can be taken along, and the script beside its output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import broken, components, deeper, from_scratch_view, sigmoid_net
from dashboard.controls import Choice, reset_button, set_to
from dashboard.experiments import Experiment
from dashboard.from_scratch_settings import (
    DIALECT,
    EPOCHS,
    NET,
    NUMBERS,
    OPTIMIZER,
    STAGE,
    Chosen,
    asked,
    chosen_from,
    every_control,
    numbers_of,
    rate,
)
from dashboard.from_scratch_view import feed_of
from dashboard.net_screen import LOSS, RATE_KEY
from dashboard.rule_input import RuleInput

_PAGE = "from_scratch_page"


def take(experiment: Experiment) -> None:
    """Set the state of an experiment; what it does not name begins anew."""
    set_all(experiment.state)


def set_all(state: Mapping[str, Any]) -> None:
    """Set the controls to `state`, and those that are not named to what they begin with."""
    net, optimizer = state.get(NET.key, NET.default), state.get(OPTIMIZER.key, OPTIMIZER.default)
    set_to([*every_control(net, optimizer), sigmoid_net.ROWS, RuleInput(optimizer)], state)


def _other_net() -> None:
    """Another net begins with its own numbers."""
    set_to(numbers_of(asked(NET), asked(OPTIMIZER))[:1] + NUMBERS[asked(NET)], {})


def _other_optimizer() -> None:
    """Another optimizer begins with the rate that suits it, and with its usual settings."""
    optimizer = asked(OPTIMIZER)
    set_to([rate(asked(NET), optimizer), RuleInput(optimizer)], {})


@cache
def _style() -> str:
    return Path(__file__).with_name("from_scratch_page.css").read_text(encoding="utf-8")


@broken.fragment
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
    components.feed(from_scratch=feed_of(chosen.setup, chosen.lines, _note(chosen), chosen.example))
    from_scratch_view.show(chosen.setup)
    _page(chosen)


def _note(chosen: Chosen) -> str:
    """What is said below a script with gaps."""
    if not chosen.gaps:
        return ""
    return (
        "The dashed lines are yours to write: a gap gives nan, not a number. Take the script or the notebook along; "
        "the check at its end names the first line that is not right."
    )


def _draw_inputs() -> dict[str, Any]:
    # the defaults of other inputs depend on net and optimizer
    values: dict[str, Any] = {NET.key: NET.draw(on_change=_other_net)}
    net = values[NET.key]
    of_net = (sigmoid_net.EXAMPLES, sigmoid_net.ACTIVATION) if net == "sigmoid" else ()
    values |= {control.key: control.draw() for control in of_net}
    values[OPTIMIZER.key] = optimizer = OPTIMIZER.draw(on_change=_other_optimizer)
    numbers = (rate(net, optimizer), EPOCHS)
    values |= {control.key: control.draw() for control in numbers}
    rule = RuleInput(optimizer)
    with st.popover("More settings"):
        values[LOSS.key] = LOSS.draw()
        values[rule.key] = rule.draw(values[RATE_KEY])
    reset_button(lambda: set_all({}))
    return values


def _draw_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """The examples, and the numbers that a training begins with: they change less often than the rest."""
    net, preset = values[NET.key], values.get(sigmoid_net.EXAMPLES.key, "one")
    found: dict[str, Any] = {}
    with st.popover("Data and weights"):
        if net == "sigmoid":
            found[sigmoid_net.BIASES.key] = sigmoid_net.BIASES.draw()
        if preset != "one":
            found[sigmoid_net.ROWS.key] = sigmoid_net.ROWS.draw(preset)
        elif sigmoid_net.ROWS.key in st.query_params:
            del st.query_params[sigmoid_net.ROWS.key]
        has_biases = found.get(sigmoid_net.BIASES.key) == "with"
        shown = [one for one in NUMBERS[net] if has_biases or one not in sigmoid_net.BIAS_NUMBERS]
        if preset != "one":
            example = replace(sigmoid_net.EXAMPLE, maximum=len(found[sigmoid_net.ROWS.key]))
            shown = [example, *(one for one in shown if one not in sigmoid_net.DATA)]
        with st.container(horizontal=True, gap="small"):
            return found | {control.key: control.draw() for control in shown}


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
    return found or choice.default  # a browser asks for one, whatever else sends may not


def _downloads(chosen: Chosen) -> None:
    name = f"{chosen.net}_net_{chosen.dialect}"
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
