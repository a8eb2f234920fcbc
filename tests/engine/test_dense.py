"""The dense net: its lines, its gradients, and that it is the same mathematics as the nets of numbers."""

import numpy as np
import pytest

from engine.differences import STEP, central
from engine.errors import GraphError, SettingError, ShapeError
from engine.formulas import text
from engine.graph import apply, substitute, variable
from engine.lesson_lines import lesson_lines
from engine.networks import ACTIVATIONS, LOSSES, Network, dense, sigmoid
from engine.optimizers import OPTIMIZERS, GradientDescent
from engine.program import evaluate
from engine.training import train
from engine.training_program import training_program

SIZES = (2, 4, 3, 2)


def drawn(network: Network, examples: int = 5, seed: int = 1) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """A start and data for `network`."""
    random = np.random.default_rng(seed)
    shapes = dict(network.shapes)
    start = {name: random.uniform(-1, 1, shape) for name, shape in shapes.items()}
    outputs = shapes[f"b{len(shapes) // 2}"]
    data = {"X": random.uniform(-1, 1, (examples, shapes["W1"][0])), "Y": random.uniform(0, 1, (examples, *outputs))}
    return start, data


def test_the_lines_are_those_on_the_board() -> None:
    forward, backward = (list(map(str, lines)) for lines in lesson_lines(dense((2, 8, 1))))
    assert forward == [
        "Z1 = X @ W1 + b1",
        "H1 = np.tanh(Z1)",
        "Y_hat = H1 @ W2 + b2",
        "losses = 0.5 * (Y_hat - Y)**2",
        "loss = np.mean(losses)",
    ]
    assert backward == [
        "dL_dlosses = np.full_like(losses, 1 / np.size(losses))",
        "dL_dY_hat = dL_dlosses * (Y_hat - Y)",
        "dL_dH1 = dL_dY_hat @ W2.T",
        "dL_dW2 = H1.T @ dL_dY_hat",
        "dL_db2 = np.sum(dL_dY_hat, axis=0)",
        "dL_dZ1 = dL_dH1 * (1 - H1**2)",
        "dL_dW1 = X.T @ dL_dZ1",
        "dL_db1 = np.sum(dL_dZ1, axis=0)",
    ]


