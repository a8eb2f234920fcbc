"""Why a run of the linear net ended as it did: what the curvature at a goal says of the rate, and what it does not."""

from __future__ import annotations

import math

from dashboard.net_settings import NetSettings
from dashboard.run_words import SETTLED_BELOW
from engine import curvature
from engine.formulas import number
from engine.settling import settled_after
from engine.training import Run


def edge(chosen: NetSettings) -> float | None:
    """The rate above which no goal holds a path: 2/λmax at the flattest goal; None where there is no such goal.

    At a goal of the linear net λmax = x²(w1² + w2²) ≥ 2|x·y|, and twice that for the loss without ½.
    """
    x, y = float(chosen.data["x"]), float(chosen.data["y"])  # type: ignore[arg-type]
    if x * y == 0:
        return None
    root = abs(y / x) ** 0.5
    flattest = {"w1": root, "w2": root if y / x > 0 else -root, "x": x, "y": y}
    return float(curvature.rate_limit(curvature.largest(chosen.network.loss, chosen.network.weights, flattest)))


def reason(chosen: NetSettings, run: Run) -> str:
    """One or two sentences for the outcome of `run`; nothing where the curvature says nothing."""
    limit = edge(chosen)
    if limit is None:
        return "" if chosen.data["x"] else "With x = 0 the net says ŷ = 0 whatever its weights are: it cannot learn."
    if chosen.start["w1"] == chosen.start["w2"] == 0:
        return "Both weights are 0, and the gradient of each has the other one as a factor: nothing moves."
    rate = chosen.learning_rate
    if settled_after(run.loss, SETTLED_BELOW) is not None:
        return _of_settled(run, rate)
    if math.isclose(rate, limit, rel_tol=1e-9):
        return f"2/λmax is {number(limit)} at the flattest goal and less at all others: α is just at this edge."
    if rate > limit:
        return (
            f"At every goal 2/λmax is at most {number(limit)}. α = {number(rate)} is above: no goal can hold the path."
        )
    if run.outcome.kind == "diverged":
        return (
            f"α is below {number(limit)}, where the flattest goal could hold the path. From this start it never comes "
            "near: the start decides too."
        )
    return ""


def _of_settled(run: Run, rate: float) -> str:
    y_hat, y = float(run.value("y_hat")[-1]), float(run.value("y")[-1])
    if abs(y_hat - y) > 0.05 * abs(y):  # so small a target that any loss is below 0.001
        return ""
    net = run.network
    end = {name: float(run.value(name)[-1]) for name in (*net.weights, *net.data)}
    at_end = float(curvature.rate_limit(curvature.largest(net.loss, net.weights, end)))
    if rate < at_end:
        return (
            f"At the goal that it reached, 2/λmax = {number(at_end)}. α = {number(rate)} is below, so that every step "
            "from near the goal leads nearer."
        )
    return f"At this goal 2/λmax = {number(at_end)}, and α is above: only an almost exact landing stays there."
