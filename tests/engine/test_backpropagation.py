import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backpropagation import edges, gradients, local_derivatives, paths
from engine.errors import GraphError
from engine.graph import apply, constant, variable
from engine.networks import LINEAR_DATA, LINEAR_START, linear, sigmoid
from engine.program import evaluate
from engine.statements import statements
from tests.engine import trees

LINEAR = {**LINEAR_START, **LINEAR_DATA}


def numbers(nodes, values) -> list[float]:
    return [float(value) for value in evaluate(nodes, values)]


def product(path, values) -> float:
    return float(np.prod(numbers([edge.derivative for edge in path], values)))


def splitting():
    """y = u·v with u = x², v = 3x + 1 (LESSONS.md, chain_rule)."""
    x = variable("x")
    u, v = (x**2).named("u"), (3 * x + 1).named("v")
    return (u * v).named("y")


def test_the_course_s_composite_has_the_course_s_derivatives() -> None:
    x = variable("x")
    u = (3 * x + 1).named("u")
    y = (u**2).named("y")
    found = {(edge.source.name, edge.target.name): edge.derivative for edge in edges(y)}
    # y = (3x + 1)² at x = 1: u = 4, dy/du = 8, du/dx = 3, dy/dx = 24 (LESSONS.md, chain_rule)
    assert numbers([u, found["u", "y"], found["x", "u"], gradients(y)["x"]], {"x": 1.0}) == [4, 8, 3, 24]


def test_where_a_path_splits_the_two_ways_are_added() -> None:
    y = splitting()
    by_way = {path[0].source.name: product(path, {"x": 1.0}) for path in paths(y, "x")}
    assert by_way == {"u": 8.0, "v": 3.0}
    assert numbers([gradients(y)["x"]], {"x": 1.0}) == [11.0]


def test_a_path_runs_from_the_output_down_to_the_value() -> None:
    names = [[edge.target.name for edge in path] + [path[-1].source.name] for path in paths(sigmoid().loss, "w1")]
    assert names == [["loss", "y_hat", "z2", "h1", "z1", "w1"]]


def test_a_name_that_is_not_in_the_graph_has_no_path() -> None:
    assert paths(linear().loss, "w9") == []


def test_a_value_used_by_two_operations_gets_both_parts_of_its_gradient() -> None:
    x = variable("x")
    h = (x * x).named("h")
    output = (apply("sin", h) * h + x).named("output")
    at = 0.7
    slope = (np.cos(at**2) * at**2 + np.sin(at**2)) * 2 * at + 1
    assert len(paths(output, "x")) == 2
    assert numbers([gradients(output)["x"]], {"x": at}) == pytest.approx([slope], rel=1e-14)


def test_two_uses_inside_one_line_are_one_arrow() -> None:
    x = variable("x")
    (edge,) = edges((x * x).named("h"))
    assert numbers([edge.derivative], {"x": 3.0}) == [6.0]


def test_local_derivatives_stop_at_the_next_named_value() -> None:
    values = linear().values
    assert local_derivatives(values["y_hat"]) == {values["w2"]: values["h"], values["h"]: values["w2"]}


@pytest.mark.parametrize(("loss", "times"), [("half_squared", 1), ("squared", 2)])
def test_the_linear_net_has_the_course_s_gradients(loss, times: int) -> None:
    found = linear(loss).gradients
    assert numbers([found[name] for name in ("y_hat", "w2", "h", "w1")], LINEAR) == [
        -18 * times,
        -72 * times,
        -9 * times,
        -18 * times,
    ]


def test_gradients_are_named_and_come_in_backward_order() -> None:
    assert [node.name for name, node in linear().gradients.items() if name not in ("loss", "x", "y")] == [
        "dL_dy_hat",
        "dL_dw2",
        "dL_dh",
        "dL_dw1",
    ]


def test_gradients_of_a_nameless_output_have_no_names() -> None:
    x = variable("x")
    found = gradients(x * x)
    assert list(found) == ["x"]
    assert found["x"].name is None


def test_the_derivative_of_a_variable_by_itself_is_one() -> None:
    assert gradients(variable("x"))["x"] is constant(1)


