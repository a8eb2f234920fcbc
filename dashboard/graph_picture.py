"""The picture of a net's graph as SVG text, read from the graph: lying for a wide screen, standing for a phone.

It holds no numbers: their places are marked with the names of the values. What belongs to a step
carries the step's number, so that a script only has to switch classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from dashboard.graph_layout import LYING_WIDTH, STANDING_WIDTH, Box, Route, lying, route, standing
from engine.backpropagation import Edge, edges
from engine.formulas import PLACE, text, text_part
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.walk import Step, new_name

# How far below the top name, number and gradient stand: in a flat box or not, with a gradient or without.
_LINES = {
    (False, True): (20, 43, 65),
    (False, False): (29, 54, 0),
    (True, True): (21, 21, 42),
    (True, False): (31, 31, 0),
}
_LETTER = 7.7  # how wide a letter of a name or a label is
_NAME_WIDTH = 38  # of the name in a flat box


@lru_cache(maxsize=32)
def picture(network: Network, steps: tuple[Step, ...]) -> str:
    """Both pictures, of which a style sheet shows one."""
    return _svg(network, steps, lying(network), "lying") + _svg(network, steps, standing(network), "standing")


def _svg(network: Network, steps: Sequence[Step], places: Mapping[str, Box], kind: str) -> str:
    number = {step.key: place for place, step in enumerate(steps, start=1)}
    width = LYING_WIDTH if kind == "lying" else STANDING_WIDTH
    drawn = [_arrows(network, edge, places, number, kind) for edge in edges(network.loss)]
    height = max(*(bottom for _, _, bottom in drawn), *(box.bottom + 4 for box in places.values()))
    # labels after all arrows: what crosses one goes under it
    arrows = "".join(paths for paths, _, _ in drawn) + "".join(label for _, label, _ in drawn)
    boxes = "".join(_box(network, name, places[name], steps) for name in network.values)
    head = "".join(
        f'<marker id="{kind}-{role}" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" '
        f'markerWidth="13" markerHeight="13" orient="auto"><path class="head-{role}" d="M0 0 10 5 0 10z"/></marker>'
        for role in ("forward", "gradient")
    )
    return (
        f'<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" role="group" '
        f'aria-label="Computation graph: {escape(_told(network))}"><defs>{head}</defs>{arrows}{boxes}</svg>'
    )


def _told(network: Network) -> str:
    return ", ".join(f"{plain_name(name)} = {text(network.values[name])}" for name in network.computed)


def _box(network: Network, name: str, box: Box, steps: Sequence[Step]) -> str:
    mine = {step.kind: place for place, step in enumerate(steps, start=1) if step.about == name}
    first_back = next(place for place, step in enumerate(steps, start=1) if step.kind == "backward")
    back = first_back if name == "loss" else mine.get("backward")
    lines = [box.top + line for line in _LINES[box.is_flat, back is not None]]
    name_x, number_x = (box.left + 10, box.x + _NAME_WIDTH / 2) if box.is_flat else (box.x, box.x)
    new = ""
    if "update" in mine:
        place = f'<tspan data-{PLACE}="{new_name(name)}"></tspan>'
        new = f'<tspan class="new" data-step="{mine["update"]}"> → {place}</tspan>'
    gradient = ""
    if back is not None:
        gradient = (
            f'<text class="gradient" data-room="{box.width - 8:g}" data-step="{back}" x="{box.x:g}" y="{lines[2]:g}">'
            f'grad <tspan data-{PLACE}="{gradient_name("loss", name)}"></tspan></text>'
        )
    shown_from = f' data-step="{mine["forward"]}"' if "forward" in mine else ""
    lit = " ".join(str(place) for place in mine.values())
    focus = f' tabindex="0" role="button" data-go="{lit}" aria-label="{escape(_spoken(name))}"' if mine else ""
    return (
        f'<g class="box {role(network, name)}{" flat" if box.is_flat else ""}" data-lit="{lit}"{focus}>'
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{box.height:g}" rx="8"/>'
        f'<text class="name" x="{name_x:g}" y="{lines[0]:g}">{escape(_title(network, name, box.width))}</text>'
        f'<text class="number" data-room="{box.width - 8 - (_NAME_WIDTH if box.is_flat else 0):g}" '
        f'x="{number_x:g}" y="{lines[1]:g}">'
        f'<tspan{shown_from} data-{PLACE}="{name}"></tspan>{new}</text>{gradient}</g>'
    )


def _title(network: Network, name: str, width: float) -> str:
    """The name, and the formula where there is room for it."""
    node = network.values[name]
    named = f"target {plain_name(name)}" if name == "y" else plain_name(name)
    written = f"{named} = {text(node)}" if node.inputs else named
    return written if len(written) * _LETTER < width - 6 else named


def _spoken(name: str) -> str:
    return f"show the steps of {plain_name(name)}"


def role(network: Network, name: str) -> str:
    """What a value is in the net, which decides its colour: weight, loss, target, or a plain value."""
    if name in network.weights:
        return "weight"
    return {"loss": "loss", "y": "target"}.get(name, "value")


def _arrows(
    network: Network, edge: Edge, places: Mapping[str, Box], number: Mapping[str, int], kind: str
) -> tuple[str, str, float]:
    """The arrow there and, where a gradient flows, the one back; its label; and how far down that reaches."""
    source, target = edge.source.name or "", edge.target.name or ""
    way = route(places[source], places[target], kind == "lying")
    drawn = f'<path class="forward" data-step="{number[target]}" marker-end="url(#{kind}-forward)" d="{way.there}"/>'
    step = number.get(gradient_name("loss", source))
    if step is None:  # nothing flows back to data
        return drawn, "", 0.0
    label, bottom = _label(edge, step, way)
    back = f'<path class="backward" data-step="{step}" marker-end="url(#{kind}-gradient)" d="{way.back}"/>'
    return drawn + back, label, bottom


def _label(edge: Edge, step: int, way: Route) -> tuple[str, float]:
    """`× h = 4`: the local derivative as symbols, then its number; in two lines where there is no room for one."""
    x, y, anchor = way.label
    symbols = f"× {text_part(edge.derivative, 'product')}"
    head = f'<text class="local" data-step="{step}" data-go="{step}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
    if edge.derivative.value is not None:
        return f"{head}{escape(symbols)}</text>", y + 6
    is_long = (len(symbols) + 9) * _LETTER > way.room
    lower = f' x="{x:g}" dy="17"' if is_long else ""
    place = f'<tspan data-{PLACE}="{local_key(edge)}"></tspan>'
    return f"{head}{escape(symbols)}<tspan{lower}> = {place}</tspan></text>", y + (23 if is_long else 6)


def local_key(edge: Edge) -> str:
    """The name under which the number of a local derivative is known: its own, if it is a value of the graph."""
    return edge.derivative.name or gradient_name(edge.target.name or "", edge.source.name or "")
