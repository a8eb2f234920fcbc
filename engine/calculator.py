"""The same update as a person does it with a calculator: each result is written down short, and used as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from engine.graph import named_nodes, substitute, variable
from engine.networks import Network
from engine.optimizers import Optimizer
from engine.program import evaluate
from engine.walk import Kind, steps


@dataclass(frozen=True)
class Calculator:
    """How a person keeps results on the way: `forward` and `backward` decimals of the two passes, from 0 to 12.

    The update is done with as many decimals as the backward pass. `cuts`: whether the digits behind
    are cut off, not rounded.
    """

    forward: int
    backward: int
    cuts: bool = False

    def kept(self, value: float, kind: Kind) -> float:
        """`value` as it is written down in a step of this kind.

        A 5 is rounded away from zero, also where its binary form is a little less than 5.
        """
        if not abs(value) < 1e12:  # nothing to round, or not a number
            return value
        decimals = self.forward if kind == "forward" else self.backward
        how = ROUND_DOWN if self.cuts else ROUND_HALF_UP
        return float(Decimal(f"{value:.12g}").quantize(Decimal(10) ** -decimals, how))


def by_calculator(
    network: Network, optimizer: Optimizer, values: Mapping[str, float], calculator: Calculator
) -> dict[str, float]:
    """Every step's number when each result is written down by `calculator` before it is used again.

    `optimizer` has its numbers; `values`: see `engine.walk.of_example`; the keys are those of
    `engine.walk.steps`.
    """
    known = {**values, **{name: float(value) for name, value in optimizer.settings().items()}}
    found: dict[str, float] = {}
    for step in steps(network, optimizer.symbolic()):
        inputs = {node: variable(name) for name, node in named_nodes(step.node).items() if node is not step.node}
        shallow = substitute(step.node, {node: free for node, free in inputs.items() if node.inputs})
        found[step.key] = calculator.kept(float(evaluate([shallow], known)[0]), step.kind)
        known = known if step.kind == "update" else {**known, step.key: found[step.key]}
    return found
