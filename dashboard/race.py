"""The screen of the optimizers: a landscape, a start, and who races on it. The page arranges it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from dashboard import charts, components, deeper, paths_feed, paths_map, race_charts, race_settings, race_table
from dashboard.controls import Choice, Control, NumberInput, course_numbers, reset_button, set_to
from dashboard.experiments import Experiment
from dashboard.function_input import show_error
from dashboard.maps import TALLEST, WIDEST, View
from dashboard.paths_map import Goal
from dashboard.race_input import RACERS
from dashboard.race_rates import RATES
from dashboard.race_settings import Racers
from engine.errors import ExpressionError
from engine.expressions import parse
from engine.graph import Node, apply, named_nodes, substitute, variable
from engine.landscapes import LANDSCAPES, Landscape
from engine.notation import plain_name
from engine.training import Run, descend

TYPED = "typed"
TYPED_TEXT = "x^4 - 4x^2 + x + y^2"
LANDSCAPE = Choice("landscape", "landscape", {key: one.title for key, one in LANDSCAPES.items()} | {TYPED: "your own"})
STEPS = NumberInput("steps", "steps", 200, 1, 1000, 10, whole=True)
HALF = NumberInput("half", "map reaches to ±", 3, 0.1, 100, 1)
TARGET = NumberInput("target", "target for f", -2.5, -1e6, 1e6, 0.1)
STARTS = tuple(NumberInput(f"start_{axis}", f"start {axis}", 0, -100, 100, 0.1) for axis in ("x", "y"))
_TEXT, _GOOD, _DRAWN = "f", "last good f of the race", "race_drawn"
FOLDS = ("effective", "why", "sweep", "small")


@dataclass(frozen=True, eq=False)
class Field:
    """Where the race takes place. `node`: the function of x and y, whatever its coordinates are called."""

    key: str
    landscape: Landscape
    node: Node
    view: View

    @property
    def rates(self) -> Mapping[str, float]:
        """The rate that suits each optimizer here."""
        return RATES[self.key]

    @property
    def starts(self) -> tuple[NumberInput, ...]:
        """The inputs of the start, with the landscape's own as their defaults."""
        named = zip(STARTS, self.landscape.start, self.landscape.variables, strict=True)
        return tuple(replace(each, default=at, label=f"start {plain_name(name)}") for each, at, name in named)


@dataclass(frozen=True, eq=False)
class Race:
    """All runs from one start. `runs`: by the names of their optimizers."""

    field: Field
    start: tuple[float, float]
    steps: int
    racers: Racers
    runs: Mapping[str, Run]


def controls() -> list[Control]:
    """All that a link may say of this screen."""
    return [LANDSCAPE, *STARTS, STEPS, HALF, TARGET, RACERS]


@st.fragment
def inputs() -> Race:
    """Draw all inputs, run the race, and send it."""
    row, text = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="race_inputs"), st.container()
    with row:
        key = st.selectbox(
            LANDSCAPE.label,
            list(LANDSCAPE.options),
            format_func=LANDSCAPE.options.__getitem__,
            key=LANDSCAPE.key,
            bind="query-params",
            on_change=_forget_start,
        )
    with text:
        field = _typed() if key == TYPED else _known(key)
    with row:
        numbers = (*field.starts, STEPS, *((HALF, TARGET) if field.key == TYPED else ()))
        values = {control.key: control.draw() for control in numbers}
        reset_button(_reset)
    racers = RACERS.draw(field.key, field.rates)
    start = (values[STARTS[0].key], values[STARTS[1].key])
    race = run(field, start, int(values[STEPS.key]), racers)
    _send(race)
    components.part(
        "paths",
        {"view": {**asdict(field.view), "widest": WIDEST, "tallest": TALLEST}, "chart": paths_map.MAP},
        js=("evaluate.js", "plane.js"),
        on_start_change=_take_start,
    )
    _draw_the_rest(race)
    return race


def _draw_the_rest(race: Race) -> None:
    """Run the whole page where what it drew before depends on what has changed."""
    before: Race | None = st.session_state.get(_DRAWN)
    st.session_state[_DRAWN] = race
    if before is None:
        return
    is_elsewhere = (before.field.node, before.field.view) != (race.field.node, race.field.view)
    is_other = (before.start, before.steps, before.racers) != (race.start, race.steps, race.racers)
    if is_elsewhere or (is_other and any(map(deeper.is_open, FOLDS))):
        st.rerun()


def _known(key: str) -> Field:
    landscape = LANDSCAPES[key]
    (left, right), (low, high) = landscape.window
    view = View((left + right) / 2, (low + high) / 2, (right - left) / 2, *map(plain_name, landscape.variables))
    axes = dict(zip(map(variable, landscape.variables), map(variable, ("x", "y")), strict=True))
    return Field(key, landscape, substitute(landscape.function, axes), view)


