"""How a function bends: its second derivatives, and what they say about the learning rate.

The Hessian is got by differentiating twice. Its largest eigenvalue λmax is the strongest bend: on a
quadratic, gradient descent converges exactly when α < 2/λmax. On other functions that holds near a
minimum only; where a run stands on its way, 2/λmax is no limit.
Source: S. Boyd, L. Vandenberghe, "Convex optimization", Cambridge (2004), section 9.3; Y. Nesterov,
"Introductory lectures on convex optimization", Kluwer (2004), section 1.2.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.backpropagation import adjoints
from engine.errors import SettingError
from engine.graph import ZERO, Node, variable
from engine.program import Number, broadcast_shape, evaluate
from engine.training import Run

Array = NDArray[np.float64]


@lru_cache(maxsize=64)
def hessian(function: Node, names: tuple[str, ...]) -> tuple[tuple[Node, ...], ...]:
    """The second derivatives of `function` by the variables `names`, as nodes: in row i by the i-th, then by each.

    A name that `function` does not depend on has derivatives 0. The matrix is symmetric: both halves
    are the same nodes.
    """
    variables = [variable(name) for name in names]
    first = adjoints(function)
    second = [adjoints(first.get(one, ZERO)) for one in variables]
    return tuple(
        tuple(second[min(i, j)].get(variables[max(i, j)], ZERO) for j in range(len(names))) for i in range(len(names))
    )


def eigenvalues(function: Node, names: Sequence[str], values: Mapping[str, Number]) -> Array:
    """The eigenvalues of the Hessian at the points `values`, from the smallest to the largest, on the last axis.

    `values` gives every variable of `function` a number, or arrays that broadcast: shape (…) gives
    eigenvalues of shape (…, len(names)). nan where a second derivative is not finite. Raises what
    `engine.program.evaluate` raises for values that are missing, no numbers or do not fit together.
    """
    rows = hessian(function, tuple(names))
    found = evaluate([node for row in rows for node in row], values)
    shape = broadcast_shape({name: np.shape(value) for name, value in values.items()})
    matrices = np.stack([np.broadcast_to(entry, shape) for entry in found], axis=-1)
    matrices = matrices.reshape(*shape, len(rows), len(rows))
    is_finite = np.isfinite(matrices).all(axis=(-1, -2))
    bends = np.linalg.eigvalsh(np.where(is_finite[..., None, None], matrices, 0.0))
    return np.where(is_finite[..., None], bends, np.nan)


def largest(function: Node, names: Sequence[str], values: Mapping[str, Number]) -> Array:
    """λmax, the largest eigenvalue of the Hessian at the points `values`, shape (…): see `eigenvalues`."""
    return eigenvalues(function, names, values)[..., -1]


def largest_along(run: Run) -> Array:
    """λmax of the loss by the weights at every entry of `run`, shape (epochs + 1, …).

    The histories of all weights must have been kept: raises UnknownNameError where one was not, and
    SettingError for a run over examples, whose loss is a mean of many.
    """
    network = run.network
    if network.over_examples:
        raise SettingError("The curvature along a run is that of one loss: train on one example.")
    values: dict[str, Number] = {name: run.value(name) for name in (*network.weights, *network.data)}
    return largest(network.loss, network.weights, values)


def rate_limit(lambda_max: Number) -> Array:
    """2/λmax: the rate from which on gradient descent leaves a quadratic of this bend; inf where nothing bends up."""
    bend = np.asarray(lambda_max, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bend <= 0, np.inf, 2.0 / bend)


def condition_number(bends: Array) -> Array:
    """λmax/λmin of the eigenvalues on the last axis of `bends`: how narrow the valley is; 1 is a round bowl.

    inf where the ground is flat in one direction, but for rounding; nan where it bends down in one,
    so that there is no minimum, or where an eigenvalue is nan.
    """
    low, high = np.min(bends, axis=-1), np.max(bends, axis=-1)
    flat = bends.shape[-1] * np.finfo(np.float64).eps * np.max(np.abs(bends), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.select([low > flat, low >= -flat], [high / low, np.where(high > flat, np.inf, np.nan)], np.nan)
