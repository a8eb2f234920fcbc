"""How a training run ended, in words; where it diverged, with a rate that was tried and works."""

from __future__ import annotations

from typing import Any

from dashboard.net_settings import NetSettings
from engine.endings import ending
from engine.formulas import number
from engine.settling import working_rate
from engine.training import Run

SETTLED_BELOW = 0.001
_TRIED_EPOCHS = 200


def outcome(chosen: NetSettings, run: Run, reason: str = "") -> dict[str, Any]:
    """For the training player: `outcome` in words with its `reason`, `diverged`, and the rate that it may `offer`."""
    told = _outcome(chosen, run)
    return {**told, "outcome": f"{told['outcome']} {reason}".rstrip()}


def _outcome(chosen: NetSettings, run: Run) -> dict[str, Any]:
    loss = "mean loss" if chosen.network.over_examples else "loss"
    end = ending(run.loss, SETTLED_BELOW, [run.value(name) for name in run.network.weights])
    if end.kind == "diverged":
        return _diverged(chosen, run, loss)
    if end.after is not None:
        after = updates(end.after)
        return {
            "outcome": f"The {loss} is below {SETTLED_BELOW} after {after}, and stays there to the end of this run."
        }
    last = f"The {loss} is still {number(float(run.loss[-1]))} after {updates(run.epochs)}"
    return {"outcome": f"{last}{_MANNER[end.kind]}." if end.between is None else _bounce(loss, *end.between)}


# How a run goes on that has not settled.
_MANNER = {
    "falling": ", and still falls",
    "rising": ", and rises",
    "resting": ": nothing moves any more",
    "wandering": ". It goes up and down, and no end is to be seen",
}


def _bounce(loss: str, low: float, high: float) -> str:
    if number(low) == number(high):
        return f"The {loss} stays at {number(low)}: the weights jump to and fro between two places."
    return f"The {loss} bounces between {number(low)} and {number(high)}, and goes on like this for ever."


def _diverged(chosen: NetSettings, run: Run, loss: str) -> dict[str, Any]:
    told = (
        f"With α = {number(chosen.learning_rate)} the run diverged: its updates jump over the goal, further and "
        f"further. After {updates(run.outcome.epoch or 0)} the {loss} is no longer a finite number. Nothing is broken."
    )
    found = working_rate(chosen.network, chosen.start, chosen.data, _TRIED_EPOCHS, SETTLED_BELOW)
    if found is None:
        none = f" Of a grid of rates none brings this start below {SETTLED_BELOW} in {_TRIED_EPOCHS} updates."
        return {"outcome": told + none, "diverged": True}
    rate, after = found
    return {
        "outcome": f"{told} Of the rates tried from here, α = {number(rate)} settles first, after {updates(after)}.",
        "diverged": True,
        "offer": {"rate": rate, "words": f"Use α = {number(rate)}"},
    }


def updates(count: int) -> str:
    """How many updates, in words."""
    return "1 update" if count == 1 else f"{count} updates"
