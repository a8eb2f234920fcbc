from typing import Any

import numpy as np
import pytest

from engine import formulas
from engine.errors import SettingError, ShapeError, UnknownNameError
from engine.graph import variable
from engine.landscapes import LANDSCAPES
from engine.lesson_lines import update_lines
from engine.networks import Network, sigmoid
from engine.optimizers import (
    OPTIMIZERS,
    Adadelta,
    Adagrad,
    Adam,
    CosineAnnealing,
    GradientDescent,
    Momentum,
    NAdam,
    Nesterov,
    Optimizer,
    RMSprop,
    WarmUp,
)
from engine.program import evaluate
from engine.step_explained import explain, lines
from engine.training import Run, descend, train

EVERY = [*(kind() for kind in OPTIMIZERS.values()), RMSprop(centered=True), WarmUp(CosineAnnealing(Adam(0.1)))]
LANDSCAPE = LANDSCAPES["linear_net"]


def run(optimizer: Optimizer, steps: int = 25, keep: tuple[str, ...] | None = None, start: Any = None) -> Run:
    return descend(LANDSCAPE.function, start or LANDSCAPE.at(LANDSCAPE.start), optimizer, steps, keep)


@pytest.mark.parametrize("optimizer", EVERY, ids=lambda optimizer: type(optimizer).__name__)
def test_the_last_line_is_to_the_last_bit_the_weight_that_the_run_went_on_with(optimizer: Optimizer) -> None:
    walked = run(optimizer)
    for weight in ("w1", "w2"):
        assert explain(walked, weight).results[weight].tolist() == walked.value(weight)[1:].tolist()


@pytest.mark.parametrize("optimizer", EVERY, ids=lambda optimizer: type(optimizer).__name__)
def test_the_numbers_put_in_give_the_result_of_each_line(optimizer: Optimizer) -> None:
    explained = explain(run(optimizer), "w1")
    for update in (0, 1, 7, 24):
        for numbered in explained.at(update):
            assert set(numbered.given) == set(numbered.line.needs)
            assert evaluate([numbered.line.node], numbered.given) == [numbered.result]


@pytest.mark.parametrize("optimizer", EVERY, ids=lambda optimizer: type(optimizer).__name__)
def test_a_memory_starts_where_the_last_update_left_it(optimizer: Optimizer) -> None:
    explained = explain(run(optimizer), "w2")
    own = [line for line in explained.lines if line.name in line.needs]
    assert len(own) >= len(optimizer.init(0.5))  # every memory, and the weight
    for line in own:
        given = explained.given[line.key][line.name]
        assert given[1:].tolist() == explained.results[line.key][:-1].tolist()
    start = {line.key: explained.given[line.key][line.name][0] for line in own}
    assert start["w2"] == 0.5
    assert {key.removesuffix("_w2"): number for key, number in start.items() if key != "w2"} == optimizer.init(0.5)


@pytest.mark.parametrize("optimizer", EVERY, ids=lambda optimizer: type(optimizer).__name__)
def test_the_lines_are_those_of_the_program(optimizer: Optimizer) -> None:
    network = run(optimizer, 1).network
    of_w1 = [line.name for line in update_lines(network, optimizer.symbolic()) if not line.name.endswith("w2")]
    assert [line.key for line in lines(optimizer.symbolic(), "w1")] == of_w1


def test_adam_reads_as_in_its_paper() -> None:
    assert [line.text for line in lines(Adam().symbolic(), "w1")] == [
        "t ← t + 1",
        "m ← β₁ · m + (1 − β₁) · g",
        "v ← β₂ · v + (1 − β₂) · g^2",
        "m̂ ← m / (1 − β₁^t)",
        "v̂ ← v / (1 − β₂^t)",
        "w₁ ← w₁ − α · m̂ / (√(v̂) + ε)",
    ]
    assert lines(Adam().symbolic(), "w1")[3].latex == r"\hat{m} \leftarrow \frac{m}{1 - {\beta_{1}}^{t}}"


