"""The sweep and the fair race: every optimizer with the same rates, then each at its own best one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import lru_cache

import streamlit as st

from dashboard import sweep_chart, sweep_words
from dashboard.optimizer_words import label
from engine.graph import Node
from engine.landscapes import Landscape, Point
from engine.optimizers import Optimizer
from engine.sweep import Sweep, sweep

PATIENCE = 0.3  # seconds without a word about what is going on


def show_sweep(
    landscape: Landscape,
    start: Point,
    optimizers: Mapping[str, Optimizer],
    steps: int,
    on_race: Callable[[dict[str, float]], None],
) -> None:
    """Draw the sweep: final loss against rate, the best rate of each optimizer, and the button of the fair race.

    `optimizers`: by name, with their settings; their own rates do not matter. `on_race` gets the best rates of those
    that have one, by name, and is called before the page runs again.
    """
    if not optimizers:
        st.markdown("Choose an optimizer first: then its rates can be tried.")
        return
    sweeps = _worked_out(landscape, start, optimizers, steps)
    reading = sweep_words.reading(landscape, sweeps, steps)
    st.markdown(f"{sweep_words.fairness(sweeps, steps)}\n\n{reading}")
    spec, alternative = sweep_chart.sweep_spec(landscape, sweeps, steps)
    st.vega_lite_chart(spec=spec, width="stretch", alt=alternative)
    if lost := sweep_words.missing(sweeps):
        st.markdown(lost)
    st.html(sweep_words.table(sweeps, steps))
    st.markdown(sweep_words.verdict(landscape, sweeps))
    best = {name: found.best_rate for name, found in sweeps.items() if found.best_rate is not None}
    st.button(
        "Race each at its own best rate",
        type="primary",
        key="fair_race",
        on_click=on_race,
        args=(best,),
        disabled=not best,
    )


def _worked_out(
    landscape: Landscape, start: Point, optimizers: Mapping[str, Optimizer], steps: int
) -> dict[str, Sweep]:
    """The sweeps by name. Where they take long, it is said how far they are."""
    place = st.empty()
    begun = time.monotonic()
    found: dict[str, Sweep] = {}
    for done, (name, optimizer) in enumerate(optimizers.items()):
        if time.monotonic() - begun > PATIENCE:
            place.progress(done / len(optimizers), text=f"Trying the rates of {label(name)}")
        found[name] = _sweep(
            landscape.function, landscape.variables, start, optimizer.with_rate(0.0), steps, landscape.target
        )
    place.empty()
    return found


@lru_cache(maxsize=200)
def _sweep(
    function: Node, variables: tuple[str, str], start: Point, optimizer: Optimizer, steps: int, target: float
) -> Sweep:
    return sweep(function, dict(zip(variables, start, strict=True)), optimizer, steps, target)