def test_the_formulas_are_those_of_a_textbook() -> None:
    net = dense((2, 8, 8, 1))
    assert text(net.values["Z2"]) == "H₁ · W₂ + b₂"
    assert text(net.gradient("W2")) == "H₁ᵀ · ∂L/∂Z₂"
    assert text(net.gradient("b2")) == "Σ rows ∂L/∂Z₂"
    assert text(net.gradient("H1")) == "∂L/∂Z₂ · W₂ᵀ"
    assert text(net.gradient("Z1")) == "∂L/∂H₁ ⊙ (1 − H₁^2)"


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_entry_of_every_gradient_is_the_central_difference(activation: str, loss: str) -> None:
    """Hidden values too: each is freed from what it is computed from, and nudged alone."""
    net = dense(SIZES, activation, activation, loss)
    start, data = drawn(net)
    inputs = {**start, **data}
    values = dict(zip(net.values, evaluate(list(net.values.values()), inputs), strict=True))
    for name in net.values:
        if name == "loss":
            continue
        freed = substitute(net.loss, {net.values[name]: variable(name)})
        found = evaluate([net.gradient(name)], inputs)[0]
        assert found.shape == values[name].shape
        for entry in np.ndindex(found.shape):

            def at(number: float, name: str = name, freed=freed, entry: tuple[int, ...] = entry) -> float:
                nudged = values[name].copy()
                nudged[entry] = number
                return float(evaluate([freed], {**inputs, name: nudged})[0])

            assert found[entry] == pytest.approx(central(at, values[name][entry], STEP), rel=1e-6, abs=1e-9), name


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_one_hidden_neuron_trains_as_the_sigmoid_net_over_the_same_examples(optimizer: str) -> None:
    start = {"w1": 0.5, "w2": -0.5, "w3": 0.5, "b1": 0.1, "b2": -0.2}
    data = {"x1": [1.0, -0.5, 2.0], "x2": [2.0, 0.3, -1.0], "y": [1.0, 0.0, 0.5]}
    rule = OPTIMIZERS[optimizer]()
    numbers = train(sigmoid(has_biases=True, over_examples=True), start, data, rule, 20)
    matrices = train(
        dense((2, 1, 1), "sigmoid", "sigmoid"),
        {"W1": [[0.5], [-0.5]], "b1": [0.1], "W2": [[0.5]], "b2": [-0.2]},
        {"X": np.transpose([data["x1"], data["x2"]]), "Y": np.transpose([data["y"]])},
        rule,
        20,
    )
    np.testing.assert_allclose(matrices.loss, numbers.loss, rtol=1e-12)
    np.testing.assert_allclose(matrices.value("H1")[:, :, 0], numbers.value("h1"), rtol=1e-12)
    np.testing.assert_allclose(matrices.gradient("W1")[:, 1, 0], numbers.gradient("w2"), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(matrices.gradient("b2")[:, 0], numbers.gradient("b2"), rtol=1e-9, atol=1e-15)


def test_each_history_has_the_shape_of_its_value_behind_the_epochs() -> None:
    net = dense(SIZES)
    start, data = drawn(net)
    run = train(net, start, data, GradientDescent(0.1), 7)
    for name in net.values:
        here = np.shape(evaluate([net.values[name]], {**start, **data})[0]) if name in net.computed else ()
        shape = here or np.shape({**start, **data}.get(name, 0.0))
        assert run.value(name).shape == run.gradient(name).shape == (8, *shape), name
    assert run.outcome.kind == "finished"
    assert run.loss[-1] < run.loss[0]


def test_the_gradient_of_the_data_is_worked_out_at_each_epoch() -> None:
    net = dense((2, 3, 1))
    start, data = drawn(net)
    run = train(net, start, data, GradientDescent(0.1), 4)
    for epoch in range(5):
        at = {**data, **{name: run.value(name)[epoch] for name in net.weights}}
        np.testing.assert_array_equal(run.gradient("X")[epoch], evaluate([net.gradient("X")], at)[0])


def test_only_what_is_kept_has_a_history_and_numbers_do_not_depend_on_it() -> None:
    net = dense(SIZES)
    start, data = drawn(net)
    few = train(net, start, data, GradientDescent(0.1), 5, keep=("W2", "dL_db1"))
    assert set(few.histories) == {"W2", "dL_db1", "loss"}
    everything = train(net, start, data, GradientDescent(0.1), 5)
    for name, history in few.histories.items():
        np.testing.assert_array_equal(history, everything.histories[name])


def test_a_run_that_diverges_says_at_which_epoch() -> None:
    net = dense((2, 3, 1), "identity")
    start, data = drawn(net)
    run = train(net, start, data, GradientDescent(1e3), 200)
    assert run.outcome.kind == "diverged"
    assert not np.isfinite(run.loss[run.outcome.epoch])


def test_the_text_that_is_shown_is_the_text_that_runs() -> None:
    net = dense((2, 3, 1))
    start, data = drawn(net)
    program = training_program(net, GradientDescent().symbolic(), ("loss", "W1"))
    namespace = {"np": np}
    exec(program.source, namespace)
    inputs = {**start, **data, "learning_rate": np.float64(0.1)}
    shapes = [{"loss": (), "W1": (2, 3)}[name] for name in program.kept]
    copied = namespace["train"](*(inputs[name] for name in program.inputs), epochs=20, shapes=shapes)
    ran = train(net, start, data, GradientDescent(0.1), 20, keep=("W1",))
    for name, history in zip(program.kept, copied, strict=True):
        np.testing.assert_array_equal(history, ran.histories[name])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"W1": np.zeros((3, 4))}, r"W1 has the shape \(3, 4\): in this net it is \(2, 4\)"),
        ({"b1": 0.0}, r"b1 has the shape \(\): in this net it is \(4,\)"),
        ({"X": np.zeros((5, 3))}, r"do not fit together: X \(5, 3\)"),
        ({"Y": np.zeros(2)}, r"Y has the shape \(2,\): beside Y_hat, \(5, 2\), it must be \(5, 2\)"),
        ({"Y": np.zeros((4, 2))}, r"do not fit together: .*Y \(4, 2\)"),
        ({"X": np.zeros((1, 2))}, r"Y has the shape \(5, 2\): beside Y_hat, \(1, 2\)"),
    ],
)
def test_matrices_of_another_shape_are_refused_by_name(changed: dict[str, object], message: str) -> None:
    net = dense(SIZES)
    start, data = drawn(net)
    given = {**start, **data, **changed}
    with pytest.raises(ShapeError, match=message):
        train(net, {name: given[name] for name in start}, {name: given[name] for name in data}, GradientDescent(0.1), 1)


