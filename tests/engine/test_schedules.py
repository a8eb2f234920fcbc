import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import SettingError
from engine.formulas import latex, text
from engine.graph import variable
from engine.landscapes import LANDSCAPES
from engine.lesson_lines import update_lines
from engine.networks import linear
from engine.optimizers import (
    SCHEDULES,
    Adam,
    Constant,
    CosineAnnealing,
    ExponentialDecay,
    GradientDescent,
    Schedule,
    StepDecay,
    WarmUp,
)
from engine.program import evaluate
from engine.training import descend
from engine.training_program import training_program

DESCENT = GradientDescent(0.8)


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (Constant(DESCENT), {1: 0.8, 2: 0.8, 1000: 0.8}),
        (StepDecay(DESCENT, drop=0.5, drop_every=3.0), {1: 0.8, 3: 0.8, 4: 0.4, 6: 0.4, 7: 0.2}),
        (ExponentialDecay(DESCENT, rate_decay=0.5), {1: 0.8, 2: 0.4, 4: 0.1}),
        (CosineAnnealing(DESCENT, cosine_updates=8.0), {1: 0.8, 5: 0.4, 9: 0.0, 10: 0.0, 100: 0.0}),
        (CosineAnnealing(DESCENT, cosine_updates=8.0, final_rate=0.2), {1: 0.8, 5: 0.5, 9: 0.2, 30: 0.2}),
        (WarmUp(DESCENT, warm_up_updates=4.0), {1: 0.2, 2: 0.4, 4: 0.8, 5: 0.8, 1000: 0.8}),
        (WarmUp(DESCENT, warm_up_updates=1.0), {1: 0.8, 2: 0.8}),
    ],
)
def test_the_rate_of_each_update_is_as_the_formula_says(schedule: Schedule, rates: dict[int, float]) -> None:
    expected = list(rates.values())
    one_by_one = [float(schedule.rate(step)) for step in rates]
    together = schedule.rate(np.array(list(rates), dtype=float)) * np.ones(len(rates))
    as_nodes = [
        float(evaluate([schedule.symbolic().rate(variable("step"))], {"step": step, **schedule.settings()})[0])
        for step in rates
    ]
    for found in (one_by_one, together, as_nodes):
        assert found == pytest.approx(expected, rel=1e-14, abs=1e-16)


@pytest.mark.parametrize("kind", SCHEDULES.values())
def test_each_update_is_made_at_its_rate(kind: type[Schedule]) -> None:
    bowl = LANDSCAPES["bowl"]
    schedule = kind(GradientDescent(0.1))
    run = descend(bowl.function, bowl.at(bowl.start), schedule, steps=40)
    rates = -np.diff(run.value("x")) / run.gradient("x")[:-1]
    steps = np.arange(1.0, 41.0)
    assert rates == pytest.approx(schedule.rate(steps) * np.ones(40), rel=1e-9, abs=1e-12)


@given(step=st.integers(1, 500))
def test_no_schedule_leaves_the_way_between_0_and_its_rate(step: int) -> None:
    for kind in SCHEDULES.values():
        schedule = kind(DESCENT)
        assert 0 <= schedule.rate(step) <= 0.8
        falls = schedule.rate(step + 1) <= schedule.rate(step) * (1 + 1e-12)
        assert falls or kind is WarmUp


def test_a_warm_up_around_another_schedule_multiplies_both() -> None:
    both = WarmUp(CosineAnnealing(DESCENT, cosine_updates=10.0), warm_up_updates=4.0)
    bowl = LANDSCAPES["bowl"]
    run = descend(bowl.function, bowl.at(bowl.start), both.with_rate(0.1), steps=10)
    rates = -np.diff(run.value("y")) / run.gradient("y")[:-1]
    expected = [0.1 * min(1.0, t / 4) * (1 + math.cos(math.pi * (t - 1) / 10)) / 2 for t in range(1, 11)]
    assert rates == pytest.approx(expected, rel=1e-9)


def test_a_schedule_inside_its_own_kind_is_refused() -> None:
    with pytest.raises(SettingError, match="WarmUp stands inside another WarmUp"):
        WarmUp(CosineAnnealing(WarmUp(DESCENT)))


def test_the_rate_is_that_of_the_optimizer_inside_and_can_be_changed_through_all_schedules() -> None:
    nested = WarmUp(StepDecay(Adam(0.3)))
    assert nested.learning_rate == 0.3
    assert nested.with_rate(0.7).learning_rate == 0.7
    assert nested.with_rate(0.7) == WarmUp(StepDecay(Adam(0.7)))


def test_the_settings_are_those_of_all_that_stand_inside_one_another() -> None:
    nested = WarmUp(StepDecay(Adam(0.3), drop=0.25, drop_every=5.0), warm_up_updates=2.0)
    assert nested.settings() == {**Adam(0.3).settings(), "drop": 0.25, "drop_every": 5.0, "warm_up_updates": 2.0}
    assert nested.own_settings() == {"warm_up_updates": 2.0}


def test_no_two_schedules_share_the_name_of_a_setting_or_of_their_rate() -> None:
    names = [name for kind in SCHEDULES.values() for name in (*kind().own_settings(), kind.NAME)]
    assert len(set(names)) == len(names)
    assert set(names).isdisjoint(Adam().settings())


def test_the_program_has_one_line_for_the_rate_and_one_for_the_update_s_number() -> None:
    lines = list(map(str, update_lines(linear(), StepDecay(Adam(), drop=0.5).symbolic())))
    assert lines[0] == "step = step + 1"
    assert sum(line.startswith("step =") for line in lines) == 1
    assert lines.count("step_rate = learning_rate * drop**np.floor((step - 1) / drop_every)") == 1
    assert "w1 = w1 - step_rate * m_hat_w1 / (np.sqrt(v_hat_w1) + epsilon)" in lines
    assert "w1 = w1 - step_rate * dL_dw1" in list(map(str, update_lines(linear(), StepDecay(DESCENT).symbolic())))


def test_a_program_is_written_once_for_all_numbers_of_a_schedule() -> None:
    one = training_program(linear(), CosineAnnealing(Adam(0.1), cosine_updates=50.0).symbolic())
    other = CosineAnnealing(Adam(0.2, beta1=0.5), cosine_updates=70.0, final_rate=0.1)
    assert training_program(linear(), other.symbolic()) is one
    assert training_program(linear(), WarmUp(Adam(0.1)).symbolic()) is not one


def test_the_formula_is_written_with_the_symbols_of_the_field() -> None:
    t = variable("step")
    assert text(ExponentialDecay().symbolic().rate(t)) == "α · γ^(t − 1)"
    assert text(StepDecay().symbolic().rate(t)) == "α · drop^⌊(t − 1) / every⌋"
    assert text(WarmUp().symbolic().rate(t)) == "α · min(1, t / W)"
    assert latex(ExponentialDecay().symbolic().rate(t)) == r"\alpha \cdot {\gamma}^{t - 1}"
    assert r"\min\left(t - 1, T\right)" in latex(CosineAnnealing().symbolic().rate(t))


def test_a_schedule_without_a_rate_says_so_when_used() -> None:
    with pytest.raises(NotImplementedError):
        Schedule(DESCENT).update(1.0, {"step": 0.0}, 1.0)
