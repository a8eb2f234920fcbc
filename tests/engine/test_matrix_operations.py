"""Operations on whole matrices: what they compute, and that their gradients are those of central differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.backpropagation import adjoints, edges, gradients
from engine.differences import STEP, central
from engine.errors import GraphError, ShapeError
from engine.formulas import latex, mathml, text
from engine.graph import Node, apply, variable
from engine.operations import MATRIX_TABLE, TABLE, has_matrices, row
from engine.program import evaluate
from engine.statements import expression

# What each operation is, said once more without the engine, entry by entry; and the shapes that it is tried on.
MEANING = {
    "matmul": lambda a, b: [[sum(a[i, k] * b[k, j] for k in range(3)) for j in range(2)] for i in range(4)],
    "transpose": lambda a: [[a[i, j] for i in range(4)] for j in range(3)],
    "multiply_entries": lambda a, b: [[a[i, j] * b[i, j] for j in range(3)] for i in range(4)],
    "add_to_rows": lambda a, b: [[a[i, j] + b[j] for j in range(3)] for i in range(4)],
    "sum_over_rows": lambda a: [sum(a[i, j] for i in range(4)) for j in range(3)],
    "spread_over_rows": lambda a, b: [[a[j] for j in range(3)] for _ in range(4)],
    "mean": lambda a: sum(a[i, j] for i in range(4) for j in range(3)) / 12,
    "share_of_mean": lambda a: [[1 / 12 for _ in range(3)] for _ in range(4)],
}
SHAPES = {
    "matmul": ((4, 3), (3, 2)),
    "multiply_entries": ((4, 3), (4, 3)),
    "add_to_rows": ((4, 3), (3,)),
    "spread_over_rows": ((3,), (4, 3)),
}
A, B = variable("a"), variable("b")


def node(operation: str) -> Node:
    return apply(operation, *(A, B)[: len(row(operation).rules)])


def drawn(operation: str) -> st.SearchStrategy[dict[str, np.ndarray]]:
    """A matrix for each input, and one as large as the result, so that each of its entries counts differently."""
    shapes = SHAPES.get(operation, ((4, 3),))
    result = np.shape(MEANING[operation](*(np.zeros(shape) for shape in shapes)))
    named = {**dict(zip("ab", shapes, strict=False)), "c": result}
    return st.fixed_dictionaries(
        {name: arrays(float, shape, elements=st.floats(-3, 3)) for name, shape in named.items()}
    )


def assert_gradients_are_differences(loss: Node, values: dict[str, np.ndarray]) -> None:
    """Nudge each entry of each value alone, and see how the loss moves."""
    found_by_name = gradients(loss)
    for name in values.keys() & found_by_name.keys():
        found = np.broadcast_to(evaluate([found_by_name[name]], values)[0], values[name].shape)
        for entry in np.ndindex(values[name].shape):

            def at(number: float, name: str = name, entry: tuple[int, ...] = entry) -> float:
                nudged = values[name].copy()
                nudged[entry] = number
                return float(evaluate([loss], {**values, name: nudged})[0])

            difference = central(at, values[name][entry], STEP)
            assert found[entry] == pytest.approx(difference, rel=1e-7, abs=1e-7), (name, entry)


def test_every_operation_on_matrices_is_tested_here_and_is_no_operation_on_numbers() -> None:
    assert set(MEANING) == set(MATRIX_TABLE)
    assert not set(MATRIX_TABLE) & set(TABLE)


@pytest.mark.parametrize("operation", MATRIX_TABLE)
@given(data=st.data())
def test_the_code_computes_what_the_operation_means(operation: str, data: st.DataObject) -> None:
    values = data.draw(drawn(operation))
    inputs = [values[name] for name in "ab"[: len(row(operation).rules)]]
    np.testing.assert_allclose(
        evaluate([node(operation)], values)[0], MEANING[operation](*inputs), rtol=1e-14, atol=1e-14
    )


@pytest.mark.parametrize("operation", MATRIX_TABLE)
@given(data=st.data())
def test_each_gradient_rule_agrees_with_central_differences(operation: str, data: st.DataObject) -> None:
    values = data.draw(drawn(operation))
    weighted = node(operation) * variable("c")
    loss = weighted if operation == "mean" else apply("mean", weighted)
    assert_gradients_are_differences(loss.named("loss"), values)


@given(values=drawn("matmul"))
def test_a_matrix_on_two_paths_collects_both_gradients(values: dict[str, np.ndarray]) -> None:
    turned, bent = apply("transpose", A).named("T"), apply("tanh", A).named("H")
    loss = apply("mean", apply("matmul", apply("matmul", turned, bent), B)).named("loss")
    assert_gradients_are_differences(loss, values)


def test_what_a_gradient_cannot_pass_stays_zero() -> None:
    loss = apply("mean", apply("matmul", apply("floor", apply("matmul", A, B)), variable("c"))).named("loss")
    values = {"a": np.ones((2, 3)), "b": np.ones((3, 2)), "c": np.ones((2, 1))}
    assert evaluate([gradients(loss)["a"], gradients(loss)["b"]], values) == [0.0, 0.0]


def test_entries_are_multiplied_by_another_sign_than_matrices_and_a_number_is_a_common_factor() -> None:
    hidden = apply("matmul", A, B).named("Z")
    loss = apply("mean", apply("squared_error", apply("tanh", hidden).named("H"), variable("Y"))).named("loss")
    found = gradients(loss)
    assert text(found["Z"]) == "∂L/∂H ⊙ (1 − H^2)"
    assert text(found["H"]) == "1 / n · 2 ⊙ (H − Y)"
    assert text(found["a"]) == "∂L/∂Z · bᵀ"
    assert latex(found["b"]) == r"{a}^{\top} \cdot \frac{\partial L}{\partial Z}"


def test_a_matrix_turned_over_twice_is_itself() -> None:
    loss = apply("mean", apply("matmul", apply("transpose", A), B))
    assert "T.T" not in expression(gradients(loss)["a"], {})


@pytest.mark.parametrize("operation", MATRIX_TABLE)
def test_each_operation_can_be_written_as_a_formula(operation: str) -> None:
    assert "<math" in mathml(latex(node(operation)))
    assert text(node(operation)) != operation


def test_matrices_that_do_not_fit_are_named_with_their_shapes() -> None:
    with pytest.raises(ShapeError, match=r"a \(2, 3\), b \(2, 3\)"):
        evaluate([apply("matmul", A, B)], {"a": np.ones((2, 3)), "b": np.ones((2, 3))})


def test_a_matrix_has_no_local_derivative_that_is_a_factor() -> None:
    loss = apply("mean", apply("matmul", A, B).named("P")).named("loss")
    for read in (adjoints, edges):
        with pytest.raises(GraphError, match=r"(mean|matmul) has no derivative that is a factor"):
            read(loss)


def test_only_operations_on_matrices_make_a_graph_one_of_matrices() -> None:
    assert has_matrices([A, node("matmul")])
    assert not has_matrices([A, B, A * B, apply("tanh", A)])
