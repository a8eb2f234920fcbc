"""The picture of a net's graph as SVG text, read from the graph: lying for a wide screen, standing for a phone.

It holds no numbers: their places are marked with the names of the values. What belongs to a step
carries the step's number, so that a script only has to switch classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from dashboard.graph_layout import (
    BOX_HEIGHT,
    LYING_WIDTH,
    STANDING_WIDTH,
    Box,
    lying,
    lying_route,
    standing,
    standing_route,
)
from engine.backpropagation import Edge, edges
from engine.formulas import PLACE, text, text_part
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.walk import Step, new_name

_LINES = {True: (20, 43, 65), False: (29, 54, 0)}  # name, value and gradient, with a gradient and without


@lru_cache(maxsize=32)
def picture(network: Network, steps: tuple[Step, ...]) -> str:
    """Both pictures, of which a style sheet shows one."""
    return _svg(network, steps, lying(network), "lying") + _svg(network, steps, standing(network), "standing")


def _svg(network: Network, steps: Sequence[Step], places: Mapping[str, Box], kind: str) -> str:
    number = {step.key: place for place, step in enumerate(steps, start=1)}
    row = places["loss"].bottom + (50 if kind == "lying" else 0)  # below the row the arcs go back
    height = max(row, *(box.bottom + 4 for box in places.values()))
    width = LYING_WIDTH if kind == "lying" else STANDING_WIDTH
    arrows = "".join(_arrows(network, edge, places, number, kind) for edge in edges(network.loss))
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
    lines = [box.top + line for line in _LINES[back is not None]]
    new = ""
    if "update" in mine:
        place = f'<tspan data-{PLACE}="{new_name(name)}"></tspan>'
        new = f'<tspan class="new" data-step="{mine["update"]}"> → {place}</tspan>'
    gradient = ""
    if back is not None:
        gradient = (
            f'<text class="gradient" data-step="{back}" x="{box.x:g}" y="{lines[2]:g}">'
            f'grad <tspan data-{PLACE}="{gradient_name("loss", name)}"></tspan></text>'
        )
    shown_from = f' data-step="{mine["forward"]}"' if "forward" in mine else ""
    lit = " ".join(str(place) for place in mine.values())
    focus = f' tabindex="0" role="button" data-go="{lit}" aria-label="{escape(_spoken(name))}"' if mine else ""
    return (
        f'<g class="box {role(network, name)}" data-lit="{lit}"{focus}>'
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text class="name" x="{box.x:g}" y="{lines[0]:g}">{escape(_title(network, name))}</text>'
        f'<text class="number" x="{box.x:g}" y="{lines[1]:g}">'
        f'<tspan{shown_from} data-{PLACE}="{name}"></tspan>{new}</text>{gradient}</g>'
    )


def _title(network: Network, name: str) -> str:
    node = network.values[name]
    named = f"target {plain_name(name)}" if name == "y" else plain_name(name)
    return f"{named} = {text(node)}" if node.inputs else named


def _spoken(name: str) -> str:
    return f"show the steps of {plain_name(name)}"


def role(network: Network, name: str) -> str:
    """What a value is in the net, which decides its colour: weight, loss, target, or a plain value."""
    if name in network.weights:
        return "weight"
    return {"loss": "loss", "y": "target"}.get(name, "value")


def _arrows(network: Network, edge: Edge, places: Mapping[str, Box], number: Mapping[str, int], kind: str) -> str:
    source, target = edge.source.name or "", edge.target.name or ""
    start, end = places[source], places[target]
    route = (lying_route if kind == "lying" else standing_route)(start, end)
    drawn = f'<path class="forward" data-step="{number[target]}" marker-end="url(#{kind}-forward)" d="{route.there}"/>'
    step = number.get(gradient_name("loss", source))
    if step is None:  # nothing flows back to data
        return drawn
    x, y, anchor = route.label
    return drawn + (
        f'<path class="backward" data-step="{step}" marker-end="url(#{kind}-gradient)" d="{route.back}"/>'
        f'<text class="local" data-step="{step}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
        f"{_local(edge)}</text>"
    )


def _local(edge: Edge) -> str:
    """`× h = 4`: the local derivative as symbols, then its number."""
    symbols = escape(text_part(edge.derivative, "product"))
    number = "" if edge.derivative.value is not None else f' = <tspan data-{PLACE}="{local_key(edge)}"></tspan>'
    return f"× {symbols}{number}"


def local_key(edge: Edge) -> str:
    """The name under which the number of a local derivative is known: its own, if it is a value of the graph."""
    return edge.derivative.name or gradient_name(edge.target.name or "", edge.source.name or "")
