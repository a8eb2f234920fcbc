"""Why σ′ = σ·(1 − σ): the derivation line by line, each line a graph, so that all of them can be held to be equal."""

from __future__ import annotations

from dataclasses import dataclass

from engine.graph import Node, apply, constant, variable


@dataclass(frozen=True)
class Line:
    """One line of the derivation. `node`: its right-hand side, of z. `why`: what was done to get here."""

    node: Node
    why: str


def definition() -> Node:
    """σ(z) = 1 / (1 + e^(−z)), written out."""
    return apply("divide", 1.0, _one_plus())


def derivation() -> tuple[Line, ...]:
    """The lines from the definition's derivative to σ·(1 − σ). All are equal for every z."""
    small, below = _small(), _one_plus()
    power = apply("power", below, constant(-2.0))
    ratio = apply("divide", small, below)
    first = apply("divide", 1.0, below)
    sigma = apply("sigmoid", variable("z"))
    return (
        Line(
            apply("multiply", apply("negate", power), apply("negate", small)),
            "The chain rule. Outside: u⁻¹ has the derivative −u⁻². Inside: 1 + e⁻ᶻ has the derivative −e⁻ᶻ.",
        ),
        Line(apply("divide", small, apply("power", below, constant(2.0))), "The two minus signs cancel."),
        Line(apply("multiply", first, ratio), "Split the fraction into two factors. The first one is σ itself."),
        Line(
            apply("multiply", first, apply("divide", apply("subtract", below, 1.0), below)),
            "In the second factor write e⁻ᶻ as (1 + e⁻ᶻ) − 1.",
        ),
        Line(
            apply("multiply", first, apply("subtract", 1.0, first)),
            "Divide both parts by 1 + e⁻ᶻ: the second factor is 1 − σ.",
        ),
        Line(
            apply("multiply", sigma, apply("subtract", 1.0, sigma)),
            "Write σ(z) for 1 / (1 + e⁻ᶻ). The slope needs no new e: the forward pass has found σ already.",
        ),
    )


def _small() -> Node:
    return apply("exp", apply("negate", variable("z")))


def _one_plus() -> Node:
    return apply("add", 1.0, _small())
