"""What is typed, linked or sent never reaches Python's compiler, its imports, a file, or the system: on whole pages.

Python itself reports all of these (`sys.addaudithook`), in every thread, whoever calls them. Each text that is sent has
a canary in it; a report with a canary is a failure.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
import sympy

from dashboard.lessons import LESSONS
from tests.pages.moves import ALSO_IN_LINK, Visitor, answer, bound, parts, type_into

CANARY = "canary_that_nobody_runs"
SENT = (f"x + {CANARY}", f"__import__('os').system('echo {CANARY}')", f"u = x, y = {CANARY}(u)")
_reports: list[str] | None = None


def _listen(event: str, about: tuple[Any, ...]) -> None:
    if _reports is None or not event.startswith(("compile", "exec", "import", "open", "os.", "subprocess.", "pickle.")):
        return
    told = " ".join(" ".join(map(str, _words(one))) if isinstance(one, CodeType) else str(one) for one in about)
    if CANARY in told:
        _reports.append(f"{event}: {told[:200]}")


def _words(code: CodeType) -> list[object]:
    inner = [word for const in code.co_consts if isinstance(const, CodeType) for word in _words(const)]
    return [*code.co_names, *code.co_consts, code.co_filename, *inner]


sys.addaudithook(_listen)  # there is no way to take it away again: it listens while there is a list of reports


@pytest.fixture
def reports() -> Any:
    global _reports
    _reports = []
    yield _reports
    _reports = None


@pytest.mark.parametrize(
    "careless",
    [
        lambda: eval(f"lambda: {CANARY}"),
        lambda: exec(f"def f(): return {CANARY}"),
        lambda: compile(CANARY, "typed", "eval"),
        lambda: ast.parse(CANARY),
        lambda: __import__(CANARY),
        lambda: Path(CANARY).read_text(),
        lambda: os.system(f": {CANARY}"),
        lambda: subprocess.run([":", CANARY], check=False),
        lambda: sympy.sympify(CANARY),
        lambda: sympy.parse_expr(f"{CANARY} + 1"),
    ],
)
def test_whoever_runs_a_text_is_reported(careless: Callable[[], object], reports: list[str]) -> None:
    with suppress(ImportError, OSError):
        careless()
    assert reports


@pytest.mark.parametrize("stem", [lesson.stem for lesson in LESSONS])
def test_no_page_runs_a_text(stem: str, reports: list[str]) -> None:
    visitor = Visitor(stem)
    names = {*bound(visitor.at), *ALSO_IN_LINK}
    for text in SENT:
        visitor.follow(dict.fromkeys(sorted(names), text))
        for control in list(visitor.at.text_input):
            type_into(visitor, control, text)
        for name, events in parts(visitor.at).items():
            for event in events:
                answer(
                    visitor, name, event, {"text": text, "at": {"moves": text, "x": text}, "all": text, "on": [text]}
                )
                answer(visitor, name, event, text)
    assert not reports
