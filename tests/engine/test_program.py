import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EngineError, GraphError, SettingError, ShapeError, UnknownNameError
from engine.graph import apply, constant, variable
from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, Network, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.program import (
    broadcast_shape,
    evaluate,
    expression,
    lesson_lines,
    number,
    statements,
    training_program,
    update_lines,
)
from tests.engine import trees

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


def test_a_part_used_twice_is_computed_once() -> None:
    shared = apply("sin", variable("x") * 3)
    lines = statements([(shared * shared + 1).named("out")])
    assert [line.name for line in lines] == ["part", "out"]
    assert lines[1].code == "part * part + 1"


def test_a_value_called_part_keeps_its_name() -> None:
    shared = apply("sin", variable("x") * 3)
    lines = statements([(shared * shared).named("part") * shared])
    assert [line.name for line in lines if line.node.name == "part"] == ["part"]
    assert len({line.name for line in lines}) == len(lines)


def test_two_values_of_one_name_get_two_lines_of_two_names() -> None:
    x = variable("x")
    one, two = (x + 1).named("h"), (x + 2).named("h")
    assert [line.name for line in statements([one, two])] == ["h", "h_2"]
    assert evaluate([one, two, variable("h")], {"x": 1.0, "h": 7.0}) == [2.0, 3.0, 7.0]


@given(trees.trees(trees.ARITHMETIC), trees.points)
def test_any_formula_evaluates_to_its_meaning(tree, point) -> None:
    expected = trees.value(tree, point)
    found = float(evaluate([trees.node(tree)], point)[0])
    assert found == pytest.approx(expected, rel=1e-12, nan_ok=True)


@given(trees.trees(trees.ARITHMETIC), trees.points)
def test_the_code_has_all_the_brackets_that_it_needs(tree, point) -> None:
    code = expression(trees.node(tree), {})
    with np.errstate(all="ignore"):
        by_python = eval(code, {}, {name: np.float64(value) for name, value in point.items()})
    assert float(by_python) == pytest.approx(trees.value(tree, point), rel=1e-12, nan_ok=True)


def test_huge_powers_of_constants_are_worked_out_in_floats_at_once() -> None:
    node = constant(9)
    for _ in range(4):
        node = apply("power", 9, node)
    assert evaluate([node], {}) == [math.inf]
    assert expression(node, {}, "python") == 'float("inf")'


@pytest.mark.parametrize(
    ("value", "code"),
    [(2.0, "2"), (-3.0, "-3"), (0.1, "0.1"), (1e16, "1e+16"), (-0.0, "-0.0"), (math.inf, 'float("inf")')],
)
def test_constants_are_written_as_a_person_writes_them(value: float, code: str) -> None:
    assert number(value) == code


@given(st.floats())
def test_every_constant_is_written_without_loss(value: float) -> None:
    read = float(eval(number(value)))
    assert repr(read) == repr(value) or (math.isnan(read) and math.isnan(value))


def test_what_overflows_or_is_undefined_becomes_inf_or_nan_without_a_warning() -> None:
    x = variable("x")
    outputs = [apply("exp", x * 1000), 1 / (x - x), apply("log", -x), apply("power", -8 * x, 0.5), apply("sqrt", -x)]
    with np.errstate(all="raise"):
        found = evaluate(outputs, {"x": 1.0})
    assert found[:2] == [math.inf, math.inf]
    assert np.isnan(found[2:]).all()


def test_numbers_and_arrays_mix() -> None:
    x, y = variable("x"), variable("y")
    (found,) = evaluate([x * y], {"x": np.array([1.0, 2.0]), "y": 3})
    assert found.tolist() == [3.0, 6.0]
    assert found.dtype == np.float64


def test_nothing_asked_for_is_an_empty_answer() -> None:
    assert evaluate([], {}) == []
    assert evaluate([constant(2)], {}) == [2.0]


def test_a_missing_value_is_named_and_so_are_those_needed() -> None:
    with pytest.raises(UnknownNameError, match=r"for w2\. Needed are: w2, w1, x\."):
        evaluate([linear().values["y_hat"]], {"w1": 1.0, "x": 1.0})


def test_what_is_no_number_is_named() -> None:
    with pytest.raises(SettingError, match="x is 'two'"):
        evaluate([variable("x")], {"x": "two"})


def test_arrays_that_do_not_fit_are_named_with_their_shapes() -> None:
    values = {"w1": np.zeros(2), "w2": np.zeros(3), "x": 1.0}
    with pytest.raises(ShapeError, match=r"w2 \(3,\), w1 \(2,\)"):
        evaluate([linear().values["y_hat"]], values)
    assert broadcast_shape({"a": (3, 1), "b": (2,), "c": ()}) == (3, 2)


@pytest.mark.parametrize("name", ["x; import os", "__import__('os')", "x\nimport os", "all_loss", "epochs", "np"])
def test_no_name_can_bring_code_into_a_program(name: str) -> None:
    with pytest.raises(EngineError):
        evaluate([variable(name)], {name: 1.0})


def test_a_value_may_be_called_as_a_function_of_python_without_harm() -> None:
    net = Network((variable("print") * variable("len")).named("loss"), weights=("print",), data=("len",))
    lines = training_program(net, RULE)
    assert lines.run(2.0, 3.0, 0.1, 1, ())[0].tolist() == pytest.approx([2.0, 1.7])
