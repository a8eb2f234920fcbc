"""How long a class waits: many visitors at once, each changing an input about once a second.

`python -m benchmarks.load` prints the table: the dashboard's ten screens as `deploy/` starts them, and beside them an
almost empty page with Streamlit's defaults, in a server of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed

from benchmarks.nginx import AS_DEPLOYED
from benchmarks.processes import machine, processor_seconds
from benchmarks.screens import servers
from benchmarks.visitor import Visitor
from dashboard.lessons import LESSONS
from tests.browser.helpers import HOST, Server

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
    """What came of it.

    `waits`: of each change its moment, and the seconds until its rerun was over. `errors`: in words. `processor`: the
    seconds of a processor that the servers have had. `began_on`: the process of each visitor at first. `lost`: for each
    connection that was lost the seconds until the page was back, and the process before and after it.
    """

    seconds: float
    waits: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    began_on: list[str] = field(default_factory=list)
    lost: list[tuple[float, str, str]] = field(default_factory=list)
    processor: float = 0.0

    def columns(self) -> str:
        """p50, p95, reruns a second, processor time a rerun, errors: the columns of a row."""
        waits = [wait for _, wait in self.waits]
        each = 1000 * self.processor / max(1, len(waits))
        rate = len(waits) / self.seconds
        return f"{percentile(waits, 50)} | {percentile(waits, 95)} | {rate:.1f} | {each:.0f} | {len(self.errors)} |"


COLUMNS = "p50, ms | p95, ms | reruns a second | processor, ms a rerun | errors |"


def percentile(waits: Sequence[float], share: int) -> str:
    """The share (percent) of `waits` that is shorter, in ms."""
    return f"{1000 * statistics.quantiles(waits, n=100, method='inclusive')[share - 1]:.0f}" if len(waits) > 1 else "–"


async def load(
    port: int,
    processes: Sequence[int],
    pages: Sequence[str],
    sessions: int,
    seconds: float,
    meanwhile: Callable[[], Awaitable[None]] | None = None,
) -> Load:
    """Open `sessions` pages, wait until all are there, then change inputs for `seconds`.

    `processes`: the servers whose time of a processor is taken. `meanwhile`: begins when all pages are there.
    """
    result = Load(seconds)
    door, everybody = asyncio.Semaphore(AT_ONCE), asyncio.Barrier(sessions + 1)

    async def visit(number: int) -> None:
        visitor = Visitor(f"{HOST}:{port}", pages[number % len(pages)], seed=number)
        try:
            async with asyncio.timeout(PATIENCE), door:
                await visitor.enter()
        except Exception as error:
            result.errors.append(f"{visitor.page}, opening: {error!r}")
        await everybody.wait()
        try:
            if visitor.is_open:
                result.began_on.append(visitor.process)
                await _keep_changing(visitor, result, random.Random(number))
        except Exception as error:
            result.errors.append(f"{visitor.page}: {error!r}")
        finally:
            result.errors += visitor.errors
            await visitor.leave()

    async with asyncio.TaskGroup() as class_:
        for number in range(sessions):
            class_.create_task(visit(number))
        await everybody.wait()
        before = _spent(processes)
        if meanwhile is not None:
            await meanwhile()
    result.processor = _spent(processes) - before
    return result


def _spent(processes: Sequence[int]) -> float:
    return sum(map(processor_seconds, processes))


async def _keep_changing(visitor: Visitor, result: Load, chance: random.Random) -> None:
    end = time.perf_counter() + result.seconds
    due = time.perf_counter() + chance.uniform(0, PAUSE[1])
    while due < end:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            try:
                result.waits.append((began, await visitor.change()))
            except (OSError, ConnectionClosed):
                before = visitor.process
                result.lost.append((await visitor.come_back(), before, visitor.process))
        due = max(time.perf_counter(), began + chance.uniform(*PAUSE))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=SESSIONS, metavar="N")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    print(f"{machine()}, Python {sys.version.split()[0]}, {asked.seconds:g} s each\n")
    print(f"| sessions | page | {COLUMNS}\n|---|---|---|---|---|---|---|")
    errors: list[str] = []
    with servers(AS_DEPLOYED) as (dashboard, empty):
        both = (("ten screens", dashboard, SCREENS), ("empty page", empty, EMPTY))
        for _, server, pages in both:
            run(server, pages, len(pages), 3)  # warms up: imports, caches
        for sessions in asked.sessions:
            for name, server, pages in both:
                result = run(server, pages, sessions, asked.seconds)
                print(f"| {sessions} | {name} | {result.columns()}", flush=True)
                errors += result.errors
    print(*errors[:20], sep="\n", file=sys.stderr)


def run(server: Server, pages: Sequence[str], sessions: int, seconds: float) -> Load:
    """Load one server."""
    return asyncio.run(load(server.port, [server.process.pid], pages, sessions, seconds))


if __name__ == "__main__":
    main()
