"""The legend of roles: a sample of each line with its words."""

from __future__ import annotations

from dashboard.components import component

Samples = tuple[tuple[str, str], ...]  # kinds of `legend.css`, and the words beside the sample


def show(samples: Samples) -> None:
    """Draw the legend below a picture."""
    html = "".join(f'<span class="{kind}">{words}</span>' for kind, words in samples)
    component("legend", ("words.js",), ("legend.css",))(key="legend", data={"html": f"<p>{html}</p>"})
