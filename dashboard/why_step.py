"""*Why did this step differ?* The rules of several optimizers side by side, with the numbers of the same update.

One part of the page. It is sent once for a choice of settings with the numbers of all positions of the player,
which then moves it without the server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.components import part
from dashboard.optimizer_words import label
from dashboard.packing import packed
from dashboard.why_reasons import Array, Reasons
from dashboard.why_words import reasons
from engine.formulas import PLACE, latex_place, latex_places, mathml, place
from engine.graph import substitute, variable
from engine.notation import plain_name
from engine.optimizers import Optimizer
from engine.program import evaluate
from engine.step_explained import Explanation, Line, explain, gradient_symbol, lines
from engine.training import Run

Whole = NDArray[np.int64]

KEY = "why_coordinate"
_PLACE = re.compile(rf'data-{PLACE}="\|?(\w+)')
_SAID = re.compile(r' (xmlns|display)="[^"]*"')  # what every <math> of a page is anyway
_LOST = {-1: "-", -2: "!"}
LOST = "This run is no longer finite, so there is no step to explain."
LEAVES = "A number of this update is no longer finite, so its step cannot be explained."


def show(runs: Mapping[str, Run], variables: tuple[str, str], at: Sequence[int]) -> None:
    """Draw a card for each run, with its rule at the update that follows the position of the player.

    `runs`: single runs from one start and of as many updates, by the name of the optimizer. `variables`: the
    names of the two coordinates. `at`: after how many updates the player can stand.
    """
    if st.session_state.get(KEY) not in (None, *variables):
        del st.session_state[KEY]  # it was chosen on another landscape
    chosen = st.segmented_control(
        "Explain the step of",
        variables,
        default=variables[0],
        required=True,
        format_func=plain_name,
        key=KEY,
        bind="query-params",
    )
    if not any(run.epochs for run in runs.values()):
        st.markdown("No update was made, so there is no step to explain.")
        return
    part("why_step", data_of(runs, chosen or variables[0], at), js=("evaluate.js", "packing.js"))


def data_of(runs: Mapping[str, Run], variable_name: str, at: Sequence[int]) -> dict[str, Any]:
    """All that the part needs: the words and formulas, and for each card its numbers, an entry a position."""
    last = next(iter(runs.values())).epochs - 1
    updates = np.minimum(at, last)
    w, start = plain_name(variable_name), place(f"before_{variable_name}")
    drawn = {
        "at": list(at),
        "updates": (updates + 1).tolist(),
        "first": f"Step {place('update')}: all start at {w} = {start}, where the gradient is {place('g')}.",
        "later": f"Step {place('update')}: each optimizer has its own {w} by now, and its own gradient g.",
        "last": f"Step {place('update')} was the last one. Each optimizer made it from its own {w} and gradient g.",
        "given": f"from {w} = {start}, gradient g = {place('g')}",
        "step": f"<span>The step: {w} changes by {place('change')}.</span> "
        f"<span>Effective step |step| / |g| = {place('effective')}</span>",
        "lost": {"-": LOST, "!": LEAVES},
        "cards": [
            {"name": name, "label": label(name), **card(run, variable_name, updates)} for name, run in runs.items()
        ],
    }
    return {"id": sha256(repr(drawn).encode()).hexdigest()[:16], **drawn}


def card(run: Run, weight: str, updates: Whole) -> dict[str, Any]:
    """One rule: its HTML with places, the numbers for them, and which sentence is said at which position.

    `updates`: the update of each position, counted from 0. `case`: for
    each position a letter, the place of its sentence in `sentences`, or "-" where the run was no longer finite before
    and "!" where it ceases to be.
    """
    explained = explain(run, weight)
    numbers = {spot: values[updates] if values.ndim else values for spot, values in _numbers(explained).items()}
    symbol = gradient_symbol(weight)
    told = reasons(run.optimizer, weight, symbol, numbers)
    step = _step(explained, weight)[updates] - told.decayed
    with np.errstate(all="ignore"):
        told.find(change=step, effective=np.where(told.g == 0, np.nan, np.abs(step) / np.abs(told.g)))
    case = _cases(told, explained, updates)
    used = sorted({int(each) for each in case if each >= 0})
    sentences = [told.cases[each][1] for each in used]
    rule = _rule(run.optimizer.symbolic(), weight)
    every = {**numbers, **told.found, "g": told.g}
    wanted = {"g", "change", "effective", *_PLACE.findall(rule + "".join(sentences))}
    return {
        "rule": rule,
        "numbers": {name: packed(values) for name, values in every.items() if name in wanted},
        "sentences": sentences,
        "case": "".join(str(used.index(each)) if each >= 0 else _LOST[each] for each in case.tolist()),
    }


def _cases(told: Reasons, explained: Explanation, updates: Whole) -> Whole:
    """Which sentence holds at each position; see `card`."""
    case = np.argmax([holds for holds, _ in told.cases], axis=0)  # the first that is true
    works = np.all([np.isfinite(found) for found in explained.results.values()], axis=0)[updates]
    given = np.isfinite(told.numbers[f"before_{told.weight}"]) & np.isfinite(told.g)
    return np.where(given, np.where(works, case, -2), -1)


def _numbers(explained: Explanation) -> dict[str, Array]:
    """What stands at each place of the rule, for every update, or once where it is a setting."""
    found: dict[str, Array] = {}
    for line, spots in _places(explained.lines):
        found |= {spot: explained.given[line.key][name] for name, spot in spots.items()}
        found[line.name] = explained.results[line.key]
    return found


def _places(rule: tuple[Line, ...]) -> list[tuple[Line, dict[str, str]]]:
    """For each line the places of the names in it: `before_m` where m is still what it was before the update."""
    found: list[tuple[Line, dict[str, str]]] = []
    later = {line.name for line in rule}
    for line in rule:
        found.append((line, {name: f"before_{name}" if name in later else name for name in line.needs}))
        later.discard(line.name)
    return found


@lru_cache(maxsize=256)
def _rule(optimizer: Optimizer, weight: str) -> str:
    """The lines of a rule as HTML: symbols, then places for the numbers, then one for the result."""
    written = []
    for line, spots in _places(lines(optimizer, weight)):
        node = substitute(line.node, {variable(name): variable(spot) for name, spot in spots.items()})
        written.append(
            f'<div class="line"><div class="symbols">{mathml(line.latex)}</div><div class="numbers">'
            f"<span>{mathml('=' + latex_places(node))}</span>"
            f'<span class="result">{mathml("=" + latex_place(line.name).text)}</span></div></div>'
        )
    return _SAID.sub("", "".join(written))


def _step(explained: Explanation, weight: str) -> Array:
    """The step of each update without a decay: what the last line finds for a weight of 0.

    The difference of two weights would have fewer digits, and none where the step is far smaller than they are.
    """
    last = explained.lines[-1]
    given = {**explained.given[last.key], weight: np.zeros(explained.results[last.key].shape)}
    return np.asarray(evaluate([last.node], given)[0])