def _typed() -> Field:
    text = st.text_input(
        "f(x, y)", value=TYPED_TEXT, key=_TEXT, bind="query-params", max_chars=200, autocomplete="off", width="stretch"
    )
    try:
        node = parse(text, ("x", "y"))
    except ExpressionError as error:
        show_error(error, text, "function")
        node = parse(st.session_state.get(_GOOD, TYPED_TEXT), ("x", "y"))
    else:
        st.session_state[_GOOD] = text
    half = float(st.session_state.get(HALF.key, HALF.default))
    target = float(st.session_state.get(TARGET.key, TARGET.default))
    # a walk needs both coordinates, though the function may leave one out
    for name in {"x", "y"} - set(named_nodes(node)):
        node = apply("add", node, apply("multiply", 0.0, variable(name)))
    window = ((-half, half), (-half, half))
    landscape = Landscape("your own", node.named("loss"), ("x", "y"), window, (2.0, 1.0), target, (), None, "")
    return Field(TYPED, landscape, node, View(0.0, 0.0, half))


def run(field: Field, start: tuple[float, float], steps: int, racers: Racers) -> Race:
    """Let all racers run from `start`."""
    landscape = field.landscape
    runs = {name: descend(landscape.function, landscape.at(start), each, steps) for name, each in racers.items()}
    return Race(field, start, steps, racers, runs)


def _send(race: Race) -> None:
    landscape = race.field.landscape
    titles = {name: race_settings.title(name) for name in race.runs}
    told = paths_feed.race(race.runs, landscape.variables, titles)
    effective = {}
    if deeper.is_open("effective"):
        effective = race_charts.effective_feed(race.runs, landscape.variables, told["updates"])
    components.feed(
        charts=effective,
        race={
            **told,
            "lowest": landscape.lowest,
            "target": landscape.target,
            "table": race_table.rows(race.runs, landscape.target),
            "outcome": race_table.outcome(race.runs, landscape.target),
        },
    )


def _take_start() -> None:
    start = st.session_state["paths"]["start"]
    for control, value in zip(STARTS, start if isinstance(start, list) else (), strict=False):
        if isinstance(value, (int, float)) and math.isfinite(value):
            st.session_state[control.key] = min(max(float(value), control.minimum), control.maximum)


def _forget_start() -> None:
    """With another landscape the start is its own."""
    key = st.session_state[LANDSCAPE.key]
    start = LANDSCAPES[key].start if key in LANDSCAPES else (2.0, 1.0)
    for control, at in zip(STARTS, start, strict=True):
        st.session_state[control.key] = float(at)


def _reset() -> None:
    set_to((LANDSCAPE, STEPS, HALF, TARGET), {})
    st.session_state[_TEXT] = TYPED_TEXT
    _forget_start()
    RACERS.set_to(RACERS.default, LANDSCAPE.default, RATES[LANDSCAPE.default])


def goals(field: Field) -> tuple[Goal, ...]:
    """The lowest points of a landscape, as the map shows them."""
    landscape, view = field.landscape, field.view
    if not landscape.is_valley:
        return tuple(Goal("minimum", (point,)) for point in landscape.minima)
    product = landscape.minima[0][0] * landscape.minima[0][1]
    reach = 3 * view.half
    places = [(float(x), float(product / x)) for x in np.geomspace(product / reach, reach, 81)]
    mirrored = [(-x, -y) for x, y in places]
    label = max((point for point in places if abs(point[1] - view.y) < view.half), key=lambda point: point[1])
    return (Goal("all lowest", (label, None, *places, None, *mirrored), is_curve=True),)


def show_map(field: Field) -> None:
    """The map of the landscape; the paths come with the feed."""
    spec = paths_map.paths_spec(field.node, field.view, goals(field))
    charts.show(paths_map.MAP, spec, f"Contour map of {field.landscape.title} with the paths of all racers.")


def show_heights(field: Field) -> None:
    """The heights against the steps."""
    is_log = field.landscape.lowest is not None
    charts.show(race_charts.HEIGHTS, race_charts.heights_spec(race_charts.HEIGHTS, is_log), "The height of each racer against the steps.")


def show_effective(field: Field) -> None:
    """By how much a coordinate moves for each unit of its gradient."""
    st.markdown(
        "Gradient descent moves each coordinate by α times its gradient g. The others change this factor from step to "
        "step, for each coordinate on its own. |step| / |g| is the factor that was really used. Where g = 0 there is none."
    )
    for column, key, name in zip(st.columns(2), race_charts.EFFECTIVE, field.landscape.variables, strict=True):
        with column:
            spec = race_charts.heights_spec(key, True, race_charts.effective_title(name), 260)
            charts.show(key, spec, race_charts.effective_title(name))
    components.part("effective_heads", {"charts": race_charts.EFFECTIVE})


EXPERIMENTS: tuple[Experiment, ...] = ()
