"""The engine against figures that PyTorch made (`make.py` beside this file)."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine import networks
from engine.optimizers import GradientDescent
from engine.training import train

NETS = {"linear": networks.linear, "sigmoid": networks.sigmoid}
GOLDEN = {name: json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")) for name in NETS}
CASES = [
    pytest.param(name, case, id=f"{name} {case['loss']} {number // 2}")
    for name, golden in GOLDEN.items()
    for number, case in enumerate(golden["cases"])
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_every_value_and_gradient_of_every_epoch_is_that_of_pytorch(name: str, case) -> None:
    network = NETS[name](case["loss"])
    optimizer = GradientDescent(case["learning_rate"])
    run = train(network, case["start"], case["data"], optimizer, GOLDEN[name]["epochs"])
    asked = [*network.values, *(f"dL_d{value}" for value in network.values if value != "loss")]
    assert sorted(asked) == sorted(case["histories"])
    for key, expected in case["histories"].items():
        found = run.gradient(key[4:]) if key.startswith("dL_d") else run.value(key)
        assert found.tolist() == pytest.approx(expected, rel=1e-12, abs=0), key


@pytest.mark.parametrize("name", NETS)
def test_there_are_the_course_s_start_and_ten_others_in_both_conventions(name: str) -> None:
    cases = GOLDEN[name]["cases"]
    starts = {tuple(case["start"].values()) for case in cases}
    assert tuple(getattr(networks, f"{name.upper()}_START").values()) in starts
    assert len(starts) >= 11
    assert {case["loss"] for case in cases} == set(networks.LOSSES)
    assert len(cases) == 2 * len(starts)


@pytest.mark.parametrize("name", NETS)
def test_the_golden_runs_stay_finite_and_move(name: str) -> None:
    for case in GOLDEN[name]["cases"]:
        for key, history in case["histories"].items():
            assert np.isfinite(history).all(), key
        assert len(set(case["histories"]["loss"])) > 1


VARIANTS = json.loads(Path(__file__).with_name("sigmoid_variants.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", VARIANTS["cases"], ids=lambda case: " ".join(str(value) for value in case["net"].values())
)
def test_every_activation_with_and_without_biases_on_one_and_on_several_examples_is_that_of_pytorch(case) -> None:
    network = networks.sigmoid(**case["net"])
    run = train(network, case["start"], case["data"], GradientDescent(case["learning_rate"]), VARIANTS["epochs"])
    asked = [*network.values, *(f"dL_d{value}" for value in network.values if value != "loss")]
    assert sorted(asked) == sorted(case["histories"])
    for key, expected in case["histories"].items():
        found = run.gradient(key[4:]) if key.startswith("dL_d") else run.value(key)
        assert found.shape[0] == VARIANTS["epochs"] + 1
        np.testing.assert_allclose(found, np.reshape(expected, found.shape), rtol=1e-12, atol=0, err_msg=key)


def test_the_variants_are_all_activations_each_in_four_ways_and_each_can_learn() -> None:
    ways = {
        tuple(case["net"][key] for key in ("activation", "has_biases", "over_examples")) for case in VARIANTS["cases"]
    }
    assert len(ways) == len(VARIANTS["cases"]) == 4 * len(networks.ACTIVATIONS)
    assert {way[0] for way in ways} == set(networks.ACTIVATIONS)
    for activation in networks.ACTIVATIONS:
        moving = [case for case in VARIANTS["cases"] if case["net"]["activation"] == activation]
        assert any(len(set(case["histories"]["w1"])) > 1 for case in moving), activation
