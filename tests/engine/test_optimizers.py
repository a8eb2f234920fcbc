import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import curvature
from engine.errors import GraphError, SettingError
from engine.graph import Node, variable
from engine.landscapes import LANDSCAPES
from engine.lesson_lines import update_lines
from engine.networks import Network, linear
from engine.optimizers import (
    OPTIMIZERS,
    SCHEDULES,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    AMSGrad,
    CosineAnnealing,
    ExponentialDecay,
    GradientDescent,
    Momentum,
    NAdam,
    Nesterov,
    Optimizer,
    RMSprop,
    Schedule,
    StepDecay,
    WarmUp,
    initial_state,
    symbolic_update,
)
from engine.optimizers.optimizer import RANGES
from engine.program import evaluate
from engine.training import descend
from engine.training_program import training_program


def test_gradient_descent_steps_against_the_gradient() -> None:
    # the course's first update: w1 = 2 − 0.01·(−18), w2 = 0.5 − 0.01·(−72) (LESSONS.md, linear_net)
    rule = GradientDescent(learning_rate=0.01)
    assert rule.update(-18.0, rule.init(2.0), 2.0) == (pytest.approx(2.18, rel=1e-15), {})
    assert rule.update(-72.0, {}, 0.5) == (pytest.approx(1.22, rel=1e-15), {})


def test_the_rule_works_on_arrays_and_changes_nothing_in_place() -> None:
    parameter, gradient = np.array([1.0, 2.0]), np.array([10.0, -10.0])
    moved, _ = GradientDescent(np.array([0.1, 0.2])).update(gradient, {}, parameter)
    assert moved.tolist() == [0.0, 4.0]
    assert parameter.tolist() == [1.0, 2.0]
    assert gradient.tolist() == [10.0, -10.0]


def test_given_nodes_the_rule_yields_its_own_formula() -> None:
    new = symbolic_update(GradientDescent(0.5), "w1", linear().gradients["w1"])
    assert list(new) == ["w1"]
    assert isinstance(new["w1"], Node)
    values = {"w1": 2.0, "w2": 0.5, "x": 2.0, "y": 20.0, "learning_rate": 0.01}
    assert evaluate([new["w1"]], values)[0] == pytest.approx(2.18, rel=1e-15)


def test_the_symbolic_rule_is_the_same_whatever_the_rate() -> None:
    assert GradientDescent(0.1).symbolic() == GradientDescent(0.2).symbolic()
    assert GradientDescent(0.1).symbolic().settings() == {"learning_rate": variable("learning_rate")}


def test_a_rate_of_zero_is_allowed_and_moves_nothing() -> None:
    assert GradientDescent(0.0).update(5.0, {}, 1.0) == (1.0, {})


@pytest.mark.parametrize(
    "rate",
    [float("nan"), float("inf"), -float("inf"), -0.1, np.array([0.1, np.nan]), np.array([0.1, -1e-9]), None],
)
def test_a_rate_out_of_bounds_is_refused_by_name_and_value(rate) -> None:
    with pytest.raises(SettingError) as refused:
        GradientDescent(learning_rate=rate)
    assert str(refused.value) == f"learning_rate is {rate}: it must be a finite number, 0 or more."


@pytest.mark.parametrize("rate", ["fast", 1j, [[0.1], [0.1, 0.2]], object()])
def test_a_rate_that_is_no_number_is_refused_by_name(rate) -> None:
    with pytest.raises(SettingError, match=r"learning_rate is .*: it must be a number or an array of numbers"):
        GradientDescent(learning_rate=rate)


def test_an_optimizer_without_a_rule_says_so_when_used() -> None:
    with pytest.raises(NotImplementedError):
        Optimizer().update(1.0, {}, 1.0)


# --- all optimizers

EVERY = [
    *(kind() for kind in OPTIMIZERS.values()),
    RMSprop(centered=True),
    *(kind(Adam(0.05)) for kind in SCHEDULES.values()),
    WarmUp(CosineAnnealing(Nesterov(0.02), cosine_updates=8.0, final_rate=0.001), warm_up_updates=3.0),
]
LINEAR_LOSS = LANDSCAPES["linear_net"]


def label(optimizer: Optimizer) -> str:
    inner = f" {label(optimizer.optimizer)}" if isinstance(optimizer, Schedule) else ""
    return type(optimizer).__name__ + inner + (" centered" if getattr(optimizer, "centered", False) else "")


