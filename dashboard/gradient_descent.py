"""The screen of gradient descent: the path of the linear net's two weights on the surface of its loss."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from dashboard import charts, components, map_start, paths_feed, paths_map, rate_words, surface
from dashboard.controls import NumberInput
from dashboard.linear_net import EPOCHS, NUMBERS, settings_of
from dashboard.maps import View
from dashboard.net_screen import LOSS, NetScreen
from dashboard.net_settings import NetSettings
from dashboard.paths_map import Goal
from dashboard.rates_input import RATES
from engine import curvature
from engine.graph import Node, constant, substitute, variable
from engine.notation import gradient_name, plain_name
from engine.training import Run

WEIGHTS = ("w1", "w2")
ASKED = tuple(gradient_name("loss", weight) for weight in WEIGHTS)  # by *Your turn*
_AXES = ("x", "y")  # of the map, for w1 and w2
_VIEW = "descent_view"
# Half the sides of the maps that there are: few, so that a map stays as it is while a start is moved on it.
_SIZES = (1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0, 128.0, 192.0)
_BEFORE = 1 / 6  # how much of a map's size lies before its corner at (0, 0)

LEGEND = (
    ("target dashed", "goals: here ŷ = y"),
    ("gradient dashed", "next step of each weight, against the sign of its partial derivative"),
)


def loss_over_weights(chosen: NetSettings) -> Node:
    """The loss with the data put in, as a function of x and y, which stand for w1 and w2."""
    put_in = {variable(name): constant(float(value)) for name, value in chosen.data.items()}  # type: ignore[arg-type]
    put_in |= {variable(weight): variable(axis) for weight, axis in zip(WEIGHTS, _AXES, strict=True)}
    return substitute(chosen.network.loss, put_in)


def view_of(chosen: NetSettings) -> View:
    """The map that shows the start and the goals nearest to it.

    A map that still shows the start stays, so that nothing jumps where the start is moved.
    """
    data = (chosen.data["x"], chosen.data["y"])
    start = (chosen.start["w1"], chosen.start["w2"])
    known: tuple[Any, View] | None = st.session_state.get(_VIEW)
    if known and known[0] == data and _shows(known[1], start):
        return known[1]
    found = _best_view(start, _target(chosen))
    st.session_state[_VIEW] = (data, found)
    return found


def forget_view() -> None:
    """Let the next map be the one that suits its start best."""
    st.session_state.pop(_VIEW, None)


def _target(chosen: NetSettings) -> float:
    """y/x, which w1·w2 must become; nan where no weights reach the target."""
    x, y = float(chosen.data["x"]), float(chosen.data["y"])  # type: ignore[arg-type]
    return y / x if x else math.nan


def _shows(view: View, start: tuple[float, float]) -> bool:
    return all(abs(at - middle) <= view.half for at, middle in zip(start, (view.x, view.y), strict=True))


def _best_view(start: tuple[float, float], target: float) -> View:
    goal = math.sqrt(abs(target)) if math.isfinite(target) else 0.0
    needed = max(1.5 * goal, *(1.05 * abs(each) for each in start))
    size = next((size for size in _SIZES if size >= needed), _SIZES[-1])
    sides = [(1, 1), (-1, -1)] if not target < 0 else [(1, -1), (-1, 1)]
    middle = (1 - _BEFORE) / 2 * size
    corners = [View(a * middle, b * middle, size - middle, *map(plain_name, WEIGHTS)) for a, b in sides]
    whole = View(0.0, 0.0, size, *map(plain_name, WEIGHTS))
    return next((view for view in corners if _shows(view, start)), whole)


@lru_cache(maxsize=64)
def _goals(target: float, view: View) -> tuple[Goal, ...]:
    """The curve w1·w2 = y/x in and around the view; for y = 0 the two axes."""
    if not math.isfinite(target):
        return ()
    reach = 3 * view.half + abs(view.x) + abs(view.y)
    if target == 0:
        cross = ((-reach, 0.0), (reach, 0.0), None, (0.0, -reach), (0.0, reach))
        return (Goal("", cross, is_curve=True),)
    root = math.sqrt(abs(target))
    across = root * np.geomspace(min(root / reach, 0.5), max(reach / root, 2.0), 121)
    label = f"{plain_name('w1')}·{plain_name('w2')} = y/x"
    places = [(float(x), float(target / x)) for x in across]
    there, back = places, [(-x, -y) for x, y in places]
    # the label stands by the first point: at the upper end that the view shows
    shown = [at for at in (there, back) if any(_shows(view, point) for point in at)] or [there]
    first = max((point for point in shown[0] if _shows(view, point)), key=lambda point: point[1], default=shown[0][60])
    return (Goal(label, (first, None, *there, None, *back), is_curve=True),)


def drawn(chosen: NetSettings) -> tuple[Any, ...]:
    """What the map is drawn from: it is drawn anew when this changes."""
    return loss_over_weights(chosen), view_of(chosen), chosen.network


def show_map(chosen: NetSettings) -> None:
    """The contour map with the valley of goals; the path comes with the feed."""
    node, view, _ = drawn(chosen)
    spec = paths_map.paths_spec(node, view, _goals(_target(chosen), view), has_arrows=True)
    charts.show(paths_map.MAP, spec, "Contour map of the loss over both weights, with the path.")


def show_surface(chosen: NetSettings) -> None:
    """The loss as a surface in space, with the path on it."""
    node, view, _ = drawn(chosen)
    surface.show(node, view, (view.across, view.up, "L"))


def show_words() -> None:
    """What the next update does to each weight."""
    shown = {"names": [plain_name(name) for name in WEIGHTS], "keys": ASKED}
    components.part("descent_words", shown, css=("covered.css",), js=("evaluate.js",))


def feed(chosen: NetSettings, run: Run) -> dict[str, Any]:
    """The path for the map, and for each update the slopes and the limit 2/λmax where the run stands."""
    race = paths_feed.race({"GradientDescent": run}, WEIGHTS, {"GradientDescent": "gradient descent"})
    at = race["updates"]
    with np.errstate(all="ignore"):
        limits = curvature.rate_limit(curvature.largest_along(run)[at])
    return {
        "race": race,
        "descent": {
            "rate": chosen.learning_rate,
            "slopes": [paths_feed.short(run.gradient(name)[at]) for name in WEIGHTS],
            "limits": paths_feed.short(limits),
        },
    }


_STARTS: tuple[NumberInput, ...] = tuple(control for control in NUMBERS if control.key in WEIGHTS)

_NUMBERS = (*NUMBERS, replace(EPOCHS, default=30, maximum=1000))
SCREEN = NetScreen(
    "gradient_descent",
    views=("Training",),
    all_numbers=_NUMBERS,
    choices=(LOSS,),
    further=(RATES,),
    settings=settings_of,
    numbers=lambda chosen, view: _NUMBERS,
    charts=lambda chosen, view, covered: {},
    reason=rate_words.reason,
    more_feeds=feed,
    drawn=drawn,
    in_fragment=lambda chosen: map_start.show(view_of(chosen), _STARTS),
    folds=("rates_side_by_side", "rate_map", "check"),
    on_set=forget_view,
    asked=ASKED,
)