def test_a_target_that_numpy_would_stretch_over_all_outputs_is_refused() -> None:
    net = dense((2, 3, 1))
    start, data = drawn(net)
    with pytest.raises(ShapeError, match=r"Y has the shape \(5,\): beside Y_hat, \(5, 1\)"):
        train(net, start, {**data, "Y": data["Y"][:, 0]}, GradientDescent(0.1), 1)


def test_many_rates_at_once_are_refused() -> None:
    net = dense((2, 3, 1))
    with pytest.raises(ShapeError, match="learning_rate must be one number"):
        train(net, *drawn(net), GradientDescent(np.array([0.1, 0.2])), 1)


def test_a_number_that_would_be_stretched_to_a_matrix_is_refused_unless_it_is_fixed() -> None:
    product = apply("matmul", variable("X"), variable("W")).named("P")
    third = apply("divide", 1, 3)
    fixed = Network(apply("mean", product * third).named("loss"), weights=("W",), data=("X",))
    start, data = {"W": np.ones((3, 1))}, {"X": np.ones((2, 3))}
    assert train(fixed, start, data, GradientDescent(0.1), 1).loss[0] == pytest.approx(1.0)
    free = Network(apply("mean", product * variable("a")).named("loss"), weights=("W", "a"), data=("X",))
    with pytest.raises(ShapeError, match=r"a has the shape \(\): beside P, \(2, 1\)"):
        train(free, {**start, "a": 0.3}, data, GradientDescent(0.1), 1)


def test_biases_that_would_be_stretched_are_refused() -> None:
    shifted = apply("add_to_rows", variable("X"), variable("b"))
    net = Network(apply("mean", shifted).named("loss"), weights=("b",), data=("X",))
    with pytest.raises(ShapeError, match=r"b has the shape \(1,\): beside X, \(2, 3\), it must be \(3,\)"):
        train(net, {"b": [0.0]}, {"X": np.ones((2, 3))}, GradientDescent(0.1), 1)


def test_a_loss_that_is_a_matrix_is_refused() -> None:
    net = Network(apply("matmul", variable("X"), variable("W")).named("loss"), weights=("W",), data=("X",))
    with pytest.raises(ShapeError, match=r"loss has the shape \(2, 1\)"):
        train(net, {"W": np.ones((3, 1))}, {"X": np.ones((2, 3))}, GradientDescent(0.1), 1)


def test_a_net_of_matrices_has_its_examples_in_the_graph() -> None:
    net = dense((2, 1))
    assert net.has_matrices
    assert not sigmoid().has_matrices
    with pytest.raises(GraphError, match="all examples in its graph"):
        Network(net.loss, net.weights, net.data, over_examples=True)


@pytest.mark.parametrize("sizes", [(), (2,), (2, 0, 1), (2, -1)])
def test_a_net_needs_an_input_and_an_output(sizes: tuple[int, ...]) -> None:
    with pytest.raises(SettingError, match="sizes"):
        dense(sizes)


def test_an_unknown_activation_or_loss_is_named() -> None:
    for unknown in ({"activation": "gelu"}, {"output_activation": "gelu"}, {"loss": "hinge"}):
        with pytest.raises(SettingError, match=r"gelu|hinge"):
            dense((2, 3, 1), **unknown)
