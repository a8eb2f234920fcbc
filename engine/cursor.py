"""Goes through the tokens of a typed text, and builds nodes within the limits that keep it small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from engine.errors import ExpressionError
from engine.graph import Node, apply
from engine.spelling import Token

MAX_DEPTH = 40
MAX_NODES = 300


@dataclass
class Cursor:
    """A place among `tokens`, once from left to right, and what was found so far.

    `depth`: how many brackets and signs stand around the place; `bars`: how many | are open.
    """

    tokens: list[Token]
    text: str
    variables: frozenset[str]
    next: int = 0
    depth: int = 0
    sizes: dict[Node, int] = field(default_factory=dict)
    bars: int = 0
    parameters: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def token(self) -> Token:
        """The token at the place."""
        return self.tokens[self.next]

    def is_at_end(self) -> bool:
        """Whether all is read."""
        return self.token.kind == "end"

    def begins_a_factor(self) -> bool:
        """Whether what comes now is multiplied, though no sign says so. Two numbers in a row are not."""
        token = self.token
        if token.kind in ("name", "function"):
            return True
        if token.kind == "number":
            return self.tokens[self.next - 1].kind != "number"
        return token.text in ("(", "√") or (token.text == "|" and self.bars == 0)

    def accept(self, *signs: str) -> str | None:
        """The sign at the place, if it is one of `signs`; the place is then behind it."""
        if self.token.kind == "sign" and self.token.text in signs:
            self.next += 1
            return self.tokens[self.next - 1].text
        return None

    def deeper(self, read: Callable[[], Node]) -> Node:
        """What `read` gives, one step further inside."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"More than {MAX_DEPTH} brackets or signs stand in one another. Write it simpler,")
        node = read()
        self.depth -= 1
        return node

    def node(self, operation: str, *inputs: Node) -> Node:
        """The node of an operation."""
        return self.sized(apply(operation, *inputs), 1 + sum(map(self.size, inputs)))

    def size(self, node: Node) -> int:
        """How many operations are written in `node`. tan and max write a part twice: nested ones would double on."""
        return self.sizes.get(node, 0)

    def sized(self, node: Node, size: int) -> Node:
        """`node`, which is written with `size` operations; refused where that is too many."""
        if size > MAX_NODES:
            self.refuse(f"This has more than {MAX_NODES} operations. Write it simpler; it was read up to here,")
        self.sizes[node] = size
        return node

    def refuse(self, message: str, back: bool = False) -> NoReturn:
        """Say what is wrong at the place, or at the token before it."""
        position = self.tokens[self.next - 1 if back else self.next].position
        raise ExpressionError(f"{message} at place {position + 1}.", position)
