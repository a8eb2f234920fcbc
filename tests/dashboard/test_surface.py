"""The surface: it stays as it is whatever runs on it, has the heights of the function, and shows the valley."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import plotly.io
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import surface
from dashboard.maps import View
from engine.expressions import parse
from engine.graph import Node, substitute, variable
from engine.landscapes import LANDSCAPES
from engine.program import evaluate

TITLES = ("x", "y", "f")
SCRIPT = (Path(surface.__file__).parent / "surface.js").read_text(encoding="utf-8")
each_landscape = pytest.mark.parametrize("name", LANDSCAPES)


def in_x_and_y(name: str) -> tuple[Node, View]:
    landscape = LANDSCAPES[name]
    (left, right), (bottom, top) = landscape.window
    names = zip(landscape.variables, ("x", "y"), strict=True)
    node = substitute(landscape.function, {variable(theirs): variable(ours) for theirs, ours in names})
    return node, View((left + right) / 2, (bottom + top) / 2, (right - left) / 2)


def drawn(text: str, view: View) -> surface.Relief:
    return surface.heights(parse(text, ("x", "y")), view)


def trace(node: Node, view: View, kind: int) -> dict[str, Any]:
    found: dict[str, Any] = surface.figure(node, view, TITLES)["data"][kind]
    return found


def test_the_same_input_gives_the_same_figure_to_the_last_byte() -> None:
    node, view = in_x_and_y("rosenbrock")
    first = plotly.io.to_json(surface.figure(node, view, TITLES), validate=False)
    surface.figure.cache_clear()
    surface.heights.cache_clear()
    assert plotly.io.to_json(surface.figure(node, view, TITLES), validate=False) == first


@each_landscape
def test_plotly_takes_the_figure(name: str) -> None:
    plotly.io.from_json(plotly.io.to_json(surface.figure(*in_x_and_y(name), TITLES), validate=True))


@each_landscape
def test_the_heights_are_those_of_the_function(name: str) -> None:
    node, view = in_x_and_y(name)
    mesh, relief = trace(node, view, 0), surface.heights(node, view)
    x, y, z = (np.asarray(mesh[axis], dtype=np.float64) for axis in "xyz")
    assert (x.min(), x.max()) == (view.x - view.half, view.x + view.half)
    assert (y.min(), y.max()) == (view.y - view.half, view.y + view.half)
    right = evaluate([node], {"x": x, "y": y})[0]
    seen = (right >= relief.low) & (right <= relief.high)
    np.testing.assert_allclose(z[seen], right[seen], rtol=0, atol=1e-4 * (relief.high - relief.low))


@each_landscape
def test_what_is_beyond_the_limits_stays_beyond_them_so_that_it_is_cut_off(name: str) -> None:
    node, view = in_x_and_y(name)
    relief = surface.heights(node, view)
    x, y = np.meshgrid(relief.x, relief.y)
    right = evaluate([node], {"x": x, "y": y})[0]
    assert np.array_equal(relief.z > relief.high, right > relief.high)
    assert np.array_equal(relief.z < relief.low, right < relief.low)
    bottom, top = surface.figure(node, view, TITLES)["layout"]["scene"]["zaxis"]["range"]
    assert bottom < relief.low < relief.high < top


@pytest.mark.parametrize("name", ["rosenbrock", "beale"])
def test_a_steep_rim_does_not_hide_the_valley(name: str) -> None:
    node, view = in_x_and_y(name)
    relief = surface.heights(node, view)
    x, y = np.meshgrid(relief.x, relief.y)
    right = evaluate([node], {"x": x, "y": y})[0]
    assert relief.high < right.max() / 10
    assert np.mean(right < relief.high) > 0.3  # enough of it is left


@each_landscape
def test_the_start_of_a_walk_is_seen(name: str) -> None:
    landscape = LANDSCAPES[name]
    relief = surface.heights(*in_x_and_y(name))
    height = evaluate([landscape.function], landscape.at(landscape.start))[0]
    assert relief.low <= height <= relief.high


@pytest.mark.parametrize("text", ["x^2 + y^2", "x^2 - y^2", "x + y", "sin(x)*cos(y)"])
def test_a_surface_without_a_steep_rim_is_shown_whole(text: str) -> None:
    relief = drawn(text, View(half=2.0))
    assert (relief.low, relief.high) == (relief.z.min(), relief.z.max())


@pytest.mark.parametrize("text", ["3", "1/x", "log(x)", "log(-1 - x^2)", "e^(e^(x*y))", "1/(x^2 + y^2)", "0*x"])
def test_whatever_is_typed_has_limits_to_draw_it_by(text: str) -> None:
    node = parse(text, ("x", "y"))
    relief = surface.heights(node, View())
    assert np.isfinite([relief.low, relief.high]).all()
    assert relief.low < relief.high
    plotly.io.to_json(surface.figure(node, View(), TITLES), validate=True)


def test_the_isolines_lie_a_hair_above_the_surface() -> None:
    node, view = parse("x^2 + y^2", ("x", "y")), View(half=2.0)
    x, y, z = (np.asarray(trace(node, view, 1)[axis], dtype=np.float64) for axis in "xyz")
    above = (z - x**2 - y**2)[~np.isnan(z)]
    assert above.size > 100
    assert above.min() > 0
    assert above.max() < 0.01 * 8


def test_the_script_finds_its_traces() -> None:
    traces = surface.figure(parse("x", ("x", "y")), View(), TITLES)["data"]
    assert json.dumps([found["name"] for found in traces if "name" in found]) in SCRIPT


def page() -> None:
    from dashboard import surface
    from dashboard.maps import View
    from engine.expressions import parse

    surface.show(parse("x^2 + y^2", ("x", "y")), View(), ("x", "y", "f"))


def test_a_rerun_sends_the_same_chart_with_words_for_those_who_do_not_see_it() -> None:
    at = AppTest.from_function(page).run()
    first = at.get("plotly_chart")[0].proto
    assert "surface of f over x and y" in first.alt
    assert at.run().get("plotly_chart")[0].proto == first
    assert not at.exception
