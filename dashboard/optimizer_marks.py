"""The colour and the shape of an optimizer in charts whose rows have its `name`."""

from __future__ import annotations

import altair as alt

from dashboard.theme import OPTIMIZER_SHAPES, ROLES


def in_own_colour(chart: alt.Chart) -> alt.Chart:
    """In the colour of the optimizer whose row it is."""
    return chart.encode(color=alt.Color("name:N", scale=alt.Scale(domain=list(ROLES)), legend=None))


def own_shape() -> alt.Shape:
    """The shape of the optimizer whose row it is."""
    scale = alt.Scale(domain=list(OPTIMIZER_SHAPES), range=list(OPTIMIZER_SHAPES.values()))
    return alt.Shape("name:N", scale=scale, legend=None)
