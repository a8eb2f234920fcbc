"""Why did this step differ? An optimizer's rule line by line, for one weight, with the numbers of each step put in.

The lines are those of the training program (`engine.lesson_lines.update_lines`), read from the same nodes;
the memories are replayed from the histories of the weight and its gradient, so that each new weight
is, to the last bit, the one that the run went on with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import formulas
from engine.errors import SettingError, ShapeError, UnknownNameError
from engine.graph import Node, named_nodes, substitute, variable
from engine.notation import gradient_name, latex_name, plain_name
from engine.optimizers import Optimizer, initial_state, symbolic_update
from engine.program import evaluate, evaluator
from engine.training import Run

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """One line of a rule: a memory, something worked out on the way, or, last, the weight.

    `key`: its name in the training program (`m_w1`). `name`: the same without the weight (`m`), as the
    formula has it. `node`: its right-hand side, with names for all that other lines find, and g for the
    gradient. In a memory's own line its name means the number before, as in code: m ← β₁ · m + (1 − β₁) · g.
    """

    key: str
    name: str
    node: Node

    @property
    def text(self) -> str:
        """The line in symbols, as plain text."""
        return f"{plain_name(self.name)} ← {formulas.text(self.node)}"

    @property
    def latex(self) -> str:
        """The line in symbols, as LaTeX."""
        return rf"{latex_name(self.name)} \leftarrow {formulas.latex(self.node)}"

    @property
    def needs(self) -> tuple[str, ...]:
        """The names that numbers are put in for."""
        return tuple(name for name, node in named_nodes(self.node).items() if node.operation == "variable")


@dataclass(frozen=True)
class NumberedLine:
    """A line at one step: `given` has the numbers put in, by name; `result` is what comes out."""

    line: Line
    given: Mapping[str, float]
    result: float

    @property
    def latex(self) -> str:
        """The right-hand side with the numbers put in, as LaTeX."""
        return formulas.latex(self.line.node, self.given)


@dataclass(frozen=True, eq=False)
class Explanation:
    """All updates of one weight in a run. `results` has what each line finds, by its key, one entry an update.

    `given`: for each line, by its key, the numbers put in by name: an entry an update, or one for all.
    """

    lines: tuple[Line, ...]
    given: Mapping[str, Mapping[str, Array]]
    results: Mapping[str, Array]

    def at(self, update: int) -> tuple[NumberedLine, ...]:
        """The lines of one update, counted from 0: it leads from entry `update` of the run to the next.

        Raises SettingError for one that the run has not.
        """
        count = len(self.results[self.lines[-1].key])
        if not 0 <= update < count:
            raise SettingError(f"update is {update}: this run has updates 0 to {count - 1}.")
        return tuple(
            NumberedLine(
                line,
                {name: float(each[update] if each.ndim else each) for name, each in self.given[line.key].items()},
                float(self.results[line.key][update]),
            )
            for line in self.lines
        )


@lru_cache(maxsize=256)
def lines(optimizer: Optimizer, weight: str) -> tuple[Line, ...]:
    """The rule for `weight` in the order of the program. `optimizer` is a symbolic one (`Optimizer.symbolic()`)."""
    found = symbolic_update(optimizer, weight, variable(gradient_symbol(weight)))
    names = {key: _without(weight, key) for key in found}
    known = {variable(key): variable(names[key]) for key in initial_state(optimizer, weight)}
    written: list[Line] = []
    for key, node in found.items():
        written.append(Line(key, names[key], substitute(node, known)))
        known[node] = variable(names[key])
    return tuple(written)


def explain(run: Run, weight: str) -> Explanation:
    """The rule of the run's optimizer for `weight`, with the numbers of every update.

    The histories of the weight and its gradient must have been kept: raises UnknownNameError where
    they were not, or for a name that is no weight of the net, and ShapeError for many runs at once.
    """
    if weight not in run.network.weights:
        raise UnknownNameError(f"There is no weight {weight!r}. There are: {', '.join(run.network.weights)}.")
    if run.shape:
        raise ShapeError(f"This is a run of shape {run.shape}: explain one run, not many at once.")
    settings = {name: np.asarray(run.inputs[name]) for name in run.optimizer.settings()}
    known = {**settings, weight: run.value(weight)[:-1], gradient_symbol(weight): run.gradient(weight)[:-1]}
    before, results = _replayed(run.optimizer.symbolic(), weight, known)
    written = lines(run.optimizer.symbolic(), weight)
    given: dict[str, dict[str, Array]] = {}
    numbers = {**known, **{line.name: before[line.key] for line in written if line.key in before}}
    for line in written:
        given[line.key] = {name: numbers[name] for name in line.needs}
        numbers[line.name] = results[line.key]
    return Explanation(written, given, results)


def gradient_symbol(weight: str) -> str:
    """What the gradient is called in the lines of `weight`: g, unless the weight itself is."""
    return "g" if weight != "g" else gradient_name("loss", weight)


def _replayed(
    optimizer: Optimizer, weight: str, known: Mapping[str, Array]
) -> tuple[dict[str, Array], dict[str, Array]]:
    """The memories before each update, and what every line finds, by their names in the program."""
    gradient = gradient_symbol(weight)
    found = symbolic_update(optimizer, weight, variable(gradient))
    settings = {name: number for name, number in known.items() if not number.ndim}
    start = initial_state(optimizer, weight)
    state = dict(zip(start, evaluate(list(start.values()), settings), strict=True))
    before: dict[str, list[float]] = {key: [] for key in start}
    results: dict[str, list[float]] = {key: [] for key in found}
    update, inputs = evaluator(tuple(found.values()))
    given = {name: np.float64(number) for name, number in settings.items()}
    for at, slope in zip(known[weight], known[gradient], strict=True):
        given |= {**state, weight: at, gradient: slope}
        with np.errstate(all="ignore"):
            new = update(*(given[name] for name in inputs))
        for key, number in state.items():
            before[key].append(number)
        for key, number in zip(found, new, strict=True):
            results[key].append(np.float64(number))
        state = {key: results[key][-1] for key in start}
    as_arrays = [{key: np.array(numbers) for key, numbers in each.items()} for each in (before, results)]
    return as_arrays[0], as_arrays[1]


def _without(weight: str, key: str) -> str:
    """`m_w1` as `m`; as it is where that would be the weight's own name."""
    short = key.removesuffix(f"_{weight}")
    return key if short == weight else short
