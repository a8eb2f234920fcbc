"""Functions of two variables to walk down on, each with where to look, where to start and what to reach."""

from __future__ import annotations

from dataclasses import dataclass

from engine.expressions import parse
from engine.graph import Node, constant, substitute, variable
from engine.networks import LINEAR_DATA, LINEAR_START, linear

Point = tuple[float, float]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Landscape:
    """A function with its map.

    `function`: the graph. `variables`: the names of the two coordinates, across and up. `window`: the
    part of the plane that a map shows, across and up. `start`: where a walk begins, inside of it.
    `target`: the loss that a walk is to reach. `minima`: all lowest points in the window, none where
    there is none; `is_valley`: they are a whole curve, of which `minima` has the point nearest to the
    origin. `lowest`: the function's value there, None where it has no minimum. `note`: what it is
    there for, and where it comes from.
    """

    title: str
    function: Node
    variables: tuple[str, str]
    window: tuple[Interval, Interval]
    start: Point
    target: float
    minima: tuple[Point, ...]
    lowest: float | None
    note: str
    is_valley: bool = False

    @property
    def minimum(self) -> Point | None:
        """One lowest point, None where there is none."""
        return self.minima[0] if self.minima else None

    def at(self, point: Point) -> dict[str, float]:
        """`point` by the names of the coordinates, as `engine.training.descend` takes a start."""
        return dict(zip(self.variables, point, strict=True))


def _typed(text: str) -> Node:
    return parse(text, ("x", "y")).named("loss")


def _linear_net() -> Node:
    """The loss of the linear net with the course's input and target put in: a function of its weights."""
    return substitute(linear().loss, {variable(name): constant(value) for name, value in LINEAR_DATA.items()})


def _square(side: float) -> tuple[Interval, Interval]:
    return (-side, side), (-side, side)


# y / x = 10: all (w1, w2) with w1 · w2 = 10 are lowest, and these have the two weights alike.
_GOAL = (LINEAR_DATA["y"] / LINEAR_DATA["x"]) ** 0.5

LANDSCAPES: dict[str, Landscape] = {
    "linear_net": Landscape(
        "The linear net's loss", _linear_net(), ("w1", "w2"), ((-1.0, 6.0), (-1.0, 6.0)),
        (LINEAR_START["w1"], LINEAR_START["w2"]), 0.001, ((_GOAL, _GOAL),), 0.0,
        "The course's loss at x = 2, y = 20: a curved valley of goals, w1 · w2 = 10, and a saddle at (0, 0).",
        is_valley=True,
    ),
    "bowl": Landscape(
        "Bowl", _typed("x^2 + y^2"), ("x", "y"), _square(4.0), (3.0, 2.0), 0.001, ((0.0, 0.0),), 0.0,
        "Bent alike in all directions: the gradient points away from the minimum, so every step aims at it.",
    ),
    "valley": Landscape(
        "Narrow valley", _typed("x^2 + 10y^2"), ("x", "y"), _square(4.0), (3.0, -2.0), 0.001, ((0.0, 0.0),), 0.0,
        "Ten times as steep across as along: a rate that suits the one is too large or too small for the other.",
    ),
    "rosenbrock": Landscape(
        "Rosenbrock", _typed("(1 - x)^2 + 100(y - x^2)^2"), ("x", "y"), ((-2.0, 2.0), (-1.0, 3.0)), (-1.2, 1.0), 0.1,
        ((1.0, 1.0),), 0.0,
        "A bent valley, 2500 times as steep across as along at its end. H. Rosenbrock, \"An automatic method for "
        "finding the greatest or least value of a function\", The Computer Journal 3 (1960), which starts there too.",
    ),
    "beale": Landscape(
        "Beale", _typed("(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2"), ("x", "y"), _square(4.5),
        (1.0, 1.5), 0.01, ((3.0, 0.5),), 0.0,
        "Flat around its minimum, steep towards the corners. E. Beale, \"On an iterative method for finding a local "
        "minimum of a function of more than one variable\", Princeton (1958).",
    ),
    "himmelblau": Landscape(
        "Himmelblau", _typed("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"), ("x", "y"), _square(5.0), (0.0, 0.0), 0.01,
        ((3.0, 2.0), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
         (3.584428340330492, -1.848126526964404)), 0.0,
        "Four minima, all as low: which one is reached depends on start and rule. D. Himmelblau, \"Applied nonlinear "
        "programming\", McGraw-Hill (1972).",
    ),
    "saddle": Landscape(
        "Saddle", _typed("x^2 - y^2"), ("x", "y"), _square(2.0), (1.5, 0.01), -1.0, (), None,
        "No minimum: down into the saddle first, then out of it, the sooner the better. The target says: it is left.",
    ),
    "plateau": Landscape(
        "Plateau", _typed("1 - e^(-(x^2 + y^2)/2)"), ("x", "y"), _square(4.0), (2.5, 2.0), 0.01, ((0.0, 0.0),), 0.0,
        "A hole in a plain, the bell curve upside down: the slope at the start is a thirtieth of that at the rim.",
    ),
}  # fmt: skip
