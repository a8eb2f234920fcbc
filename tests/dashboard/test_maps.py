"""Maps: the lines lie where the function has their height, and the chart's scales are equal on both axes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import gradient, gradient_charts, partial_charts, partial_derivatives
from dashboard.maps import TALLEST, WIDEST, Contours, View, contours, levels
from dashboard.theme import ROLES
from engine.expressions import parse
from engine.program import evaluate

READY = [
    *((one.text, one.view) for one in gradient.READY),
    *((one.text, one.view) for one in partial_derivatives.READY),
]
PLANE = [(text, view) for text, view in READY if "z" not in text]
each_map = pytest.mark.parametrize(("text", "view"), PLANE, ids=[text for text, _ in PLANE])
BOWL = parse("x^2 + y^2", ("x", "y"))


def found(text: str, view: View) -> Contours:
    return contours(parse(text, ("x", "y")), view)


@each_map
def test_every_ready_function_has_lines_with_numbers_in_its_square(text: str, view: View) -> None:
    drawn = found(text, view)
    assert 3 <= len(drawn.levels) <= 25
    assert len(drawn.labels) >= 3
    for x, y, _ in drawn.labels:
        assert max(abs(x - view.x), abs(y - view.y)) <= view.half


@each_map
def test_a_line_lies_where_the_function_has_its_height(text: str, view: View) -> None:
    node, drawn = parse(text, ("x", "y")), found(text, view)
    for level, (_, outline) in zip(drawn.levels, drawn.bands, strict=True):
        right, up = (outline[:, 0] - view.x) / view.half, (outline[:, 1] - view.y) / view.half
        inside = (abs(right) < 1) & (abs(up) < 1)
        x, y = outline[inside].T
        heights = evaluate([node], {"x": x, "y": y})[0]
        # along a short piece of the line the height may be off by what the function changes in half a square
        assert np.abs(heights - level).max(initial=0) <= 0.05 * np.ptp(drawn.levels)


def test_a_band_is_all_that_is_higher_with_a_hole_where_it_is_lower() -> None:
    _, outline = found("x^2 + y^2", View()).bands[0]
    pieces = np.split(outline, np.flatnonzero(np.isnan(outline[:, 0])))
    assert len(pieces) == 2  # the frame, and the hole
    around = [piece[~np.isnan(piece[:, 0])] for piece in pieces]
    turns = [np.sum(p[:-1, 0] * p[1:, 1] - p[1:, 0] * p[:-1, 1]) for p in around]
    assert turns[0] * turns[1] < 0  # one runs the other way, so that it is not filled


def test_the_bands_reach_as_far_as_a_map_can_show() -> None:
    corner = max(float(np.nanmax(abs(outline[:, 0]))) for _, outline in found("x^2 + y^2", View()).bands)
    top = max(float(np.nanmax(abs(outline[:, 1]))) for _, outline in found("x^2 + y^2", View()).bands)
    assert (corner, top) == pytest.approx((6 * WIDEST, 6 * TALLEST))


def test_the_shades_go_from_low_to_high() -> None:
    shades = [shade for shade, _ in found("x^2 + y^2", View()).bands]
    assert shades == sorted(shades)
    assert 0 < shades[0] < shades[-1] == 1


@pytest.mark.parametrize("text", ["3", "ln(-1 - x^2)", "1/0 + x", "9^9^9^9 x"])
def test_what_has_no_heights_to_tell_apart_is_a_blank_map(text: str) -> None:
    assert found(text, View()) == Contours((), (), ())


@pytest.mark.parametrize("text", ["1/(x y)", "ln(x y)", "sqrt(x y)", "e^(10x + 10y)", "1/(x^2 + y^2)", "x/0.0001"])
def test_gaps_and_peaks_without_end_leave_a_map(text: str) -> None:
    assert len(found(text, View()).levels) >= 3


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=200))
def test_the_levels_are_round_in_order_and_few(heights: list[float]) -> None:
    array = np.array(heights)
    chosen = levels(array, array)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) <= 25
    assert all(array.min() <= level <= array.max() for level in chosen)


SPECS = {
    "gradient": gradient_charts.map_of(BOWL, View()),
    "partial": partial_charts.map_of(BOWL, View()),
    "compass": gradient_charts.compass_spec(),
    "slice": partial_charts.slice_spec("x", 140),
}
each_spec = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())


@pytest.mark.parametrize("name", ["gradient", "partial"])
def test_both_axes_of_a_map_have_the_same_scale(name: str) -> None:
    for axis, side in (("x", "width"), ("y", "height")):
        for layer in SPECS[name]["layer"]:
            ends = [f"middle_{axis} {sign} half * {side} / min(width, height)" for sign in "-+"]
            assert layer["encoding"][axis]["scale"]["domain"] == [{"expr": end} for end in ends]


def test_a_map_shows_the_square_of_its_view() -> None:
    for view in (
        View(),
        View(1.5, -2.0, 3.0),
    ):  # the second on what is kept of the first
        params = {each["name"]: each.get("value") for each in gradient_charts.map_of(BOWL, view)["params"]}
        assert (params["middle_x"], params["middle_y"], params["half"]) == (view.x, view.y, view.half)


@pytest.mark.parametrize("name", ["gradient", "partial"])
def test_nothing_on_a_map_is_drawn_beyond_its_edge(name: str) -> None:
    assert all(layer["mark"]["clip"] for layer in SPECS[name]["layer"])


@each_spec
def test_colours_are_places_in_the_theme(spec: dict[str, Any]) -> None:
    for layer in spec["layer"]:
        encoding = layer["encoding"]
        scales = [encoding[channel]["scale"] for channel in ("color", "fill", "stroke") if channel in encoding]
        assert scales  # a layer without a colour would be black in the dark
        assert all(scale in ({"domain": list(ROLES)}, {"domain": [0, 1]}) for scale in scales)


@pytest.mark.parametrize("name", ["gradient", "partial"])
def test_a_map_looks_at_no_more_rows_than_there_are(name: str) -> None:
    assert SPECS[name]["data"] == {"values": [{}]}
    assert {"flatten": ["line"]} in SPECS[name]["transform"]


@each_map
def test_a_map_is_small_enough_to_be_sent(text: str, view: View) -> None:
    spec = gradient_charts.map_of(parse(text, ("x", "y")), view)
    assert sum(len(layer["data"]["values"]) for layer in spec["layer"] if "data" in layer) < 250_000
