import pytest

from engine.errors import GraphError, SettingError, UnknownNameError
from engine.graph import apply, variable
from engine.networks import (
    LINEAR_DATA,
    LINEAR_START,
    LOSSES,
    SIGMOID_DATA,
    SIGMOID_START,
    Network,
    linear,
    sigmoid,
)
from engine.program import evaluate
from tests.engine.course import SIGMOID_NUMBERS, ten_digits

LINEAR = {**LINEAR_START, **LINEAR_DATA}
SIGMOID = {**SIGMOID_START, **SIGMOID_DATA}


def test_the_linear_net_at_the_course_s_start_has_the_course_s_numbers() -> None:
    assert evaluate([linear().values[name] for name in ("h", "y_hat", "loss")], LINEAR) == [4.0, 2.0, 162.0]


def test_the_sigmoid_net_at_the_course_s_start_has_the_course_s_numbers() -> None:
    for name in sigmoid().computed:
        assert ten_digits(evaluate([sigmoid().values[name]], SIGMOID)[0]) == SIGMOID_NUMBERS[name]


@pytest.mark.parametrize(("net", "start"), [(linear, LINEAR), (sigmoid, SIGMOID)])
def test_the_loss_without_a_half_and_all_its_gradients_are_twice_as_large(net, start) -> None:
    assert evaluate([net("squared").loss], start)[0] == 2 * evaluate([net().loss], start)[0]
    for name in net().differentiated:
        assert evaluate([net("squared").gradient(name)], start)[0] == 2 * evaluate([net().gradient(name)], start)[0]


def test_every_convention_of_the_loss_is_a_net_and_no_other_is() -> None:
    assert {linear(name).loss.operation for name in LOSSES} == set(LOSSES.values())
    for net in (linear, sigmoid):
        with pytest.raises(SettingError, match=r"'hinge'.*half_squared, squared"):
            net("hinge")


def test_a_net_is_built_once() -> None:
    assert linear() is linear()
    assert linear().values["h"] is linear("squared").values["h"]


def test_backward_order_and_what_is_differentiated() -> None:
    assert linear().computed == ("h", "y_hat", "loss")
    assert linear().differentiated == ("y_hat", "w2", "h", "w1")
    assert sigmoid().computed == ("z1", "h1", "z2", "y_hat", "loss")
    assert sigmoid().differentiated == ("y_hat", "z2", "w3", "h1", "z1", "w1", "w2")


def test_a_gradient_by_an_unknown_name_says_which_names_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"'w3'.*w2, w1, x, h, y_hat, y, loss"):
        linear().gradient("w3")


@pytest.mark.parametrize(
    ("weights", "data"), [(("w",), ()), (("w", "x"), ("x",)), (("w", "x", "b"), ()), ((), ("w",)), (("w", "w"), ())]
)
def test_weights_and_data_must_be_the_variables_each_once(weights, data) -> None:
    loss = (variable("w") * variable("x")).named("loss")
    with pytest.raises(GraphError, match=r"w, x"):
        Network(loss, weights, data)


def test_the_last_value_must_be_called_loss() -> None:
    with pytest.raises(GraphError, match='"loss"'):
        Network(variable("w") * 2, weights=("w",))


def test_a_value_called_as_a_gradient_is_refused_by_name() -> None:
    loss = (variable("w") * variable("dL_dw")).named("loss")
    with pytest.raises(GraphError, match="dL_dw is the name of a gradient"):
        Network(loss, weights=("w", "dL_dw"))


def test_a_net_of_one_s_own_is_differentiated_like_those_of_the_course() -> None:
    w, x = variable("w"), variable("x")
    net = Network(apply("tanh", (w * x).named("z")).named("loss"), weights=("w",), data=("x",))
    assert net.differentiated == ("z", "w")
    assert evaluate([net.gradient("w")], {"w": 0.0, "x": 3.0}) == [3.0]
