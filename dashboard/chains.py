"""The ready chains of the screen of the chain rule, and its experiments."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dashboard.experiments import Experiment


@dataclass(frozen=True)
class Chain:
    """A chain to begin with. `at` and `nudge`: the x and Δx that show something. `reach`: how far x goes, ±."""

    pieces: str
    shows: str
    at: float = 1.0
    nudge: float = 0.1
    reach: float = 3.0


def _ten(link: str, last: str) -> str:
    """Ten equal pieces; `{}` is the one before."""
    names = ["x", *(f"u{number}" for number in range(1, 10))]
    return ", ".join([*(f"{new} = {link.format(old)}" for old, new in pairwise(names)), last])


HALVES = _ten("{}/2", "y = u9/2")
DOUBLES = _ten("2{}", "y = 2u9")
TWO_PIECES = "u = 3x + 1, y = u^2"
TWO_WAYS = "u = x^2, v = 3x + 1, y = u v"
DEAD = "u = x - 2, v = relu(u), y = 5v + 1"

READY = (
    Chain(TWO_PIECES, "two pieces: y = (3x + 1)²"),
    Chain(TWO_WAYS, "two ways from x to y"),
    Chain("u = -x^2, y = e^u", "the bell curve: y = e^(−x²)"),
    Chain("z = 2x - 1, h = sigmoid(z), y = (h - 1)^2", "a neuron and its error"),
    Chain(DEAD, "a piece with slope 0"),
    Chain(HALVES, "ten pieces of slope ½", nudge=1.0),
    Chain("u = x^2, v = u + x, y = u v", "three ways from x to y"),
    Chain("u = x^2 - 1, y = |u|", "a corner at x = 1"),
    Chain("u = 2x, v = sin(u), y = e^v", "three pieces", at=0.0),
)
OWN = Chain("", "")  # where a typed chain begins

EXPERIMENTS = (
    Experiment(
        "A piece with slope 0: nothing gets through",
        {"pieces": DEAD},
        "relu(u) is 0 for every negative u, so its slope there is 0. One factor 0 makes the whole product 0, whatever "
        "the other slopes are: y does not feel x. In a net such a neuron passes nothing back, and what stands before "
        "it does not learn. Move x above 2, and the chain wakes up.",
        live={"x": 1.0, "dx": 0.1},
    ),
    Experiment(
        "Ten pieces of slope ½: the nudge vanishes",
        {"pieces": HALVES},
        "½ multiplied by itself ten times is 1/1024, about 0.001. No single piece is bad, but the product is tiny: "
        "the vanishing gradient of deep nets. A sigmoid is worse: its slope is never more than ¼.",
        live={"x": 1.0, "dx": 1.0},
    ),
    Experiment(
        "Ten pieces of slope 2: the nudge explodes",
        {"pieces": DOUBLES},
        "2 multiplied by itself ten times is 1024. Slopes a little below 1 vanish along a long chain, slopes a little "
        "above 1 explode. This is why deep nets need care with their start weights.",
        live={"x": 1.0, "dx": 0.1},
    ),
    Experiment(
        "A smaller nudge, Δx = 0.01: prediction and reality meet",
        {"pieces": TWO_PIECES},
        "With Δx = 0.1 the slopes predict 2.4, and y really moves by 2.49: off by 0.09. With Δx = 0.01 they predict "
        "0.24, and it moves by 0.2409: off by 0.0009. A tenth of the nudge leaves a hundredth of the error. The "
        "derivative is what remains when Δx shrinks to nothing.",
        live={"x": 1.0, "dx": 0.01},
    ),
)


def chain(pieces: str) -> Chain:
    """The ready chain of these pieces, or the one where typed chains begin."""
    return next((ready for ready in READY if ready.pieces == pieces), OWN)