# Where each is after its first update on the linear net's loss from (2, 0.5) (LESSONS.md, optimizers).
@pytest.mark.parametrize(
    ("optimizer", "reached"),
    [
        (GradientDescent(0.01), (2.18, 1.22)),
        (Momentum(0.01), (2.18, 1.22)),
        (Nesterov(0.01, momentum=0.9), (2.342, 1.868)),
        (Adagrad(0.1), (2.1, 0.6)),
        (Adam(0.1), (2.1, 0.6)),
        (RMSprop(0.01), (2.1, 0.6)),
    ],
    ids=lambda value: label(value) if isinstance(value, Optimizer) else "",
)
def test_the_first_step_is_that_of_lessons_md(optimizer: Optimizer, reached: tuple[float, float]) -> None:
    run = descend(LINEAR_LOSS.function, {"w1": 2.0, "w2": 0.5}, optimizer, steps=1)
    assert (run.value("w1")[1], run.value("w2")[1]) == pytest.approx(reached, rel=1e-9)


def test_the_first_step_of_those_that_divide_forgets_the_size_of_the_gradient() -> None:
    for kind in (Adagrad, RMSprop, Adam, AMSGrad):
        small, large = (kind(0.1).update(size, kind().init(0.0), 0.0)[0] for size in (0.5, 5000.0))
        assert small == pytest.approx(large, rel=1e-6), kind
    assert RMSprop(0.1).update(7.0, {"v": 0.0}, 0.0)[0] == pytest.approx(-1.0, rel=1e-6)  # 1/√(1 − 0.99) = 10 times


def test_the_step_of_adadelta_comes_from_epsilon() -> None:
    first, state = Adadelta(1.0, decay=0.9, epsilon=0.04).update(3.0, {"v": 0.0, "u": 0.0}, 0.0)
    # v = 0.1·9; δ = √0.04 / √(0.9 + 0.04) · 3; u = 0.1·δ²
    assert first == pytest.approx(-0.2 / math.sqrt(0.94) * 3.0, rel=1e-15)
    assert state == pytest.approx({"v": 0.9, "u": 0.1 * 0.04 / 0.94 * 9.0}, rel=1e-14)


def test_epsilon_stands_outside_the_root_and_after_the_correction() -> None:
    # at the first update the corrected means are g and g²: the step is g / (|g| + ε), whatever β is
    for kind in (Adam, AMSGrad):
        moved, _ = kind(1.0, beta1=0.7, beta2=0.6, epsilon=2.0).update(4.0, kind().init(0.0), 0.0)
        assert moved == pytest.approx(-4.0 / 6.0, rel=1e-14)
    assert Adagrad(1.0, epsilon=2.0).update(4.0, {"sum_of_squares": 0.0}, 0.0)[0] == pytest.approx(-4.0 / 6.0)
    moved, _ = RMSprop(1.0, decay=0.75, epsilon=2.0).update(4.0, {"v": 0.0}, 0.0)
    assert moved == pytest.approx(-4.0 / (math.sqrt(0.25 * 16.0) + 2.0), rel=1e-15)


def test_amsgrad_keeps_the_largest_v_and_adam_forgets_it() -> None:
    positions = {}
    for kind in (Adam, AMSGrad):
        rule = kind(0.1, beta1=0.0, beta2=0.5)
        position, state = rule.update(100.0, rule.init(0.0), 0.0)
        for _ in range(20):
            position, state = rule.update(1.0, state, position)
        before = position
        positions[kind], state = rule.update(1.0, state, position)
        positions[kind] -= before
    assert positions[Adam] == pytest.approx(-0.1, rel=1e-2)  # the steps are full again
    assert positions[AMSGrad] == pytest.approx(-0.1 / math.sqrt(0.5 * 100.0**2), rel=1e-2)


def test_the_decay_of_adamw_does_not_go_through_the_means() -> None:
    rule = AdamW(0.1, weight_decay=0.5)
    moved, state = rule.update(0.0, rule.init(4.0), 4.0)
    assert moved == pytest.approx(4.0 * (1 - 0.1 * 0.5), rel=1e-15)
    assert (state["m"], state["v"]) == (0.0, 0.0)
    assert AdamW(0.1, weight_decay=0.0).update(3.0, rule.init(4.0), 4.0) == Adam(0.1).update(3.0, rule.init(4.0), 4.0)


