"""The charts hold no numbers: a specification written once, and rows of text that it takes apart again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts, histories
from dashboard.theme import ROLES
from dashboard.training_view import HISTORIES, MORE_HISTORIES, charts_of
from engine.training import train
from tests.dashboard import nets

LINEAR = nets.linear()
SPECS = {
    **{chart.title: histories.history_spec(chart) for chart in MORE_HISTORIES},
    "parabola": charts.loss_curve_spec(),
}
each_spec = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
each_history = pytest.mark.parametrize("chart", HISTORIES, ids=lambda chart: chart.title)


def columns(spec: dict[str, Any]) -> dict[str, bool]:
    """For each column of the rows its name, in order, and whether the chart reads it as a number."""
    found = [
        (int(place[1]), step["as"], "toNumber" in step["calculate"])
        for step in spec["transform"]
        if (place := re.search(r"datum\.fields\[(\d+)\]", step.get("calculate", "")))
    ]
    assert [place for place, _, _ in found] == list(range(len(found)))
    return {name: is_number for _, name, is_number in found}


def read(spec: dict[str, Any], rows: str) -> list[dict[str, Any]]:
    """The rows as the chart takes them apart: a number, a word, or None for a gap. A row may end early."""
    names = columns(spec)
    fields = [row.split(";") for row in rows.split("|")]
    assert max(map(len, fields)) <= len(names)
    return [
        {
            name: (float(field) if field else None) if names[name] else field
            for name, field in zip(names, [*row, *[""] * len(names)], strict=False)
        }
        for row in fields
    ]


def feed(chart: histories.History, lines: dict[str, np.ndarray], target: float = 0.0) -> tuple[str, str]:
    """Rows and words of a history, all of whose updates are drawn."""
    count = len(next(iter(lines.values())))
    return histories.history_feed(chart, lines, dict.fromkeys(lines, target), range(count))


def points(chart: histories.History, rows: str, name: str | None = None) -> list[dict[str, Any]]:
    """The points of a history, or those of one of its lines. A row without a label is a corner of the line only."""
    found = [row for row in read(histories.history_spec(chart), rows) if row["label"]]
    return [row for row in found if name in (None, row["name"])]


def line(chart: histories.History, rows: str) -> list[tuple[float, float | None]]:
    """The corners of the line of a history, from left to right, with gaps where it is off the picture."""
    found = read(histories.history_spec(chart), rows)
    return sorted((row["epoch"], None if row["outside"] else row["height"]) for row in found)


def channels(spec: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    for layer in spec["layer"]:
        if name in layer.get("encoding", {}):
            yield layer["encoding"][name]


def run(rate: float = 0.01, epochs: int = 10, **changed: float):
    values = {**LINEAR.values, **changed}
    net = LINEAR.network
    start, data = ({name: values[name] for name in names} for names in (net.weights, net.data))
    return train(net, start, data, type(LINEAR.optimizer)(rate), epochs)


@each_spec
def test_a_chart_draws_only_what_its_rows_bring(spec: dict[str, Any]) -> None:
    for layer in spec["layer"]:
        known = set(columns(spec)) | {step["as"] for step in layer.get("transform", []) if "as" in step}
        drawn = {channel["field"] for channel in layer["encoding"].values() if "field" in channel}
        filters = " ".join(str(step.get("filter", "")) for step in layer.get("transform", []))
        assert drawn | set(re.findall(r"datum\.(\w+)", filters)) <= known


@each_spec
def test_a_chart_takes_its_rows_from_a_text_that_is_empty_at_first(spec: dict[str, Any]) -> None:
    rows = next(parameter for parameter in spec["params"] if parameter["name"] == "rows")
    assert rows == {"name": "rows", "value": "", "bind": {"input": "text", "name": "rows"}}


@each_spec
def test_the_colour_of_a_role_is_its_place_in_the_theme_and_nothing_else(spec: dict[str, Any]) -> None:
    scales = [channel["scale"] for channel in channels(spec, "color")]
    assert len(scales) == len(spec["layer"])  # a layer without a colour would be black in the dark
    assert all(scale == {"domain": list(ROLES)} for scale in scales)
    for layer in spec["layer"]:
        given = [step["calculate"].strip("'") for step in layer["transform"] if step.get("as") == "role"]
        assert len(given) == 1
        assert given[0] in ROLES


@each_spec
@pytest.mark.parametrize("channel", ["x", "y"])
def test_all_layers_have_the_same_axes(spec: dict[str, Any], channel: str) -> None:
    axes = [
        {key: value for key, value in found.items() if key in ("axis", "title", "scale")}
        for found in channels(spec, channel)
    ]
    assert axes
    assert all(axis == axes[0] for axis in axes)


@each_history
def test_the_player_moves_a_history_over_all_epochs_there_can_be(chart: histories.History) -> None:
    epoch = next(found for found in histories.history_spec(chart)["params"] if found["name"] == "epoch")
    assert (epoch["bind"]["min"], epoch["bind"]["max"]) == (0, charts.MAX_EPOCHS)


@each_history
def test_the_rows_of_a_history_are_the_numbers_of_the_run(chart: histories.History) -> None:
    finished = run()
    rows = charts_of(finished)[chart.key][0]
    names = finished.network.weights if chart.key == "weights" else (chart.key,)
    for name in names:
        mine = points(chart, rows, name)
        assert [row["epoch"] for row in mine] == list(range(11))
        assert [row["height"] for row in mine] == pytest.approx(finished.value(name), rel=1e-11)
    assert {row["outside"] for row in points(chart, rows)} == {""}
    assert len(points(chart, rows)) == 11 * len(names)
    targets = {row["target"] for row in points(chart, rows) if row["epoch"] == 0}
    assert targets == ({20.0} if chart.has_target else {None})


@pytest.mark.parametrize("chart", [*HISTORIES, *MORE_HISTORIES], ids=lambda chart: f"{chart.title} {chart.lines}")
def test_the_longest_run_fits_into_the_chart(chart: histories.History) -> None:
    size = histories.MOST_POINTS
    wild = np.where(np.arange(size) % 2, 1e9, -1e9)  # each step crosses the picture
    names = [f"w{line}" for line in range(chart.lines)]
    for values in (np.linspace(0, 1, size), wild):
        rows = feed(chart, dict.fromkeys(names, np.append(1.0, values[1:])))[0]
        assert len(rows.split("|")) <= histories.history_spec(chart)["data"]["sequence"]["stop"]


def test_the_parabola_fits_into_the_chart_and_its_rows_are_its_numbers() -> None:
    x = np.linspace(-2.5, 42.5, 61)
    rows = charts.loss_curve_feed((x, 0.5 * (x - 20) ** 2), (2.0, 162.0), -18.0, 20.0)[0]
    found = read(charts.loss_curve_spec(), rows)
    assert len(found) <= charts.loss_curve_spec()["data"]["sequence"]["stop"]
    curve = [(row["y_hat"], row["loss"]) for row in found if row["part"] == "curve"]
    assert curve == [pytest.approx(point, rel=1e-11) for point in zip(x, 0.5 * (x - 20) ** 2, strict=True)]
    assert [row for row in found if row["part"] == "point"] == [
        {"y_hat": 2.0, "loss": 162.0, "part": "point", "label": "slope −18", "left": "False"}
    ]
    assert [(row["y_hat"], row["loss"]) for row in found if row["part"] == "target"] == [(20.0, 0.0)]


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_the_tangent_goes_through_the_point_with_the_slope_of_the_loss(y_hat: float, target: float) -> None:
    slope, loss = y_hat - target, 0.5 * (y_hat - target) ** 2
    x = np.linspace(target - 1, target + 1, 3)
    rows = read(charts.loss_curve_spec(), charts.loss_curve_feed((x, x), (y_hat, loss), slope, target)[0])
    ends = [(row["y_hat"], row["loss"]) for row in rows if row["part"] == "tangent"]
    assert len(ends) == 2
    for at, height in ends:
        assert height == pytest.approx(loss + slope * (at - y_hat), rel=1e-9, abs=1e-6)


def test_the_tangent_at_the_goal_lies_flat_and_can_be_seen() -> None:
    x = np.linspace(19, 21, 61)
    rows = read(charts.loss_curve_spec(), charts.loss_curve_feed((x, 0.5 * (x - 20) ** 2), (20.0, 0.0), 0.0, 20.0)[0])
    (left, low), (right, high) = [(row["y_hat"], row["loss"]) for row in rows if row["part"] == "tangent"]
    assert low == high == 0
    assert left < 20 < right


@pytest.mark.parametrize(
    ("value", "word", "edge", "mark"),
    [(np.inf, "∞", 10, "▲"), (-np.inf, "−∞", -10, "▼"), (np.nan, "not a number", 10, "▲")],
)
def test_what_is_not_finite_is_a_word_at_the_edge_and_said_to_be_off_the_picture(
    value: float, word: str, edge: float, mark: str
) -> None:
    chart = HISTORIES[0]
    rows = feed(chart, {"loss": np.array([1.0, value, value])}, 0.0)[0]
    assert [row["label"] for row in points(chart, rows)] == ["L = 1", f"L = {word}", f"L = {word}"]
    assert [row["height"] for row in points(chart, rows)] == [1, edge, edge]
    assert [row["outside"] for row in points(chart, rows)] == ["", mark, mark]
    assert [height for at, height in line(chart, rows) if at >= 1] == [None, None]


def test_a_line_that_leaves_the_picture_is_cut_at_its_edge_and_goes_on_where_it_comes_back() -> None:
    chart = HISTORIES[1]
    rows = feed(chart, {"y_hat": np.array([0.0, 40.0, -4000.0, 0.0, 10.0])}, 1.0)[0]
    found = line(chart, rows)
    assert [(at, height) for at, height in found if at == int(at)] == [(0, 0), (1, None), (2, None), (3, 0), (4, 10)]
    cuts = [(at, height) for at, height in found if at != int(at)]
    assert [height for _, height in cuts] == [10, 10, -10, -10]  # out at the top, through it, in from below
    assert [at for at, _ in cuts] == pytest.approx([0.25, 1 + 30 / 4040, 1 + 50 / 4040, 2 + 3990 / 4000])


def test_a_run_that_runs_away_keeps_its_numbers_in_the_labels_and_its_beginning_in_the_picture() -> None:
    diverged = run(rate=0.05)
    for chart in HISTORIES:
        rows = points(chart, charts_of(diverged)[chart.key][0])
        assert max(abs(row["height"]) for row in rows) <= 10 * max(1, abs(rows[0]["height"]), 20)
    loss = points(HISTORIES[0], charts_of(diverged)["loss"][0])
    assert [row["label"] for row in loss[:2]] == ["L = 162", "L = 7.144"]
    assert [row["label"] for row in loss].index("L = ∞") == 9
    assert {row["outside"] for row in loss[:4]} == {""}
    assert {row["outside"] for row in loss[4:]} == {"▲"}


def test_a_fall_to_nothing_is_not_taken_for_a_run_that_runs_away() -> None:
    values = np.array([1e6, 1.0, 1e-30])
    rows = feed(HISTORIES[0], {"loss": values}, 0.0)[0]
    assert [row["height"] for row in points(HISTORIES[0], rows)] == values.tolist()


def test_a_label_stands_off_its_own_line() -> None:
    finished = run()
    for chart in HISTORIES:
        rows = charts_of(finished)[chart.key][0]
        for row in points(chart, rows):
            beside = [
                other["height"]
                for other in points(chart, rows, row["name"])
                if 0 <= (row["epoch"] - other["epoch"]) * (1 if row["left"] == "1" else -1) <= 4
            ]
            clear = max(beside) if row["side"] == "above" else min(beside)
            reach = 0.3 * np.ptp([0.0, *(other["height"] for other in points(chart, rows))])
            is_near = abs(clear - row["height"]) <= reach  # from further off nobody would see whose label it is
            stands = row["height"] if row["beyond"] is None else row["beyond"]
            assert stands == pytest.approx(clear if is_near else row["height"]), (chart.title, row)


@given(st.floats(-1e12, 1e12), st.lists(st.tuples(st.floats(), st.floats()), max_size=8), st.floats(-1000, 1000))
def test_whatever_becomes_of_a_run_its_rows_can_be_taken_apart(
    start: float, later: list[tuple[float, float]], target: float
) -> None:
    size = 1 + len(later)
    lines = {name: np.array([start, *(pair[at] for pair in later)]) for at, name in enumerate(("w1", "w2"))}
    for chart in HISTORIES:
        rows, words = feed(chart, lines, target)
        found = points(chart, rows)
        assert len(found) == 2 * size
        assert all(row["height"] is not None for row in found)  # always somewhere
        assert "nan" not in words
        assert "inf" not in words


def test_the_words_of_a_history_carry_its_numbers() -> None:
    told = {key: words for key, (_, words) in charts_of(run()).items()}
    assert "from 162 to 1.745·10⁻⁸" in told["loss"]
    assert "ŷ goes from 2 to 20" in told["y_hat"]
    assert "The target is 20" in told["y_hat"]
    assert "w₁ goes from 2 to 3.391" in told["weights"]
    assert "w₂ goes from 0.5 to 2.949" in told["weights"]


def test_the_words_of_the_parabola_carry_its_numbers() -> None:
    x = np.linspace(0, 1, 2)
    words = charts.loss_curve_feed((x, x), (2.0, 162.0), -18.0, 20.0)[1]
    assert "the target 20" in words
    assert "At ŷ = 2 the loss is 162" in words
    assert "the slope −18" in words


def test_a_covered_parabola_keeps_its_numbers_back() -> None:
    x = np.linspace(0, 1, 2)
    told = " ".join(charts.loss_curve_feed((x, x), (2.0, 162.0), -18.0, 20.0, is_covered=True))
    assert "slope ?" in told
    assert "−18" not in told
    assert "the loss is" not in told


@pytest.mark.parametrize(("y_hat", "left"), [(2.0, "False"), (20.0, "False"), (24.0, "True")])
def test_the_label_of_the_slope_stands_inside_the_bowl(y_hat: float, left: str) -> None:
    x = np.linspace(0, 40, 3)
    rows = charts.loss_curve_feed((x, x), (y_hat, 0.5 * (y_hat - 20) ** 2), y_hat - 20, 20.0)[0]
    (point,) = [row for row in read(charts.loss_curve_spec(), rows) if row["part"] == "point"]
    assert point["left"] == left


def test_the_label_of_the_larger_of_two_weights_stands_above() -> None:
    chart = HISTORIES[2]
    lines = {"w1": np.array([2.0, 1.0]), "w2": np.array([1.0, 2.0])}
    rows = points(chart, feed(chart, lines, 0.0)[0])
    above = {(row["name"], row["epoch"]): row["side"] for row in rows}
    assert above == {("w1", 0): "above", ("w2", 0): "below", ("w1", 1): "below", ("w2", 1): "above"}


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4), min_size=3, max_size=8))
def test_of_many_lines_no_label_lies_on_another(values: list[list[float]]) -> None:
    chart = MORE_HISTORIES[2]
    lines = {f"w{place}": np.array(line) for place, line in enumerate(values)}
    found = points(chart, feed(chart, lines)[0])
    room = np.ptp([row["height"] for row in found]) or 1.0
    for epoch in range(4):
        now = [row for row in found if row["epoch"] == epoch]
        heights = sorted(row["height"] if row["beyond"] is None else row["beyond"] for row in now)
        assert min(np.diff(heights)) >= 0.12 * room
