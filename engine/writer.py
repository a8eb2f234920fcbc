"""Writes a node in any notation that the table of operations has: code, plain text, LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from engine.graph import Node, topological
from engine.notation import ATOM, NEGATION, Piece, fill
from engine.operations import row

Notation = Literal["numpy", "python", "text", "latex"]
Leaf = Callable[[Node], Piece | None]

BRACKETS = {"latex": (r"\left(", r"\right)")}


def write(node: Node, notation: Notation, leaf: Leaf) -> str:
    """`node` taken apart, down to the parts for which `leaf` gives a piece."""
    pieces: dict[Node, Piece] = {}

    def is_leaf(part: Node) -> bool:
        return part is not node and leaf(part) is not None

    for part in topological([node], stop=is_leaf):
        written = leaf(part) if part is not node or not part.inputs else None
        pieces[part] = written or _operation(part, notation, [pieces[other] for other in part.inputs])
    return pieces[node].text


def level_of(node: Node, notation: Notation) -> int:
    """How tightly the written operation of `node` binds."""
    operation = row(node.operation) if node.inputs else None
    if operation is None:
        return ATOM
    return {"latex": operation.latex_level, "text": operation.text_level}.get(notation, operation.level)


def signed(text: str) -> Piece:
    """A number as a piece: a negative one binds like a negation."""
    return Piece(text, NEGATION) if text.startswith(("-", "−")) else Piece(text)


def _operation(node: Node, notation: Notation, inputs: list[Piece]) -> Piece:
    operation = row(node.operation)
    template = {
        "latex": operation.latex,
        "text": operation.text,
        "python": operation.python or operation.numpy,
        "numpy": operation.numpy,
    }[notation]
    return Piece(fill(template, inputs, BRACKETS.get(notation, ("(", ")"))), level_of(node, notation))
