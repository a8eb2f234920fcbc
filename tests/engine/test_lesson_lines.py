import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lesson_lines import lesson_lines, update_lines
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.program import evaluate

RULE = GradientDescent().symbolic()
NETS = [linear(), linear("squared"), sigmoid(), sigmoid("squared")]
START = {linear(): {**LINEAR_START, **LINEAR_DATA}, sigmoid(): {**SIGMOID_START, **SIGMOID_DATA}}
MODULES = {"numpy": {"np": np}, "python": {"math": math}}


def run_lines(lines, dialect: str, values: dict[str, float]) -> dict[str, float]:
    """What a student gets who copies the lines into an empty file."""
    namespace = dict(values)
    exec("\n".join(map(str, lines)), dict(MODULES[dialect]), namespace)
    return namespace


def test_the_linear_net_s_lines_are_those_on_the_board() -> None:
    forward, backward = lesson_lines(linear())
    assert list(map(str, forward)) == ["h = w1 * x", "y_hat = w2 * h", "loss = 0.5 * (y_hat - y)**2"]
    assert list(map(str, backward)) == [
        "dL_dy_hat = y_hat - y",
        "dL_dw2 = dL_dy_hat * h",
        "dL_dh = dL_dy_hat * w2",
        "dL_dw1 = dL_dh * x",
    ]
    assert list(map(str, update_lines(linear(), RULE))) == [
        "w1 = w1 - learning_rate * dL_dw1",
        "w2 = w2 - learning_rate * dL_dw2",
    ]


def test_the_sigmoid_net_s_lines_have_no_needless_brackets() -> None:
    lines = [str(line) for part in lesson_lines(sigmoid(), "python") for line in part]
    assert "h1 = 1 / (1 + math.exp(-z1))" in lines
    assert "dL_dz1 = dL_dh1 * h1 * (1 - h1)" in lines  # DESIGN.md


@pytest.mark.parametrize("network", NETS)
@given(data=st.data())
def test_the_plain_python_lines_give_the_numbers_of_numpy(network: Network, data: st.DataObject) -> None:
    names = (*network.weights, *network.data)
    values = data.draw(st.fixed_dictionaries({name: st.floats(-5, 5) for name in names})) | {"learning_rate": 0.1}
    by_python, by_numpy = (
        run_lines(
            [
                *(line for part in lesson_lines(network, dialect) for line in part),
                *update_lines(network, RULE, dialect),
            ],
            dialect,
            values if dialect == "python" else {name: np.float64(value) for name, value in values.items()},
        )
        for dialect in ("python", "numpy")
    )
    assert set(by_python) == set(by_numpy)
    # math.exp and np.exp may differ in the last digit, of which ŷ − y can leave the larger part
    assert by_python == pytest.approx(by_numpy, rel=1e-13, abs=1e-14)


@pytest.mark.parametrize("network", [linear(), sigmoid()])
@pytest.mark.parametrize("dialect", ["numpy", "python"])
def test_the_copied_lines_give_the_numbers_of_the_graph(network: Network, dialect: str) -> None:
    lines = [line for part in lesson_lines(network, dialect) for line in part]
    copied = run_lines(lines, dialect, START[network])
    for line in lines:
        assert copied[line.name] == pytest.approx(float(evaluate([line.node], START[network])[0]), rel=1e-15)
