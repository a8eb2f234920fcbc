"""Where the values of a net stand in its picture, and how the arrows between them run."""

from __future__ import annotations

from dataclasses import dataclass

from engine.backpropagation import edges
from engine.networks import Network

BOX_HEIGHT = 74
LYING_WIDTH, STANDING_WIDTH = 996, 360
_GAP = 4  # between a box and the end of an arrow


@dataclass(frozen=True)
class Route:
    """The two paths between two boxes, and where the label of the path back stands, with its text-anchor."""

    there: str
    back: str
    label: tuple[float, float, str]


@dataclass(frozen=True)
class Box:
    """Where a value stands in the picture; `x` and `y` are its middle."""

    x: float
    y: float
    width: float

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
        return self.y - BOX_HEIGHT / 2

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + BOX_HEIGHT / 2


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


def lying(network: Network, width: float = LYING_WIDTH) -> dict[str, Box]:
    """Forward is to the right. What enters at the first value stands left of it, what enters later above its value."""
    groups = entering(network)
    box = 150 if len(network.computed) <= 4 else 122
    first = groups[network.computed[0]]
    left_height = len(first) * (BOX_HEIGHT + 14) - 14
    row = max(BOX_HEIGHT * 1.5 + 48, left_height / 2 + 2) + 2
    places: dict[str, Box] = {}
    for place, name in enumerate(first):
        places[name] = Box(box / 2 + 2, row + (place - (len(first) - 1) / 2) * (BOX_HEIGHT + 14), box)
    pitch = (width - box - 4) / len(network.computed)
    for place, name in enumerate(network.computed, start=1):
        places[name] = Box(box / 2 + 2 + place * pitch, row, box)
        for other in groups[name] if place > 1 else ():
            places[other] = Box(places[name].x, row - BOX_HEIGHT - 48, box)
    return places


def standing(network: Network, width: float = STANDING_WIDTH) -> dict[str, Box]:
    """Forward is down. What enters at the first value stands above it, what enters later left of its value."""
    groups = entering(network)
    first = groups[network.computed[0]]
    box = min(112.0, (width - 8 * (len(first) - 1)) / len(first) - 1)
    middle, pitch = width * 0.56, BOX_HEIGHT + 52
    spread = min(width - box - 4, (box + 70) * (len(first) - 1))
    places: dict[str, Box] = {}
    for place, name in enumerate(first):
        x = width / 2 + (place / max(1, len(first) - 1) - 0.5) * spread
        places[name] = Box(x, BOX_HEIGHT / 2 + 2, box)
    for place, name in enumerate(network.computed, start=1):
        places[name] = Box(middle, BOX_HEIGHT / 2 + 2 + place * pitch, 112)
        for other in groups[name] if place > 1 else ():
            places[other] = Box(54, places[name].y, 104)
    return places


def lying_route(start: Box, end: Box) -> Route:
    """From above straight down; along the row, and back in an arc below it; from the left column slantwise."""
    if start.x == end.x:
        return Route(
            f"M{start.x - 14:g} {start.bottom + _GAP:g}V{end.top - _GAP:g}",
            f"M{start.x + 14:g} {end.top - _GAP:g}V{start.bottom + _GAP:g}",
            (start.x + 26, (start.bottom + end.top) / 2 + 5, "start"),
        )
    if start.y == end.y:
        low, foot = end.bottom + 36, end.bottom + _GAP
        return Route(
            f"M{start.right + _GAP:g} {start.y:g}H{end.left - _GAP:g}",
            f"M{end.x - 24:g} {foot:g}C{end.x - 30:g} {low:g} {start.x + 24:g} {low:g} {start.x + 24:g} {foot:g}",
            ((start.x + end.x) / 2, end.bottom + 46, "middle"),
        )
    slope = (end.y - start.y) * 0.35
    from_y, to_y = start.y + slope * 0.2, end.y - slope * 0.5
    label_y = (start.y + end.y) / 2 + (34 if slope <= 0 else 40)
    return Route(
        f"M{start.right + _GAP:g} {from_y - 6:g}L{end.left - _GAP:g} {to_y - 6:g}",
        f"M{end.left - _GAP:g} {to_y + 12:g}L{start.right + _GAP:g} {from_y + 12:g}",
        ((start.right + end.left) / 2 + 6, label_y, "middle"),
    )


def standing_route(start: Box, end: Box) -> Route:
    """From the left straight across; down the row; from the top slantwise."""
    if start.y == end.y:
        return Route(
            f"M{start.right + _GAP:g} {start.y - 10:g}H{end.left - _GAP:g}",
            f"M{end.left - _GAP:g} {end.y + 12:g}H{start.right + _GAP:g}",
            (start.left, start.bottom + 18, "start"),
        )
    middle = (start.bottom + end.top) / 2
    if start.x == end.x:
        return Route(
            f"M{start.x - 12:g} {start.bottom + _GAP:g}V{end.top - _GAP:g}",
            f"M{start.x + 10:g} {end.top - _GAP:g}V{start.bottom + _GAP:g}",
            (start.x + 20, middle + 5, "start"),
        )
    aim = end.x + (start.x - end.x) * 0.3
    return Route(
        f"M{start.x - 8:g} {start.bottom + _GAP:g}L{aim - 8:g} {end.top - _GAP:g}",
        f"M{aim + 12:g} {end.top - _GAP:g}L{start.x + 12:g} {start.bottom + _GAP:g}",
        ((start.x + aim) / 2 + 22, middle + 6, "start"),
    )
