"""The PyTorch twins: the texts are those that were run in PyTorch, and what it printed is what the dashboard shows."""

from __future__ import annotations

import json

import pytest

from engine.scripts import printed, script, source
from engine.training_setup import TrainingSetup
from tests.golden.make_twins import FILE, setups

CASES = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
MAKE = "python -m tests.golden.make_twins with a Python that has PyTorch"


def test_every_case_was_run() -> None:
    assert [title for title, _ in setups()] == list(CASES), f"run {MAKE}"


@pytest.mark.parametrize(("title", "setup"), [*setups()], ids=lambda part: part if isinstance(part, str) else "")
def test_the_twin_is_the_one_that_was_run_and_prints_what_the_dashboard_shows(title: str, setup: TrainingSetup) -> None:
    assert title in CASES, f"run {MAKE}"
    assert source(script(setup, "torch")).splitlines() == CASES[title]["script"]
    assert printed(setup) == CASES[title]["output"]