def test_momentum_of_zero_is_gradient_descent() -> None:
    start = {"w1": 2.0, "w2": 0.5}
    plain = descend(LINEAR_LOSS.function, start, GradientDescent(0.01), steps=20)
    for kind in (Momentum, Nesterov):
        run = descend(LINEAR_LOSS.function, start, kind(0.01, momentum=0.0), steps=20)
        assert run.value("w1").tolist() == plain.value("w1").tolist()


def test_momentum_of_one_rolls_for_ever() -> None:
    bowl = LANDSCAPES["bowl"]
    run = descend(bowl.function, bowl.at((1.0, 1.0)), Momentum(0.01, momentum=1.0), steps=2000)
    assert np.abs(run.value("x")[1800:]).max() > 0.9


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_the_rule_on_numbers_and_the_written_program_are_one(optimizer: Optimizer) -> None:
    run = descend(LINEAR_LOSS.function, LINEAR_LOSS.at(LINEAR_LOSS.start), optimizer, steps=12)
    for weight in ("w1", "w2"):
        position, state = run.value(weight)[0], optimizer.init(run.value(weight)[0])
        for gradient, expected in zip(run.gradient(weight), run.value(weight)[1:], strict=False):
            position, state = optimizer.update(gradient, state, position)
            assert position == expected


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_the_rule_changes_nothing_in_place_and_keeps_its_memories(optimizer: Optimizer) -> None:
    parameter, gradient = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    state = optimizer.init(parameter)
    for _ in range(3):
        before = {key: np.copy(value) for key, value in state.items()}
        moved, new = optimizer.update(gradient, state, parameter)
        assert {key: np.array_equal(state[key], before[key]) for key in state} == dict.fromkeys(state, True)
        assert new.keys() == state.keys()
        assert moved.shape == (2,)
        state = new
    assert parameter.tolist() == [1.0, -2.0]
    assert gradient.tolist() == [0.5, 3.0]


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_many_starts_at_once_walk_as_each_would_alone(optimizer: Optimizer) -> None:
    w1, w2 = np.linspace(1.0, 3.0, 4), np.linspace(0.2, 2.0, 3)[:, None]
    together = descend(LINEAR_LOSS.function, {"w1": w1, "w2": w2}, optimizer, steps=15)
    assert together.shape == (3, 4)
    for row, column in itertools.product(range(3), range(4)):
        alone = descend(LINEAR_LOSS.function, {"w1": w1[column], "w2": w2[row, 0]}, optimizer, steps=15)
        # NumPy's powers of an array may differ from those of a number in the last digit
        np.testing.assert_allclose(together.value("w1")[:, row, column], alone.value("w1"), rtol=1e-11)


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_many_numbers_for_every_setting_at_once_walk_as_each_would_alone(optimizer: Optimizer) -> None:
    start = {"w1": 2.0, "w2": 0.5}
    factors = np.array([1.0, 0.7, 0.3])

    def scaled(one: Optimizer, by) -> Optimizer:
        changed = {
            name: np.maximum(value * by, RANGES_FROM.get(name, 0.0)) for name, value in one.own_settings().items()
        }
        if isinstance(one, Schedule):
            changed["optimizer"] = scaled(one.optimizer, by)
        return dataclasses.replace(one, **changed)

    together = descend(LINEAR_LOSS.function, start, scaled(optimizer, factors), steps=15, keep=("w1",))
    assert together.loss.shape == (16, 3)
    for place, factor in enumerate(factors):
        alone = descend(LINEAR_LOSS.function, start, scaled(optimizer, factor), steps=15)
        np.testing.assert_allclose(together.value("w1")[:, place], alone.value("w1"), rtol=1e-11)


RANGES_FROM = {"drop_every": 1.0, "cosine_updates": 1.0, "warm_up_updates": 1.0}


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_divergence_is_an_outcome_without_a_warning(optimizer: Optimizer) -> None:
    with np.errstate(all="raise"):
        fast = optimizer.with_rate(1e200)
        run = descend(LINEAR_LOSS.function, {"w1": 2.0, "w2": 0.5}, fast, steps=300)
    assert run.outcome.kind == "diverged"


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_the_symbolic_rule_has_a_node_for_every_setting_and_forgets_the_numbers(optimizer: Optimizer) -> None:
    symbolic = optimizer.symbolic()
    assert symbolic.settings() == {name: variable(name) for name in optimizer.settings()}
    assert symbolic == optimizer.with_rate(0.123).symbolic()
    assert hash(symbolic) == hash(optimizer.with_rate(0.123).symbolic())


