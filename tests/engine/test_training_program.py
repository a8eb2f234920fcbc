import numpy as np
import pytest

from engine.errors import GraphError
from engine.graph import apply, variable
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.training_program import training_program

RULE = GradientDescent().symbolic()
START = {linear(): {**LINEAR_START, **LINEAR_DATA}, sigmoid(): {**SIGMOID_START, **SIGMOID_DATA}}


def test_all_weights_move_only_after_all_gradients_are_known() -> None:
    source = training_program(sigmoid(), RULE).source
    assert max(source.index(f"dL_d{weight} =") for weight in ("w1", "w2", "w3")) < source.index("w1 = w1 -")


@pytest.mark.parametrize("network", [linear(), sigmoid()])
def test_the_text_that_is_shown_is_the_text_that_runs(network: Network) -> None:
    program = training_program(network, RULE)
    namespace = {"np": np}
    exec(program.source, namespace)
    inputs = [np.float64({**START[network], "learning_rate": 0.01}[name]) for name in program.inputs]
    copied, ran = namespace["train"](*inputs, epochs=20), program.run(*inputs, 20, ())
    assert len(copied) == len(program.kept)
    assert all(np.array_equal(one, other) for one, other in zip(copied, ran, strict=True))


def test_a_net_s_loop_is_written_once_whatever_the_rate() -> None:
    first = training_program(linear(), GradientDescent(0.01).symbolic())
    assert training_program(linear(), GradientDescent(0.5).symbolic()) is first
    assert training_program(linear("squared"), RULE) is not first


def test_only_what_is_kept_gets_an_array() -> None:
    program = training_program(linear(), RULE, keep=("loss",))
    assert program.kept == ("loss",)
    assert "all_h" not in program.source
    (loss,) = program.run(2.0, 0.5, 2.0, 20.0, 0.01, 3, ())
    assert loss[0] == 162.0


def test_a_value_called_as_a_setting_of_the_optimizer_is_refused_by_name() -> None:
    rate = variable("learning_rate")
    net = Network((rate * variable("w")).named("loss"), weights=("learning_rate", "w"))
    with pytest.raises(GraphError, match="learning_rate"):
        training_program(net, RULE)


def test_a_value_may_be_called_as_a_function_of_python_without_harm() -> None:
    net = Network((variable("print") * variable("len")).named("loss"), weights=("print",), data=("len",))
    lines = training_program(net, RULE)
    assert lines.run(2.0, 3.0, 0.1, 1, ())[0].tolist() == pytest.approx([2.0, 1.7])


def test_parts_without_a_name_have_no_history() -> None:
    shared = apply("sin", variable("w") * 3)
    program = training_program(Network((shared * shared).named("loss"), weights=("w",)), RULE)
    assert " part = " in program.source
    assert program.kept == ("w", "loss", "dL_dw")
