"""The dense net against figures that PyTorch made (`make_dense.py` beside this file)."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import networks
from engine.optimizers import OPTIMIZERS
from engine.training import Run, train

GOLDEN = json.loads(Path(__file__).with_name("dense.json").read_text(encoding="utf-8"))
CASES = [
    pytest.param(case, id=f"{case['net']['sizes']} {case['net']['activation']} {case['optimizer']}")
    for case in GOLDEN["cases"]
]


def trained(case) -> Run:
    network = networks.dense(**{**case["net"], "sizes": tuple(case["net"]["sizes"])})
    optimizer = OPTIMIZERS[case["optimizer"]](learning_rate=case["learning_rate"])
    return train(network, case["start"], case["data"], optimizer, GOLDEN["updates"])


@pytest.mark.parametrize("case", CASES)
def test_every_loss_of_a_hundred_updates_is_that_of_pytorch(case) -> None:
    assert trained(case).loss.tolist() == pytest.approx(case["losses"], rel=1e-11, abs=0)


@pytest.mark.parametrize("case", CASES)
def test_every_value_and_gradient_before_and_after_a_hundred_updates_is_that_of_pytorch(case) -> None:
    run = trained(case)
    known = {"losses", "loss", "X", "Y"}
    asked = [name for name in run.network.values if name not in known]
    for epoch, expected in case["at"].items():
        assert sorted(expected) == sorted([*asked, *(f"dL_d{name}" for name in asked)])
        for key, figures in expected.items():
            found = run.gradient(key[4:]) if key.startswith("dL_d") else run.value(key)
            np.testing.assert_allclose(found[int(epoch)], figures, rtol=1e-10, atol=1e-13, err_msg=key)


def test_the_golden_runs_learn() -> None:
    for case in GOLDEN["cases"]:
        assert len(case["losses"]) == GOLDEN["updates"] + 1 == 101
        assert case["losses"][-1] < 0.9 * case["losses"][0]
