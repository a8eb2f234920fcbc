"""The whole story once, before any explanation: the linear net learns at one click, from ŷ = 2 to ŷ = 20."""

from __future__ import annotations

import streamlit as st

from dashboard import components, histories, linear_net, training_view
from engine.formulas import number

_SHOWN = [chart for chart in training_view.HISTORIES if chart.key in ("y_hat", "loss")]


def show() -> None:
    """The player, and what it moves: the prediction and the loss."""
    run = linear_net.course().trained()
    feeds = training_view.charts_of(run)
    st.markdown(
        f"This net should answer **{number(run.value('y')[0])}**. It begins with **{number(run.value('y_hat')[0])}**. "
        "Press *Play* and watch it learn. Every lesson below takes a piece of this picture apart."
    )
    said = [["y_hat", "answer ŷ"], ["loss", "loss L"]]
    components.feed(
        training={**training_view.feed_of(run), "said": said, "has_table": False},
        charts={chart.key: feeds[chart.key] for chart in _SHOWN},
    )
    training_view.show_player()
    for column, chart in zip(st.columns(len(_SHOWN)), reversed(_SHOWN), strict=True):
        with column:
            histories.show_history(chart)
