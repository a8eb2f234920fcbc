"""How Vega takes the text of a hidden input apart: into lines, fields and points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]


def without_head(spec: Spec) -> Spec:
    """`spec`, of a chart or a layer, without what Altair writes for a page of its own."""
    for key in ("$schema", "config", "data", "datasets"):
        spec.pop(key, None)
    return spec


def lines_of(name: str) -> list[Spec]:
    """From one row to a row for each line of the text `name`, however many there are, with its `fields`."""
    return [
        {"calculate": f"split({name}, '|')", "as": "line"},
        {"flatten": ["line"]},
        {"filter": "datum.line != ''"},
        {"calculate": "split(datum.line, ';')", "as": "fields"},
    ]


def fields_of(fields: Mapping[str, str], source: str = "fields") -> list[Spec]:
    """The columns of a row: each name of `fields` with its kind (Q number, N word), in the order of `source`.

    An empty number is none.
    """
    return [
        {
            "calculate": f"datum.{source}[{place}]"
            if kind == "N"
            else f"datum.{source}[{place}] == '' ? null : toNumber(datum.{source}[{place}])",
            "as": name,
        }
        for place, (name, kind) in enumerate(fields.items())
    ]


def points_of(field: str, names: Sequence[str]) -> list[Spec]:
    """From a row to a row for each point of its `field`, whose numbers are called `names`. An empty one is a gap."""
    return [
        {"calculate": f"split(datum.{field}, ' ')", "as": "point"},
        {"flatten": ["point"]},
        {"calculate": "split(datum.point, ',')", "as": "parts"},
        *fields_of(dict.fromkeys(names, "Q"), "parts"),
    ]
