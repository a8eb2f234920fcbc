"""Charts that no player moves, with their data inside: a cached specification without data, filled layer by layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import altair as alt

from dashboard.charts import LARGE, Spec
from dashboard.row_transforms import without_head
from dashboard.silent import silent


def bare(chart: alt.LayerChart | alt.FacetChart, top: int = 4, right: int = 14) -> Spec:
    """The specification of `chart` without data; each layer is named after its rows. `top`, `right`: free pixels."""
    spec: Spec = chart.to_dict(validate=False)
    for part in (spec, *spec["layer"]):
        without_head(part)
    spec["padding"] = {"left": 2, "top": top, "right": right, "bottom": 4}
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    return silent(spec) | {"config": LARGE}


def filled(
    spec: Spec, rows: Mapping[str, Sequence[Sequence[Any]]], columns: Mapping[str, Mapping[str, str]], **domains: Any
) -> Spec:
    """A copy of `spec` with data in its layers, as CSV.

    `rows`: those of each name. `columns`: for each name the columns of its rows and their types, "number" or "string".
    `domains`: of the scales x and y, where they follow from the data.
    """
    found = deepcopy(spec)
    for layer in found["layer"]:
        name = layer.pop("name")
        lines = (",".join(map(_cell, row)) for row in (list(columns[name]), *rows[name]))
        layer["data"] = {"values": "\n".join(lines), "format": {"type": "csv", "parse": dict(columns[name])}}
        for channel, domain in domains.items():
            if "scale" in layer["encoding"].get(channel, {}):
                layer["encoding"][channel]["scale"]["domain"] = domain
    return found


def _cell(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
