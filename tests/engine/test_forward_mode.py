import pytest

from engine import networks
from engine.errors import UnknownNameError
from engine.forward_mode import tangents, work
from engine.program import evaluate

NETS = [
    networks.linear(),
    networks.sigmoid(),
    *(networks.sigmoid("squared", name, True) for name in networks.ACTIVATIONS),
]
VALUES = {"x": 2.0, "x1": 1.5, "x2": -0.7, "y": 0.8, "w1": 0.9, "w2": -0.4, "w3": 1.3, "b1": 0.2, "b2": 0.1}


@pytest.mark.parametrize("network", NETS)
def test_the_last_number_of_a_sweep_forward_is_the_gradient_of_a_sweep_back(network) -> None:
    for weight in network.weights:
        ahead = tangents(network, weight)["loss"]
        assert evaluate([ahead], VALUES)[0] == pytest.approx(
            evaluate([network.gradients[weight]], VALUES)[0], rel=1e-14
        )


@pytest.mark.parametrize("network", NETS)
def test_each_number_of_a_sweep_forward_is_what_a_nudge_does_to_that_value(network) -> None:
    for weight in network.weights:
        for name, tangent in tangents(network, weight).items():
            step = 1e-6
            up, down = (
                evaluate([network.values[name]], {**VALUES, weight: VALUES[weight] + side})[0] for side in (step, -step)
            )
            assert evaluate([tangent], VALUES)[0] == pytest.approx((up - down) / (2 * step), rel=1e-7, abs=1e-9)


def test_a_sweep_forward_begins_where_the_weight_comes_in() -> None:
    assert list(tangents(networks.sigmoid(), "w1")) == ["z1", "h1", "z2", "y_hat", "loss"]
    assert list(tangents(networks.sigmoid(), "w3")) == ["z2", "y_hat", "loss"]


def test_what_is_no_variable_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"'h1'.*w1, w2, w3, x1, x2, y"):
        tangents(networks.sigmoid(), "h1")


def test_the_work_is_counted_operation_by_operation() -> None:
    found = work(networks.linear())
    assert found.forward_pass == 3  # w1·x, w2·h, ½(ŷ − y)²
    assert found.backward_sweep == 4  # ŷ − y, ·h, ·w2, ·x
    assert found.forward_sweeps == 5  # for w1: x·w2, ŷ − y, ·; for w2: ŷ − y, ·
    assert found.nudges == 2 * (2 * 3 + 2)


@pytest.mark.parametrize("network", NETS)
def test_one_sweep_back_is_the_least_work(network) -> None:
    found = work(network)
    assert found.backward_sweep < found.forward_sweeps < found.nudges
