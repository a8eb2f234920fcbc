"""The table of epochs, on the screen and as CSV, is the run of the engine."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest

from dashboard import epoch_columns, training_view
from engine.formulas import number
from engine.notation import gradient_name, plain_name
from engine.training import Run, train
from tests.dashboard.nets import Lesson, each_net, linear, sigmoid
from tests.engine.course import LINEAR_EPOCHS, SIGMOID_AFTER_EPOCH_10, SIGMOID_EPOCH_10, ten_digits


def trained(lesson: Lesson, epochs: int = 10, rate: float | None = None) -> Run:
    optimizer = lesson.optimizer if rate is None else type(lesson.optimizer)(rate)
    return train(lesson.network, lesson.start, lesson.data, optimizer, epochs)


def read(run: Run) -> tuple[list[str], list[list[float]]]:
    """The CSV: its titles, and its rows as numbers."""
    titles, *rows = csv.reader(io.StringIO(epoch_columns.csv(run).decode("utf-8-sig")))
    return titles, [[float(cell) if cell else math.nan for cell in row] for row in rows]


def test_the_csv_of_the_course_is_the_table_of_lessons_md() -> None:
    titles, rows = read(trained(linear()))
    assert titles == ["epoch", "h", "ŷ", "ŷ − y", "L", "∂L/∂w₁", "∂L/∂w₂", "w₁ after", "w₂ after"]
    assert [[ten_digits(value) for value in (*row[:3], *row[4:])] for row in rows] == LINEAR_EPOCHS


@each_net
def test_the_csv_has_all_digits_of_the_run(lesson: Lesson) -> None:
    run = trained(lesson)
    titles, rows = read(run)
    found = dict(zip(titles, np.transpose(rows), strict=True))
    net = run.network
    for name in net.computed:
        history, symbol = run.value(name)[:-1], plain_name(name)
        if history.ndim == 1:
            assert found.pop(symbol).tolist() == history.tolist()
        else:
            for example, line in enumerate(history.T):
                assert found.pop(f"{symbol} (example {example + 1})").tolist() == line.tolist()
    for name in net.weights:
        assert found.pop(plain_name(gradient_name("loss", name))).tolist() == run.gradient(name)[:-1].tolist()
        assert found.pop(f"{plain_name(name)} after").tolist() == run.value(name)[1:].tolist()
    assert found.pop("epoch").tolist() == list(range(1, 11))
    errors = np.atleast_2d((run.value("y_hat") - run.value("y"))[:-1].T)
    assert np.array_equal(list(found.values()), errors)


@pytest.mark.parametrize("epochs", [1, 200])
def test_the_csv_has_a_row_for_each_epoch(epochs: int) -> None:
    _, rows = read(trained(linear(), epochs))
    assert [row[0] for row in rows] == list(range(1, epochs + 1))


def test_the_csv_of_a_run_that_diverged_keeps_its_rows() -> None:
    _, rows = read(trained(linear(), rate=0.05))
    assert len(rows) == 10
    assert math.isinf(rows[9][4])


@each_net
def test_the_table_on_the_screen_has_a_row_for_each_epoch_and_the_player_a_word_for_each_number(lesson: Lesson) -> None:
    run = trained(lesson)
    told = training_view.feed_of(run, example=lesson.example)
    assert told["updates"] == list(range(11))
    shown = epoch_columns.columns(run.network, lesson.example)
    assert [row[0] for row in told["table"]] == [str(epoch) for epoch in range(1, 11)]
    for at, column in enumerate(shown, start=1):
        history = column.history(run)[1:] if column.after else column.history(run)[:-1]
        assert [row[at] for row in told["table"]] == [number(value, 7) for value in history.tolist()]
    y_hat = run.value("y_hat") if not run.examples else run.value("y_hat")[:, lesson.example]
    assert [row[0] for row in told["rows"]] == [number(value) for value in y_hat.tolist()]
    assert {len(row) for row in told["rows"]} == {len(told["said"])} == {2 + len(run.network.weights)}


def test_the_table_has_the_digits_of_lessons_md() -> None:
    titles = [column.title for column in epoch_columns.columns(linear().network)]
    last = dict(zip(titles, training_view.feed_of(trained(linear()))["table"][9][1:], strict=True))
    assert (last["ŷ"], last["L"], last["∂L/∂w₁"]) == ("19.99903", "4.723547·10⁻⁷", "−0.005732408")


def test_the_table_of_the_sigmoid_net_is_the_course_s() -> None:
    titles = [column.title for column in epoch_columns.columns(sigmoid().network)]
    assert titles == ["ŷ", "ŷ − y", "L", "w₁ after", "w₂ after", "w₃ after"]
    row = training_view.feed_of(trained(sigmoid()))["table"][9]
    expected = [*SIGMOID_EPOCH_10.values(), *SIGMOID_AFTER_EPOCH_10.values()]
    assert [row[1], *row[3:]] == [number(value, 7) for value in expected]


@pytest.mark.parametrize(("epochs", "step"), [(200, 1), (201, 2), (999, 5), (1000, 5)])
def test_of_a_long_run_every_so_many_epochs_are_shown_and_the_end(epochs: int, step: int) -> None:
    run = trained(sigmoid(), epochs)
    told = training_view.feed_of(run)
    assert told["updates"] == [*range(0, epochs, step), epochs]
    assert len(told["rows"]) == len(told["table"]) + 1 <= 202
    second = told["table"][1]
    assert second[0] == str(step + 1)
    assert second[-1] == number(run.value("w3")[step + 1], 7)  # after this very epoch, not the next one shown
    feeds = training_view.charts_of(run, training_view.MORE_HISTORIES)
    for chart in training_view.MORE_HISTORIES:
        rows, _ = feeds[chart.key]
        assert rows.split("|")[-1].split(";")[1] == str(epochs)


def test_the_csv_says_that_it_is_utf_8() -> None:
    assert epoch_columns.csv(trained(linear())).startswith(b"\xef\xbb\xbfepoch,")


@each_net
@pytest.mark.parametrize("charts", [training_view.HISTORIES, training_view.MORE_HISTORIES])
def test_each_history_has_its_data_and_no_more_lines_than_it_may(lesson: Lesson, charts) -> None:
    feeds = training_view.charts_of(trained(lesson), charts)
    assert [key for key in feeds if "?" not in key] == [chart.key for chart in charts]
    for chart in charts if charts is training_view.MORE_HISTORIES else ():
        assert len({row.split(";")[0] for row in feeds[chart.key][0].split("|")}) <= chart.lines


def test_the_covered_chart_of_the_gradients_has_no_number() -> None:
    assert "gradients?gradients" not in training_view.charts_of(trained(linear()))
    rows, words = training_view.charts_of(trained(linear()), training_view.MORE_HISTORIES)["gradients?gradients"]
    assert not any(character.isdigit() for character in rows + words)


def test_only_the_weights_after_the_update_are_one_row_ahead() -> None:
    run = trained(linear())
    for column in epoch_columns.columns(run.network):
        assert column.after == column.title.endswith(" after")
        assert np.shape(column.history(run)) == (11,)


@each_net
def test_the_tidy_csv_has_every_value_with_its_gradient(lesson: Lesson) -> None:
    run = trained(lesson, epochs=3)
    rows = list(csv.DictReader(io.StringIO(epoch_columns.tidy_csv(run).decode("utf-8-sig"))))
    net = run.network
    assert {row["name"] for row in rows} == {*net.data, *net.weights, *net.computed}
    for name in (*net.data, *net.weights, *net.computed):
        own = [row for row in rows if row["name"] == name]
        assert [float(row["value"]) for row in own] == run.value(name).ravel().tolist()
        if name != "loss":
            assert [float(row["gradient"]) for row in own] == run.gradient(name).ravel().tolist()
    assert all(float(row["gradient"]) == 1 for row in rows if row["name"] == "loss")
    assert ("example" in rows[0]) == net.over_examples
    if net.over_examples:
        per_epoch = [row["example"] for row in rows if row["name"] == "y_hat" and row["epoch"] == "2"]
        assert per_epoch == [str(example + 1) for example in range(run.examples)]
        assert {row["example"] for row in rows if row["name"] == "w1"} == {""}
