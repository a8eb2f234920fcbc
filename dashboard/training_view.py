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

from dashboard import histories
from dashboard.charts import Feeds
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
    histories.History("loss", "Loss L", "loss"),
    histories.History("y_hat", "Prediction ŷ", "forward", has_target=True),
    histories.History("weights", "Weights", "weight"),
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
    """The player and its sentence; to be put above what it moves.

    `take_offer` is called when the rate that is offered after a divergence is taken.
    """
    css, js = ("outcome_box.css", "player.css"), ("player.js", "outcome_box.js")
    part("training", {}, css=css, js=js, on_rate_change=take_offer)


def feed_of(run: Run) -> dict[str, Any]:
    """The numbers of the run: `rows` as the player says them, `table` with more digits."""
    shown = columns(run.network)
    rows = list(zip(*(column.history(run).tolist() for column in shown), strict=True))
    return {
        "columns": [column.name for column in shown],
        "rows": [[number(value) for value in row] for row in rows],
        "table": [[number(value, 7) for value in row] for row in rows],
        "said": [[name, plain_name(name)] for name in ("y_hat", "loss", *run.network.weights)],
    }


def show_histories() -> None:
    """Loss, prediction and weights against the number of updates, and how the run ended."""
    for column, chart in zip(st.columns(3), HISTORIES, strict=True):
        with column:
            histories.show_history(chart)
    part("outcome", {}, css=("outcome_box.css",), js=("outcome_box.js",))


def charts_of(run: Run) -> Feeds:
    """The data of the histories."""
    target = float(run.value("y")[0])
    feeds: Feeds = {}
    for chart in HISTORIES:
        names = run.network.weights if chart.key == "weights" else (chart.key,)
        feeds[chart.key] = histories.history_feed(chart, {name: run.value(name) for name in names}, target)
    return feeds


def show_table(network: Network) -> None:
    """The table of epochs of `network`."""
    shown = columns(network)
    data = {
        "head": ["epoch", *(column.title for column in shown)],
        "columns": [{"at": place, "after": column.after} for place, column in enumerate(shown)],
    }
    part("epoch_table", data)


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
    return table.to_csv().encode("utf-8-sig")  # Excel reads ŷ and ∂ only where a mark says UTF-8
