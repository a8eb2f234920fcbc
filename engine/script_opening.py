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
            if setup.stops_at or setup.limits_of_python:
                yield Line('np.seterr(all="ignore")  # what is too large becomes inf, without a warning')
        elif _needs_math(setup):
            yield Line("import math")
        yield Line("")
        yield from map(Line, _examples(setup, dialect) if net.over_examples else _example(setup, dialect))
        yield Line(f"{_assigned(setup.start, dialect)}  # weights")
        yield from map(Line, _settings(setup))
        yield from map(Line, _memories(setup))
    yield Line(f"epochs = {setup.epochs}")
    yield Line("")


def _example(setup: TrainingSetup, dialect: Dialect) -> Iterator[str]:
    inputs = "input" if len(setup.data) == 2 else "inputs"
    yield f"{_assigned({name: setup.each(name)[0] for name in setup.data}, dialect)}  # {inputs}, target"


def _examples(setup: TrainingSetup, dialect: Dialect) -> Iterator[str]:
    """One array for each input and the target, or one row for each example."""
    columns = {name: setup.each(name) for name in setup.data}
    *inputs, target = columns
    if dialect == "numpy":
        yield f"# one number for each example: inputs {', '.join(inputs)}, target {target}"
        yield from (f"{name} = np.array({values})" for name, values in columns.items())
        return
    yield f"examples = [  # inputs {', '.join(inputs)}, target {target}"
    yield from (f"    {row}," for row in zip(*columns.values(), strict=True))
    yield "]"


def _net_in_words(net: Network) -> list[str]:
    """The formulas of the net as comments, as many in a line as there is room for."""
    formulas = [f"{plain_name(name)} = {text(net.values[name])}" for name in net.computed]
    return wrapped("# ", formulas, "", "# ")


def _needs_math(setup: TrainingSetup) -> bool:
    forward, backward = lesson_lines(setup.network, "python")
    lines = [*forward, *backward, *update_lines(setup.network, setup.optimizer.symbolic(), "python")]
    otherwise = [limit.otherwise for limit in setup.limits_of_python.values()]
    return bool(setup.stops_at) or any("math." in code for code in (*(line.code for line in lines), *otherwise))


def _assigned(values: Mapping[str, float], dialect: Dialect = "python") -> str:
    """All of `values` in one line; unpacked from an array, the numbers are NumPy's."""
    listed = ", ".join(repr(float(value)) for value in values.values())
    return f"{', '.join(values)} = {f'np.array([{listed}])' if dialect == 'numpy' else listed}"


def _settings(setup: TrainingSetup) -> Iterator[str]:
    settings = {name: float(value) for name, value in setup.optimizer.settings().items()}
    yield f"learning_rate = {settings.pop('learning_rate')!r}  # α"
    for name, value in settings.items():
        symbol = plain_name(name)
        yield f"{name} = {value!r}" + (f"  # {symbol}" if symbol != name.replace("_", " ") else "")


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
