"""How far several processes behind nginx go, and what a class notices when one of them ends.

`python -m benchmarks.behind_nginx` prints two tables. It needs Debian's nginx (apt install nginx-light), and sets it up
as `deploy/nginx.conf` says.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence

from benchmarks.load import COLUMNS, SCREENS, SECONDS, Load, load, percentile
from benchmarks.nginx import processes
from benchmarks.processes import machine
from tests.browser.helpers import Server

SESSIONS = (30, 60, 100)
PROCESSES = (1, 2, 3)
KILLED = 60  # sessions, when a process is ended


async def end_one(port: int, servers: Sequence[Server], sessions: int, seconds: float) -> tuple[Load, float]:
    """Load all `servers`, and kill one of them in the middle: what came of it, and when that was."""
    moment = 0.0

    async def end() -> None:
        nonlocal moment
        await asyncio.sleep(seconds / 2)
        moment = time.perf_counter()
        servers[0].process.kill()

    result = await load(port, [server.process.pid for server in servers[1:]], SCREENS, sessions, seconds, end)
    return result, moment


def compare(counts: Sequence[int], sessions: Sequence[int], seconds: float) -> None:
    """Print the table of processes and sessions."""
    print(f"| processes | sessions | {COLUMNS}\n|---|---|---|---|---|---|---|")
    for count in counts:
        with processes(count) as (port, servers):
            pids = [server.process.pid for server in servers]
            asyncio.run(load(port, pids, SCREENS, count * len(SCREENS), 3))  # warms up
            for each in sessions:
                result = asyncio.run(load(port, pids, SCREENS, each, seconds))
                print(f"| {count} | {each} | {result.columns()}", flush=True)
                print("\n".join(result.errors[:10]), end="", file=sys.stderr)


def show_end(count: int, sessions: int, seconds: float) -> None:
    """Print what the visitors noticed of the end of one of `count` processes."""
    with processes(count) as (port, servers):
        pids = [server.process.pid for server in servers]
        asyncio.run(load(port, pids, SCREENS, count * len(SCREENS), 3))  # warms up
        result, moment = asyncio.run(end_one(port, servers, sessions, seconds))
        gone = str(servers[0].port)
    on_gone = result.began_on.count(gone)
    back = [each for each in result.lost if each[1] == gone != each[2]]
    gaps = sorted(seconds for seconds, _, _ in result.lost)
    before = [wait for began, wait in result.waits if began + wait < moment]
    after = [wait for began, wait in result.waits if began > moment]
    rows = {
        "sessions on the process that is killed, and on others": f"{on_gone}, {len(result.began_on) - on_gone}",
        "connections lost": f"{len(result.lost)}",
        "of these back on another process": f"{len(back)}",
        "until their page was back, ms: p50, p95": f"{percentile(gaps, 50)}, {percentile(gaps, 95)}",
        "a change before, ms: p50, p95": f"{percentile(before, 50)}, {percentile(before, 95)}",
        "a change afterwards, ms: p50, p95": f"{percentile(after, 50)}, {percentile(after, 95)}",
        "errors": f"{len(result.errors)}",
    }
    print(f"\n| {count} processes, {sessions} sessions, one process is killed after {seconds / 2:g} s | |\n|---|---|")
    print("\n".join(f"| {what} | {value} |" for what, value in rows.items()))
    print(*result.errors[:10], sep="\n", file=sys.stderr)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=SESSIONS, metavar="N")
    parser.add_argument("--processes", type=int, nargs="+", default=PROCESSES, metavar="N")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    print(f"{machine()}, Python {sys.version.split()[0]}, {asked.seconds:g} s each\n")
    compare(asked.processes, asked.sessions, asked.seconds)
    show_end(2, KILLED, asked.seconds)


if __name__ == "__main__":
    main()
