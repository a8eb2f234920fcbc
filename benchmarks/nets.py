"""The nets that are measured, each with the loop by hand for it, a start, data and a rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.by_hand import dense_by_hand, linear_by_hand, sigmoid_by_hand
from engine import networks

SIZES, EXAMPLES = (2, 8, 8, 1), 200


@dataclass(frozen=True)
class Net:
    """`epochs`: of a run that is measured. `by_hand` takes start, data, rate and epochs, and gives the losses."""

    network: networks.Network
    by_hand: Callable[..., Any]
    start: Mapping[str, Any]
    data: Mapping[str, Any]
    rate: float
    epochs: int = 10_000


def _dense() -> Net:
    network = networks.dense(SIZES)
    random = np.random.default_rng(1)
    start = {name: random.uniform(-1, 1, shape) for name, shape in network.shapes}
    inputs = random.uniform(-1, 1, (EXAMPLES, SIZES[0]))
    data = {"X": inputs, "Y": np.sign(inputs[:, :1] * inputs[:, 1:])}  # whether both have one sign
    return Net(network, dense_by_hand, start, data, rate=0.1, epochs=500)


DENSE = "2-8-8-1, 200 examples"
NETS = {
    "linear": Net(networks.linear(), linear_by_hand, networks.LINEAR_START, networks.LINEAR_DATA, 0.01),
    "sigmoid": Net(networks.sigmoid(), sigmoid_by_hand, networks.SIGMOID_START, networks.SIGMOID_DATA, 0.1),
    DENSE: _dense(),
}
