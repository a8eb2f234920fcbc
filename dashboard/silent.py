"""Charts whose marks say nothing to a screen reader: the message of the chart says it all, with its numbers."""

from __future__ import annotations

from dashboard.charts import Spec


def silent(spec: Spec) -> Spec:
    """The specification with marks that are hidden from a screen reader, and so need no name of their own each."""
    for layer in spec["layer"]:
        muted(layer)
    return spec


def muted(layer: Spec) -> Spec:
    """The same for a layer."""
    mark = layer["mark"]
    layer["mark"] = {**(mark if isinstance(mark, dict) else {"type": mark}), "aria": False}
    return layer
