import pytest
from hypothesis import assume, given

from engine.expressions import MAX_LENGTH, parse
from engine.formulas import text
from engine.graph import Node, apply, constant, variable
from engine.notation import Piece
from engine.program import evaluate
from engine.writer import signed, write
from tests.engine import trees


@given(trees.trees(trees.ARITHMETIC), trees.points)
def test_plain_text_read_again_is_the_same_formula(tree, point) -> None:
    written = text(trees.node(tree))
    assume(len(written) <= MAX_LENGTH)
    found = float(evaluate([parse(written, trees.NAMES)], point)[0])
    assert found == pytest.approx(trees.value(tree, point), rel=1e-12, nan_ok=True)


def test_parts_for_which_there_is_a_piece_are_not_taken_apart() -> None:
    inner = variable("x") + 1
    code = write(inner * inner, "numpy", lambda node: Piece("inner") if node is inner else None)
    assert code == "inner * inner"


def test_the_node_itself_is_taken_apart_even_if_there_is_a_piece_for_it() -> None:
    x = variable("x")
    assert write((x * x).named("h"), "text", lambda node: Piece(node.name) if node.name else None) == "x · x"


@pytest.mark.parametrize("notation", ["numpy", "python", "text", "latex"])
def test_a_deep_formula_meets_no_limit_of_python(notation) -> None:
    node = variable("x")
    for _ in range(2_000):
        node = apply("add", node, constant(1))

    def leaf(part: Node) -> Piece | None:
        return None if part.inputs else Piece(part.name or "1")

    assert write(node, notation, leaf) == "x" + " + 1" * 2_000


def test_a_negative_number_binds_like_a_negation() -> None:
    assert signed("-2").level < signed("2").level
    assert signed("−2").level == signed("-2").level
