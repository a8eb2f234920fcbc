"""Every number that the first epoch of a script finds, in the order of its lines: a script with gaps is held to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.notation import gradient_name, mean_name
from engine.program import evaluate
from engine.script_lines import ScriptDialect
from engine.training_setup import TrainingSetup, of_weights


@dataclass(frozen=True)
class Number:
    """What one line finds: the `name` in the script that has it, and its `values`, one for each example or one.

    `is_of_each`: the script has one value at a time, that of the example at hand.
    """

    name: str
    values: tuple[float, ...]
    is_of_each: bool = False


Numbers = dict[str, Number]  # by what the line is called


def first_epoch(setup: TrainingSetup, dialect: ScriptDialect) -> Numbers:
    """The numbers of the first epoch."""
    found = dict(_of_examples(setup, dialect == "python") if setup.network.over_examples else _of_one(setup))
    for explained in setup.explained.values():
        found |= {key: Number(key, (float(each[0]),)) for key, each in explained.results.items()}
    return found


def _of_one(setup: TrainingSetup) -> Iterator[tuple[str, Number]]:
    net = setup.network
    for name in (*net.computed, *(gradient_name("loss", name) for name in net.differentiated)):
        yield name, Number(name, (setup.number(name, 1),))


def _of_examples(setup: TrainingSetup, is_summed: bool) -> Iterator[tuple[str, Number]]:
    """`is_summed`: as in plain Python there are sums first, then means; in NumPy there are the means at once."""
    net = setup.network
    given: dict[str, Any] = {**setup.start, **{name: np.array(setup.each(name)) for name in net.data}}
    nodes = {gradient_name("loss", name): net.gradients[name] for name in net.differentiated}
    nodes = {**{name: net.values[name] for name in net.computed}, **nodes}
    every = dict(zip(nodes, evaluate(list(nodes.values()), given), strict=True))
    means = {mean_name("loss"): setup.number(mean_name("loss"), 1)}
    means |= {name: setup.number(name, 1) for name in of_weights(net)}
    for name, each in every.items():
        found = np.broadcast_to(each, len(setup.each(net.data[0])))
        if is_summed and name in ("loss", *of_weights(net)):
            yield f"{name} (sum)", Number(name, tuple(np.cumsum(found).tolist()), True)
        elif name in means:
            yield name, Number(name, (means.pop(name),))
        else:
            yield name, Number(name, tuple(found.tolist()), is_summed)
        if name == "loss" and not is_summed:
            yield mean_name(name), Number(mean_name(name), (means.pop(mean_name(name)),))
    for name, value in means.items():
        yield name if name == mean_name("loss") else f"{name} (mean)", Number(name, (value,))
