"""How fast the engine trains, against loops written by hand for one net, PyTorch and micrograd.

    python -m benchmarks.engine

prints the tables of README.md as Markdown. Engine and hand-written loop take turns in one process,
so that a busy moment of the machine hits both; a ratio is the median of the ratios of such pairs.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
from collections.abc import Callable, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from time import perf_counter
from typing import Any

import numpy as np

from engine import networks
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS, GradientDescent
from engine.training import descend, train

PAIRS = 21
EPOCHS = 10_000
STARTS, EPOCHS_OF_MANY = 1_000, 1_000
EPOCHS_OF_OTHERS = 2_000
MAP_SIDE, MAP_STEPS = 60, 200
LIMIT = 1.3  # of the time of the loop by hand: the limit


def linear_by_hand(w1: Any, w2: Any, x: Any, y: Any, rate: Any, epochs: int, shape: tuple[int, ...] = ()) -> Any:
    """The linear net as one would write it who needs no other: all values and gradients kept."""
    histories = np.empty((9, epochs + 1, *shape))
    all_w1, all_w2, all_h, all_y_hat, all_loss, all_error, all_dw2, all_dh, all_dw1 = histories
    for epoch in range(epochs + 1):
        h = w1 * x
        y_hat = w2 * h
        error = y_hat - y
        loss = 0.5 * error * error
        dw2 = error * h
        dh = error * w2
        dw1 = dh * x
        all_w1[epoch] = w1
        all_w2[epoch] = w2
        all_h[epoch] = h
        all_y_hat[epoch] = y_hat
        all_loss[epoch] = loss
        all_error[epoch] = error
        all_dw2[epoch] = dw2
        all_dh[epoch] = dh
        all_dw1[epoch] = dw1
        w1 = w1 - rate * dw1
        w2 = w2 - rate * dw2
    return all_loss


def sigmoid_by_hand(
    w1: Any, w2: Any, w3: Any, x1: Any, x2: Any, y: Any, rate: Any, epochs: int, shape: tuple[int, ...] = ()
) -> Any:
    """The sigmoid net likewise."""
    histories = np.empty((15, epochs + 1, *shape))
    all_w1, all_w2, all_w3, all_z1, all_h1, all_z2, all_y_hat, all_loss = histories[:8]
    all_error, all_dz2, all_dw3, all_dh1, all_dz1, all_dw1, all_dw2 = histories[8:]
    for epoch in range(epochs + 1):
        z1 = w1 * x1 + w2 * x2
        h1 = 1 / (1 + np.exp(-z1))
        z2 = w3 * h1
        y_hat = 1 / (1 + np.exp(-z2))
        error = y_hat - y
        loss = 0.5 * error * error
        dz2 = error * y_hat * (1 - y_hat)
        dw3 = dz2 * h1
        dh1 = dz2 * w3
        dz1 = dh1 * h1 * (1 - h1)
        dw1 = dz1 * x1
        dw2 = dz1 * x2
        all_w1[epoch] = w1
        all_w2[epoch] = w2
        all_w3[epoch] = w3
        all_z1[epoch] = z1
        all_h1[epoch] = h1
        all_z2[epoch] = z2
        all_y_hat[epoch] = y_hat
        all_loss[epoch] = loss
        all_error[epoch] = error
        all_dz2[epoch] = dz2
        all_dw3[epoch] = dw3
        all_dh1[epoch] = dh1
        all_dz1[epoch] = dz1
        all_dw1[epoch] = dw1
        all_dw2[epoch] = dw2
        w1 = w1 - rate * dw1
        w2 = w2 - rate * dw2
        w3 = w3 - rate * dw3
    return all_loss


NETS: dict[str, tuple[networks.Network, Callable[..., Any], Mapping[str, float], Mapping[str, float], float]] = {
    "linear": (networks.linear(), linear_by_hand, networks.LINEAR_START, networks.LINEAR_DATA, 0.01),
    "sigmoid": (networks.sigmoid(), sigmoid_by_hand, networks.SIGMOID_START, networks.SIGMOID_DATA, 0.1),
}


def seconds(work: Callable[[], object]) -> float:
    """The time of one call, without the collector in between."""
    gc.collect()
    gc.disable()
    began = perf_counter()
    work()
    took = perf_counter() - began
    gc.enable()
    return took


def in_turns(engine: Callable[[], object], by_hand: Callable[[], object]) -> tuple[float, float, list[float]]:
    """Median seconds of both, and the ratio of each pair of runs; who goes first takes turns too."""
    engine(), by_hand()  # the first call writes and compiles the program, and warms up
    times: list[tuple[float, float]] = []
    for pair in range(PAIRS):
        if pair % 2:
            first = seconds(engine)
            times.append((first, seconds(by_hand)))
        else:
            first = seconds(by_hand)
            times.append((seconds(engine), first))
    ratios = sorted(ours / theirs for ours, theirs in times)
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times), ratios


def against_hand(name: str, starts: int | None, epochs: int) -> str:
    """One row: the engine's whole call `train` against the loop by hand, one start or many at once."""
    network, by_hand, start, data, rate = NETS[name]
    spread = np.ones(()) if starts is None else np.linspace(0.5, 1.0, starts)
    starting = {weight: np.float64(value) * spread for weight, value in start.items()}
    given = {key: np.float64(value) for key, value in data.items()}
    optimizer = GradientDescent(rate)
    numbers = [*starting.values(), *given.values(), np.float64(rate)]

    def engine() -> Any:
        return train(network, starting, given, optimizer, epochs).loss

    def hand() -> Any:
        return by_hand(*numbers, epochs, spread.shape)

    if not np.allclose(engine(), hand(), rtol=1e-9, atol=1e-12):
        raise SystemExit(f"{name}: the engine and the loop by hand do not compute the same numbers.")
    ours, theirs, ratios = in_turns(engine, hand)
    ratio, low, high = statistics.median(ratios), ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    kept = "yes" if ratio <= LIMIT else "NO"
    return (
        f"| {name} | {starts or 1:,} | {epochs:,} | {1e6 * ours / epochs:.2f} µs | {1e6 * theirs / epochs:.2f} µs "
        f"| **{ratio:.2f}** ({low:.2f}–{high:.2f}) | {kept} |"
    )


