"""The paths of runs over two coordinates as the browser takes them: the map, the surface, the small pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.charts import Array
from dashboard.epoch_columns import positions
from engine.formulas import number
from engine.notation import plain_name
from engine.training import Run

_DIGITS = 6  # more cannot be seen on a map


def race(runs: Mapping[str, Run], variables: tuple[str, str], labels: Mapping[str, str]) -> dict[str, Any]:
    """`updates`: where the player stands; for each run its name, label, coordinates and heights there.

    `runs`: by the names of their optimizers, all of the same length, each a single one. `variables`: the two
    coordinates, across and up. None stands for what is not finite.
    """
    at = positions(next(iter(runs.values())).epochs)
    return {
        "updates": at,
        "titles": [plain_name(name) for name in variables],
        "told": " ".join(_told(labels[name], run, variables) for name, run in runs.items()),
        "runs": [
            {
                "name": name,
                "label": labels[name],
                **{key: short(run.value(of)[at]) for key, of in zip(("x", "y"), variables, strict=True)},
                "loss": short(run.loss[at]),
            }
            for name, run in runs.items()
        ],
    }


def short(values: Array | Sequence[float]) -> list[float | None]:
    """Numbers with as many digits as can be seen; None for what is not finite."""
    return [float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None for value in np.asarray(values).tolist()]


def _told(label: str, run: Run, variables: tuple[str, str]) -> str:
    def place(at: int) -> str:
        return ", ".join(number(float(run.value(name)[at])) for name in variables)

    end = f"ends at ({place(-1)})" if run.outcome.kind == "finished" else "leaves the map"
    return f"{label} starts at ({place(0)}) and {end}."
