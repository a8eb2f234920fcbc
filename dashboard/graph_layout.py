"""Where the values of a net stand in its picture, and how the arrows between them run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.backpropagation import edges
from engine.networks import Network

BOX_HEIGHT, FLAT_HEIGHT = 74, 50
LYING_WIDTH, STANDING_WIDTH = 996, 360
SHORT = 4  # a net that computes no more values than this has room to spare
_GAP = 4  # between a box and the end of an arrow
_ABOVE = 48  # between the row and what stands above it
_DOWN = 52  # between two rows of the standing picture
_STACKED = 28  # between two boxes beside the standing row: the label of an arrow stands there

# Where a value stands: in the row of what is computed, or beside the value that it comes in with.
Side = Literal["row", "left", "right", "above"]


@dataclass(frozen=True)
class Route:
    """The two paths between two boxes, and where the label of the path back stands.

    `label`: its x, y and text-anchor. `room`: how wide it may be.
    """

    there: str
    back: str
    label: tuple[float, float, str]
    room: float


@dataclass(frozen=True)
class Box:
    """Where a value stands in the picture; `x` and `y` are its middle. A flat box has name and number in one line."""

    x: float
    y: float
    width: float
    height: float = BOX_HEIGHT
    side: Side = "row"

    @property
    def is_flat(self) -> bool:
        """Whether its name and its number stand side by side."""
        return self.height < BOX_HEIGHT

    @property
    def left(self) -> float:
        """The x of its left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """The y of its upper side."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height / 2


def entering(network: Network) -> dict[str, list[str]]:
    """For each computed value, the variables that come in with it and not before: the data first."""
    groups: dict[str, list[str]] = {}
    seen: set[str] = set()
    for name in network.computed:
        order = [edge.source.name or "" for edge in edges(network.loss) if edge.target.name == name]
        new = [other for other in order if other not in network.computed and other not in seen]
        groups[name] = sorted(new, key=list(network.data + network.weights).index)
        seen.update(new)
    return groups


def reading_order(network: Network) -> list[str]:
    """All values as the picture is read: what comes in, then what is computed from it."""
    return [name for computed, new in entering(network).items() for name in (*new, computed)]


def lying(network: Network) -> dict[str, Box]:
    """Forward is to the right. What enters at the first value stands left of it, what enters later above its value."""
    groups = entering(network)
    first, *later = network.computed
    column = groups[first]
    is_long = len(network.computed) > SHORT
    box, side = (110, 140) if is_long else (150, 150)
    height, between = (FLAT_HEIGHT, 8) if len(column) > 2 else (BOX_HEIGHT, 14)
    free = LYING_WIDTH - 4 - side - box * len(network.computed)
    first_gap = 104 if is_long else free / len(network.computed)
    pitch = box + (free - first_gap) / max(1, len(later))
    column_height = len(column) * (height + between) - between
    has_above = any(groups[name] for name in later)
    row = 2 + max(BOX_HEIGHT / 2 + (BOX_HEIGHT + _ABOVE if has_above else 0), column_height / 2)
    places = {
        name: Box(2 + side / 2, row + (place - (len(column) - 1) / 2) * (height + between), side, height, "left")
        for place, name in enumerate(column)
    }
    for place, name in enumerate(network.computed):
        places[name] = Box(2 + side + first_gap + box / 2 + place * pitch, row, box)
        above = groups[name] if place else []
        for at, other in enumerate(above):
            x = places[name].x + (at - (len(above) - 1) / 2) * (box + 10)
            places[other] = Box(x, row - BOX_HEIGHT - _ABOVE, box, side="above")
    return places


def standing(network: Network) -> dict[str, Box]:
    """Forward is down. What enters with a value stands beside it: weights left, data right where both do."""
    places: dict[str, Box] = {}
    top = 2.0
    for name, group in entering(network).items():
        weights = [other for other in group if other in network.weights]
        data = [other for other in group if other in network.data]
        stacks: dict[Side, list[str]] = {"left": weights or data, "right": data if weights else []}
        tallest = max(len(stack) for stack in stacks.values())
        height = max(1, tallest) * (BOX_HEIGHT + _STACKED) - _STACKED
        middle = top + height / 2
        places[name] = Box(184, middle, 112)
        for side, stack in stacks.items():
            x, width = (50, 96) if side == "left" else (STANDING_WIDTH - 46, 86)
            for at, other in enumerate(stack):
                y = middle + (at - (len(stack) - 1) / 2) * (BOX_HEIGHT + _STACKED)
                places[other] = Box(x, y, width, side=side)
        top += height + _DOWN
    return places


def route(start: Box, end: Box, is_lying: bool) -> Route:
    """How the arrows run from the value at `start` to the one at `end`, and back."""
    if start.side == "above":
        return _from_above(start, end)
    if start.side != "row":
        return _from_beside(start, end, is_lying)
    return _along_the_row(start, end) if is_lying else _down_the_row(start, end)


def _from_above(start: Box, end: Box) -> Route:
    """Straight down, where the two boxes overlap."""
    middle = (max(start.left, end.left) + min(start.right, end.right)) / 2
    is_left = start.x < end.x
    label = middle - 24 if is_left else middle + 26
    return Route(
        f"M{middle - 14:g} {start.bottom + _GAP:g}V{end.top - _GAP:g}",
        f"M{middle + 14:g} {end.top - _GAP:g}V{start.bottom + _GAP:g}",
        (label, (start.bottom + end.top) / 2 + 5, "end" if is_left else "start"),
        160,
    )


def _along_the_row(start: Box, end: Box) -> Route:
    """Straight there, and back in an arc below the row."""
    low, foot = end.bottom + 36, end.bottom + _GAP
    return Route(
        f"M{start.right + _GAP:g} {start.y:g}H{end.left - _GAP:g}",
        f"M{end.x - 24:g} {foot:g}C{end.x - 30:g} {low:g} {start.x + 24:g} {low:g} {start.x + 24:g} {foot:g}",
        ((start.x + end.x) / 2, end.bottom + 46, "middle"),
        end.x - start.x - 8,
    )


def _down_the_row(start: Box, end: Box) -> Route:
    """Straight there and back, side by side."""
    return Route(
        f"M{start.x - 12:g} {start.bottom + _GAP:g}V{end.top - _GAP:g}",
        f"M{start.x + 10:g} {end.top - _GAP:g}V{start.bottom + _GAP:g}",
        (start.x + 22, end.top - _DOWN / 2, "start"),
        STANDING_WIDTH - start.x - 26,
    )


def _from_beside(start: Box, end: Box, is_lying: bool) -> Route:
    """Slantwise to the side of the value, each arrow to a height of its own; the label stands below the box's arrow."""
    reach = end.height / 2 - 8
    aim = end.y + max(-reach, min(reach, 0.3 * (start.y - end.y)))
    if start.side == "right":
        from_x, to_x = start.left - _GAP, end.right + _GAP
    else:
        from_x, to_x = start.right + _GAP, end.left - _GAP
    label = (start.right + 10, start.y + 30) if is_lying else (start.left, start.bottom + 18)
    return Route(
        f"M{from_x:g} {start.y - 5:g}L{to_x:g} {aim - 4:g}",
        f"M{to_x:g} {aim + 8:g}L{from_x:g} {start.y + 10:g}",
        (*label, "start"),
        abs(to_x - from_x) + 20 if is_lying else start.width + 30,
    )
