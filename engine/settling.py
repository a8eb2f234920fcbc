"""When a loss has settled below a limit, and the learning rate with which it does so first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.networks import Network
from engine.optimizers import GradientDescent
from engine.training import Array, train
from engine.training_arguments import Datum


def settled_after(loss: Array, below: float) -> int | None:
    """How many updates until the loss is below `below` and stays there to the end of its history; None if never.

    `loss`: the history of one run, shape (epochs + 1,).
    """
    after = int(each_settled_after(loss, below))
    return None if after < 0 else after


def each_settled_after(losses: Array, below: float) -> NDArray[np.int64]:
    """As `settled_after` for many runs at once; −1 where a run never settles. Shape (epochs + 1, …) gives (…)."""
    above = ~(losses < below)  # written so that nan counts as above
    after = np.where(above.any(axis=0), len(above) - above[::-1].argmax(axis=0), 0)
    return np.where(above[-1], -1, after)


# Rates as a person tries them, from careful to bold: 1, 1.5, 2, 3, 5, 7 times each power of ten.
RATES = tuple(mantissa * 10.0**power for power in range(-7, 1) for mantissa in (1, 1.5, 2, 3, 5, 7))


def working_rate(
    network: Network, start: Mapping[str, float], data: Mapping[str, Datum], epochs: int, below: float
) -> tuple[float, int] | None:
    """The rate among RATES with which gradient descent from `start` settles first, and after how many updates.

    Settled: the loss goes below `below` and stays there to the end of `epochs` updates. All rates are
    tried in one call. None if no rate settles.
    """
    optimizer = GradientDescent(np.array(RATES))
    losses = train(network, start, data, optimizer, epochs, keep=("loss",)).loss
    found = [(int(after), rate) for rate, after in zip(RATES, each_settled_after(losses, below), strict=True)]
    settled = [(after, rate) for after, rate in found if after >= 0]
    return min(settled)[::-1] if settled else None
