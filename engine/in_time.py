"""Work that may take too long, with an honest limit: it is stopped, not only left alone.

A thread that is merely waited for goes on computing for nobody. A process of its own costs a server a
second Python, and a hook on every call (`sys.setprofile`) makes all work take three times as long. So
the work runs in a thread, and once its time is up an exception is raised in that thread: CPython's
`PyThreadState_SetAsyncExc`. It costs nothing while all goes well.
"""

from __future__ import annotations

import ctypes
import inspect
import sys
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from types import FrameType
from typing import TypeVar

PATIENCE = 2.0  # seconds on the clock for the caller: to get a turn, and for the work
_NUDGE = 0.002  # seconds between two looks whether the work can be stopped

Result = TypeVar("Result")
_turn = threading.Lock()  # one work at a time: SymPy's caches are not made for threads
_stuck: list[threading.Thread] = []  # what could not be stopped


class _OutOfTimeError(SystemExit):
    """Silent where a thread ends by it, and not held up by an `except Exception` within the work."""


def in_time(work: Callable[[], Result], seconds: float, libraries: Collection[str]) -> Result | None:
    """What `work` returns; None where it raises an Exception, or takes longer than `seconds`.

    Where the system tells it, that is the thread's own time of computing, so that a busy machine gives
    the same answers as an idle one. It is stopped inside `libraries`, names of packages. One long call
    into C cannot be stopped, so the caller must bound the size of the numbers; should it happen,
    callers get None after PATIENCE, and at once until it ends.
    """
    if not _turn.acquire(timeout=PATIENCE):
        return None
    try:
        return None if any(thread.is_alive() for thread in _stuck) else _watched(work, seconds, libraries)
    finally:
        _turn.release()


def _watched(work: Callable[[], Result], seconds: float, libraries: Collection[str]) -> Result | None:
    """What `work` gives in a thread of its own; None where it fails, or has used `seconds` of the processor."""
    results: list[Result] = []
    clocks: list[int] = []

    def run() -> None:
        with suppress(Exception, _OutOfTimeError):  # a library's own failure gives no result either
            if hasattr(time, "pthread_getcpuclockid"):
                clocks.append(time.pthread_getcpuclockid(threading.get_ident()))
            results.append(work())

    thread = threading.Thread(target=run, daemon=True)
    began = time.monotonic()
    thread.start()
    while thread.is_alive() and time.monotonic() < began + PATIENCE:
        left = seconds - _used(clocks, began)
        if left <= 0:
            _stop(thread.ident or 0, libraries)
        thread.join(max(left, _NUDGE))
    _stuck[:] = [thread] if thread.is_alive() else []
    return results[0] if results else None


def _used(clocks: list[int], began: float) -> float:
    """Seconds of computing so far; seconds on the clock where the system does not tell."""
    with suppress(OSError):  # the thread has just ended
        return time.clock_gettime(clocks[0]) if clocks else time.monotonic() - began
    return 0.0


def _stop(thread: int, libraries: Collection[str]) -> None:
    """Raise in the thread, if it is at a place where that does no harm: this one runs, so that one stands still."""
    frame = sys._current_frames().get(thread)
    if frame is not None and _is_fit(frame, libraries):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_OutOfTimeError))


def _is_fit(frame: FrameType, libraries: Collection[str]) -> bool:
    """Not in others' destructors or a generator being closed, which swallow it; not while a module is loaded."""
    package = str(frame.f_globals.get("__name__")).partition(".")[0]
    if package not in libraries or frame.f_code.co_flags & inspect.CO_GENERATOR:
        return False
    above: FrameType | None = frame
    while above is not None and above.f_code.co_name != "<module>":
        above = above.f_back
    return above is None
