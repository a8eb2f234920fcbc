"""Derivatives in their tidy form, kept from one rerun to the next."""

from __future__ import annotations

import time
from functools import lru_cache

from engine.graph import Node

_PATIENCE = 60.0  # seconds until a form is looked for again that was not found: the machine may have been busy
_not_found: dict[Node, float] = {}


class _NotFoundError(Exception):
    """Raised, since what is raised is not kept by `lru_cache`."""


def closed_form(derivative: Node) -> Node:
    """The derivative as a person would write it, where that can be found in time; else as it came out."""
    if time.monotonic() - _not_found.get(derivative, -_PATIENCE) < _PATIENCE:
        return derivative
    try:
        return _found(derivative)
    except _NotFoundError:
        if len(_not_found) > 256:
            _not_found.clear()
        _not_found[derivative] = time.monotonic()
        return derivative


@lru_cache(maxsize=256)
def _found(derivative: Node) -> Node:
    from engine.closed_form import tidy  # SymPy takes half a second to load: only who differentiates waits for it

    form = tidy(derivative)
    if form is None:
        raise _NotFoundError
    return form