@pytest.mark.parametrize("optimizer", EVERY, ids=label)
def test_a_rate_of_zero_moves_nothing_but_what_decays_by_itself(optimizer: Optimizer) -> None:
    run = descend(LINEAR_LOSS.function, {"w1": 2.0, "w2": 0.5}, optimizer.with_rate(0.0), steps=5)
    is_glide = isinstance(optimizer, Schedule) and optimizer.settings().get("final_rate", 0.0) > 0
    assert (run.value("w1")[-1] == 2.0) is not is_glide


def test_the_program_has_the_lines_of_the_paper() -> None:
    lines = list(map(str, update_lines(linear(), Adam().symbolic())))
    assert lines[:6] == [
        "step = step + 1",
        "m_w1 = beta1 * m_w1 + (1 - beta1) * dL_dw1",
        "v_w1 = beta2 * v_w1 + (1 - beta2) * dL_dw1**2",
        "m_hat_w1 = m_w1 / (1 - beta1**step)",
        "v_hat_w1 = v_w1 / (1 - beta2**step)",
        "w1 = w1 - learning_rate * m_hat_w1 / (np.sqrt(v_hat_w1) + epsilon)",
    ]
    assert lines[6:] == [line.replace("w1", "w2") for line in lines[1:6]]  # the update's number is counted once


def test_in_plain_python_the_lines_need_no_numpy() -> None:
    for optimizer in EVERY:
        code = "\n".join(map(str, update_lines(linear(), optimizer.symbolic(), "python")))
        assert "np." not in code
        given = {**optimizer.settings(), "dL_dw1": -18.0, "dL_dw2": -72.0, "w1": 2.0, "w2": 0.5}
        states = {
            name: node.value for weight in ("w1", "w2") for name, node in initial_state(optimizer, weight).items()
        }
        namespace = {**given, **states, "math": math}
        exec(code, namespace)
        with np.errstate(all="raise"):
            moved, _ = optimizer.update(-18.0, optimizer.init(2.0), 2.0)
        assert namespace["w1"] == pytest.approx(float(moved), rel=1e-14), label(optimizer)


def test_memories_start_as_the_rule_says() -> None:
    source = training_program(linear(), NAdam().symbolic()).source
    for line in ("step = 0", "mu_product = 1", "m_w1 = 0", "v_w2 = 0"):
        assert f"    {line}\n" in source, line
    assert source.count("mu_product = 1\n") == 1


def test_a_memory_may_start_as_a_setting() -> None:
    @dataclasses.dataclass(frozen=True)
    class Full(Adagrad):
        first_sum: Any = 4.0

        def init(self, parameter: Any) -> dict[str, Any]:
            return {"sum_of_squares": self.first_sum}

    run = descend(variable("x") ** 2, {"x": 1.5}, Full(1.0, 0.0, np.array([0.0, 16.0])), steps=1)
    assert run.value("x")[1].tolist() == pytest.approx([1.5 - 1.0, 1.5 - 3.0 / 5.0])


def test_a_rule_whose_lines_would_not_compute_it_is_refused() -> None:
    @dataclasses.dataclass(frozen=True)
    class Late(Momentum):
        def update(self, gradient: Any, state: dict[str, Any], parameter: Any) -> tuple[Any, dict[str, Any]]:
            return parameter - self.learning_rate * state["velocity"], {"velocity": state["velocity"] + gradient}

    with pytest.raises(GraphError, match="rule of w1 needs velocity_w1 as it was before its line"):
        training_program(linear(), Late().symbolic())


