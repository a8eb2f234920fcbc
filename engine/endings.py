"""How a run ended: settled, bouncing for ever, still on its way, gone beyond all numbers.

Read off the history of its loss alone, so that it is the same question for a net, for a typed
function and for every optimizer. A history is finite: what a run does after its end, nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import ShapeError
from engine.settling import settled_after

Array = NDArray[np.float64]
Kind = Literal["settled", "diverged", "resting", "bouncing", "falling", "rising", "wandering"]

_REPEATS = 8  # so often must a bounce come back to where it was
_PLAY = 0.01  # and so near, as a share of its height: it may still be on its way into the bounce
_TAIL = 10  # entries that only fall, or only rise: the run is on its way
_STRETCHES = 8  # of six, chaos has all in falling order by chance once in some hundreds of runs
_ROUNDING = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Ending:
    """How a run ended.

    `kind`: "settled": below the goal and there to the end. "diverged": a loss that is not finite.
    "resting": the loss does not change any more, but for rounding, and is not below the goal.
    "bouncing": it goes to and fro between the same two places. "falling", "rising": still on its way
    at the end, perhaps in swings. "wandering": none of these; chaos looks like this.

    `after`: how many updates until the loss is below the goal and stays there, None if it does not;
    a loss of −∞ is below. `broken_at`: the first entry that is not finite, None if there is none.
    `between`: the lower and the upper loss of a bounce, else None.
    """

    kind: Kind
    after: int | None = None
    broken_at: int | None = None
    between: tuple[float, float] | None = None


def ending(loss: Array, below: float, places: Sequence[Array] = ()) -> Ending:
    """How the run with this history of the loss, shape (epochs + 1,), ended.

    `below`: the goal; negative for a function without a lower bound. `places`: histories of weights,
    shape (epochs + 1,) each, which tell a run that rests from one that jumps between two places of the
    same loss. Raises ShapeError if the loss is not one run with at least its start.
    """
    if loss.ndim != 1 or not loss.size:
        raise ShapeError(f"The loss of one run has the shape (epochs + 1,), not {loss.shape}.")
    with np.errstate(all="ignore"):
        return _ending(loss, below, places)


def _ending(loss: Array, below: float, places: Sequence[Array]) -> Ending:
    """The first of the endings that fits, from the surest to the vaguest."""
    after = settled_after(loss, below)
    broken = ~np.isfinite(loss)
    if broken.any():
        return Ending("diverged", after, int(broken.argmax()))
    if after is not None:
        return Ending("settled", after)
    if _rests(loss) and not any(_bounces(place) for place in places):
        return Ending("resting")
    if _rests(loss) or _bounces(loss):
        return Ending("bouncing", between=(float(loss[-2:].min()), float(loss[-2:].max())))
    return Ending(_trend(loss))


def _rests(history: Array) -> bool:
    tail = history[-_TAIL:]
    return bool(np.ptp(tail) <= _ROUNDING * np.abs(tail).max())


def _bounces(history: Array) -> bool:
    """Whether it repeats with period 2."""
    tail = history[-2 * _REPEATS :]
    if len(tail) < 2 * _REPEATS or _rests(history):
        return False
    even, odd = tail[::2], tail[1::2]
    height = abs(even[-1] - odd[-1])
    return bool(max(np.ptp(even), np.ptp(odd)) <= _PLAY * height)


def _trend(loss: Array) -> Kind:
    """Whether the loss falls or rises in the long run, though it may swing on the way."""
    if len(loss) < 2 * _STRETCHES:
        # too few to see any order but this: it ends at its lowest, or at its highest, where it never was before
        if (loss[loss.argmin() :] == loss[-1]).all():
            return "falling"
        return "rising" if (loss[loss.argmax() :] == loss[-1]).all() else "wandering"
    steps = np.diff(loss[-_TAIL:])
    # even, for as many upper as lower ends of swings; what comes before is the run's way in
    size = 2 * max(1, len(loss) // (2 * _STRETCHES + 4))
    stretches = loss[len(loss) - _STRETCHES * size :].reshape(_STRETCHES, size)
    changes = np.diff([stretches.max(axis=1), stretches.mean(axis=1)])
    if (steps <= 0).all() or (changes < 0).all():
        return "falling"
    return "rising" if (steps >= 0).all() or (changes > 0).all() else "wandering"
