"""A small map for each racer, all drawn by one part: the bands once, and on them the path of each."""

from __future__ import annotations

import numpy as np

from dashboard.charts import Array
from dashboard.components import part
from dashboard.maps import View, contours
from dashboard.theme import OPTIMIZER_SVG
from engine.graph import Node

_SIDE = 100.0  # of a map, in the units of its picture


def show(node: Node, view: View) -> None:
    """Put the maps on the page; the paths come with the feed."""
    bands = [[shade, _outline(points, view)] for shade, points in contours(node, view).bands]
    shown = {"bands": bands, "x": view.x, "y": view.y, "half": view.half, "shapes": dict(OPTIMIZER_SVG)}
    part("small_maps", shown, js=("evaluate.js",))


def _outline(points: Array, view: View) -> str:
    """An outline as an SVG path, cut a little outside of the square that is seen."""
    scaled = np.column_stack(
        [
            (points[:, 0] - view.x + view.half) * _SIDE / (2 * view.half),
            (view.y + view.half - points[:, 1]) * _SIDE / (2 * view.half),
        ]
    )
    pieces: list[list[str]] = [[]]
    for x, y in np.clip(scaled, -20, _SIDE + 20):
        if np.isnan(x):
            pieces.append([])
        elif not pieces[-1] or pieces[-1][-1] != f"{x:.1f},{y:.1f}":
            pieces[-1].append(f"{x:.1f},{y:.1f}")
    return "".join(f"M{'L'.join(piece)}Z" for piece in pieces if len(piece) > 2)
