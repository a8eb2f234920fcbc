"""How fast the engine trains, against loops written by hand for one net, PyTorch and micrograd.

    python -m benchmarks.engine

prints the tables of README.md as Markdown. Engine and hand-written loop take turns in one process,
so that a busy moment of the machine hits both; a ratio is the median of the ratios of such pairs.
Times are the processor's for this process: what else runs on the machine takes none of them.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from time import process_time
from typing import Any

import numpy as np

from benchmarks.nets import DENSE, NETS
from benchmarks.other_libraries import micrograd, pytorch
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS, GradientDescent
from engine.training import descend, train

PAIRS = 21
STARTS, EPOCHS_OF_MANY = 1_000, 1_000
EPOCHS_OF_OTHERS = 2_000
EPOCHS_OF_DENSE_BY_MICROGRAD = 2
MAP_SIDE, MAP_STEPS = 60, 200
LIMIT = 1.3  # of the time of the loop by hand: the limit


def seconds(work: Callable[[], object]) -> float:
    """The processor's time for one call: none of what else the machine does, and no collector in between."""
    gc.collect()
    gc.disable()
    began = process_time()
    work()
    took = process_time() - began
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


def against_hand(name: str, starts: int | None = None) -> str:
    """One row: the engine's whole call `train` against the loop by hand, one start or many at once."""
    net = NETS[name]
    epochs = net.epochs if starts is None else EPOCHS_OF_MANY
    spread = np.ones(()) if starts is None else np.linspace(0.5, 1.0, starts)
    starting = {weight: np.float64(value) * spread for weight, value in net.start.items()}
    given = {key: np.float64(value) for key, value in net.data.items()}
    room = () if starts is None else (spread.shape,)
    optimizer = GradientDescent(net.rate)
    numbers = [*starting.values(), *given.values(), np.float64(net.rate)]

    def engine() -> Any:
        return train(net.network, starting, given, optimizer, epochs).loss

    def hand() -> Any:
        return net.by_hand(*numbers, epochs, *room)

    if not np.allclose(engine(), hand(), rtol=1e-9, atol=1e-12):
        raise SystemExit(f"{name}: the engine and the loop by hand do not compute the same numbers.")
    ours, theirs, ratios = in_turns(engine, hand)
    ratio, low, high = statistics.median(ratios), ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    kept = "yes" if ratio <= LIMIT else "NO"
    return (
        f"| {name} | {starts or 1:,} | {epochs:,} | {1e6 * ours / epochs:.2f} µs | {1e6 * theirs / epochs:.2f} µs "
        f"| **{ratio:.2f}** ({low:.2f}–{high:.2f}) | {kept} |"
    )


def engine_alone(name: str, epochs: int) -> None:
    """The engine's run, all histories kept."""
    net = NETS[name]
    train(net.network, net.start, net.data, GradientDescent(net.rate), epochs)


def numpy_by_hand(name: str, epochs: int) -> None:
    """The loop by hand, all histories kept."""
    net = NETS[name]
    net.by_hand(*map(np.float64, (*net.start.values(), *net.data.values(), net.rate)), epochs)


def an_epoch(work: Callable[[str, int], object], name: str) -> str:
    """Median microseconds an epoch of five runs."""
    epochs = min(EPOCHS_OF_OTHERS, NETS[name].epochs)
    if name == DENSE and work is micrograd:
        epochs = EPOCHS_OF_DENSE_BY_MICROGRAD
    work(name, min(10, epochs))
    took = statistics.median(seconds(lambda: work(name, epochs)) for _ in range(5))
    return f"{1e6 * took / epochs:,.1f} µs"


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
    for name in NETS:
        print(against_hand(name), flush=True)
    for name in ("linear", "sigmoid"):
        print(against_hand(name, STARTS), flush=True)
    print(f"\n| {MAP_SIDE}×{MAP_SIDE} starts, {MAP_STEPS} steps | the linear net's loss | Beale |")
    print("|---|---|---|")
    for name in OPTIMIZERS:
        print(f"| {name} | {map_of_starts(name, 'linear_net')} | {map_of_starts(name, 'beale')} |", flush=True)
    if not (find_spec("torch") and find_spec("micrograd")):
        raise SystemExit("\nFor PyTorch and micrograd: pip install -r benchmarks/requirements.txt")
    print(f"\n| an epoch of one start | {' | '.join(NETS)} |\n|---|---|---|---|")
    for title, work, nets in (
        ("NumPy by hand, all histories kept", numpy_by_hand, tuple(NETS)),
        ("engine, all histories kept", engine_alone, tuple(NETS)),
        (f"PyTorch {version('torch')}, loss kept", pytorch, tuple(NETS)),
        (f"micrograd {version('micrograd')}, loss kept", micrograd, ("linear", DENSE)),
    ):
        print(f"| {title} | {' | '.join(an_epoch(work, name) if name in nets else '–' for name in NETS)} |", flush=True)


if __name__ == "__main__":
    main()
