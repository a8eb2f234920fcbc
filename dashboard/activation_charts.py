"""The charts of an activation: its curve with tangents, its slope below it, and what the net makes of one input."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np

from dashboard import charts
from dashboard.charts import Spec, fed, in_role
from engine.formulas import number, text
from engine.graph import Node, apply, substitute, variable
from engine.networks import Network, sigmoid
from engine.notation import plain_name
from engine.operations import row
from engine.program import evaluate

_FIELDS = {"x": "Q", "y": "Q", "part": "N", "label": "N", "is_right": "N"}
_MOST = 400
_HALF_WIDTH = 6.0  # of the window on z, at least

# The largest slope that each activation has anywhere.
CEILINGS = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0, "identity": 1.0}
_BREAK = "~"  # where a label goes on in a second line
_WORDS: dict[str, Any] = {"fontSize": 16, "fontWeight": 600}


def show_curve() -> None:
    """The activation with its tangents at z₁ and z₂."""
    charts.show("activation", curve_spec(), "The activation against z, with its tangents at z₁ and z₂.")


def show_slope() -> None:
    """The slope of the activation below it."""
    charts.show("activation_slope", slope_spec(), "The slope of the activation against z.")


def show_bend() -> None:
    """ŷ against x₁, with the activation and without it."""
    charts.show("bend", bend_spec(), "The prediction against x₁, with the activation and without it.")


def feeds(network: Network, values: Mapping[str, float]) -> charts.Feeds:
    """The rows of the three charts. `values`: the numbers of the example that is shown."""
    operation = network.values["h1"].operation
    places = dict(zip(("z1", "z2"), evaluate([network.values["z1"], network.values["z2"]], values), strict=True))
    reach = max([_HALF_WIDTH, *(1.2 * abs(float(z)) for z in places.values() if np.isfinite(z))])
    # relu's slope jumps at 0
    z = np.unique([*np.linspace(-reach, reach, 121), *np.linspace(-_HALF_WIDTH, _HALF_WIDTH, 61), -1e-9, 1e-9])
    return {
        "activation": _curve(operation, places, z, reach),
        "activation_slope": _slope(operation, places, z, reach),
        "bend": _bend(network, values),
    }


def slope_of(operation: str) -> Node:
    """The derivative of the activation as a graph: of `h`, its result, and `z`, what it is given."""
    rule = row(operation).rules[0](variable("h"), variable("z"))
    return rule if isinstance(rule, Node) else apply("identity", rule)


def _of_z(node: Node, operation: str) -> Node:
    return substitute(node, {variable("h"): apply(operation, variable("z"))})


def _curve(operation: str, places: Mapping[str, float], z: Any, reach: float) -> tuple[str, str]:
    activation, slope = apply(operation, variable("z")), _of_z(slope_of(operation), operation)
    (curve,) = evaluate([activation], {"z": z})
    rows: list[tuple[Any, ...]] = [(x, y, "curve", "", "") for x, y in zip(z, curve, strict=True)]
    told = []
    for name, at in places.items():
        here, steep = (float(found) for found in evaluate([activation, slope], {"z": at}))
        # as long as can be seen, but not so high that the curve beside it looks flat
        half = min(0.3 * reach, 0.45 * float(np.ptp(curve)) / max(abs(steep), 1e-9))
        rows += [(at + side, here + steep * side, f"tangent {name}", "", "") for side in (-half, half)]
        place, slope_words = f"{plain_name(name)} = {number(at)}", f"slope {number(steep)}"
        rows.append((at, here, "point", f"{place}{_BREAK}{slope_words}", _is_label_right(name, places, reach)))
        told.append(f"{place}: {slope_words}")
    return charts.rows_text(rows), f"The activation against z. At {'; at '.join(told)}."


def _is_label_right(name: str, places: Mapping[str, float], reach: float) -> bool:
    """On which side of its point a label has room: of two points the right one has it on its right."""
    at = places[name]
    if abs(at) > 0.3 * reach:
        return at < 0
    return name == max(places, key=places.__getitem__)


def _slope(operation: str, places: Mapping[str, float], z: Any, reach: float) -> tuple[str, str]:
    slope = _of_z(slope_of(operation), operation)
    curve = np.broadcast_to(evaluate([slope], {"z": z})[0], z.shape)
    ceiling = CEILINGS[operation]
    are_near = bool(np.ptp(list(places.values())) < 0.15 * reach)  # else each label stands on its side of the hill
    rows: list[tuple[Any, ...]] = [(x, y, "curve", "", "") for x, y in zip(z, curve, strict=True)]
    rows.append((z[0], ceiling, "ceiling", f"never more than {'¼' if ceiling == 0.25 else number(ceiling)}", ""))
    for name, at in places.items():
        steep = float(evaluate([slope], {"z": at})[0])
        is_right = _is_label_right(name, places, reach) if are_near else at < -0.55 * reach or 0 < at < 0.55 * reach
        rows.append((at, steep, "point", f"{plain_name(name)}: {number(steep)}", is_right))
    return charts.rows_text(rows), f"The slope of the activation against z: it is never more than {number(ceiling)}."


def _bend(network: Network, values: Mapping[str, float]) -> tuple[str, str]:
    operation = network.values["h1"].operation
    x = _window(values)
    straight = sigmoid(activation="identity", has_biases="b1" in network.weights)
    given: dict[str, Any] = {**values, "x1": x}
    bent, line = (np.broadcast_to(evaluate([net.values["y_hat"]], given)[0], x.shape) for net in (network, straight))
    here = float(evaluate([network.values["y_hat"]], values)[0])
    # the curve fills the picture; of the straight line what lies within it is drawn
    room = 0.4 * float(np.ptp(bent)) or 0.5
    line = np.where((line > bent.min() - room) & (line < bent.max() + room), line, np.nan)
    rows: list[tuple[Any, ...]] = []
    for part, y in (("with", bent), ("without", line)):
        rows += [(at, value, part, "", "") for at, value in zip(x, y, strict=True)]
    rows.append((values["x1"], here, "point", f"here: ŷ = {number(here)}", values["x1"] < x[len(x) // 4]))
    told = f"ŷ against x₁ with {text(apply(operation, variable('z')))}, and without it: {text(straight.values['z2'])}."
    told += f" At x₁ = {number(values['x1'])} it is {number(here)}."
    return charts.rows_text(rows), told


def _window(values: Mapping[str, float]) -> Any:
    """Values of x₁ between which z₁ goes from −6 to 6, where that is a window to look at."""
    w1, rest = values["w1"], values["w2"] * values["x2"] + values.get("b1", 0.0)
    middle, half = (-rest / w1, 6 / abs(w1)) if abs(w1) > 0.05 else (values["x1"], 10.0)
    low, high = sorted((middle - half, middle + half))
    margin = 0.1 * (high - low)
    return np.linspace(min(low, values["x1"] - margin), max(high, values["x1"] + margin), 181)


@cache
def curve_spec() -> Spec:
    """The activation in the colour of values, its tangents in that of slopes."""
    x, y = _axis("x", "z"), _axis("y", None)
    point = _part("point", "forward", x, y)
    return fed(
        alt.layer(
            _part("curve", "forward", x, y).mark_line(strokeWidth=3),
            *(
                _part(f"tangent {name}", "gradient", x, y).mark_line(strokeWidth=3, strokeDash=[8, 5], clip=True)
                for name in ("z1", "z2")
            ),
            point.mark_point(filled=True, size=130, opacity=1),
            _labels(_part("point", "gradient", x, y), left=-32, right=18),  # it rises: there the curve is not
        ),
        _FIELDS,
        _MOST,
    ) | {"config": charts.LARGE}


@cache
def slope_spec() -> Spec:
    """The slope of the activation, with its ceiling."""
    x, y = _axis("x", "z"), _axis("y", None)
    ceiling = in_role(alt.Chart().transform_filter("datum.part == 'ceiling'").encode(y=y), "neutral")
    point = _part("point", "gradient", x, y)
    return fed(
        alt.layer(
            _part("curve", "gradient", x, y).mark_line(strokeWidth=3),
            ceiling.mark_rule(strokeDash=[6, 4], strokeWidth=2),
            ceiling.encode(x=x).mark_text(align="left", dx=4, dy=-9, **_WORDS).encode(text="label:N"),
            point.mark_point(filled=True, size=130, opacity=1),
            _labels(point, left=9, right=9, aside=20),
        ),
        _FIELDS,
        _MOST,
    ) | {"config": charts.LARGE}


@cache
def bend_spec() -> Spec:
    """ŷ against x₁: bent with the activation, straight without."""
    x, y = _axis("x", "input x₁"), _axis("y", "prediction ŷ")
    point = _part("point", "forward", x, y)
    return fed(
        alt.layer(
            _part("without", "neutral", x, y).mark_line(strokeWidth=2.5, strokeDash=[7, 5]),
            _part("with", "forward", x, y).mark_line(strokeWidth=3),
            point.mark_point(filled=True, size=130, opacity=1),
            _labels(point, left=-14, right=18),
        ),
        _FIELDS,
        _MOST,
    ) | {"config": charts.LARGE}


def _axis(channel: str, title: str | None) -> Any:
    if channel == "x":
        return alt.X("x:Q", title=title, scale=alt.Scale(nice=False), axis=alt.Axis(grid=False, tickCount=7))
    return alt.Y("y:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))


def _part(name: str, role: str, x: Any, y: Any) -> alt.Chart:
    return in_role(alt.Chart().transform_filter(f"datum.part == '{name}'").encode(x=x, y=y), role)


def _labels(chart: alt.Chart, left: int, right: int, aside: int = 13) -> alt.Chart:
    """The label of a point; `left`, `right`: how far down it is moved on each side, `aside`: how far off the point."""
    is_right = "datum.is_right == 'True'"
    words: alt.Chart = chart.mark_text(
        align=alt.expr(f"{is_right} ? 'left' : 'right'"),
        dx=alt.expr(f"{is_right} ? {aside} : -{aside}"),
        dy=alt.expr(f"{is_right} ? {right} : {left}"),
        lineBreak=_BREAK,
        **_WORDS,
    ).encode(text="label:N")
    return words
