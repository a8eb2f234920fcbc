"""What a script says of its own numbers: the dashboard's are written into it, and compared with what it finds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.optimizers import CosineAnnealing, taken_apart
from engine.script_lines import Line, ScriptDialect, wrapped
from engine.script_numbers import Numbers, first_epoch
from engine.script_opening import opening
from engine.scripts import loop
from engine.training_setup import TrainingSetup

KEEP = {
    "python": "kept.append(row)",
    "numpy": "kept.append(row)",
    "torch": "kept.append([n.item() for n in row])",
}
# How far numbers may be apart: PyTorch rounds in more places.
_NAMES = {"python": "plain Python", "numpy": "NumPy", "torch": "PyTorch"}
_WITHIN = {"python": "1e-12", "numpy": "1e-12", "torch": "1e-9"}


def checked_loop(
    setup: TrainingSetup, dialect: ScriptDialect, gaps: Sequence[str] = (), kept: Sequence[str] = ()
) -> list[Line]:
    """The loop of a script with gaps, which keeps what its first epoch finds. `kept`: more lines for each epoch."""
    numbers = first_epoch(setup, dialect)
    each = _kept_of_each(numbers)
    begun = [Line("first_epoch = {}")] if each else []
    return [*begun, *loop(setup, dialect, gaps, [*_kept(numbers), *kept], each)]


def checked_script(setup: TrainingSetup, dialect: ScriptDialect, gaps: Sequence[str]) -> list[Line]:
    """A script with gaps, and at its end the check that names the line to look at."""
    check = [Line(""), *map(Line, stage_check(setup, dialect))]
    return [*opening(setup, dialect), *checked_loop(setup, dialect, gaps), *check]


def _kept(numbers: Numbers) -> list[str]:
    """Lines for the end of an epoch that keep what the first one found."""
    found = [f'"{label}": {number.name}' for label, number in numbers.items() if not number.is_of_each]
    if any(number.is_of_each for number in numbers.values()):
        found = [f'"{label}": [{number.name}]' for label, number in numbers.items() if not number.is_of_each]
        return ["if epoch == 1:", *(f"    {line}" for line in wrapped("first_epoch |= {", found, "}", " " * 16))]
    return ["if epoch == 1:", f"    first_epoch = {{{', '.join(found)}}}"]


def _kept_of_each(numbers: Numbers) -> list[str]:
    """Lines for the end of one of several examples, that keep what it found in the first epoch; or none."""
    found = [f'"{label}": {number.name}' for label, number in numbers.items() if number.is_of_each]
    if not found:
        return []
    return [
        "if epoch == 1:",
        *(f"    {line}" for line in wrapped("of_this_example = {", found, "}", " " * 19)),
        "    for name, number in of_this_example.items():",
        "        first_epoch.setdefault(name, []).append(number)",
    ]


def stage_check(setup: TrainingSetup, dialect: ScriptDialect) -> list[str]:
    """Code that names the first line whose number is not the dashboard's, or says that all are right."""
    numbers, is_many = first_epoch(setup, dialect), setup.network.over_examples
    listed = {label: [*map(_number, number.values)] for label, number in numbers.items()}
    right = {label: f"[{', '.join(found)}]" if is_many else found[0] for label, found in listed.items()}
    return [
        "# What the dashboard finds in the first epoch, line by line.",
        "dashboard = {",
        *(f'    "{label}": {code},' for label, code in right.items()),
        "}",
        *(_pairs(dialect) if is_many else ["for name, right in dashboard.items():", "    mine = first_epoch[name]"]),
        "    if mine != mine and right == right:",
        '        print(f"The line of {name} is still a gap, or works with one.")',
        "        break",
        "    if mine != right and abs(mine - right) > 1e-9 * max(1, abs(right)):",
        *(['        where = f" in example {at}" if len(dashboard[name]) > 1 else ""'] if is_many else []),
        '        slip = " Look at the sign." if abs(mine + right) < 1e-9 else ""',
        f'        print(f"The line of {{name}} is wrong: it gives {{mine:.6g}}{"{where}" if is_many else ""}, '
        'the dashboard has {right:.6g}.{slip}")',
        "        break",
        "else:",
        '    print("Every line is right.")',
    ]


def _pairs(dialect: ScriptDialect) -> list[str]:
    """The head of a loop over all numbers of all examples."""
    found = "first_epoch[name]" if dialect == "python" else "np.broadcast_to(first_epoch[name], len(found))"
    return [
        "numbers = [",
        "    (name, at, mine, right)",
        "    for name, found in dashboard.items()",
        f"    for at, (mine, right) in enumerate(zip({found}, found), start=1)",
        "]",
        "for name, at, mine, right in numbers:",
    ]


def last_check(setup: TrainingSetup, dialect: ScriptDialect) -> list[str]:
    """Code that asserts that the rows of the table, all digits of them, are those of the dashboard.

    Where a library rounds in other places than NumPy, rows in which that has grown are left out.
    """
    end = setup.epochs if _rounds_alike(setup, dialect) else setup.steady_until(float(_WITHIN[dialect]) / 100)
    steady = [epoch for epoch in setup.rows if epoch <= end]
    rows = {epoch: [setup.number(column, epoch) for column in setup.columns] for epoch in steady}
    finite = {epoch: row for epoch, row in rows.items() if all(map(math.isfinite, row))}
    is_cut = len(steady) < len(setup.rows)
    why = [
        f"# After epoch {end} a difference in the last digit grows with each update of this run. The dashboard runs in",
        f"# NumPy, and {_NAMES[dialect]} rounds in other places: those rows are not compared.",
    ]
    return [
        "# The rows of the dashboard's own run, with all their digits.",
        *(why if is_cut else []),
        "dashboard = {",
        *(f"    {epoch}: [{', '.join(map(repr, row))}]," for epoch, row in finite.items()),
        "}",
        "for epoch, wanted in dashboard.items():",
        "    for name, mine, right in zip(columns, kept[epoch - 1], wanted):",
        f"        assert abs(mine - right) <= {_WITHIN[dialect]} * max(1, abs(right)), (",
        '            f"epoch {epoch}, {name}: {mine!r} here, {right!r} in the dashboard"',
        "        )",
        f'print(f"{"The first" if is_cut else "All"} {{len(dashboard)}} rows are those of the dashboard.")',
    ]


def _rounds_alike(setup: TrainingSetup, dialect: ScriptDialect) -> bool:
    """Whether the script finds the dashboard's very bits: plain Python has another exp, tanh and cos than NumPy.

    NumPy adds up eight numbers in another order.
    """
    bends = any(node.operation in ("sigmoid", "tanh") for node in setup.network.values.values())
    few = len(setup.each(setup.network.data[0])) < 8
    is_cosine = isinstance(taken_apart(setup.optimizer)[1], CosineAnnealing)
    return dialect == "numpy" or (dialect == "python" and few and not bends and not is_cosine)


def _number(value: float) -> str:
    return repr(value) if math.isfinite(value) else f'float("{value}")'
