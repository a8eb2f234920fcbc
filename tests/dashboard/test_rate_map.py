"""The rate map: its cells are runs, its rectangles cover it once, and the edge and the choice stand where they are."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from streamlit.testing.v1 import AppTest

from dashboard import linear_net, rate_map, rate_map_chart
from dashboard.net_settings import NetSettings
from dashboard.rate_map_chart import CLASSES, COLOURS, DIVERGES, LIMITS, NEVER, Map
from engine.formulas import number
from engine.networks import linear
from engine.optimizers import GradientDescent
from engine.settling import settled_after
from engine.training import train
from tests.engine.course import DIVERGES_AFTER, UPDATES_NEEDED

COURSE = linear_net.course()
WORDS = dict(enumerate(CLASSES))


def chosen(rate: float = 0.01, loss: Any = "half_squared", **numbers: float) -> NetSettings:
    start, data = (
        {name: numbers.get(name, value) for name, value in part.items()} for part in (COURSE.start, COURSE.data)
    )
    return replace(COURSE, network=linear(loss), learning_rate=rate, start=start, data=data)


def layers(spec: dict[str, Any]) -> list[tuple[str, list[dict[str, str]]]]:
    """The kind of mark and the data of each layer."""
    return [
        (layer["mark"]["type"], list(csv.DictReader(io.StringIO(layer["data"]["values"])))) for layer in spec["layer"]
    ]


def drawn(spec: dict[str, Any], columns: set[str]) -> list[dict[str, str]]:
    """The rows of the first layer that has these columns, and no others."""
    return next((rows for _, rows in layers(spec) if rows and set(rows[0]) == columns), [])


def fold(settings):
    # Streamlit runs only these lines: what stands above in this file is not there.
    from dashboard import rate_map

    rate_map.show(settings)


def words(settings: NetSettings) -> str:
    """What the fold says below its picture."""
    at = AppTest.from_function(fold, args=(settings,), default_timeout=30).run()
    assert not at.exception
    return str(at.markdown[0].value)


def class_of(settings: NetSettings, rate: float, w2: float) -> str:
    """By a run of its own: the words of the class that the cell must have."""
    start = {"w1": settings.start["w1"], "w2": np.array([w2])}
    loss = train(settings.network, start, settings.data, GradientDescent(np.array([rate])), 200).loss[:, 0]
    if not np.isfinite(loss).all():
        return "diverges"
    after = settled_after(loss, 0.001)
    return (
        "never settles"
        if after is None
        else f"up to {next(most for most in (5, 10, 20, 50, 100, 200) if after <= most)}"
    )


# --- the cells


@given(
    row=st.integers(0, 59),
    column=st.integers(0, 59),
    w1=st.floats(-100, 100),
    w2=st.floats(-100, 100),
    x=st.sampled_from([0.0, 2.0, -0.5, 100.0]),
    y=st.sampled_from([0.0, 20.0, -1000.0]),
    loss=st.sampled_from(["half_squared", "squared"]),
)
@settings(max_examples=60)
def test_every_cell_is_a_run_of_its_own(
    row: int, column: int, w1: float, w2: float, x: float, y: float, loss: str
) -> None:
    given_settings = chosen(loss=loss, w1=w1, w2=w2, x=x, y=y)
    found = rate_map.map_of(given_settings)
    rates, starts = rate_map.middles(float(found.heights[0]))
    assert found.rates[column] < rates[column] < found.rates[column + 1]
    assert found.heights[row] < starts[row] < found.heights[row + 1]
    expected = class_of(given_settings, rates[column], starts[row])
    assert WORDS[int(found.classes[row, column])] == expected
    json.dumps(rate_map_chart.spec(found), allow_nan=False)  # whatever the numbers, the picture has only finite ones


@pytest.mark.parametrize(("place", "most"), list(enumerate(LIMITS)))
def test_a_class_holds_just_the_runs_that_are_below_after_its_updates_and_not_earlier(place: int, most: int) -> None:
    rates, starts = rate_map.middles(-1.0)
    start = {"w1": COURSE.start["w1"], "w2": starts[:, None]}
    below = train(COURSE.network, start, COURSE.data, GradientDescent(rates[None]), 200).loss < 0.001
    earlier = below[LIMITS[place - 1] :].all(axis=0) if place else np.zeros((60, 60), dtype=bool)
    assert np.array_equal(rate_map.map_of(COURSE).classes == place, below[most:].all(axis=0) & ~earlier)


def test_the_courses_start_has_the_outcomes_of_lessons_md() -> None:
    for rate, updates in UPDATES_NEEDED.items():
        assert f"settles after {updates} updates." in words(chosen(rate))
    for rate in DIVERGES_AFTER:
        assert "w₂ = 0.5, diverges." in words(chosen(rate))
    assert "w₂ = 0.5, never settles." in words(chosen(0.03))


def test_from_far_away_even_the_courses_rate_diverges() -> None:
    assert "w₂ = 0.5, diverges." in words(chosen(0.01, w1=10.0))  # LESSONS.md: from (10, 0.5)


@given(st.floats(-100, 100))
def test_the_window_always_holds_the_chosen_w2(w2: float) -> None:
    low = rate_map.window(w2)
    assert low <= w2 <= low + 7


def test_the_courses_window_goes_from_minus_1_to_6_and_stays_while_w2_moves_inside() -> None:
    for w2 in (-1.0, 0.5, 3.0, 5.9):
        heights = rate_map.map_of(chosen(w2=w2)).heights
        assert (heights[0], heights[-1]) == (-1, 6)


def test_histories_are_not_kept() -> None:
    found = rate_map.map_of(COURSE)
    assert found.classes.nbytes == 3600
    assert found.classes.base is None
    assert rate_map.map_of(chosen(0.02)).classes is found.classes  # another rate needs no new map


# --- the rectangles


def some_map(classes: np.ndarray) -> Map:
    rows, columns = classes.shape
    return Map(classes, np.geomspace(0.001, 0.1, columns + 1), np.linspace(-1, 6, rows + 1), 0.01, 0.5, None)


def covered(found: Map) -> np.ndarray:
    """For each cell the class of each rectangle above it, added up, and how many there are."""
    counts = np.zeros((2, *found.classes.shape))
    across, up = (found.rates[:-1] * found.rates[1:]) ** 0.5, (found.heights[:-1] + found.heights[1:]) / 2
    for left, right, low, high, kind in rate_map_chart.rectangles(found):
        inside = np.outer((low < up) & (up < high), (left < across) & (across < right))
        counts += np.array([kind, 1])[:, None, None] * inside
    return counts


@given(arrays(np.int8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, DIVERGES)))
def test_the_rectangles_cover_every_cell_exactly_once_in_its_class(classes: np.ndarray) -> None:
    kinds, counts = covered(some_map(classes))
    assert (counts == 1).all()
    assert np.array_equal(kinds, classes)


@given(arrays(np.int8, st.tuples(st.integers(1, 6), st.integers(2, 9)), elements=st.integers(0, 1)))
def test_neighbours_in_a_row_that_are_of_one_class_are_one_rectangle(classes: np.ndarray) -> None:
    changes = int((np.diff(classes, axis=1) != 0).sum())
    assert len(rate_map_chart.rectangles(some_map(classes))) == len(classes) + changes


def test_the_picture_draws_just_these_rectangles() -> None:
    found = rate_map.map_of(COURSE)
    rows = drawn(rate_map_chart.spec(found), {"left", "right", "low", "high", "kind"})
    expected = rate_map_chart.rectangles(found)
    assert [[float(row[name]) for name in row] for row in rows] == [
        pytest.approx(list(one), rel=1e-5) for one in expected
    ]
    assert len(rows) < 1000
    assert (covered(found)[1] == 1).all()


def test_every_class_has_a_colour_and_a_word_in_the_legend() -> None:
    assert len(COLOURS) == len(CLASSES) == len(set(COLOURS))
    assert all(word in rate_map_chart.legend() for word in CLASSES)


def test_what_never_settles_has_lines_and_what_diverges_has_a_word_of_its_own() -> None:
    found = rate_map.map_of(COURSE)
    spec = rate_map_chart.spec(found)
    lines = drawn(spec, {"left", "right", "low"})
    assert len(lines) == sum(kind == NEVER for *_, kind in rate_map_chart.rectangles(found))
    names = drawn(spec, {"left", "right", "low", "label"})
    assert [row["label"] for row in names] == ["never settles", "diverges"]
    for row in names:
        column = int(np.searchsorted(found.rates, float(row["left"]) * 1.001)) - 1
        level = int(np.searchsorted(found.heights, float(row["low"]))) - 1
        assert WORDS[int(found.classes[level, column])] == row["label"]


# --- the edge and the choice


@pytest.mark.parametrize(
    ("changes", "edge"),
    [
        ({}, 0.025),
        ({"loss": "squared"}, 0.0125),
        ({"x": -2.0}, 0.025),
        ({"y": 40.0}, 0.0125),
        ({"w1": 10.0, "w2": 3.0}, 0.025),
    ],
)
def test_the_edge_is_at_1_over_xy_and_at_half_of_that_without_the_half(changes: Any, edge: float) -> None:
    found = rate_map.map_of(chosen(**changes))
    assert found.edge == pytest.approx(edge)
    (row,) = drawn(rate_map_chart.spec(found), {"left", "label"})
    assert float(row["left"]) == pytest.approx(edge)
    assert row["label"] == f"edge {edge:g}"
    assert "the dashed line" in words(chosen(**changes))


@pytest.mark.parametrize(("y", "side"), [(1000.0, "left of this map"), (1.0, "right of this map")])
def test_an_edge_outside_is_said_and_not_drawn(y: float, side: str) -> None:
    given_settings = chosen(y=y, x=1.0)
    assert not drawn(rate_map_chart.spec(rate_map.map_of(given_settings)), {"left", "label"})
    assert side in words(given_settings)


@pytest.mark.parametrize("numbers", [{"y": 0.0}, {"x": 0.0}])
def test_where_xy_is_zero_nothing_is_said_of_an_edge(numbers: dict[str, float]) -> None:
    assert rate_map.map_of(chosen(**numbers)).edge is None
    assert "edge" not in words(chosen(**numbers))
    assert not drawn(rate_map_chart.spec(rate_map.map_of(chosen(**numbers))), {"left", "label"})


def test_right_of_the_edge_only_lucky_landings_settle() -> None:
    found = rate_map.map_of(COURSE)
    right = found.classes[:, found.rates[:-1] >= 0.025]
    assert 0 < (right < NEVER).mean() < 0.01
    assert "lucky landing" in words(COURSE)


@pytest.mark.parametrize(
    ("rate", "left", "label", "inside"),
    [
        (0.01, 0.01, "your α = 0.01", "1"),
        (0.1, 0.1, "your α = 0.1", "1"),
        (0.0, 0.001, "← your α = 0", "0"),
        (10.0, 0.1, "your α = 10 →", "0"),
    ],
)
def test_the_present_choice_is_marked_and_held_at_the_border_where_it_lies_outside(
    rate: float, left: float, label: str, inside: str
) -> None:
    spec = rate_map_chart.spec(rate_map.map_of(chosen(rate, w2=1.5)))
    (row,) = drawn(spec, {"left", "low", "label", "inside"})
    assert row == {"left": f"{left:g}", "low": "1.5", "label": label, "inside": inside}


def test_a_stripe_of_starts_at_a_goal_is_explained_where_there_is_one() -> None:
    assert "Around w₂ = 5 the bright stripe begins at a goal" in words(COURSE)
    assert "stripe" not in words(chosen(w2=20.0))
    assert "stripe" not in words(chosen(w1=0.0))


def test_the_message_of_the_picture_has_its_numbers() -> None:
    at = AppTest.from_function(fold, args=(COURSE,), default_timeout=30).run()
    told = at.get("vega_lite_chart")[0].proto.alt
    classes = rate_map.map_of(COURSE).classes
    diverge = f"diverges: {number(round(100 * float((classes == DIVERGES).mean()), 1))} %"
    for part in (diverge, "The edge is at α = 0.025: left of it 99.", "settles after 7 updates"):
        assert part in told
