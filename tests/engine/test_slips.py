import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backpropagation import Edge
from engine.errors import UnknownNameError
from engine.graph import variable
from engine.judgement import judge
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.slips import slip_numbers, slips
from engine.walk import numbers

RULE = GradientDescent().symbolic()
LINEAR = {**LINEAR_START, **LINEAR_DATA, "learning_rate": 0.01}
SIGMOID = {**SIGMOID_START, **SIGMOID_DATA, "learning_rate": 0.1}


def states(network: Network) -> st.SearchStrategy[dict[str, float]]:
    names = (*network.weights, *network.data)
    return st.fixed_dictionaries(
        {**{name: st.floats(-3, 3) for name in names}, "learning_rate": st.floats(0.001, 0.5)},
    )


def found(network: Network, key: str, values) -> list[tuple[str, str, float]]:
    """(kind, what it is about, the number) of every slip."""
    about = [
        f"{slip.culprit.target.name} by {slip.culprit.source.name}"
        if isinstance(slip.culprit, Edge)
        else (slip.culprit.name or "")
        if slip.culprit
        else ""
        for slip in slips(network, RULE, key)
    ]
    kinds = [slip.kind for slip in slips(network, RULE, key)]
    return list(zip(kinds, about, slip_numbers(slips(network, RULE, key), values), strict=True))


def matching(expected: list[tuple[str, str, float]]):
    return [(kind, about, pytest.approx(number, rel=1e-12, abs=1e-12)) for kind, about, number in expected]


def test_the_updated_w2_in_the_gradient_of_w1_gives_the_number_of_lessons_md() -> None:
    assert ("updated weight", "w2", pytest.approx(-43.92, rel=1e-14)) in found(linear(), "dL_dw1", LINEAR)


@given(states(linear()))
def test_the_slips_of_the_gradient_of_w1_are_those_of_a_calculation_by_hand(values: dict[str, float]) -> None:
    w1, w2, x, y, rate = (values[name] for name in ("w1", "w2", "x", "y", "learning_rate"))
    error = w2 * w1 * x - y
    assert found(linear(), "dL_dw1", values) == matching(
        [
            ("sign", "", -error * w2 * x),
            ("factor left out", "loss by y_hat", w2 * x),
            ("factor left out", "y_hat by h", error * x),
            ("updated weight", "w2", error * (w2 - rate * error * w1 * x) * x),
            ("factor left out", "h by w1", error * w2),
            ("only the local derivative", "h by w1", x),
            ("other loss", "", 2 * error * w2 * x),
        ]
    )


@given(states(linear()))
def test_in_the_other_convention_the_other_loss_is_half_as_large(values: dict[str, float]) -> None:
    right = 2 * (values["w2"] * values["w1"] * values["x"] - values["y"]) * values["w2"] * values["x"]
    by_kind = {kind: number for kind, _, number in found(linear("squared"), "dL_dw1", values)}
    assert by_kind["other loss"] == pytest.approx(right / 2, rel=1e-12, abs=1e-12)


@given(states(sigmoid()))
def test_the_slips_of_the_gradient_of_w3_are_those_of_a_calculation_by_hand(values: dict[str, float]) -> None:
    z1 = values["w1"] * values["x1"] + values["w2"] * values["x2"]
    h1 = 1 / (1 + math.exp(-z1))
    z2 = values["w3"] * h1
    y_hat = 1 / (1 + math.exp(-z2))
    error, slope = y_hat - values["y"], y_hat * (1 - y_hat)
    assert found(sigmoid(), "dL_dw3", values) == matching(
        [
            ("sign", "", -error * slope * h1),
            ("factor left out", "loss by y_hat", slope * h1),
            ("input of the activation", "y_hat", (z2 - values["y"]) * slope * h1),
            ("factor left out", "y_hat by z2", error * h1),
            ("input of the activation", "y_hat", error * z2 * (1 - z2) * h1),
            ("factor left out", "z2 by w3", error * slope),
            ("input of the activation", "h1", error * slope * z1),
            ("only the local derivative", "z2 by w3", h1),
            ("other loss", "", 2 * error * slope * h1),
        ]
    )


def test_a_step_of_the_forward_pass_has_its_own_slips() -> None:
    assert found(linear(), "h", LINEAR) == [
        ("sign", "", -4.0),
        ("factor left out", "x", 2.0),
        ("factor left out", "w1", 2.0),
        ("added", "", 4.0),
    ]
    assert found(linear(), "loss", LINEAR) == [("other loss", "", 324.0), ("not squared", "", -9.0)]
    assert found(linear("squared"), "loss", LINEAR) == [("other loss", "", 162.0), ("not squared", "", -18.0)]
    assert found(sigmoid(), "z1", SIGMOID) == [
        ("sign", "", 0.5),
        ("term left out", "", 0.5),
        ("term left out", "", -1.0),
    ]
    assert ("activation left out", "h1", -0.5) in found(sigmoid(), "h1", SIGMOID)