def pytorch(name: str, epochs: int) -> None:
    """Eager autograd and its SGD on the same net, in float64; only the loss is kept."""
    import torch

    torch.set_num_threads(1)
    _, _, start, data, rate = NETS[name]
    weights = {key: torch.tensor(value, dtype=torch.float64, requires_grad=True) for key, value in start.items()}
    v = {**weights, **{key: torch.tensor(value, dtype=torch.float64) for key, value in data.items()}}
    optimizer = torch.optim.SGD(weights.values(), lr=rate)
    losses = np.empty(epochs)
    for epoch in range(epochs):
        optimizer.zero_grad()
        if name == "linear":
            y_hat = v["w2"] * (v["w1"] * v["x"])
        else:
            y_hat = torch.sigmoid(v["w3"] * torch.sigmoid(v["w1"] * v["x1"] + v["w2"] * v["x2"]))
        loss = 0.5 * (y_hat - v["y"]) ** 2
        loss.backward()
        optimizer.step()
        losses[epoch] = loss.item()


def micrograd(name: str, epochs: int) -> None:
    """micrograd on the linear net: it has neither exp nor sigmoid. Only the loss is kept."""
    from micrograd.engine import Value

    _, _, start, data, rate = NETS[name]
    w1, w2 = Value(start["w1"]), Value(start["w2"])
    losses = np.empty(epochs)
    for epoch in range(epochs):
        loss = 0.5 * (w2 * (w1 * data["x"]) - data["y"]) ** 2
        w1.grad = w2.grad = 0
        loss.backward()
        w1.data -= rate * w1.grad
        w2.data -= rate * w2.grad
        losses[epoch] = loss.data


def engine_alone(name: str, epochs: int) -> None:
    """The engine's run, all histories kept."""
    network, _, start, data, rate = NETS[name]
    train(network, start, data, GradientDescent(rate), epochs)


def an_epoch(work: Callable[[str, int], None], name: str) -> str:
    """Median microseconds an epoch of five runs."""
    work(name, 10)
    took = statistics.median(seconds(lambda: work(name, EPOCHS_OF_OTHERS)) for _ in range(5))
    return f"{1e6 * took / EPOCHS_OF_OTHERS:.1f} µs"


def map_of_starts(name: str, landscape: str) -> str:
    """Median milliseconds of a map: a walk from each of 60×60 starts at once, and what of it is kept is the loss."""
    chosen = LANDSCAPES[landscape]
    (left, right), (low, high) = chosen.window
    across, up = np.linspace(left, right, MAP_SIDE), np.linspace(low, high, MAP_SIDE)[:, None]
    start = dict(zip(chosen.variables, (across, up), strict=True))
    optimizer = OPTIMIZERS[name]()

    def work() -> Any:
        return descend(chosen.function, start, optimizer, MAP_STEPS, keep=("loss",)).loss

    if work().shape != (MAP_STEPS + 1, MAP_SIDE, MAP_SIDE):
        raise SystemExit(f"{name}: the map has not one walk for each start.")
    return f"{1e3 * statistics.median(seconds(work) for _ in range(9)):.0f} ms"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, "
        f"Python {platform.python_version()}, NumPy {np.__version__}"
    )


def main() -> None:
    print(f"Machine: {machine()}. Each ratio: median of {PAIRS} pairs (tenth–ninetieth percentile).\n")
    print("| net | starts at once | epochs | engine, an epoch | by hand, an epoch | ratio | at most 1.3 |")
    print("|---|---|---|---|---|---|---|")
    for starts, epochs in ((None, EPOCHS), (STARTS, EPOCHS_OF_MANY)):
        for name in NETS:
            print(against_hand(name, starts, epochs), flush=True)
    print(f"\n| {MAP_SIDE}×{MAP_SIDE} starts, {MAP_STEPS} steps | the linear net's loss | Beale |")
    print("|---|---|---|")
    for name in OPTIMIZERS:
        print(f"| {name} | {map_of_starts(name, 'linear_net')} | {map_of_starts(name, 'beale')} |", flush=True)
    print("\n| an epoch of one start | linear | sigmoid |")
    print("|---|---|---|")
    print(f"| engine, all histories kept | {an_epoch(engine_alone, 'linear')} | {an_epoch(engine_alone, 'sigmoid')} |")
    if not (find_spec("torch") and find_spec("micrograd")):
        raise SystemExit("\nFor PyTorch and micrograd: pip install -r benchmarks/requirements.txt")
    print(f"| PyTorch {version('torch')}, loss kept | {an_epoch(pytorch, 'linear')} | {an_epoch(pytorch, 'sigmoid')} |")
    print(f"| micrograd {version('micrograd')}, loss kept | {an_epoch(micrograd, 'linear')} | – |")


if __name__ == "__main__":
    main()
