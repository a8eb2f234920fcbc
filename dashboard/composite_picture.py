"""The graph of a composite as SVG text: lying for a wide screen, standing for a phone.

It holds no numbers: their places are marked. A link that passes a column by has a place of its own in it, so
that no arrow runs through a box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.composite_words import ends, link_name, local_key, slope_key, slope_name, symbols, title
from dashboard.graph_layout import BOX_HEIGHT, LYING_WIDTH, STANDING_WIDTH, Box
from engine.composites import INPUT, Composite
from engine.formulas import PLACE

MAX_COLUMNS, MAX_ROWS = 5, 3
_BETWEEN = 46  # the room between two rows
_GAP = 4
_LETTER = 8  # how wide a letter is


@dataclass(frozen=True)
class _Slot:
    """A place in a column: for a value, or for a link (its number) that passes by."""

    name: str
    link: int | None = None


Point = tuple[float, float]


def can_draw(composite: Composite) -> bool:
    """Whether the graph is small enough for a picture."""
    columns = _columns(composite)
    return len(columns) <= MAX_COLUMNS and max(map(len, columns)) <= MAX_ROWS


def picture(composite: Composite) -> str:
    """Both pictures, of which a style sheet shows one."""
    return _svg(composite, "lying") + _svg(composite, "standing")


def _depths(composite: Composite) -> dict[str, int]:
    depth = dict.fromkeys(composite.values, 0)
    for link in composite.links:
        source, target = ends(link)
        depth[target] = max(depth[target], depth[source] + 1)
    return depth


def _columns(composite: Composite) -> list[list[_Slot]]:
    """What stands in each column, from top to bottom: near to what it comes from."""
    depth = _depths(composite)
    first = [_Slot(name) for name in composite.values if depth[name] == 0]
    columns = [first]
    height = {slot: float(row) for row, slot in enumerate(first)}
    track: dict[int, _Slot] = {}  # where each link that passes by has come to
    for column in range(1, max(depth.values()) + 1):
        before: dict[_Slot, list[float]] = {}
        for number, link in enumerate(composite.links):
            source, target = ends(link)
            if depth[source] < column <= depth[target]:
                slot = _Slot(target) if column == depth[target] else _Slot("", number)
                before.setdefault(slot, []).append(height[track.get(number, _Slot(source))])
                track[number] = slot
        slots = sorted(before, key=lambda slot: sum(before[slot]) / len(before[slot]))
        height |= {slot: row - (len(slots) - 1) / 2 for row, slot in enumerate(slots)}
        columns.append(slots)
    return columns


def _places(composite: Composite, kind: str) -> tuple[dict[_Slot, Box], float]:
    """Where everything stands, and how high the picture is."""
    columns = _columns(composite)
    rows = max(map(len, columns))
    places: dict[_Slot, Box] = {}
    if kind == "standing":
        for column, slots in enumerate(columns):
            for row, slot in enumerate(slots):
                x = STANDING_WIDTH * (row + 0.5) / len(slots)
                places[slot] = Box(x, BOX_HEIGHT / 2 + 3 + column * (BOX_HEIGHT + 54), 112 if rows > 1 else 150)
        return places, (len(columns) - 1) * (BOX_HEIGHT + 54) + BOX_HEIGHT + 6
    width = 170 if len(columns) < 4 else 150 if len(columns) == 4 else 126
    pitch = (LYING_WIDTH - width - 6) / max(1, len(columns) - 1)
    middle = 3 + (rows * (BOX_HEIGHT + _BETWEEN) - _BETWEEN) / 2
    for column, slots in enumerate(columns):
        for row, slot in enumerate(slots):
            y = middle + (row - (len(slots) - 1) / 2) * (BOX_HEIGHT + _BETWEEN)
            places[slot] = Box(width / 2 + 3 + column * pitch, y, width)
    return places, 2 * middle + 3


def _svg(composite: Composite, kind: str) -> str:
    places, height = _places(composite, kind)
    width = LYING_WIDTH if kind == "lying" else STANDING_WIDTH
    arrows = "".join(_arrow(composite, number, places, kind) for number in range(len(composite.links)))
    boxes = "".join(_box(composite, name, places[_Slot(name)]) for name in composite.values)
    heads = "".join(
        f'<marker id="{kind}-{role}" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" '
        f'markerWidth="13" markerHeight="13" orient="auto"><path class="head-{role}" d="M0 0 10 5 0 10z"/></marker>'
        for role in ("forward", "gradient")
    )
    told = escape(", ".join(title(composite, name) for name in composite.values if name != INPUT))
    return (
        f'<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" role="group" aria-label="Computation graph: {told}">'
        f"<defs>{heads}</defs>{arrows}{boxes}</svg>"
    )


def _box(composite: Composite, name: str, box: Box) -> str:
    full = title(composite, name)
    room = int(box.width / _LETTER)
    shown = full if len(full) <= room else full[: room - 1] + "…"
    return (
        f'<g class="box{" input" if name == INPUT else ""}"><title>{escape(full)}</title>'
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="name" x="{box.x:g}" y="{box.top + 20:g}">{escape(shown)}</text>'
        f'<text class="number" x="{box.x:g}" y="{box.top + 43:g}"><tspan data-{PLACE}="{name}"></tspan></text>'
        f'<text class="gradient" x="{box.x:g}" y="{box.top + 65:g}">{slope_name(composite, name)} = '
        f'<tspan data-{PLACE}="{slope_key(name)}"></tspan></text></g>'
    )


def _arrow(composite: Composite, number: int, places: Mapping[_Slot, Box], kind: str) -> str:
    """The way there and the way back, side by side, and the slope beside them."""
    link = composite.links[number]
    source, target = (places[_Slot(name)] for name in ends(link))
    passed = [box for slot, box in places.items() if slot.link == number]
    if kind == "lying":
        line = [(source.right + _GAP, source.y), *((box.x, box.y) for box in passed), (target.left - _GAP, target.y)]
        line = _spread(line, source.y, target.y)
        there, back = ([(x, y + off) for x, y in line] for off in (-8.0, 8.0))
    else:
        line = [(source.x, source.bottom + _GAP), *((box.x, box.y) for box in passed), (target.x, target.top - _GAP)]
        there, back = ([(x + off, y) for x, y in line] for off in (-9.0, 9.0))
    x, y, anchor = _lying_label(line, places[_Slot(INPUT)].y) if kind == "lying" else _standing_label(line)
    room = target.left - source.right if kind == "lying" else 0
    named, written = f"× {link_name(composite, link)} = ", f"{symbols(link)} = " if symbols(link) else ""
    if (len(named + written) + 6) * _LETTER > room:
        written = ""
    return (
        f'<path class="forward" marker-end="url(#{kind}-forward)" d="{_path(there)}"/>'
        f'<path class="backward" marker-end="url(#{kind}-gradient)" d="{_path(back[::-1])}"/>'
        f'<text class="local" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{named}{escape(written)}'
        f'<tspan data-{PLACE}="{local_key(link)}"></tspan></text>'
    )


def _spread(line: Sequence[Point], start: float, end: float) -> list[Point]:
    """Arrows from above and from below meet a box at different heights."""
    first, last = line[0], line[-1]
    lean = [max(-14.0, min(14.0, (other[1] - own[1]) / 4)) for own, other in ((first, line[1]), (last, line[-2]))]
    return [(first[0], start + lean[0]), *line[1:-1], (last[0], end + lean[1])]


def _middle(line: Sequence[Point]) -> tuple[Point, Point]:
    """The middle of the line's middle stretch, or the place where it passes a box; and its direction there."""
    if len(line) == 3:
        (x, y), before, after = line[1], line[0], line[2]
    else:
        before, after = line[(len(line) - 1) // 2], line[(len(line) - 1) // 2 + 1]
        x, y = (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
    return (x, y), (after[0] - before[0], after[1] - before[1])


def _lying_label(line: Sequence[Point], middle: float) -> tuple[float, float, str]:
    """Beside what is steep; else away from the picture's middle: above what runs above it, and below the rest."""
    (x, y), (across, down) = _middle(line)
    if abs(down) > 0.5 * across:
        return x + 26, y + (0 if down > 0 else 14), "start"
    away = abs(down / across) * 50
    return x, y - 18 - away if y < middle - 1 else y + 30 + away, "middle"


def _standing_label(line: Sequence[Point]) -> tuple[float, float, str]:
    (x, y), _ = _middle(line)
    is_left = x < STANDING_WIDTH / 2 - 1
    return (x - 18, y + 5, "end") if is_left else (x + 20, y + 5, "start")


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
