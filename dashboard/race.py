"""The screen of the optimizers: a landscape, a start, and who races on it. The page arranges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import (
    broken,
    charts,
    components,
    deeper,
    epoch_columns,
    map_start,
    paths_feed,
    paths_map,
    race_charts,
    race_table,
    race_turn,
    restart,
    surface,
    sweep_view,
    why_step,
)
from dashboard.controls import Control, Named, NumberInput, reset_button, set_to
from dashboard.optimizer_words import label
from dashboard.race_field import (
    HALF,
    LANDSCAPE,
    STARTS,
    TARGET,
    TYPED,
    Field,
    goals,
    known,
    set_to_usual_text,
    typed,
    usual_start,
)
from dashboard.race_input import RACERS
from dashboard.race_rates import RATES
from dashboard.race_settings import Racers
from engine.training import Run, descend

STEPS = NumberInput("steps", "steps", 200, 1, 1000, 10, whole=True)
_DRAWN = "race_drawn"
FOLDS = ("effective", "why", "sweep", "small")


@dataclass(frozen=True, eq=False)
class Race:
    """All runs from one start. `runs`: by the names of their optimizers."""

    field: Field
    start: tuple[float, float]
    steps: int
    racers: Racers
    runs: Mapping[str, Run]


def controls() -> list[Control | Named]:
    """All that a link may say of this screen."""
    return [LANDSCAPE, *STARTS, STEPS, HALF, TARGET, RACERS, race_turn.IN_LINK]


@broken.fragment
def inputs() -> Race:
    """Draw all inputs, run the race, and send it."""
    row, text = (
        st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="race_inputs"),
        st.container(),
    )
    with row:
        key = LANDSCAPE.draw(on_change=_forget_start)
    with text:
        field = typed() if key == TYPED else known(key)
    with row:
        values = {control.key: control.draw() for control in (*field.starts, STEPS)}
        reset_button(lambda: set_to_course({}))
    racers = RACERS.draw(field.key, field.rates)
    start = (values[STARTS[0].key], values[STARTS[1].key])
    race = _once(field, start, int(values[STEPS.key]), racers)
    _send(race)
    map_start.show(field.view, STARTS)
    _draw_the_rest(race)
    return race


def _draw_the_rest(race: Race) -> None:
    """Run the whole page where what it drew before depends on what has changed."""
    before: Race | None = st.session_state.get(_DRAWN)
    st.session_state[_DRAWN] = race
    if before is None:
        return
    is_elsewhere = before.field.drawn != race.field.drawn
    is_other = (before.start, before.steps, before.racers) != (race.start, race.steps, race.racers)
    if is_elsewhere or (is_other and (race_turn.is_asking() or any(map(deeper.is_open, FOLDS)))):
        st.rerun()


def _once(field: Field, start: tuple[float, float], steps: int, racers: Racers) -> Race:
    """The race, run anew only where it is another one: what is drawn anew for it needs the same runs."""
    before: Race | None = st.session_state.get(_DRAWN)
    asked = (field.landscape.function, start, steps, racers)
    if before is None or (before.field.landscape.function, before.start, before.steps, before.racers) != asked:
        return run(field, start, steps, racers)
    return replace(before, field=field)


def run(field: Field, start: tuple[float, float], steps: int, racers: Racers) -> Race:
    """Let all racers run from `start`."""
    function, at = field.landscape.function, field.landscape.at(start)
    return Race(
        field, start, steps, racers, {name: descend(function, at, each, steps) for name, each in racers.items()}
    )


def _send(race: Race) -> None:
    landscape = race.field.landscape
    titles = {name: label(name) for name in race.runs}
    told = paths_feed.race(race.runs, landscape.variables, titles)
    effective = {}
    if deeper.is_open("effective"):
        effective = race_charts.effective_feed(race.runs, landscape.variables, told["updates"])
    components.feed(
        charts=effective,
        restarts=restart.count(),
        race={
            **told,
            "lowest": landscape.lowest,
            "target": landscape.target,
            **race_table.feed(race.runs, landscape.target),
        },
    )


def _forget_start() -> None:
    """With another landscape the start is its own."""
    restart.begin_anew()
    st.session_state.update(usual_start(st.session_state[LANDSCAPE.key]))


def set_to_course(changed: Mapping[str, float | str]) -> None:
    """Set what `changed` names, and all other inputs to where they begin. For `on_click`."""
    restart.begin_anew()
    key = str(changed.get(LANDSCAPE.key, LANDSCAPE.default))
    others = {name: value for name, value in changed.items() if name != RACERS.key}
    set_to((LANDSCAPE, STEPS, HALF, *STARTS), {**usual_start(key), **others})
    set_to_usual_text()
    RACERS.set_to(str(changed.get(RACERS.key, RACERS.default)), key, RATES[key])


def show_map(field: Field) -> None:
    """The map of the landscape; the paths come with the feed."""
    spec = paths_map.paths_spec(field.node, field.view, goals(field))
    charts.show(paths_map.MAP, spec, f"Contour map of {field.landscape.title} with the paths of all racers.")


def show_heights(field: Field) -> None:
    """The heights against the steps."""
    is_log = field.landscape.lowest is not None
    charts.show(
        race_charts.HEIGHTS,
        race_charts.heights_spec(race_charts.HEIGHTS, is_log),
        "The height of each racer against the steps.",
    )


def show_surface(field: Field) -> None:
    """The landscape as a surface in space, with the paths on it."""
    surface.show(field.node, field.view, (field.view.across, field.view.up, field.height))


def show_effective(field: Field) -> None:
    """By how much a coordinate moves for each unit of its gradient."""
    st.markdown(
        "Gradient descent moves each coordinate by α times its gradient g. The others change this factor from step to "
        "step, for each coordinate on its own. |step| / |g| is the factor that was really used. Where g = 0 there is "
        "none."
    )
    for column, key, name in zip(st.columns(2), race_charts.EFFECTIVE, field.landscape.variables, strict=True):
        with column:
            spec = race_charts.heights_spec(key, True, race_charts.effective_title(name), 260)
            charts.show(key, spec, race_charts.effective_title(name))
    components.part("effective_heads", {"charts": race_charts.EFFECTIVE})


def show_turn(race: Race) -> None:
    """A question about the first step of a racer."""
    landscape = race.field.landscape
    race_turn.show(landscape.function, landscape.at(race.start), race.racers)


def show_why(race: Race) -> None:
    """Each rule with the numbers of the step at which the player stands."""
    at = epoch_columns.positions(race.steps)
    why_step.show(race.runs, race.field.landscape.variables, at)


def show_sweep(race: Race) -> None:
    """Each racer with many rates, and the race in which each has its own best one."""
    sweep_view.show_sweep(race.field.landscape, race.start, race.racers, race.steps, RACERS.set_rates)
