"""What a student may type, against figures that were computed apart from the engine."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine import closed_form, in_time
from engine.backpropagation import gradients
from engine.closed_form import tidy
from engine.expressions import parse
from engine.graph import ZERO, Node
from engine.program import evaluate
from engine.rules import differentiate

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("expressions.json").read_text(encoding="utf-8"))[
    "cases"
]
# Every rounding on the way is off by ε at most of what it rounds; the largest numbers on the way are near 10⁴.
EXACT = 1e-12


def test_there_are_as_many_cases_as_promised() -> None:
    one = [case for case in CASES if len(case["variables"]) == 1]
    assert len(one) >= 60
    assert len(CASES) - len(one) >= 15


def compare(case: dict[str, Any], node: Node | None, expected: list[float]) -> None:
    assert node is not None
    for point, number in zip(case["points"], expected, strict=True):
        found = float(evaluate([node], dict(zip(case["variables"], point, strict=True)))[0])
        assert found == pytest.approx(number, rel=EXACT, abs=EXACT), point


def each_variable(case: dict[str, Any]) -> list[tuple[str, list[float]]]:
    return [(name, [slopes[at] for slopes in case["gradients"]]) for at, name in enumerate(case["variables"])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_values(case: dict[str, Any]) -> None:
    compare(case, parse(case["text"], case["variables"]), case["values"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_gradients_by_backpropagation(case: dict[str, Any]) -> None:
    found = gradients(parse(case["text"], case["variables"]))
    for name, expected in each_variable(case):
        compare(case, found.get(name, ZERO), expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_derivatives_by_the_rules_of_the_blackboard(case: dict[str, Any]) -> None:
    node = parse(case["text"], case["variables"])
    for name, expected in each_variable(case):
        compare(case, differentiate(node, name).derivative, expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_tidy_closed_forms(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_form, "MAX_SECONDS", 30.0)  # a slow machine is no reason for a red test
    monkeypatch.setattr(in_time, "PATIENCE", 60.0)
    node = parse(case["text"], case["variables"])
    compare(case, tidy(node), case["values"])
    for name, expected in each_variable(case):
        compare(case, tidy(differentiate(node, name).derivative), expected)
