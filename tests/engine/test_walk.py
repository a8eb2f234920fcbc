import pytest

from engine.graph import variable
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.training import train
from engine.walk import new_name, next_name, nodes, numbers, steps
from tests.engine.course import SIGMOID_NUMBERS, ten_digits

RULE = GradientDescent().symbolic()


def test_the_linear_net_is_walked_forward_backward_and_then_the_weights_move() -> None:
    assert [(step.kind, step.key, step.about) for step in steps(linear(), RULE)] == [
        ("forward", "h", "h"),
        ("forward", "y_hat", "y_hat"),
        ("forward", "loss", "loss"),
        ("backward", "dL_dy_hat", "y_hat"),
        ("backward", "dL_dw2", "w2"),
        ("backward", "dL_dh", "h"),
        ("backward", "dL_dw1", "w1"),
        ("update", "w1_new", "w1"),
        ("update", "w2_new", "w2"),
    ]


def test_each_step_has_the_line_of_code_of_the_node_that_it_finds() -> None:
    for network in (linear(), sigmoid()):
        for step in steps(network, RULE):
            assert step.line.node is step.node
            assert step.line.name == (step.about if step.kind == "update" else step.key)


def test_no_step_needs_a_number_that_is_found_later() -> None:
    for network in (linear(), sigmoid()):
        known = {*network.weights, *network.data, "learning_rate"}
        for step in steps(network, RULE):
            names = set(step.line.code.replace("(", " ").replace(")", " ").replace("-", " ").split())
            assert {name for name in names if name.isidentifier()} <= known, step.key
            known.add(step.key)


def test_the_last_steps_of_the_linear_net_give_the_course_s_weights() -> None:
    found = numbers(linear(), GradientDescent(0.01), {**LINEAR_START, **LINEAR_DATA})
    assert [found[step.key] for step in steps(linear(), RULE)][:7] == [4.0, 2.0, 162.0, -18.0, -72.0, -9.0, -18.0]
    assert [found[step.key] for step in steps(linear(), RULE)][7:] == pytest.approx([2.18, 1.22], rel=1e-15)
    assert found[next_name("y_hat")] == pytest.approx(5.3192, rel=1e-15)
    assert found[next_name("loss")] == pytest.approx(107.76294432, rel=1e-15)


def test_the_numbers_of_the_sigmoid_net_s_walk_are_those_of_the_course() -> None:
    found = numbers(sigmoid(), GradientDescent(0.1), {**SIGMOID_START, **SIGMOID_DATA})
    for name, expected in SIGMOID_NUMBERS.items():
        assert ten_digits(found["loss" if name == "L" else name]) == expected, name


def test_one_walk_is_one_epoch_of_training() -> None:
    found = numbers(sigmoid(), GradientDescent(0.1), {**SIGMOID_START, **SIGMOID_DATA})
    run = train(sigmoid(), SIGMOID_START, SIGMOID_DATA, GradientDescent(0.1), epochs=1)
    for weight in sigmoid().weights:
        assert found[new_name(weight)] == run.value(weight)[1]
    for name in sigmoid().computed:
        assert found[name] == run.value(name)[0]
        assert found[next_name(name)] == run.value(name)[1]


def test_every_arrow_has_its_local_derivative() -> None:
    found = numbers(linear(), GradientDescent(0.01), {**LINEAR_START, **LINEAR_DATA})
    arrows = ("dh_dw1", "dh_dx", "dy_hat_dw2", "dy_hat_dh", "dL_dy_hat", "dL_dy")
    assert [found[name] for name in arrows] == [2.0, 2.0, 4.0, 0.5, -18.0, 18.0]
    assert found["dL_dw1"] == found["dL_dy_hat"] * found["dy_hat_dh"] * found["dh_dw1"]


def test_the_rate_is_among_the_numbers() -> None:
    assert numbers(linear(), GradientDescent(0.25), {**LINEAR_START, **LINEAR_DATA})["learning_rate"] == 0.25


def test_all_steps_are_among_the_nodes() -> None:
    for network in (linear("squared"), sigmoid()):
        found = nodes(network, RULE)
        for step in steps(network, RULE):
            assert found[step.key] is step.node


def test_where_an_arrow_and_a_gradient_have_one_name_it_is_the_gradient() -> None:
    w = variable("w")
    net = Network(((w * 3).named("h") + w).named("loss"), weights=("w",))
    assert numbers(net, GradientDescent(0.1), {"w": 1.0})["dL_dw"] == 4.0  # 3 by h, and 1 directly
