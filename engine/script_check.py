"""What a script says of its own numbers: the dashboard's are written into it, and compared with what it finds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.script_lines import Line, ScriptDialect
from engine.script_opening import opening
from engine.scripts import loop
from engine.training_setup import TrainingSetup

KEEP = {
    "python": "kept.append(row)",
    "numpy": "kept.append(row)",
    "torch": "kept.append([n.item() for n in row])",
}


def first_epoch_kept(setup: TrainingSetup) -> list[str]:
    """Lines for the end of an epoch that keep what the first one found."""
    listed = ", ".join(f'"{name}": {name}' for name in setup.first_epoch())
    return ["if epoch == 1:", f"    first_epoch = {{{listed}}}"]


def stage_check(setup: TrainingSetup) -> list[str]:
    """Code that names the first line whose number is not the dashboard's, or says that all are right."""
    return [
        "# What the dashboard finds in the first epoch, line by line.",
        "dashboard = {",
        *(f'    "{name}": {_number(value)},' for name, value in setup.first_epoch().items()),
        "}",
        "for name, right in dashboard.items():",
        "    mine = first_epoch[name]",
        "    if mine != mine and right == right:",
        '        print(f"The line of {name} is still a gap, or works with one.")',
        "        break",
        "    if mine != right and abs(mine - right) > 1e-9 * max(1, abs(right)):",
        '        slip = " Look at the sign." if abs(mine + right) < 1e-9 else ""',
        '        print(f"The line of {name} is wrong: it gives {mine:.6g}, the dashboard has {right:.6g}.{slip}")',
        "        break",
        "else:",
        '    print("Every line is right.")',
    ]


def last_check(setup: TrainingSetup, dialect: ScriptDialect) -> list[str]:
    """Code that asserts that the rows of the table, all digits of them, are those of the dashboard."""
    rows = {epoch: [setup.number(column, epoch) for column in setup.columns] for epoch in setup.rows}
    finite = {epoch: row for epoch, row in rows.items() if all(map(math.isfinite, row))}
    # PyTorch rounds in other places, and a run that diverges makes that grow
    within = "1e-9" if dialect == "torch" else "1e-12"
    return [
        "# The rows of the dashboard's own run, with all their digits.",
        "dashboard = {",
        *(f"    {epoch}: [{', '.join(map(repr, row))}]," for epoch, row in finite.items()),
        "}",
        "for epoch, wanted in dashboard.items():",
        "    for name, mine, right in zip(columns, kept[epoch - 1], wanted):",
        f"        assert abs(mine - right) <= {within} * max(1, abs(right)), (",
        '            f"epoch {epoch}, {name}: {mine!r} here, {right!r} in the dashboard"',
        "        )",
        'print(f"All {len(dashboard)} rows are those of the dashboard.")',
    ]


def checked_script(setup: TrainingSetup, dialect: ScriptDialect, gaps: Sequence[str]) -> list[Line]:
    """A script with gaps, and at its end the check that names the line to look at."""
    check = [Line(""), *map(Line, stage_check(setup))]
    return [*opening(setup, dialect), *loop(setup, dialect, gaps, first_epoch_kept(setup)), *check]


def _number(value: float) -> str:
    return repr(value) if math.isfinite(value) else f'float("{value}")'
