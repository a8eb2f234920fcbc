"""A function made of named pieces, as `u = 3x + 1, y = u^2`: what goes in is x, what comes out is the last piece.

The chain rule is read off its graph: each way from x to the last piece multiplies the slopes of its links, and
the ways are added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.backpropagation import Edge, edges, gradients, paths
from engine.errors import ExpressionError
from engine.expressions import MAX_LENGTH, read
from engine.graph import ZERO, Node, named_nodes, substitute, variable
from engine.notation import latex_name, plain_name
from engine.vocabulary import CONSTANTS

INPUT = "x"
MAX_PIECES = 12
MAX_WAYS = 64

# A piece begins where a name and = stand, at the start or after a comma, a semicolon or a new line.
_HEAD = re.compile(r"(?:^|[;,\n])\s*(?P<name>[^\W_]\w*)\s*(?:\(\s*\w+(?:\s*,\s*\w+)*\s*\)\s*)?=")
_NAME = re.compile(r"[A-Za-z][0-9]{0,2}", re.ASCII)


@dataclass(frozen=True)
class Composite:
    """The graph of the last piece. `notes`: what was noticed while it was read, in words."""

    output: Node
    notes: tuple[str, ...] = ()

    @cached_property
    def values(self) -> dict[str, Node]:
        """x and the pieces that matter, in forward order; x also where nothing depends on it."""
        return {INPUT: variable(INPUT), **named_nodes(self.output)}

    @cached_property
    def links(self) -> tuple[Edge, ...]:
        """Every step from one named value to another, with its slope, in forward order."""
        return edges(self.output)

    @cached_property
    def ways(self) -> tuple[tuple[Edge, ...], ...]:
        """All ways from x to the output, each from x on."""
        return tuple(tuple(reversed(path)) for path in paths(self.output, INPUT))

    @cached_property
    def slopes(self) -> dict[str, Node]:
        """The derivative of the output by every value, 0 by one that it does not depend on."""
        found = gradients(self.output)
        return {name: found.get(name, ZERO) for name in self.values}

    @property
    def name(self) -> str:
        """The name of the last piece."""
        return self.output.name or ""

    def is_ordinary(self, link: Edge) -> bool:
        """Whether the piece has one input alone: then its slope is written with d, else with ∂."""
        return sum(other.target is link.target for other in self.links) == 1

    def is_total(self, name: str) -> bool:
        """Whether the output is a function of this value alone: all ways lead through it."""
        return all(name in (INPUT, *(link.target.name for link in way)) for way in self.ways)

    def piece(self, link: Edge) -> Node:
        """The piece at the end of a link, with its inputs as variables of their own."""
        inputs = {edge.source: variable(edge.source.name or "") for edge in self.links if edge.target is link.target}
        return substitute(link.target, inputs)


def derivative_text(of: str, by: str, is_ordinary: bool) -> str:
    """`du/dx`, or `∂y/∂u` where other inputs are held still."""
    d = "d" if is_ordinary else "∂"
    return f"{d}{plain_name(of)}/{d}{plain_name(by)}"


def derivative_latex(of: str, by: str, is_ordinary: bool) -> str:
    """As `derivative_text`, as a fraction."""
    d = r"\text{d}" if is_ordinary else r"\partial "
    return rf"\frac{{{d}{latex_name(of)}}}{{{d}{latex_name(by)}}}"


def read_pieces(text: str) -> Composite:
    """The composite of a typed chain. Each piece may use x and the pieces before it.

    Text without any name is one piece, y. Raises ExpressionError: one sentence, and a position in `text`.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"This is longer than {MAX_LENGTH} characters. Write it shorter.", MAX_LENGTH)
    known: dict[str, Node] = {INPUT: variable(INPUT)}
    notes: list[str] = []
    for name, place, begin, end in _pieces(text):
        _check_name(name, place, known)
        # Spaces in front, so that places in messages are places in the whole text.
        reading = read(" " * begin + text[begin:end], list(known))
        inside = {node: known[node.name] for node in named_nodes(reading.node).values() if node.name in known}
        known[name] = substitute(reading.node, inside).named(name)
        notes.extend(reading.notes)
    composite = Composite(known[name], tuple(dict.fromkeys(notes)))
    _check_ways(composite, text)
    idle = [plain_name(name) for name in known if name not in composite.values]
    if idle:
        notes.append(f"Not used on the way to {plain_name(composite.name)}, so not drawn: {', '.join(idle)}.")
    if len(composite.values) == 2:
        notes.append("This is one piece. Name its inside to make it a chain: u = 3x + 1, y = u^2.")
    return Composite(composite.output, tuple(dict.fromkeys(notes)))


def _pieces(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Each piece: its name and the name's place, and where its right-hand side begins and ends."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        yield "y", 0, 0, len(text)
        return
    if text[: heads[0].start()].strip():
        raise ExpressionError("The first piece has no name. Begin with u = at place 1.", 0)
    if len(heads) > MAX_PIECES:
        raise ExpressionError(f"These are more than {MAX_PIECES} pieces. Write fewer.", heads[MAX_PIECES].start("name"))
    for number, head in enumerate(heads):
        name, begin = head["name"], head.end()
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text.rstrip(" \t\n,;"))
        if (second := text.find("=", begin, end)) >= 0:
            raise ExpressionError(f"A second = at place {second + 1}. Put a comma between the pieces.", second)
        if not text[begin:end].strip():
            raise ExpressionError(f"Nothing stands after “{name[:20]} =” at place {begin + 1}.", begin)
        yield name, head.start("name"), begin, max(begin, end)


def _check_name(name: str, place: int, known: dict[str, Node]) -> None:
    """Raises ExpressionError where the piece at `place` cannot be called `name`."""
    where = f"at place {place + 1}"
    if name == INPUT:
        raise ExpressionError(f"x is what goes in. Give the piece {where} another letter, such as u.", place)
    if name in known:
        raise ExpressionError(f"Two pieces are called {name}. Give the one {where} another letter.", place)
    if name in CONSTANTS:
        raise ExpressionError(f"{name} is a number already. Give the piece {where} another letter.", place)
    if not _NAME.fullmatch(name):
        raise ExpressionError(f"Call the piece {where} by one letter, or a letter and a number: u, v, u1.", place)


def _check_ways(composite: Composite, text: str) -> None:
    """Refuse what has too many ways; they are counted, not listed."""
    count = {INPUT: 1}
    for link in composite.links:
        source, target = link.source.name or "", link.target.name or ""
        count[target] = count.get(target, 0) + count.get(source, 0)
    if count.get(composite.name, 0) > MAX_WAYS:
        raise ExpressionError(f"There are more than {MAX_WAYS} ways from x to the last piece. Write fewer.", len(text))
