"""One colour a role, everywhere. Charts take the colours from `.streamlit/config.toml`, by a role's place in ROLES."""

from __future__ import annotations

from types import MappingProxyType

# role: (light, dark). Contrast is 4.5 or more on the page, and all pairs can be told apart by the colour-blind.
COLOURS = MappingProxyType(
    {
        "forward": ("#1464E6", "#4C9DF7"),
        "gradient": ("#A85400", "#E89A14"),
        "weight": ("#5E0B8B", "#F0BCFF"),
        "loss": ("#D81B7A", "#EB4A98"),
        "target": ("#0A4A2A", "#4DF293"),
        "neutral": ("#52606D", "#A6B4C2"),
    }
)
ROLES = tuple(COLOURS)

_SURFACES = MappingProxyType(
    {
        "surface": ("#FFFFFF", "#0F1620"),
        "surface-2": ("#F3F6FA", "#1A2432"),
        "ink": ("#17212B", "#E8EEF4"),
        "line": ("#D5DDE6", "#33414F"),
        "primary": ("#1464E6", "#2C74D6"),
        "active": ("#1464E6", "#4C9DF7"),  # primary as text: on the dark page it must be lighter than as a surface
        "lit": ("#FCEFDF", "#3A2A10"),
    }
)


def css_variables(selector: str = ":host") -> str:
    """The colours as CSS variables that follow the theme: `var(--forward)`, `var(--surface)`."""
    pairs = {**COLOURS, **_SURFACES}.items()
    return selector + "{" + "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs) + "}"
