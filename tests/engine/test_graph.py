import copy
import gc
import pickle
import sys
import weakref
from threading import Barrier, Thread

import pytest
from hypothesis import given

from engine.errors import EngineError, GraphError
from engine.graph import Node, apply, constant, named_nodes, substitute, topological, variable
from engine.networks import linear
from engine.program import evaluate
from tests.engine import trees


def test_equal_nodes_are_one_node() -> None:
    x, y = variable("x"), variable("y")
    assert x is variable("x")
    assert constant(2) is constant(2.0)
    assert x * y + 1 is x * y + 1
    assert (x * y).named("h") is (x * y).named("h")


def test_what_differs_in_name_order_or_operation_is_another_node() -> None:
    x, y = variable("x"), variable("y")
    different = {x * y, y * x, x / y, (x * y).named("h"), (x * y).named("g"), x, y}
    assert len(different) == 7


def test_zero_and_minus_zero_are_two_numbers() -> None:
    assert constant(0.0) is not constant(-0.0)
    assert evaluate([variable("x") / constant(-0.0)], {"x": 1.0}) == [-float("inf")]


def test_not_a_number_is_one_constant_although_it_equals_nothing() -> None:
    assert constant(float("nan")) is constant(float("nan"))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda node: pickle.loads(pickle.dumps(node))])
def test_a_copy_or_an_unpickled_node_is_the_shared_node(again) -> None:
    node = (variable("x") * 2 + 1).named("h")
    assert again(node) is node
    assert again(linear()) == linear()


def test_threads_that_build_equal_nodes_get_one_node() -> None:
    threads, size = 8, 400
    built: list[list[Node]] = [[] for _ in range(threads)]
    barrier = Barrier(threads)

    def build(number: int) -> None:
        barrier.wait()
        node = variable("threads")
        for index in range(size):
            node = apply("add", node, index)
            built[number].append(node)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        running = [Thread(target=build, args=(number,)) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert all(len(nodes) == size for nodes in built)
    assert all(len(set(same)) == 1 for same in zip(*built, strict=True))


def test_nodes_that_nobody_holds_are_forgotten() -> None:
    node = apply("sin", variable("forgotten") * 123.456)
    watched = [weakref.ref(part) for part in topological([node])]
    del node
    gc.collect()
    assert all(reference() is None for reference in watched)


def test_a_very_long_chain_meets_no_limit_of_python() -> None:
    node = variable("x")
    for _ in range(50_000):
        node = apply("sin", node)
    assert len(topological([node])) == 50_001
    assert len(topological([substitute(node, {variable("x"): variable("y")})])) == 50_001


@pytest.mark.parametrize(
    "name", ["", "1w", "w-1", "_w", "w 1", "lambda", "np", "math", "epoch", "all_h", "h\n", "ŷ", "x=1;import os"]
)
def test_what_cannot_be_a_name_is_refused_and_named(name: str) -> None:
    for make in (variable, (variable("x") * 2).named):
        with pytest.raises(GraphError) as refused:
            make(name)
        assert repr(name) in str(refused.value)
        assert "letters, digits and _" in str(refused.value)


def test_two_values_of_one_name_in_one_graph_are_refused_by_name() -> None:
    x = variable("x")
    with pytest.raises(EngineError, match="'h'"):
        named_nodes((x * 2).named("h") + (x * 3).named("h"))


def test_a_second_name_makes_a_second_value() -> None:
    first = (variable("x") * 2).named("first")
    assert list(named_nodes(first.named("second"))) == ["x", "first", "second"]


def test_a_named_value_stays_in_the_graph_whatever_arithmetic_does_with_it() -> None:
    x, y = variable("x"), variable("y")
    h = (-x).named("h")
    for node in (y + h, y - h, h * 1, -(h * -1), h + 0, 0 - h, -h, h**1, h / 1):
        assert h in topological([node])


def test_named_values_come_in_forward_order_the_output_last() -> None:
    assert list(linear().values) == ["w2", "w1", "x", "h", "y_hat", "y", "loss"]


@pytest.mark.parametrize(
    ("build", "written"),
    [
        (lambda x: x + 0, lambda x: x),
        (lambda x: 0 + x, lambda x: x),
        (lambda x: x - 0, lambda x: x),
        (lambda x: 0 - x, lambda x: apply("negate", x)),
        (lambda x: 1 * x, lambda x: x),
        (lambda x: x * -1, lambda x: apply("negate", x)),
        (lambda x: x * 0, lambda x: constant(0)),
        (lambda x: x / 1, lambda x: x),
        (lambda x: 0 / x, lambda x: constant(0)),
        (lambda x: x**1, lambda x: x),
        (lambda x: x**0, lambda x: constant(1)),
        (lambda x: -1 * -x, lambda x: x),
        (lambda x: x + -x, lambda x: apply("subtract", x, x)),
        (lambda x: x ** (constant(3) - 1), lambda x: apply("power", x, 2)),
    ],
)
def test_arithmetic_leaves_out_what_changes_nothing(build, written) -> None:
    x = variable("x")
    assert build(x) is written(x)


@given(trees.trees(trees.SMOOTH), trees.points)
def test_what_arithmetic_leaves_out_does_not_change_the_value(tree: trees.Tree, point: dict[str, float]) -> None:
    kept, short = evaluate([trees.node(tree), trees.simplified(tree)], point)
    assert short == pytest.approx(kept, rel=1e-12, abs=1e-12)


def test_substitute_changes_what_depends_on_the_value_and_nothing_else() -> None:
    x, y = variable("x"), variable("y")
    h = (x * 2).named("h")
    g = (y * 3).named("g")
    changed = substitute(h + g, {x: y})
    assert changed.inputs[0] is (y * 2).named("h")
    assert changed.inputs[1] is g


def test_a_node_shows_what_it_is() -> None:
    x = variable("x")
    assert repr((x * 2).named("h")) == "Node(multiply h: x, constant)"
    assert repr(constant(2)) == "Node(constant 2)"