def test_two_values_of_one_name_are_refused() -> None:
    x = variable("x")
    with pytest.raises(GraphError, match="'h'"):
        gradients((x * 2).named("h") * (x * 3).named("h"))


def _named(tree: trees.Tree, name_of: dict[trees.Tree, str]):
    """The tree as a graph whose inner values are named, each by its own content, as in a net."""
    if not isinstance(tree, tuple):
        return trees.node(tree)
    built = apply(tree[0], *(_named(part, name_of) for part in tree[1:]))
    return built.named(name_of.setdefault(tree, f"n{len(name_of)}"))


@given(trees.trees(trees.SMOOTH), trees.points, st.booleans())
def test_reverse_mode_agrees_with_differences_on_any_graph(tree, point, inner_values_have_names: bool) -> None:
    output = _named(tree, {}) if inner_values_have_names else trees.node(tree)
    found = gradients(output)
    step = 1e-5
    for name in set(found) & set(trees.NAMES):
        right = trees.value(tree, {**point, name: point[name] + step})
        left = trees.value(tree, {**point, name: point[name] - step})
        scale = max(1.0, abs(trees.value(tree, point)))
        slope = (right - left) / (2 * step)
        assert float(evaluate([found[name]], point)[0]) == pytest.approx(slope, rel=1e-5, abs=1e-5 * scale)


@given(trees.trees(trees.SMOOTH), trees.points)
def test_the_ways_through_a_graph_add_up_to_the_gradient(tree, point) -> None:
    output = _named(tree, {})
    for name, gradient in gradients(output).items():
        ways = paths(output, name)
        if ways:
            expected = sum(product(way, point) for way in ways)
            assert float(evaluate([gradient], point)[0]) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(trees.trees(trees.SMOOTH), trees.points)
def test_gradients_of_gradients_agree_with_differences_of_gradients(tree, point) -> None:
    output = trees.node(tree)
    first = gradients(output)
    step = 1e-5
    for name in set(first) & set(trees.NAMES):
        for other, second in gradients(first[name]).items():
            sides = [evaluate([first[name]], {**point, other: point[other] + d})[0] for d in (step, -step)]
            slope = float(sides[0] - sides[1]) / (2 * step)
            scale = max(1.0, abs(float(sides[0])))
            assert float(evaluate([second], point)[0]) == pytest.approx(slope, rel=1e-5, abs=1e-5 * scale)


def hessian(weights, values) -> np.ndarray:
    rows = [gradients(linear().gradients[weight]) for weight in weights]
    return np.array([numbers([row[other] for other in weights], values) for row in rows])


def test_the_hessian_of_the_linear_loss_is_that_of_calculus() -> None:
    x, y, w1, w2 = 2.0, 20.0, 2.0, 0.5
    mixed = x * (w1 * w2 * x - y) + x**2 * w1 * w2
    expected = [[(w2 * x) ** 2, mixed], [mixed, (w1 * x) ** 2]]
    assert hessian(("w1", "w2"), LINEAR) == pytest.approx(np.array(expected), rel=1e-15)


def test_the_curvature_at_the_start_limits_the_rate_as_lessons_md_says() -> None:
    largest = np.linalg.eigvalsh(hessian(("w1", "w2"), LINEAR)).max()
    assert float(f"{2 / largest:.3g}") == 0.0483  # LESSONS.md, gradient_descent


def test_at_a_goal_the_curvature_is_that_of_lessons_md() -> None:
    goal = {"w1": 4.0, "w2": 2.5, "x": 2.0, "y": 20.0}
    assert np.linalg.eigvalsh(hessian(("w1", "w2"), goal)).max() == pytest.approx(2.0**2 * (4.0**2 + 2.5**2))


@pytest.mark.parametrize("network", [linear(), sigmoid(), linear("squared"), sigmoid("squared")])
def test_second_derivatives_repeat_no_line(network) -> None:
    second = [node for weight in network.weights for node in gradients(network.gradients[weight]).values()]
    lines = statements([*network.gradients.values(), *second])
    assert len({line.code for line in lines}) == len(lines)
    assert len({line.name for line in lines}) == len(lines)
    assert len({line.node for line in lines}) == len(lines)
