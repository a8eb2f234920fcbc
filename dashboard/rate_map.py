"""The rate map: how many updates a run needs, for each learning rate and each start of w₂."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import rate_map_chart
from dashboard.net_settings import NetSettings
from dashboard.rate_map_chart import CLASSES, DIVERGES, LIMITS, NEVER, Map
from dashboard.rate_words import edge
from dashboard.run_words import SETTLED_BELOW, updates
from engine.endings import ending
from engine.formulas import number
from engine.networks import LOSSES, Network
from engine.optimizers import GradientDescent
from engine.settling import each_settled_after
from engine.training import train

UPDATES = 200
STEPS = 60  # cells in each direction
LOWEST, HIGHEST = 0.001, 0.1  # of the learning rate
_REACH, _FIRST = 7.0, -1.0  # the window of w₂ at the course's numbers: from −1 to 6


def show(chosen: NetSettings) -> None:
    """Draw the map around the chosen start, its legend, and how to read it."""
    found = map_of(chosen)
    told = _told(chosen)
    st.vega_lite_chart(spec=rate_map_chart.spec(found), width="stretch", alt=_alternative(found, told))
    st.html(rate_map_chart.legend())
    st.markdown("\n\n".join([_HOW, *_notices(found, chosen), told]))


_HOW = (
    "Each place of the map is one run: across, its learning rate α; up, the w₂ that it starts with. w₁, x and y are "
    f"the chosen ones. The colour tells how many of {UPDATES} updates the run needs until its loss is below "
    f"{SETTLED_BELOW} and stays there."
)


def map_of(chosen: NetSettings) -> Map:
    """The map around the chosen start."""
    low = window(chosen.start["w2"])
    given = chosen.network, chosen.start["w1"], float(chosen.values["x"]), float(chosen.values["y"]), low
    return Map(_classes(*given), rates(), heights(low), chosen.learning_rate, chosen.start["w2"], edge(chosen))


def window(w2: float) -> float:
    """The lower end of the window that holds `w2`: it stays while w₂ moves inside."""
    return _FIRST + _REACH * math.floor((w2 - _FIRST) / _REACH)


def rates() -> NDArray[np.float64]:
    """The borders of the cells across, shape (STEPS + 1,): evenly apart in their logarithm."""
    return np.geomspace(LOWEST, HIGHEST, STEPS + 1)


def heights(low: float) -> NDArray[np.float64]:
    """The borders of the cells upwards, shape (STEPS + 1,)."""
    return np.linspace(low, low + _REACH, STEPS + 1)


def middles(low: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The rates and the starts of w₂ that are run, in the middle of the cells; shape (STEPS,) each."""
    across, up = rates(), heights(low)
    return np.sqrt(across[:-1] * across[1:]), (up[:-1] + up[1:]) / 2


# the classes alone are kept: a map's histories would be 6 MB
@lru_cache(maxsize=32)
def _classes(network: Network, w1: float, x: float, y: float, low: float) -> NDArray[np.int8]:
    """The place in CLASSES of each cell, shape (STEPS, STEPS): rows upwards, rates across."""
    across, up = middles(low)
    start: Mapping[str, float | NDArray[np.float64]] = {"w1": w1, "w2": up[:, None]}
    run = train(network, start, {"x": x, "y": y}, GradientDescent(across[None]), UPDATES, keep=("loss",))
    after, broken = each_settled_after(run.loss, SETTLED_BELOW), run.diverged_at
    settled = np.searchsorted(LIMITS, after)
    found = np.where(broken >= 0, DIVERGES, np.where(after < 0, NEVER, settled)).astype(np.int8)
    found.flags.writeable = False
    return found


def _told(chosen: NetSettings) -> str:
    """How the chosen run itself ends."""
    run = train(chosen.network, chosen.start, chosen.data, chosen.optimizer, UPDATES, keep=("loss",))
    found = ending(run.loss, SETTLED_BELOW)
    place = f"Your choice, α = {number(chosen.learning_rate)} and w₂ = {number(chosen.start['w2'])},"
    if found.kind == "diverged":
        return f"{place} diverges."
    return f"{place} never settles." if found.after is None else f"{place} settles after {updates(found.after)}."


def _notices(found: Map, chosen: NetSettings) -> list[str]:
    """What to notice: the edge, what decides before it, the landings beyond it, and starts at a goal."""
    told = []
    if found.edge is not None:
        told.append(_of_edge(found, found.edge, "2·" if chosen.network.loss.operation == LOSSES["squared"] else ""))
        if found.edge > LOWEST:
            told.append(_of_start(found, found.edge))
    if (found.classes[:, 0] == 0).any() and (goal := _goal(chosen)) is not None:
        told.append(f"Around w₂ = {number(goal)} the bright stripe begins at a goal: there is nothing left to learn.")
    return told


def _of_edge(found: Map, edge: float, factor: str) -> str:
    edge_is = f"**The edge** is at α = 1/{f'({factor}|x·y|)' if factor else '|x·y|'} = {number(edge)}"
    if edge <= LOWEST:
        return f"{edge_is}, left of this map: with none of these rates does a goal hold a run."
    if edge >= HIGHEST:
        return f"{edge_is}, right of this map."
    lucky = bool((found.classes[:, found.rates[:-1] >= edge] < NEVER).any())
    landings = " A coloured cell there is a lucky landing: one jump happened to end at a goal." if lucky else ""
    return f"{edge_is}, the dashed line. Right of it no goal holds a run.{landings}"


def _of_start(found: Map, edge: float) -> str:
    fails = bool((found.classes[:, found.rates[1:] <= edge] >= NEVER).any())
    where = "From some starts even such a rate" if fails else "Make w₁ much larger, and even such a rate"
    return (
        "**Left of the edge the start decides.** Go up along one rate: how many updates it needs depends on w₂. "
        f"{where} does not settle: the slope there is too steep for it."
    )


def _goal(chosen: NetSettings) -> float | None:
    """The w₂ of the goal at the chosen w₁; None where every w₂ gives the same prediction."""
    slope = chosen.start["w1"] * float(chosen.values["x"])
    return float(chosen.values["y"]) / slope if slope else None


def _alternative(found: Map, told: str) -> str:
    counts = np.bincount(found.classes.ravel(), minlength=len(CLASSES)) / found.classes.size
    shares = "; ".join(
        f"{words}: {_percent(share)}" for words, share in zip(CLASSES, counts.tolist(), strict=True) if share
    )
    edge_at = ""
    if found.edge is not None and LOWEST < found.edge < HIGHEST:
        settles = found.classes < NEVER
        before, beyond = (
            _percent(float(settles[:, side].mean())) if side.any() else "none"
            for side in (found.rates[1:] <= found.edge, found.rates[:-1] >= found.edge)
        )
        edge_at = (
            f" The edge is at α = {number(found.edge)}: left of it {before} of the runs settle, right of it {beyond}."
        )
    return f"Map of the updates needed, over the learning rate and the start of w₂. Shares: {shares}.{edge_at} {told}"


def _percent(share: float) -> str:
    # few are not none, and nearly all are not all
    return f"{number(100 * share if share in (0, 1) else min(99.9, max(0.1, round(100 * share, 1))))} %"
