"""The graph of a function of x and y as a surface in space, with the paths of the runs on it.

The surface is sent once for a function: Plotly puts the camera back whenever the figure changes, and keeps it as long
as it does not. So the figure knows nothing of the runs. Their paths are drawn by `surface.js`, in the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from contourpy import contour_generator
from numpy.typing import NDArray

from dashboard import components
from dashboard.maps import View
from dashboard.theme import OPTIMIZER_LETTERS
from engine.formulas import number
from engine.graph import Node
from engine.program import evaluate

Array = NDArray[np.float64]
Titles = tuple[str, str, str]

_HEIGHT = 460
_STEPS = 48  # between two sides of the square
_LINES = 10  # steps from isoline to isoline, from the lowest height to the highest
_LIFT = 0.015  # of all the height: so far a path lies above the surface
_CIVIDIS = ("#00224E", "#2A3F6D", "#575D6D", "#7D7C78", "#A59C74", "#D2C060", "#FEE838")
_EYE, _EYE_ABOVE = (1.8, -0.72, 1.2), (1.45, -0.58, 1.75)


@dataclass(frozen=True)
class Relief:
    """`x` and `y`: the grid lines. `z[row, column]`: the height at (x[column], y[row]), nan where there is none.

    `low` and `high`: what is shown of it. Beyond them the surface is cut off.
    """

    x: Array
    y: Array
    z: Array
    low: float
    high: float


def show(node: Node, view: View, titles: Titles) -> None:
    """Put the surface of `node`, a function of x and y, on the page, and on it the paths of `window.lesson.data.race`.

    `view`: the square that is shown. `titles`: the names of x, of y and of the height.
    It stays, and the camera with it, as long as these three stay.
    """
    with st.container(key="chart_surface"):
        st.plotly_chart(
            figure(node, view, titles),
            height=_HEIGHT,
            # With twice the pixels, Plotly's own choice, a computer without a graphics card draws half as fast.
            config={"displayModeBar": False, "scrollZoom": False, "plotGlPixelRatio": 1.5},
            alt=_told(node, view, titles),
        )
    components.part("surface", {"letters": dict(OPTIMIZER_LETTERS), **_limits_for_paths(node, view)})


def _told(node: Node, view: View, titles: Titles) -> str:
    across, up, height = titles
    relief = heights(node, view)
    x, y = (f"from {number(m - view.half, 3)} to {number(m + view.half, 3)}" for m in (view.x, view.y))
    return (
        f"The surface of {height} over {across} and {up}, with the paths of the runs down to where they stand. Where "
        f"{across} goes {x} and {up} {y}, {height} goes from {number(relief.low, 3)} to {number(relief.high, 3)}. "
        "The map shows the same from above."
    )


def _limits_for_paths(node: Node, view: View) -> dict[str, Any]:
    relief = heights(node, view)
    return {
        "x": [view.x - view.half, view.x + view.half],
        "y": [view.y - view.half, view.y + view.half],
        "z": [relief.low, relief.high],
        "lift": _LIFT * (relief.high - relief.low),
    }


@lru_cache(maxsize=64)
def heights(node: Node, view: View) -> Relief:
    """The heights of `node`, a function of x and y, over the square of `view`."""
    x, y = (middle + np.linspace(-view.half, view.half, _STEPS + 1) for middle in (view.x, view.y))
    grid_x, grid_y = np.meshgrid(x, y)
    z: Array = np.broadcast_to(evaluate([node], {"x": grid_x, "y": grid_y})[0], grid_x.shape)
    z = np.where(np.isfinite(z), z, np.nan)
    low, high = _limits(z)
    room = 9 * (high - low)  # numbers that are far too large would be too large for the graphics card
    return Relief(x, y, np.clip(z, low - room, high + room), low, high)


def _limits(z: Array) -> tuple[float, float]:
    """The lowest and the highest height that are shown.

    A steep rim is cut off, or it would flatten all that lies inside: above five times the height under which a
    quarter of the square lies, but not so low that the inner half of it, save its peaks, would be lost.
    """
    inside = slice(_STEPS // 4, -(_STEPS // 4))
    seen, inner = (part[np.isfinite(part)] for part in (z, z[inside, inside]))
    if not seen.size:
        return 0.0, 1.0
    least, quarter, most = (float(height) for height in np.quantile(seen, [0, 0.25, 1]))
    bottom, top = (float(height) for height in np.quantile(inner if inner.size else seen, [0.02, 0.75]))
    low = max(least, bottom - 5 * (top - bottom))
    high = max(top, low + 5 * (quarter - low))
    if high > low + 0.8 * (most - low):
        high = most
    return (low, high) if high - low > 1e-12 * max(1.0, abs(high)) else (low - 1, low + 1)


@lru_cache(maxsize=64)
def figure(node: Node, view: View, titles: Titles) -> dict[str, Any]:
    """The figure for Plotly: the surface with its isolines, and empty traces for the paths.

    A mesh, since Plotly makes 128 × 128 squares of any `surface`: four times as slow without a graphics card.
    """
    relief = heights(node, view)
    x, y = np.meshgrid(relief.x, relief.y)
    z = relief.z.ravel().astype(np.float32)
    surface = {
        "type": "mesh3d",
        "x": x.ravel().astype(np.float32),
        "y": y.ravel().astype(np.float32),
        "z": z,
        **_triangles(),
        "intensity": z,
        # lows are told apart more finely than highs: paths end in a valley
        "colorscale": [((place / 6) ** 2, colour) for place, colour in enumerate(_CIVIDIS)],
        "cmin": relief.low,
        "cmax": relief.high,
        "showscale": False,
        "hoverinfo": "skip",
        "lighting": {"ambient": 0.85, "diffuse": 0.35, "specular": 0.05, "roughness": 0.9},
    }
    return {"data": [surface, _isolines(relief), *_paths()], "layout": _layout(relief, titles)}


def _triangles() -> dict[str, NDArray[np.int16]]:
    """The corners of the triangles, two for each square of the grid."""
    places = np.arange((_STEPS + 1) ** 2, dtype=np.int16).reshape(_STEPS + 1, -1)
    here, right, up, across = (
        part.ravel() for part in (places[:-1, :-1], places[:-1, 1:], places[1:, :-1], places[1:, 1:])
    )
    return {"i": np.tile(here, 2), "j": np.concatenate([right, across]), "k": np.concatenate([across, up])}


def _isolines(relief: Relief) -> dict[str, Any]:
    found = contour_generator(relief.x, relief.y, np.ma.masked_invalid(relief.z))
    span, gap = relief.high - relief.low, np.full((1, 3), np.nan)
    points = [gap]
    for level in relief.low + span * np.arange(1, _LINES) / _LINES:
        lines: Any = found.lines(level)
        for line in lines:
            points += [np.insert(line, 2, level + 0.004 * span, axis=1), gap]
    x, y, z = np.concatenate(points).astype(np.float32).T
    style = {"width": 1.5, "color": "#FFFFFF"}
    return {"type": "scatter3d", "mode": "lines", "x": x, "y": y, "z": z, "hoverinfo": "skip", "line": style}


def _paths() -> list[dict[str, Any]]:
    """The traces for all paths and their heads, from the lowest up. `surface.js` finds them by their names."""
    empty: dict[str, Any] = {"type": "scatter3d", "x": [], "y": [], "z": [], "hoverinfo": "skip"}
    return [
        empty | {"name": "halo", "mode": "lines", "line": {"width": 9}},
        empty | {"name": "path", "mode": "lines", "line": {"width": 5}},
        empty | {"name": "disc", "mode": "markers", "marker": {"size": 12, "line": {"width": 0}}},
        empty | {"name": "head", "mode": "text", "textposition": "middle center", "textfont": {"size": 22}},
    ]


def _layout(relief: Relief, titles: Titles) -> dict[str, Any]:
    axes: dict[str, Any] = {
        f"{axis}axis": {
            "title": {"text": title, "font": {"size": 16}},
            "tickfont": {"size": 13},
            "tickangle": 0,
            "nticks": 6,
            "gridcolor": "#7F8B98",
            "zeroline": False,
            "showbackground": False,
            "showspikes": False,
        }
        for axis, title in zip("xyz", titles, strict=True)
    }
    span = relief.high - relief.low
    axes["zaxis"]["range"] = [relief.low - 0.14 * span, relief.high + 0.06 * span]
    # into a deep cut one looks from above
    eye = _EYE_ABOVE if relief.high < np.nanmax(relief.z, initial=relief.low) - 8 * span else _EYE
    return {
        "height": _HEIGHT,
        "margin": dict.fromkeys("lrtb", 0),
        "showlegend": False,
        "scene": {
            **axes,
            "aspectmode": "manual",
            "aspectratio": {"x": 1.1, "y": 1.1, "z": 0.55},
            "camera": {"eye": dict(zip("xyz", eye, strict=True))},
            "dragmode": "orbit",
        },
    }
