"""A training run on the screen: its player, its charts and its table of epochs, moved together in the browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from dashboard import epoch_columns, histories
from dashboard.charts import Array, Feeds
from dashboard.components import part
from dashboard.epoch_columns import Column, columns, positions
from dashboard.histories import History
from engine.formulas import number
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.training import Run

HISTORIES = (
    History("loss", "Loss L", "loss"),
    History("y_hat", "Prediction ŷ", "forward", has_target=True),
    History("weights", "Weights", "weight"),
)
# For a net with more weights, and for several examples: more lines in a chart.
MORE_HISTORIES = (
    History("loss", "Loss L", "loss"),
    History("y_hat", "Prediction ŷ", "forward", has_target=True, lines=8),
    History("weights", "Weights", "weight", lines=5),
    History("gradients", "Gradients ∂L/∂w", "gradient", lines=5, is_short=True),
)


def show_player(take_offer: Callable[[], None] = lambda: None) -> None:
    """The player and its sentence; to be put above what it moves.

    `take_offer` is called when the rate that is offered after a divergence is taken.
    """
    css, js = ("outcome_box.css", "player.css"), ("player.js", "outcome_box.js")
    part("training", {}, css=css, js=js, on_rate_change=take_offer)


def feed_of(run: Run, example: int = 0) -> dict[str, Any]:
    """The numbers of the run: `rows` as the player says them, one for each of `updates`, and the `table`."""
    net, at = run.network, positions(run.epochs)
    said = [Column(name, plain_name(name), example=example) for name in ("y_hat", "loss", *net.weights)]
    spoken = list(zip(*(column.history(run)[at].tolist() for column in said), strict=True))
    rows = epoch_columns.table(run, columns(net, example), at)
    return {
        "updates": at,
        "rows": [[number(value) for value in row] for row in spoken],
        "said": [_said(column, net) for column in said],
        "table": [[str(int(row[0])), *(number(value, 7) for value in row[1:])] for row in rows],
    }


def covered_table(table: list[list[str]], network: Network, key: str | None) -> list[list[str]]:
    """The table with the number `key` of its first epoch covered."""
    places = {column.name: place for place, column in enumerate(columns(network), start=1)}
    if key not in places:
        return table
    first = ["?" if place == places[key] else cell for place, cell in enumerate(table[0])]
    return [first, *table[1:]]


def _said(column: Column, network: Network) -> str:
    """The symbol of a number in the sentence of the player; over examples, whose number it is."""
    if not network.over_examples:
        return column.title
    return {"loss": "mean L", "y_hat": f"ŷ of example {column.example + 1}"}.get(column.name, column.title)


def show_histories(charts: Sequence[History] = HISTORIES) -> None:
    """Values against the number of updates, and how the run ended."""
    show_charts(charts)
    show_outcome()


def show_charts(charts: Sequence[History] = HISTORIES) -> None:
    """Values against the number of updates."""
    for column, chart in zip(st.columns(len(charts)), charts, strict=True):
        with column:
            histories.show_history(chart)


def show_outcome() -> None:
    """How the run ended, in words."""
    part("outcome", {}, css=("outcome_box.css",), js=("outcome_box.js",))


def charts_of(run: Run, charts: Sequence[History] = HISTORIES) -> Feeds:
    """The data of the histories."""
    found = {
        chart.key: histories.history_feed(chart, _lines(run, chart.key), _targets(run), positions(run.epochs))
        for chart in charts
    }
    if "gradients" in found:
        found["gradients?gradients"] = ("", "The gradients are covered.")
    return found


def kept_of(run: Run, kept: Sequence[Run], charts: Sequence[History] = HISTORIES) -> dict[str, str]:
    """For the hidden inputs of the histories: the lines of the runs that were kept, behind those of `run`."""
    found = {}
    for chart in charts:
        usual = histories.usual_size(chart, _lines(run, chart.key), _targets(run))
        lines = [(_lines(other, chart.key), positions(other.epochs)) for other in kept]
        found[histories.kept_input(chart.key)] = histories.kept_rows(lines, usual)
    return found


def _lines(run: Run, key: str) -> dict[str, Array]:
    """The lines of a history by name: one a weight, one an example, or one."""
    weights = run.network.weights
    if key == "weights":
        return {name: run.value(name) for name in weights}
    if key == "gradients":
        return dict(zip(_gradients(run.network), map(run.gradient, weights), strict=True))
    found = run.value(key)
    return {key: found} if found.ndim == 1 else {f"{key}_{at + 1}": line for at, line in enumerate(found.T)}


def _targets(run: Run) -> dict[str, float]:
    """The target of each line of the prediction."""
    targets = np.atleast_1d(run.value("y")[0])
    lines = _lines(run, "y_hat")
    return {name: float(target) for name, target in zip(lines, targets, strict=True)}


def show_table(network: Network, example: int = 0, charts: Sequence[History] = HISTORIES) -> None:
    """The table of epochs of `network`, below `charts`. *Predict first* covers the gradients in both."""
    shown = columns(network, example)
    data = {
        "head": ["epoch", *(column.title for column in shown)],
        "gradients": [[place, each.name] for place, each in enumerate(shown) if each.name in _gradients(network)],
        "has_chart": any(chart.key == "gradients" for chart in charts),
    }
    part("epoch_table", data, css=("covered.css",), js=("hiding.js",))


def _gradients(network: Network) -> list[str]:
    return [gradient_name("loss", weight) for weight in network.weights]


def show_download(run: Callable[[], Run]) -> None:
    """The buttons for the table, and for the whole run, as CSV. `run` is called when one is pressed."""
    files = {
        "Table as CSV": (epoch_columns.csv, "epochs.csv", "A row for each epoch."),
        "Whole run as CSV": (epoch_columns.tidy_csv, "run.csv", "A row for each number: epoch, name, value, gradient."),
    }
    with st.container(horizontal=True, key="downloads"):
        for label, (write, name, told) in files.items():
            st.download_button(
                label,
                _written(write, run),
                name,
                "text/csv",
                icon=":material/download:",
                on_click="ignore",
                help=told,
            )


def _written(write: Callable[[Run], bytes], run: Callable[[], Run]) -> Callable[[], bytes]:
    return lambda: write(run())
