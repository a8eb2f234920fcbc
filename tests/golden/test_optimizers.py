"""Every optimizer against paths that PyTorch walked (`make_optimizers.py` beside this file)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import optimizers
from engine.landscapes import LANDSCAPES
from engine.training import Run, descend

GOLDEN = json.loads(Path(__file__).with_name("optimizers.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = GOLDEN["cases"]
STEPS = GOLDEN["steps"]
# Relative to the larger of 1 and the coordinate: all walks keep within a few units of the origin.
CLOSE = 1e-10
HOW = "write it into CASES of tests/golden/make_optimizers.py, three settings or more, and run that with PyTorch"


def built(case: dict[str, Any]) -> optimizers.Optimizer:
    inner = optimizers.OPTIMIZERS[case["optimizer"]](**case["settings"])
    return optimizers.SCHEDULES[case["schedule"]](inner, **case["schedule_settings"]) if "schedule" in case else inner


def walked(case: dict[str, Any], optimizer: optimizers.Optimizer | None = None) -> Run:
    landscape = LANDSCAPES[case["landscape"]]
    return descend(landscape.function, landscape.at(case["start"]), optimizer or built(case), STEPS[-1])


def distance(run: Run, case: dict[str, Any]) -> float:
    found = np.array([run.value(name)[STEPS] for name in LANDSCAPES[case["landscape"]].variables]).T
    expected = np.array(case["path"])
    return float(np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected))))


def label(case: dict[str, Any]) -> str:
    numbers = " ".join(
        f"{value:g}" for value in (*case["settings"].values(), *case.get("schedule_settings", {}).values())
    )
    return f"{case.get('schedule', '')} {case['optimizer']} {case['landscape']} {numbers}".strip()


@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_hundred_updates_lead_where_pytorch_goes(case: dict[str, Any]) -> None:
    assert distance(walked(case), case) < CLOSE


@pytest.mark.parametrize("case", [case for case in CASES if case["landscape"] == "beale"], ids=label)
def test_the_rule_on_plain_numbers_leads_there_too(case: dict[str, Any]) -> None:
    landscape, rule = LANDSCAPES["beale"], built(case)
    run = walked(case)
    for name in landscape.variables:
        position, state = run.value(name)[0], rule.init(run.value(name)[0])
        for gradient in run.gradient(name)[:-1]:
            position, state = rule.update(gradient, state, position)
        assert position == run.value(name)[-1]


def test_every_optimizer_walks_on_five_functions_with_several_settings_each() -> None:
    for name in optimizers.OPTIMIZERS:
        plain = [case for case in CASES if case["optimizer"] == name and "schedule" not in case]
        for landscape in ("bowl", "valley", "rosenbrock", "beale", "linear_net"):
            assert sum(case["landscape"] == landscape for case in plain) >= 3, f"{name}: {HOW}"
        assert all("epsilon" not in case["settings"] for case in plain) or any(
            case["settings"]["epsilon"] >= 0.1 for case in plain
        ), name
    assert {case["schedule"] for case in CASES if "schedule" in case} == {*optimizers.SCHEDULES} - {"Constant"}
    assert {case["settings"].get("centered") for case in CASES} == {None, True, False}


# A setting that no path feels would be tested by nothing: every one must move some walk by far more than is allowed.
@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        (name, setting)
        for name, kind in {**optimizers.OPTIMIZERS, **optimizers.SCHEDULES}.items()
        for setting in kind().own_settings()
    ],
)
def test_every_setting_is_felt(kind: str, setting: str) -> None:
    cases = [case for case in CASES if case.get("schedule", case["optimizer"]) == kind]
    assert cases, f"{kind}: {HOW}"
    case = max(cases, key=lambda case: {**case["settings"], **case.get("schedule_settings", {})}[setting])
    group = "schedule_settings" if "schedule" in case else "settings"
    changed = {**case, group: {**case[group], setting: case[group][setting] * 0.9}}
    assert distance(walked(case, built(changed)), case) > 1e4 * CLOSE
