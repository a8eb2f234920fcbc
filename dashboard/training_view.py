"""A training run on the screen: its player, its charts and its table of epochs, moved together in the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from dashboard import charts
from dashboard.components import part
from engine.formulas import number
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.training import Run


@dataclass(frozen=True)
class Column:
    """A column of the table of epochs. `after`: the value after the epoch's update, not before it."""

    name: str
    title: str
    history: Callable[[Run], NDArray[np.float64]]
    after: bool = False


HISTORIES = (
    charts.History("loss", "Loss L", "loss"),
    charts.History("y_hat", "Prediction ŷ", "forward", has_target=True),
    charts.History("weights", "Weights", "weight"),
)


def columns(network: Network) -> list[Column]:
    """The columns as the course prints them: the forward pass, the gradients, the weights after the update."""
    weights = network.weights
    return [
        *(Column(name, plain_name(name), partial(Run.value, name=name)) for name in network.computed),
        *(
            Column(key, plain_name(key), partial(Run.gradient, name=name))
            for name in weights
            if (key := gradient_name("loss", name))
        ),
        *(Column(name, f"{plain_name(name)} after", partial(Run.value, name=name), after=True) for name in weights),
    ]


def show_player(take_offer: Callable[[], None] = lambda: None) -> None:
    """The player, its sentence and the outcome; to be put above what it moves.

    `take_offer` is called when the rate that is offered after a divergence is taken.
    """
    part("training", {}, css=("player.css",), js=("player.js",), on_rate_change=take_offer)


def feed_of(run: Run) -> dict[str, Any]:
    """The numbers of the run for player, sentence and table."""
    shown = columns(run.network)
    histories = [column.history(run).tolist() for column in shown]
    return {
        "columns": [column.name for column in shown],
        "rows": [[number(value) for value in row] for row in zip(*histories, strict=True)],
        "said": [[name, plain_name(name)] for name in ("y_hat", "loss", *run.network.weights)],
    }


def show_histories() -> None:
    """Loss, prediction and weights against the number of updates."""
    for column, chart in zip(st.columns(3), HISTORIES, strict=True):
        with column:
            charts.show_history(chart)


def charts_of(run: Run) -> charts.Feeds:
    """The data of the histories."""
    histories = [
        {name: run.value(name) for name in (run.network.weights if chart.key == "weights" else (chart.key,))}
        for chart in HISTORIES
    ]
    target = float(run.value("y")[0])
    return {
        chart.key: charts.history_feed(chart, lines, target) for chart, lines in zip(HISTORIES, histories, strict=True)
    }


def show_table(network: Network) -> None:
    """The table of epochs of `network`."""
    shown = columns(network)
    data = {
        "head": ["epoch", *(column.title for column in shown)],
        "columns": [{"at": place, "after": column.after} for place, column in enumerate(shown)],
    }
    part("epoch_table", data, js=("player.js",))


def show_download(run: Callable[[], Run]) -> None:
    """The button for the table as CSV. `run` is called when it is pressed."""
    st.download_button(
        "Table as CSV", lambda: csv(run()), "epochs.csv", "text/csv", icon=":material/download:", on_click="ignore"
    )


def csv(run: Run) -> bytes:
    """The table of epochs with all digits."""
    moved = {column.title: column.history(run)[int(column.after) :] for column in columns(run.network)}
    table = pd.DataFrame({title: values[: run.epochs] for title, values in moved.items()})
    table.index = pd.RangeIndex(1, run.epochs + 1, name="epoch")
    return table.to_csv().encode()