@pytest.mark.parametrize(
    ("optimizer", "texts"),
    [
        (GradientDescent(), ["x ← x − α · g"]),
        (Momentum(), ["velocity ← β · velocity + g", "x ← x − α · velocity"]),
        (Nesterov(), ["velocity ← β · velocity + g", "x ← x − α · (g + β · velocity)"]),
        (Adagrad(), ["s ← s + g^2", "x ← x − α · g / (√(s) + ε)"]),
        (RMSprop(), ["v ← ρ · v + (1 − ρ) · g^2", "x ← x − α · g / (√(v) + ε)"]),
        (
            Adadelta(),
            [
                "v ← ρ · v + (1 − ρ) · g^2",
                "δ ← √(u + ε) / √(v + ε) · g",
                "u ← ρ · u + (1 − ρ) · δ^2",
                "x ← x − α · δ",
            ],
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Optimizer) else "",
)
def test_each_rule_reads_as_on_the_board(optimizer: Optimizer, texts: list[str]) -> None:
    assert [line.text for line in lines(optimizer.symbolic(), "x")] == texts


def test_the_first_update_of_adam_on_the_course_s_net_line_by_line() -> None:
    found = {numbered.line.name: numbered for numbered in explain(run(Adam(0.1)), "w1").at(0)}
    assert found["m"].given == {"m": 0.0, "beta1": 0.9, "g": -18.0}
    assert found["m"].result == pytest.approx(-1.8, rel=1e-14)
    assert found["v"].result == pytest.approx(0.324, rel=1e-12)
    assert found["m_hat"].given["m"] == found["m"].result  # the number after, in the lines below its own
    assert found["m_hat"].result == pytest.approx(-18.0, rel=1e-14)
    assert found["v_hat"].result == pytest.approx(324.0, rel=1e-12)
    assert found["w1"].result == pytest.approx(2.1, rel=1e-9)
    assert found["m"].latex == r"0.9 \cdot 0 + \left(1 - 0.9\right) \cdot \left(-18\right)"


def test_every_formula_can_be_drawn() -> None:
    for optimizer in EVERY:
        for numbered in explain(run(optimizer, 3), "w1").at(2):
            for written in (numbered.line.latex, numbered.latex, formulas.latex_places(numbered.line.node)):
                assert formulas.mathml(written).startswith("<math")


@pytest.mark.parametrize("weight", ["m", "v", "g", "t", "velocity", "delta"])
def test_a_weight_may_be_called_as_something_of_the_rule(weight: str) -> None:
    for optimizer in EVERY:
        walked = descend(variable(weight) ** 2 + variable("z") ** 2, {weight: 1.0, "z": 2.0}, optimizer, 4)
        explained = explain(walked, weight)
        assert explained.results[weight].tolist() == walked.value(weight)[1:].tolist()
        assert len({line.name for line in explained.lines}) == len(explained.lines)
        for numbered in explained.at(3):
            assert evaluate([numbered.line.node], numbered.given) == [numbered.result]


def test_over_examples_the_gradient_is_the_mean() -> None:
    net = sigmoid(over_examples=True)
    data = {"x1": [0.0, 1.0, 1.0], "x2": [1.0, 0.0, 1.0], "y": [1.0, 0.0, 1.0]}
    trained = train(net, dict(zip(net.weights, (0.5, -0.5, 0.5), strict=True)), data, Adam(0.1), 6)
    explained = explain(trained, "w3")
    assert explained.results["w3"].tolist() == trained.value("w3")[1:].tolist()
    assert explained.given["m_w3"]["g"].tolist() == trained.gradient("w3")[:-1].tolist()


def test_a_run_that_diverges_is_explained_up_to_its_end_without_a_warning() -> None:
    walked = run(GradientDescent(0.1), 20)
    with np.errstate(all="raise"):
        last = explain(walked, "w1").at(19)[-1]
    assert np.isnan(last.result)
    assert "not a number" in last.latex


@pytest.mark.parametrize("update", [-1, 25])
def test_an_update_that_the_run_has_not_is_refused(update: int) -> None:
    with pytest.raises(SettingError, match=f"update is {update}: this run has updates 0 to 24"):
        explain(run(Adam()), "w1").at(update)


def test_what_cannot_be_explained_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"no weight 'loss'\. There are: w2, w1"):
        explain(run(Adam()), "loss")
    with pytest.raises(UnknownNameError, match="'dL_dw1' was not kept"):
        explain(run(Adam(), keep=("w1",)), "w1")
    with pytest.raises(ShapeError, match=r"shape \(2,\): explain one run"):
        explain(run(Adam(np.array([0.1, 0.2]))), "w1")


def test_the_shared_counters_of_nadam_have_a_line_each() -> None:
    names = [line.name for line in lines(NAdam().symbolic(), "w1")]
    assert names == ["step", "mu", "mu_product", "mu_next", "m", "v", "m_hat", "v_hat", "w1"]


def test_a_net_with_data_is_explained_too() -> None:
    product = (variable("w") * variable("x")).named("h")
    net = Network(((product - 3.0) ** 2).named("loss"), weights=("w",), data=("x",))
    trained = train(net, {"w": 1.0}, {"x": 2.0}, Momentum(0.01), 5)
    assert explain(trained, "w").at(0)[0].result == trained.gradient("w")[0] == -4.0
