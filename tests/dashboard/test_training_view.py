"""The table of epochs, on the screen and as CSV, is the run of the engine."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest

from dashboard import training_view
from engine.formulas import number
from engine.training import Run, train
from tests.dashboard.nets import Lesson, each_net, linear
from tests.engine.course import LINEAR_EPOCHS, ten_digits


def trained(lesson: Lesson, epochs: int = 10, rate: float | None = None) -> Run:
    net, values = lesson.network, lesson.values
    start, data = ({name: values[name] for name in names} for names in (net.weights, net.data))
    optimizer = lesson.optimizer if rate is None else type(lesson.optimizer)(rate)
    return train(net, start, data, optimizer, epochs)


def read(run: Run) -> tuple[list[str], list[list[float]]]:
    """The CSV: its titles, and its rows as numbers."""
    titles, *rows = csv.reader(io.StringIO(training_view.csv(run).decode("utf-8-sig")))
    return titles, [[float(cell) if cell else math.nan for cell in row] for row in rows]


def test_the_csv_of_the_course_is_the_table_of_lessons_md() -> None:
    titles, rows = read(trained(linear()))
    assert titles == ["epoch", "h", "ŷ", "L", "∂L/∂w₁", "∂L/∂w₂", "w₁ after", "w₂ after"]
    assert [[ten_digits(value) for value in row] for row in rows] == LINEAR_EPOCHS


@each_net
def test_the_csv_has_all_digits_of_the_run(lesson: Lesson) -> None:
    run = trained(lesson)
    _, rows = read(run)
    weights = run.network.weights
    exact = [
        [
            epoch + 1,
            *(run.value(name)[epoch] for name in run.network.computed),
            *(run.gradient(name)[epoch] for name in weights),
            *(run.value(name)[epoch + 1] for name in weights),
        ]
        for epoch in range(10)
    ]
    assert rows == exact


@pytest.mark.parametrize("epochs", [1, 200])
def test_the_csv_has_a_row_for_each_epoch(epochs: int) -> None:
    _, rows = read(trained(linear(), epochs))
    assert [row[0] for row in rows] == list(range(1, epochs + 1))


def test_the_csv_of_a_run_that_diverged_keeps_its_rows() -> None:
    _, rows = read(trained(linear(), rate=0.05))
    assert len(rows) == 10
    assert math.isinf(rows[9][3])


@each_net
def test_the_table_on_the_screen_has_a_row_for_each_forward_pass_and_a_word_for_each_number(lesson: Lesson) -> None:
    run = trained(lesson)
    told = training_view.feed_of(run)
    assert len(told["rows"]) == 11
    for at, name in enumerate(told["columns"]):
        history = run.gradient(name[len("dL_d") :]) if name.startswith("dL_d") else run.value(name)
        assert [row[at] for row in told["rows"]] == [number(value) for value in history.tolist()]


def test_the_table_has_the_digits_of_lessons_md() -> None:
    told = training_view.feed_of(trained(linear()))
    last = dict(zip(told["columns"], told["table"][9], strict=True))
    assert (last["y_hat"], last["loss"], last["dL_dw1"]) == ("19.99903", "4.723547·10⁻⁷", "−0.005732408")


def test_the_csv_says_that_it_is_utf_8() -> None:
    assert training_view.csv(trained(linear())).startswith(b"\xef\xbb\xbfepoch,")


@each_net
def test_what_the_player_says_is_in_the_table(lesson: Lesson) -> None:
    told = training_view.feed_of(trained(lesson))
    assert [name for name, _ in told["said"]] == ["y_hat", "loss", *lesson.network.weights]
    assert {name for name, _ in told["said"]} <= set(told["columns"])
    assert len(set(told["columns"])) == len(told["columns"])  # a name finds one column


@each_net
def test_each_history_has_its_data(lesson: Lesson) -> None:
    assert list(training_view.charts_of(trained(lesson))) == [chart.key for chart in training_view.HISTORIES]


def test_only_the_weights_after_the_update_are_one_row_ahead() -> None:
    run = trained(linear())
    for column in training_view.columns(run.network):
        assert column.after == column.title.endswith(" after")
        assert np.shape(column.history(run)) == (11,)
