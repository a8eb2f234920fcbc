"""Whether the server gives back what a session took: its memory while many visitors come and go.

`python -m benchmarks.memory` prints the table. It takes some ten minutes: 300 sessions, 20,000 reruns, and the two
minutes for which Streamlit keeps a session that has lost its connection (at most 128 of them).
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass

from benchmarks.load import SCREENS
from benchmarks.nginx import AS_DEPLOYED
from benchmarks.processes import machine, megabytes
from benchmarks.visitor import Visitor
from tests.browser.helpers import HOST, Server

AT_ONCE = 10
WARM_UP = 30  # sessions
KEPT = 130.0  # seconds until Streamlit has forgotten the last session
ROWS = 6


@dataclass
class Counts:
    """How many have come and gone, and how often pages have run."""

    sessions: int = 0
    reruns: int = 0
    errors: int = 0


async def come_and_go(server: Server, sessions: int, changes: int, counts: Counts) -> None:
    """Let `sessions` visitors come, change something `changes` times as fast as they can, and go."""
    door = asyncio.Semaphore(AT_ONCE)

    async def visit(number: int) -> None:
        visitor = Visitor(f"{HOST}:{server.port}", SCREENS[number % len(SCREENS)], seed=number)
        async with door:
            await visitor.enter()
            for _ in range(changes):
                await visitor.change()
            await visitor.leave()
        counts.sessions += 1
        counts.reruns += changes + 1
        counts.errors += len(visitor.errors)

    await asyncio.gather(*(visit(counts.sessions + each) for each in range(sessions)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--reruns", type=int, default=20_000)
    asked = parser.parse_args()
    changes = max(1, round(asked.reruns / asked.sessions) - 1)
    print(f"{machine()}, Python {sys.version.split()[0]}\n")
    print("| after | sessions | reruns | memory, MB | of the first |\n|---|---|---|---|---|")
    with Server(*AS_DEPLOYED) as server:
        asyncio.run(come_and_go(server, WARM_UP, changes, Counts()))
        first, counts = megabytes(server.process.pid), Counts()

        def row(name: str) -> None:
            now = megabytes(server.process.pid)
            print(f"| {name} | {counts.sessions} | {counts.reruns:,} | {now:.0f} | {now / first:.2f} |", flush=True)

        row(f"a warm-up of {WARM_UP} sessions")
        for _ in range(ROWS):
            asyncio.run(come_and_go(server, asked.sessions // ROWS, changes, counts))
            row("more have come and gone")
        time.sleep(KEPT)
        asyncio.run(come_and_go(server, 1, 1, counts))  # Streamlit forgets when somebody goes
        row("Streamlit has forgotten them")
    print(f"\n{counts.errors} errors")


if __name__ == "__main__":
    main()