@pytest.mark.parametrize("name", ["m_w", "m_hat_w", "step", "beta1"])
def test_a_value_of_the_net_called_as_something_of_the_optimizer_is_refused_by_name(name: str) -> None:
    value = (variable("w") * 2).named(name)
    with pytest.raises(GraphError, match=f"optimizer itself uses the name {name}"):
        training_program(Network((value * value).named("loss"), weights=("w",)), Adam().symbolic())


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        (Momentum, "momentum", 1.1, "from 0 to 1"),
        (Nesterov, "momentum", -0.1, "from 0 to 1"),
        (Adam, "beta1", 1.0, "at least 0 and below 1"),
        (Adam, "beta2", 1.0, "at least 0 and below 1"),
        (RMSprop, "decay", 1.0, "at least 0 and below 1"),
        (Adadelta, "decay", np.array([0.5, 1.0]), "at least 0 and below 1"),
        (Adagrad, "epsilon", -1e-9, "0 or more"),
        (AdamW, "weight_decay", np.nan, "0 or more"),
        (NAdam, "momentum_decay", np.inf, "0 or more"),
        (StepDecay, "drop", 1.5, "from 0 to 1"),
        (StepDecay, "drop_every", 0.5, "1 or more"),
        (ExponentialDecay, "rate_decay", 1.01, "from 0 to 1"),
        (CosineAnnealing, "cosine_updates", 0.0, "1 or more"),
        (CosineAnnealing, "final_rate", -0.1, "0 or more"),
        (WarmUp, "warm_up_updates", 0.0, "1 or more"),
    ],
)
def test_a_setting_out_of_its_range_is_refused_by_name_value_and_range(kind, name: str, value, said: str) -> None:
    with pytest.raises(SettingError) as refused:
        kind(**{name: value})
    assert str(refused.value) == f"{name} is {value}: it must be a finite number, {said}."


def test_every_range_is_that_of_some_setting() -> None:
    known = {name for kind in (*OPTIMIZERS.values(), *SCHEDULES.values()) for name in kind().own_settings()}
    assert set(RANGES) <= known
    for kind in (*OPTIMIZERS.values(), *SCHEDULES.values()):
        for name in kind().own_settings():  # the edges that are allowed
            kind(**{name: 1.0 if name in RANGES_FROM else 0.0})


# --- what theory says


@given(bends=st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)), angle=st.floats(0, 3), share=st.floats(0.05, 1.6))
def test_on_a_quadratic_gradient_descent_converges_exactly_below_2_over_lambda_max(bends, angle, share) -> None:
    assume(abs(share - 1.0) > 0.05)  # on the edge itself it takes for ever to tell
    x, y = variable("x"), variable("y")
    u, v = (math.cos(angle) * x + math.sin(angle) * y), (math.cos(angle) * y - math.sin(angle) * x)
    bowl = 0.5 * bends[0] * u**2 + 0.5 * bends[1] * v**2
    limit = float(curvature.rate_limit(curvature.largest(bowl, ("x", "y"), {"x": 1.0, "y": 1.0})))
    assert limit == pytest.approx(2 / max(bends), rel=1e-9)
    # from a point that has a part along each direction, so that the steepest one is felt
    start = {"x": math.cos(angle) - math.sin(angle), "y": math.sin(angle) + math.cos(angle)}
    loss = descend(bowl, start, GradientDescent(share * limit), steps=400, keep=("loss",)).loss
    slowest = max(abs(1 - share * limit * bend) for bend in bends)  # what an update leaves of the distance
    if share < 1:
        assert slowest < 1
        assert loss[-1] <= loss[0] * slowest**800 * (1 + 1e-9) + 1e-25
    else:
        assert loss[-1] > 1e3 * loss[0]


@given(rate=st.floats(0.01, 0.1), gradients=st.lists(st.floats(-100, 100), min_size=1, max_size=30))
def test_no_step_of_adagrad_is_longer_than_the_one_the_rate_allows(rate: float, gradients: list[float]) -> None:
    rule, position = Adagrad(rate), 0.0
    state = rule.init(position)
    for gradient in gradients:
        moved, state = rule.update(gradient, state, position)
        assert abs(moved - position) <= rate * (1 + 1e-9)
        position = moved


@given(gradient=st.floats(0.01, 100), updates=st.integers(1, 40))
def test_under_a_gradient_that_stays_the_same_adam_walks_at_its_rate_from_the_first_update_on(
    gradient, updates
) -> None:
    # that is what the correction of both means is for
    rule, position = Adam(0.1, epsilon=0.0), 0.0
    state = rule.init(position)
    for _ in range(updates):
        position, state = rule.update(gradient, state, position)
    assert position == pytest.approx(-0.1 * updates, rel=1e-9)