@given(states(linear()))
def test_the_slips_of_an_update_are_wrong_rules_and_wrong_gradients(values: dict[str, float]) -> None:
    w1, w2, x, y, rate = (values[name] for name in ("w1", "w2", "x", "y", "learning_rate"))
    error = w2 * w1 * x - y
    by_kind = {(kind, about): number for kind, about, number in found(linear(), "w2_new", values)}
    assert by_kind == {
        ("plus for minus", ""): pytest.approx(w2 + rate * error * w1 * x, rel=1e-9, abs=1e-9),
        ("rate left out", ""): pytest.approx(w2 - error * w1 * x, rel=1e-9, abs=1e-9),
        ("only the step", ""): pytest.approx(-rate * error * w1 * x, rel=1e-9, abs=1e-9),
        ("factor left out", "loss by y_hat"): pytest.approx(w2 - rate * w1 * x, rel=1e-9, abs=1e-9),
        ("factor left out", "y_hat by w2"): pytest.approx(w2 - rate * error, rel=1e-9, abs=1e-9),
        ("other loss", ""): pytest.approx(w2 - 2 * rate * error * w1 * x, rel=1e-9, abs=1e-9),
    }


def test_where_two_ways_meet_one_of_them_may_be_forgotten() -> None:
    w, x = variable("w"), variable("x")
    u, v = (w * x).named("u"), (w * 3).named("v")
    net = Network(((u + v).named("s") ** 2).named("loss"), weights=("w",), data=("x",))
    # loss = (5w + 3w)² at w = 1: by u 2·8·5 = 80, by v 2·8·3 = 48
    numbers_by_kind = found(net, "dL_dw", {"w": 1.0, "x": 5.0, "learning_rate": 0.1})
    terms = [number for kind, _, number in numbers_by_kind if kind == "term left out"]
    assert sorted(terms) == [48.0, 80.0]


# --- judging an answer


def judged(network: Network, key: str, answer: float, half_unit: float = 0.0):
    values = LINEAR if network is linear() else SIGMOID
    rate = values["learning_rate"]
    state = {name: value for name, value in values.items() if name != "learning_rate"}
    return judge(network, GradientDescent(rate), state, key, answer, half_unit)


def test_an_unknown_step_is_told_which_there_are() -> None:
    for ask in (lambda key: slips(linear(), RULE, key), lambda key: judged(linear(), key, 1.0)):
        with pytest.raises(UnknownNameError, match=r"'dL_dw9'.*dL_dw1.*w2_new"):
            ask("dL_dw9")


def test_the_right_number_is_right() -> None:
    assert judged(linear(), "dL_dw1", -18.0).kind == "right"
    assert judged(sigmoid(), "dL_dw3", -0.04237288020737129).kind == "right"


def test_a_result_rounded_at_the_end_is_right_as_far_as_it_was_typed() -> None:
    assert judged(sigmoid(), "dL_dw3", -0.0424, half_unit=0.00005).kind == "right"
    assert judged(sigmoid(), "dL_dw3", -0.0424).kind != "right"
    assert judged(sigmoid(), "dL_dw3", -0.0425, half_unit=0.00005).kind != "right"


def test_a_result_rounded_on_the_way_is_accepted_and_said() -> None:
    # by hand with four decimals: −0.1122 · 0.5 = −0.0561, times 0.3775 · 0.6225 = −0.0132, times 2
    found = judged(sigmoid(), "dL_dw2", -0.0264)
    assert (found.kind, found.decimals) == ("rounded", 4)


def test_the_old_weight_is_no_answer_for_the_new_one() -> None:
    # w1 moves from 0.5 to 0.5013187697: less than half a percent, and 0.5 at one decimal
    for half_unit in (0.05, 0.005, 0.0):
        assert judged(sigmoid(), "w1_new", 0.5, half_unit).kind == "unknown"
    assert judged(sigmoid(), "w1_new", 0.5013, half_unit=0.00005).kind == "right"
    assert judged(linear(), "w1_new", 2.18, half_unit=0.005).kind == "right"


def test_where_the_gradient_is_zero_the_old_weight_is_the_new_one() -> None:
    state = {**LINEAR_START, **LINEAR_DATA, "w2": 0.0}
    assert judge(linear(), GradientDescent(0.01), state, "w1_new", 2.0).kind == "right"


def test_each_slip_is_recognised_by_its_number() -> None:
    for key in ("dL_dw1", "dL_dw2", "dL_dh", "w1_new", "w2_new", "loss"):
        exact = numbers(linear(), GradientDescent(0.01), {**LINEAR_START, **LINEAR_DATA})[key]
        for kind, _, number in found(linear(), key, LINEAR):
            if number != pytest.approx(exact):
                assert kind in [slip.kind for slip in judged(linear(), key, number).slips], (key, kind)


def test_a_slip_with_the_right_number_is_right() -> None:
    # at x1 = 1 a gradient without its last factor is the same number
    assert ("factor left out", "z1 by w1", pytest.approx(-0.013187697337488317)) in found(sigmoid(), "dL_dw1", SIGMOID)
    assert judged(sigmoid(), "dL_dw1", -0.013187697337488317).kind == "right"


def test_any_other_number_is_unknown() -> None:
    assert judged(linear(), "dL_dw1", 12345.0).kind == "unknown"
