"""What stands above the loop of a script: the net in words, data, weights, the rule's settings and memories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import torch_twin
from engine.formulas import text
from engine.lesson_lines import lesson_lines, update_lines
from engine.networks import Network
from engine.notation import plain_name
from engine.optimizers import initial_state
from engine.script_lines import Line, ScriptDialect, wrapped
from engine.statements import Dialect, expression
from engine.training_setup import TrainingSetup


def opening(setup: TrainingSetup, dialect: ScriptDialect) -> Iterator[Line]:
    """The lines before the loop: the net in words, data, weights and settings."""
    net = setup.network
    yield from map(Line, _net_in_words(net))
    if dialect == "torch":
        yield from map(Line, torch_twin.opening(setup))
    else:
        if dialect == "numpy":
            yield Line("import numpy as np")
            if setup.stops_at or setup.too_large_for_python:
                yield Line('np.seterr(all="ignore")  # what is too large becomes inf, without a warning')
        elif _needs_math(setup):
            yield Line("import math")
        inputs = "input" if len(net.data) == 2 else "inputs"
        yield Line("")
        yield Line(f"{_assigned(setup.data, dialect)}  # {inputs}, target")
        yield Line(f"{_assigned(setup.start, dialect)}  # weights")
        yield from map(Line, _settings(setup))
        yield from map(Line, _memories(setup))
    yield Line(f"epochs = {setup.epochs}")
    yield Line("")


def _net_in_words(net: Network) -> list[str]:
    """The formulas of the net as comments, as many in a line as there is room for."""
    formulas = [f"{plain_name(name)} = {text(net.values[name])}" for name in net.computed]
    return wrapped("# ", formulas, "", "# ")


def _needs_math(setup: TrainingSetup) -> bool:
    forward, backward = lesson_lines(setup.network, "python")
    lines = [*forward, *backward, *update_lines(setup.network, setup.optimizer.symbolic(), "python")]
    return bool(setup.stops_at) or any("math." in line.code for line in lines)


def _assigned(values: Mapping[str, float], dialect: Dialect = "python") -> str:
    """All of `values` in one line; unpacked from an array, the numbers are NumPy's."""
    listed = ", ".join(repr(float(value)) for value in values.values())
    return f"{', '.join(values)} = {f'np.array([{listed}])' if dialect == 'numpy' else listed}"


def _settings(setup: TrainingSetup) -> Iterator[str]:
    settings = {name: float(value) for name, value in setup.optimizer.settings().items()}
    yield f"learning_rate = {settings.pop('learning_rate')!r}  # α"
    yield from (f"{name} = {value!r}  # {plain_name(name)}" for name, value in settings.items())


def _memories(setup: TrainingSetup) -> Iterator[str]:
    """What the optimizer remembers before the first update: one line for what all weights share, one a weight."""
    seen: set[str] = set()
    for weight in setup.network.weights:
        groups: dict[tuple[str, bool], list[str]] = {}
        for name, node in initial_state(setup.optimizer, weight).items():
            if name not in seen:
                seen.add(name)
                groups.setdefault((expression(node, {}), name.endswith(weight)), []).append(name)
        yield from (" = ".join([*names, code]) for (code, _), names in groups.items())
