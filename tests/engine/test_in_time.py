import threading
import time
from typing import Any

import pytest

from engine import in_time as module
from engine.in_time import in_time

HERE = {__name__.partition(".")[0]}


def test_work_that_ends_gives_its_result() -> None:
    assert in_time(lambda: 6 * 7, 5.0, HERE) == 42


def test_work_that_fails_gives_none() -> None:
    assert in_time(lambda: 1 / 0, 5.0, HERE) is None


def endless() -> None:
    while True:
        any(number > 1 for number in range(3))


def endless_and_deaf() -> None:
    while True:
        try:
            endless()
        except Exception:
            continue


@pytest.mark.parametrize("work", [endless, endless_and_deaf])
def test_work_without_end_is_stopped_and_not_only_left_alone(work) -> None:
    before = threading.active_count()
    assert in_time(work, 0.05, HERE) is None
    assert threading.active_count() == before
    assert in_time(lambda: "the next one", 5.0, HERE) == "the next one"


def test_the_destructor_of_another_library_is_not_cut_short() -> None:
    """Without care it would be every other time: the work does little else."""
    guest: dict[str, Any] = {"__name__": "guest", "begun": 0, "ended": 0}
    exec(
        "class Guest:\n"
        "    def __del__(self):\n"
        "        global begun, ended\n"
        "        begun += 1\n"
        "        for _ in range(2000): pass\n"
        "        ended += 1\n",
        guest,
    )

    def work() -> None:
        while True:
            guest["Guest"]()
            for _ in range(2000):
                pass

    for _ in range(5):
        assert in_time(work, 0.01, HERE) is None
    assert guest["begun"] == guest["ended"] > 0


def test_nobody_waits_for_work_that_cannot_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    release = threading.Event()
    assert in_time(release.wait, 0.01, HERE) is None  # one call into C
    assert in_time(lambda: 1, 5.0, HERE) is None, "the other one still runs"
    release.set()
    for thread in module._stuck:
        thread.join()
    assert in_time(lambda: 1, 5.0, HERE) == 1


def test_work_is_done_one_at_a_time() -> None:
    inside, most = 0, []

    def work() -> bool:
        nonlocal inside
        inside += 1
        most.append(inside)
        time.sleep(0.005)
        inside -= 1
        return True

    threads = [threading.Thread(target=in_time, args=(work, 5.0, HERE)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
