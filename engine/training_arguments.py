"""The arguments of a training run: checked, and brought into the form that the program takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from engine.errors import SettingError, ShapeError, UnknownNameError
from engine.inputs import as_numbers
from engine.networks import Network
from engine.notation import gradient_name
from engine.program import Number

# Of one value of the data: a number, or an entry for each run or example; of a net of matrices, rows of entries.
Datum = Number | Sequence[float] | Sequence[Sequence[float]]


def check_names(argument: str, given: Collection[str], wanted: tuple[str, ...]) -> None:
    """Raises UnknownNameError, about `argument`, where `given` lacks one of `wanted` or has another one."""
    listed = ", ".join(wanted) or "no names"
    if missing := [name for name in wanted if name not in given]:
        raise UnknownNameError(f"{argument} lacks {', '.join(missing)}. It needs: {listed}.")
    if unknown := [name for name in given if name not in wanted]:
        raise UnknownNameError(
            f"{argument} has {', '.join(unknown)}, which this net does not know. It takes: {listed}."
        )


def count_examples(data: Mapping[str, Number]) -> int:
    """How many examples `data` has. Raises ShapeError where that is not one entry an example for each of them."""
    shapes = {name: np.shape(value) for name, value in data.items()}
    found = set(shapes.values())
    if len(found) == 1 and len(shape := found.pop()) == 1 and shape[0] > 0:
        return int(shape[0])
    listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
    raise ShapeError(f"Each of data needs one entry an example, and all as many as the others, not: {listed}.")


def finite_numbers(name: str, value: Datum) -> Number:
    """`value` in float64. Raises SettingError, naming `name`, for what is no number or not finite."""
    number: Number = as_numbers(name, value)
    if not np.all(np.isfinite(number)):
        raise SettingError(f"{name} is {value}: it must be finite.")
    return number


def names_to_keep(network: Network, keep: Collection[str] | None) -> tuple[str, ...] | None:
    """The names whose histories are to be kept, in one order; None for all. Raises UnknownNameError for others."""
    if keep is None:
        return None
    kept = {*network.weights, *network.computed, *(gradient_name("loss", name) for name in network.differentiated)}
    if unknown := [name for name in keep if name not in kept]:
        raise UnknownNameError(f"keep has {', '.join(unknown)}. This net can keep: {', '.join(sorted(kept))}.")
    return tuple(sorted({*keep, "loss"}))
