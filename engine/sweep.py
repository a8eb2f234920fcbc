"""The sweep: one optimizer from one start with many learning rates, and which of them serves it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.graph import Node
from engine.optimizers import Optimizer
from engine.settling import RATES, each_settled_after
from engine.training import descend

Array = NDArray[np.float64]


# As a person types them: 0.3, where ten to a power times 3 is 0.30000000000000004.
TRIED = tuple(float(f"{rate:.2g}") for rate in RATES)


@dataclass(frozen=True, eq=False)
class Sweep:
    """How an optimizer fared with each of `rates`, all arrays of shape (rates,).

    `final`: the loss after the last update, nan where the run did not stay finite. `settled_after`: how
    many updates until the loss is below the target and stays there to the end; −1 where it never does.
    `lowest`: the lowest loss on the way, the start included. `best`: the index of the best rate: it
    settles after the fewest updates or, where no rate settles, ends lowest; the smaller one of two alike.
    None where no run stayed finite.
    """

    rates: tuple[float, ...]
    final: Array
    settled_after: NDArray[np.int64]
    lowest: Array
    best: int | None

    @property
    def best_rate(self) -> float | None:
        """The best of the rates, None where no run stayed finite."""
        return None if self.best is None else self.rates[self.best]

    @property
    def updates(self) -> int | None:
        """How many updates the best rate needs to the target; None where no rate reaches it."""
        after = -1 if self.best is None else int(self.settled_after[self.best])
        return None if after < 0 else after

    @property
    def last(self) -> float:
        """The loss at the end with the best rate, nan where no run stayed finite."""
        return float("nan") if self.best is None else float(self.final[self.best])


def sweep(
    function: Node,
    start: Mapping[str, float],
    optimizer: Optimizer,
    steps: int,
    target: float,
    rates: Sequence[float] = TRIED,
) -> Sweep:
    """Walk down on `function` from `start` once with each of `rates`, all in one call.

    `optimizer` has the other settings; `steps` is the number of updates of each walk, `target` the loss to
    reach. Raises what `engine.training.descend` raises.
    """
    losses = descend(function, start, optimizer.with_rate(np.array(rates, float)), steps, keep=("loss",)).loss
    finite = np.isfinite(losses)
    final = np.where(finite.all(axis=0), losses[-1], np.nan)
    settled = np.where(np.isnan(final), -1, each_settled_after(losses, target))
    lowest = np.where(finite, losses, np.inf).min(axis=0)
    return Sweep(tuple(rates), final, settled, lowest, _best(final, settled))


def rank(sweeps: Mapping[str, Sweep]) -> dict[str, int | None]:
    """The places of optimizers, each at its own best rate: 1, 2, 2, 4, …; None where no rate stays finite.

    The fewest updates to the target first; then, of those that do not reach it, the lowest loss at the end.
    """
    keys = {name: _key(found) for name, found in sweeps.items() if found.best is not None}
    return {name: 1 + sum(other < keys[name] for other in keys.values()) if name in keys else None for name in sweeps}


def _key(found: Sweep) -> tuple[float, float]:
    return (found.updates, 0.0) if found.updates is not None else (np.inf, found.last)


def _best(final: Array, settled: NDArray[np.int64]) -> int | None:
    """The place of the rate that settles first; where none does, of the one that ends lowest; None if all are lost."""
    if (settled >= 0).any():
        return int(np.where(settled >= 0, settled, np.iinfo(np.int64).max).argmin())
    return None if np.isnan(final).all() else int(np.nanargmin(final))


def winners(sweeps: Mapping[str, Sweep]) -> list[str | None]:
    """Who is best with each rate if all have the same one; None where nobody reaches the target with it."""
    names = list(sweeps)
    after = np.array([np.where(sweeps[name].settled_after < 0, np.inf, sweeps[name].settled_after) for name in names])
    return [names[at] if np.isfinite(least) else None for at, least in zip(after.argmin(0), after.min(0), strict=True)]
