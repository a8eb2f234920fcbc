"""The classic slips with the chain rule: each is a graph made from the same slopes, so it is exact at any point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add, mul
from typing import Literal

from engine.composites import INPUT, Composite
from engine.graph import ONE, Node, variable

Kind = Literal["added", "ways multiplied", "one way", "factor left out", "nudge", "sign", "value"]


@dataclass(frozen=True)
class ChainSlip:
    """One way to go wrong with dy/dx: `node` is what comes out then, as a graph in x and in `dx`, Δx.

    `about` names what the slip is about: for "one way" its pieces, for "factor left out" the two ends of the link.
    """

    kind: Kind
    node: Node
    about: tuple[str, ...] = ()


def chain_slips(composite: Composite) -> tuple[ChainSlip, ...]:
    """The slips with the derivative of `composite`, the likeliest first."""
    return tuple(slip for slip in _all(composite) if slip.node is not composite.slopes[INPUT])


def _all(composite: Composite) -> Iterator[ChainSlip]:
    """Every mistake that one can make with the derivative of `composite`, also those that change nothing."""
    ways = [[link.derivative for link in way] for way in composite.ways]
    products = [reduce(mul, slopes, ONE) for slopes in ways]
    if len(ways) == 1 and len(ways[0]) > 1:
        yield ChainSlip("added", reduce(add, ways[0]))
        for place, link in enumerate(composite.ways[0]):
            rest = reduce(mul, ways[0][:place] + ways[0][place + 1 :])
            yield ChainSlip("factor left out", rest, (link.target.name or "", link.source.name or ""))
    if len(ways) > 1:
        for way, share in zip(composite.ways, products, strict=True):
            yield ChainSlip("one way", share, tuple(link.target.name or "" for link in way[:-1]))
        yield ChainSlip("ways multiplied", reduce(mul, products))
        yield ChainSlip("added", reduce(add, [slope for slopes in ways for slope in slopes]))
    yield ChainSlip("nudge", composite.slopes[INPUT] * variable("dx"))
    yield ChainSlip("sign", -composite.slopes[INPUT])
    yield ChainSlip("value", composite.output)
