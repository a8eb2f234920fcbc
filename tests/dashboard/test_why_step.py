"""The cards of *Why did this step differ?* against steps by hand, and their sentences against their numbers."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import why_step
from dashboard.packing import packed
from engine.expressions import parse
from engine.formulas import number
from engine.landscapes import LANDSCAPES
from engine.notation import plain_name
from engine.optimizers import (
    OPTIMIZERS,
    Adagrad,
    Adam,
    AdamW,
    CosineAnnealing,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
    RMSprop,
    StepDecay,
    WarmUp,
)
from engine.training import descend

NET = LANDSCAPES["linear_net"]
EVERY = [*(kind() for kind in OPTIMIZERS.values()), RMSprop(centered=True), WarmUp(CosineAnnealing(Adam(0.1)))]
each_optimizer = pytest.mark.parametrize("optimizer", EVERY, ids=lambda optimizer: type(optimizer).__name__)


def card(optimizer: Optimizer, weight: str = "w1", steps: int = 12, start: Any = None) -> dict[str, Any]:
    run = descend(NET.function, start or NET.at(NET.start), optimizer, steps)
    return why_step.card(run, weight, np.arange(steps))


def value(drawn: Mapping[str, Any], name: str, place: int) -> float:
    """As `unpacked` in packing.js."""
    text = drawn["numbers"][name]
    six = text[6 * place :][:6] if len(text) > 6 else text
    return math.nan if six == "------" else float(f"{int(six[:4], 36) - 100_000}e{int(six[4:], 36) - 400}")


def said(drawn: Mapping[str, Any], place: int) -> str:
    """The sentence at a position, with its numbers filled in."""

    def fill(match: re.Match[str]) -> str:
        found = value(drawn, match[1].strip("|"), place)
        text = number(abs(found) if match[1].startswith("|") else found)
        return f"({text})" if match[2] and text.startswith("−") else text

    letter = drawn["case"][place]
    return re.sub(r'<b data-value="([|\w]+)"( data-guarded)?></b>', fill, drawn["sentences"][int(letter)])


def gradient_of(w1: float, w2: float) -> float:
    """∂L/∂w₁ of the linear net at x = 2, y = 20, by hand: (ŷ − y) · w₂ · x."""
    return (w2 * w1 * 2 - 20) * w2 * 2


def gradients_of(w: tuple[float, float]) -> tuple[float, float]:
    return gradient_of(*w), gradient_of(w[1], w[0])


def test_three_steps_of_momentum_as_by_hand() -> None:
    drawn = card(Momentum(0.01, momentum=0.9))
    at, velocity = (2.0, 0.5), (0.0, 0.0)
    for place in range(3):
        g = gradients_of(at)
        kept = 0.9 * velocity[0]
        velocity = (0.9 * velocity[0] + g[0], 0.9 * velocity[1] + g[1])
        assert value(drawn, "before_w1", place) == pytest.approx(at[0], rel=1e-3)
        assert value(drawn, "g", place) == pytest.approx(g[0], rel=1e-3)
        assert value(drawn, "velocity", place) == pytest.approx(velocity[0], rel=1e-3)
        assert value(drawn, "change", place) == pytest.approx(-0.01 * velocity[0], rel=1e-3)
        assert value(drawn, "effective", place) == pytest.approx(0.01 * abs(velocity[0] / g[0]), rel=1e-3)
        if place:
            assert f"{number(g[0])} is the new gradient and {number(kept)} is left over" in said(drawn, place)
        at = (at[0] - 0.01 * velocity[0], at[1] - 0.01 * velocity[1])
        assert value(drawn, "w1", place) == pytest.approx(at[0], rel=1e-3)


def test_three_steps_of_adam_as_by_hand() -> None:
    drawn = card(Adam(0.1))
    at, m, v = (2.0, 0.5), (0.0, 0.0), (0.0, 0.0)
    for place in range(3):
        g = gradients_of(at)
        m = (0.9 * m[0] + 0.1 * g[0], 0.9 * m[1] + 0.1 * g[1])
        v = (0.999 * v[0] + 0.001 * g[0] ** 2, 0.999 * v[1] + 0.001 * g[1] ** 2)
        hats = [(m[k] / (1 - 0.9 ** (place + 1)), v[k] / (1 - 0.999 ** (place + 1))) for k in (0, 1)]
        moves = [-0.1 * mean / (math.sqrt(square) + 1e-8) for mean, square in hats]
        assert value(drawn, "step", place) == place + 1
        assert value(drawn, "m_hat", place) == pytest.approx(hats[0][0], rel=1e-3)
        assert value(drawn, "v_hat", place) == pytest.approx(hats[0][1], rel=1e-3)
        assert value(drawn, "change", place) == pytest.approx(moves[0], rel=1e-3)
        at = (at[0] + moves[0], at[1] + moves[1])
        assert value(drawn, "w1", place) == pytest.approx(at[0], rel=1e-3)


@pytest.mark.parametrize(
    ("optimizer", "w1", "w2"),
    [
        (GradientDescent(0.01), 2.18, 1.22),
        (Nesterov(0.01, momentum=0.9), 2.342, 1.868),
        (Adagrad(0.1), 2.1, 0.6),
        (Adam(0.1), 2.1, 0.6),
        (RMSprop(0.01), 2.1, 0.6),
    ],
)
def test_the_first_steps_are_those_of_the_lesson(optimizer: Optimizer, w1: float, w2: float) -> None:
    for weight, after, gradient in (("w1", w1, -18), ("w2", w2, -72)):
        drawn = card(optimizer, weight)
        assert value(drawn, weight, 0) == pytest.approx(after, abs=1e-9)
        assert value(drawn, "g", 0) == gradient


def test_what_the_first_step_is_made_of_is_said() -> None:
    assert said(card(GradientDescent(0.01), "w2"), 0) == "It takes away α times the gradient: 0.01 · (−72) = −0.72."
    assert "m̂ / √v̂ = −1, only its sign is left" in said(card(Adam(0.1)), 0)
    assert "g / √s = −1, so the step is as long as α" in said(card(Adagrad(0.1)), 0)
    assert "√v is only 0.1 times its size, and the first step is 10 times α" in said(card(RMSprop(0.01)), 0)
    assert "1 + 0.9 = 1.9 times that of gradient descent" in said(card(Nesterov(0.01)), 0)
    assert "the step is that of gradient descent" in said(card(Momentum(0.01)), 0)


def test_what_a_later_step_is_made_of_is_said() -> None:
    drawn = card(Adagrad(0.1), steps=30)
    assert "which only grows" in said(drawn, 20)
    assert f"moves w₁ by {number(value(drawn, 'effective', 20))}" in said(drawn, 20)
    drawn = card(Adam(0.1), steps=60)
    turned = next(k for k in range(1, 60) if value(drawn, "m_hat", k) * value(drawn, "g", k) < 0)
    assert "still points the other: w₁ rolls on" in said(drawn, turned)


def test_momentum_says_who_wins_where_gradient_and_velocity_pull_apart() -> None:
    drawn = card(Momentum(0.005), steps=60)
    endings = {"they add up": 1, "the speed from before is greater": 1, "strong enough to stop or turn it": -1}
    seen = set()
    for place in range(1, 60):
        kept = 0.9 * value(drawn, "before_velocity", place)
        ending = next(words for words in endings if words in said(drawn, place))
        seen.add(ending)
        assert (value(drawn, "g", place) * kept > 0) == (ending == "they add up")
        assert np.sign(value(drawn, "velocity", place)) == endings[ending] * np.sign(kept)
    assert seen == set(endings)


@each_optimizer
@pytest.mark.parametrize("weight", ["w1", "w2"])
def test_every_place_has_its_number_and_every_position_a_sentence(optimizer: Optimizer, weight: str) -> None:
    drawn = card(optimizer, weight, 40)
    places = re.findall(r'data-value="\|?(\w+)', drawn["rule"] + "".join(drawn["sentences"]))
    assert set(places) <= set(drawn["numbers"])
    assert all(len(text) in (6, 6 * 40) for text in drawn["numbers"].values())
    assert len(drawn["case"]) == 40
    for place in range(40):
        assert "nan" not in said(drawn, place)
        assert "not a number" not in said(drawn, place)


@each_optimizer
def test_the_last_line_ends_at_the_next_weight_by_the_step(optimizer: Optimizer) -> None:
    drawn = card(optimizer)
    run = descend(NET.function, NET.at(NET.start), optimizer, 12)
    steps, weights = np.diff(run.value("w1")), run.value("w1")
    decay = getattr(optimizer, "weight_decay", 0.0)
    for place in range(12):
        assert value(drawn, "w1", place) == pytest.approx(weights[place + 1], rel=1e-3)
        assert value(drawn, "change", place) == pytest.approx(steps[place], rel=2e-3)
    assert ("decayed" in drawn["numbers"]) == (decay > 0)


def test_a_step_far_smaller_than_the_weight_keeps_its_digits() -> None:
    # near the goal the difference of two weights is rounding alone
    drawn = card(GradientDescent(0.01), steps=25)
    for place in (15, 18):
        assert value(drawn, "effective", place) == pytest.approx(0.01, rel=1e-9)


@each_optimizer
def test_a_gradient_of_0_is_no_trouble(optimizer: Optimizer) -> None:
    drawn = card(optimizer, start={"w1": 0.0, "w2": 0.0})  # the saddle: both gradients are 0 for ever
    for place in (0, 1, 11):
        assert value(drawn, "change", place) == 0
        assert math.isnan(value(drawn, "effective", place))  # written as –
        assert "0" in said(drawn, place)
        assert "not a number" not in said(drawn, place)


def test_a_velocity_goes_on_where_the_gradient_is_0() -> None:
    run = descend(parse("relu(x) + y^2", ("x", "y")), {"x": 0.05, "y": 1.0}, Momentum(0.1), 5)
    drawn = why_step.card(run, "x", np.arange(5))
    assert value(drawn, "g", 1) == 0
    assert said(drawn, 1) == "The gradient is 0, but the velocity that is left over from before, 0.9, carries x on."


def test_a_run_that_is_no_longer_finite_says_so() -> None:
    # with α = 0.1 the loss after 6 updates is the first that is not finite
    drawn = card(GradientDescent(0.1), steps=20)
    assert drawn["case"] == "0" * 6 + "-" * 14
    assert math.isfinite(value(drawn, "w1", 5))
    assert math.isnan(value(drawn, "g", 6))


def test_an_update_that_is_too_large_to_work_out_says_so() -> None:
    run = descend(parse("10^180 x^2 + y^2", ("x", "y")), {"x": 1.0, "y": 1.0}, Adagrad(0.1), 3)
    assert run.outcome.kind == "finished"
    drawn = why_step.card(run, "x", np.arange(3))
    assert drawn["case"] == "!!!"
    assert set(drawn["case"]) <= set(why_step.data_of({"Adagrad": run}, "x", range(4))["lost"])


def test_a_schedule_names_its_rate_and_its_number() -> None:
    drawn = card(StepDecay(GradientDescent(0.01), drop=0.5, drop_every=3.0))
    assert said(drawn, 0).endswith("At this update the step rate is 0.01.")
    assert said(drawn, 4).endswith("At this update the step rate is 0.005.")
    assert said(drawn, 0).startswith("It takes away the step rate times the gradient: 0.01 · (−18) = −0.18.")


def test_adamw_says_what_its_decay_takes() -> None:
    assert "the decay takes α · λ · w₁ = 0.002 off w₁" in said(card(AdamW(0.1)), 0)


def test_the_position_after_the_last_update_shows_the_last_update() -> None:
    runs = {"Adam": descend(NET.function, NET.at(NET.start), Adam(0.1), 10)}
    drawn = why_step.data_of(runs, "w1", [0, 5, 9, 10])
    assert drawn["updates"] == [1, 6, 10, 10]
    steps = [value(drawn["cards"][0], "step", place) for place in range(4)]
    assert steps == [1, 6, 10, 10]


@pytest.mark.parametrize("steps", [201, 1000])
def test_all_optimizers_at_202_positions_are_small(steps: int) -> None:
    at = [round(place * steps / 201) for place in range(202)]
    for landscape in (NET, LANDSCAPES["saddle"]):
        start = landscape.at(landscape.start)
        runs = {name: descend(landscape.function, start, kind(), steps) for name, kind in OPTIMIZERS.items()}
        assert len(json.dumps(why_step.data_of(runs, landscape.variables[0], at))) < 21_000 * len(OPTIMIZERS)


@pytest.mark.parametrize(
    "given",
    [0.0, 1.0, -72.0, 99999.0, 2.18, -0.7777, 1.234e-5, -6.311e-30, 1.5e300, 5e-324, 12350.0, 0.9999, 9.999e-100],
)
def test_a_packed_number_comes_back_as_it_is_shown(given: float) -> None:
    assert number(value({"numbers": {"n": packed(np.array([given]))}}, "n", 0)) == number(given)


def test_what_is_not_finite_comes_back_as_no_number() -> None:
    drawn = {"numbers": {"n": packed(np.array([np.nan, 1.0, np.inf]))}}
    assert [math.isnan(value(drawn, "n", place)) for place in range(3)] == [True, False, True]


def page() -> None:
    import streamlit as st

    from dashboard import why_step
    from engine.landscapes import LANDSCAPES
    from engine.optimizers import Adam, Momentum
    from engine.training import descend

    landscape = LANDSCAPES[st.selectbox("landscape", ["linear_net", "bowl"], key="landscape")]
    steps = 0 if st.checkbox("none", key="none") else 5
    start = landscape.at(landscape.start)
    rules = {"Momentum": Momentum(), "Adam": Adam(0.1)}
    runs = {name: descend(landscape.function, start, rule, steps) for name, rule in rules.items()}
    why_step.show(runs, landscape.variables, range(steps + 1))


def shown(app: AppTest) -> dict[str, Any]:
    part = next(element for element in app.main if getattr(getattr(element, "proto", None), "json", ""))
    found: dict[str, Any] = json.loads(part.proto.json)
    return found


def test_the_chosen_coordinate_is_explained() -> None:
    app = AppTest.from_function(page).run()
    assert [each["label"] for each in shown(app)["cards"]] == ["Momentum", "Adam"]
    assert value(shown(app)["cards"][0], "g", 0) == -18
    app.button_group(key=why_step.KEY).set_value("w2").run()
    assert value(shown(app)["cards"][0], "g", 0) == -72
    assert plain_name("w2") in shown(app)["first"]
    app.selectbox(key="landscape").set_value("bowl").run()
    assert not app.exception
    assert value(shown(app)["cards"][0], "g", 0) == 6


def test_without_an_update_there_is_nothing_to_explain() -> None:
    app = AppTest.from_function(page)
    app.session_state["none"] = True
    app.run()
    assert not app.exception
    assert "no step to explain" in app.markdown[0].value
