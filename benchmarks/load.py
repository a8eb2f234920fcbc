"""How long a class waits: many visitors at once, each changing an input about once a second.

`python -m benchmarks.load` prints the table: the dashboard's ten screens, and beside them an almost empty page with
Streamlit's defaults, in a server of its own. `python -m benchmarks.load --behind-nginx` does the same to several
processes behind nginx, and ends one of them in the middle (`behind_nginx.py`).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.screens import servers
from benchmarks.visitor import Visitor
from dashboard.lessons import LESSONS

SESSIONS = (1, 10, 30, 60, 100)
SECONDS = 20.0
PAUSE = (0.7, 1.3)  # seconds from one change to the next, where the answer is there by then
PATIENCE = 60.0  # seconds after which a visitor who gets no answer is an error
AT_ONCE = 8  # visitors who open their page at the same time

# The page of each lesson; the first one is the default page, which has no address of its own.
SCREENS = ("", *(lesson.stem for lesson in LESSONS[1:]))
EMPTY = ("",)


@dataclass
class Load:
    """What came of it. `waits`: seconds from a change to the end of its rerun. `errors`: in words."""

    sessions: int
    seconds: float
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """A row of the table."""
        middle, most = percentiles(self.waits)
        each = f"{len(self.waits) / self.seconds:.1f}"
        return f"| {self.sessions} | {name} | {middle} | {most} | {each} | {len(self.errors)} |"


def percentiles(waits: Sequence[float]) -> tuple[str, str]:
    """The median and the 95th percentile, in ms."""
    if len(waits) < 2:
        return "–", "–"
    cuts = statistics.quantiles(waits, n=20, method="inclusive")
    return f"{1000 * cuts[9]:.0f}", f"{1000 * cuts[18]:.0f}"


async def load(address: str, pages: Sequence[str], sessions: int, seconds: float) -> Load:
    """Open `sessions` pages, wait until all are there, then change inputs for `seconds`."""
    result = Load(sessions, seconds)
    door = asyncio.Semaphore(AT_ONCE)
    everybody = asyncio.Barrier(sessions)
    await asyncio.gather(*(_visit(address, pages, number, result, door, everybody) for number in range(sessions)))
    return result


async def _visit(
    address: str, pages: Sequence[str], number: int, result: Load, door: asyncio.Semaphore, everybody: asyncio.Barrier
) -> None:
    visitor = Visitor(address, pages[number % len(pages)], seed=number)
    try:
        async with asyncio.timeout(PATIENCE), door:
            await visitor.enter()
    except Exception as error:
        result.errors.append(f"{visitor.page}, opening: {error!r}")
    await everybody.wait()
    try:
        if visitor.is_open:
            await _keep_changing(visitor, result, random.Random(number))
    except Exception as error:
        result.errors.append(f"{visitor.page}: {error!r}")
    finally:
        result.errors += visitor.errors
        await visitor.leave()


async def _keep_changing(visitor: Visitor, result: Load, chance: random.Random) -> None:
    end = time.perf_counter() + result.seconds
    due = time.perf_counter() + chance.uniform(0, PAUSE[1])
    while due < end:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            result.waits.append(await visitor.change())
        due = max(time.perf_counter(), began + chance.uniform(*PAUSE))


def compare(counts: Sequence[int], seconds: float) -> list[str]:
    """Load the dashboard and the empty page in turn, print a row after each, and return all errors."""
    errors: list[str] = []
    print("| sessions | page | p50, ms | p95, ms | reruns a second | errors |\n|---|---|---|---|---|---|")
    with servers() as (dashboard, empty):
        for port, pages in ((dashboard.port, SCREENS), (empty.port, EMPTY)):
            asyncio.run(load(f"127.0.0.1:{port}", pages, len(pages), 3))  # warms up: imports, caches
        for sessions in counts:
            for name, port, pages in (("ten screens", dashboard.port, SCREENS), ("empty page", empty.port, EMPTY)):
                result = asyncio.run(load(f"127.0.0.1:{port}", pages, sessions, seconds))
                print(result.row(name), flush=True)
                errors += result.errors
    return errors


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=SESSIONS, metavar="N")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {asked.seconds:g} s each\n")
    for error in compare(asked.sessions, asked.seconds)[:20]:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
