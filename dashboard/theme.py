"""One colour a role, everywhere. Charts take the colours from `.streamlit/config.toml`, by a role's place in ROLES."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class _Look:
    """How an optimizer looks: its colour, light and dark, and its shape, the second cue.

    The shape is told three times: as a `letter`, for Plotly; as what Vega calls it, where `vega` has it; and by its
    `corners`, in a square from −1 to 1 with y downwards. A circle has none.
    """

    light: str
    dark: str
    letter: str
    vega: str
    corners: str


_OPTIMIZERS = MappingProxyType(
    {
        "GradientDescent": _Look("#0B1722", "#E0F3FD", "●", "circle", ""),
        "Momentum": _Look("#0F69F2", "#2C88FB", "■", "square", "-1,-1 1,-1 1,1 -1,1"),
        "Nesterov": _Look("#5C2489", "#BFA7F4", "▲", "triangle-up", "0,-0.87 1,0.87 -1,0.87"),
        "Adagrad": _Look("#89621B", "#F2B121", "◆", "diamond", "0,-1 1,0 0,1 -1,0"),
        "RMSprop": _Look(
            "#004D2B",
            "#2ED9A4",
            "✚",
            "cross",
            "-0.4,-1 0.4,-1 0.4,-0.4 1,-0.4 1,0.4 0.4,0.4 0.4,1 -0.4,1 -0.4,0.4 -1,0.4 -1,-0.4 -0.4,-0.4",
        ),
        "Adam": _Look("#C73F8B", "#CB6773", "▶", "triangle-right", "0.87,0 -0.87,1 -0.87,-1"),
        "Adadelta": _Look("#617C6A", "#818A13", "▼", "triangle-down", "0,0.87 1,-0.87 -1,-0.87"),
        "AdamW": _Look("#A42045", "#FAFF9C", "◀", "triangle-left", "-0.87,0 0.87,1 0.87,-1"),
        "NAdam": _Look(
            "#682B50",
            "#BD9BAD",
            "★",
            "",
            "0,-1.3 0.38,-0.4 1.24,-0.4 0.54,0.18 0.8,1.1 0,0.58 -0.8,1.1 -0.54,0.18 -1.24,-0.4 -0.38,-0.4",
        ),
        "AMSGrad": _Look("#0004FE", "#7C81AA", "⧗", "", "-1,-1.1 1,-1.1 0.2,0 1,1.1 -1,1.1 -0.2,0"),
    }
)
OPTIMIZERS = tuple(_OPTIMIZERS)

# role: (light, dark). Contrast is 4.5 or more on the page, and all pairs can be told apart by the colour-blind:
# the six roles of a net from one another, and the optimizers from one another.
COLOURS = MappingProxyType(
    {
        "forward": ("#1464E6", "#4C9DF7"),
        "gradient": ("#A85400", "#E89A14"),
        "weight": ("#5E0B8B", "#F0BCFF"),
        "loss": ("#D81B7A", "#EB4A98"),
        "target": ("#0A4A2A", "#4DF293"),
        "neutral": ("#52606D", "#A6B4C2"),
        **{name: (look.light, look.dark) for name, look in _OPTIMIZERS.items()},
    }
)
ROLES = tuple(COLOURS)


def _path(corners: str, middle: float, half: float) -> str:
    points = (tuple(float(part) for part in corner.split(",")) for corner in corners.split())
    return "M" + "L".join(f"{middle + half * x:.4g},{middle + half * y:.4g}" for x, y in points) + "Z"


# For `mark_point(shape=…)` and a scale of shapes: a name of Vega's, or a path.
OPTIMIZER_SHAPES = MappingProxyType(
    {name: look.vega or _path(look.corners, 0, 1) for name, look in _OPTIMIZERS.items()}
)
# The same shapes for our own parts: `<path d="…">` in a `viewBox="0 0 24 24"`.
OPTIMIZER_SVG = MappingProxyType(
    {
        name: _path(look.corners, 12, 9) if look.corners else "M3,12A9,9,0,1,1,21,12A9,9,0,1,1,3,12Z"
        for name, look in _OPTIMIZERS.items()
    }
)
# And as letters: of shapes of its own Plotly has too few in space.
OPTIMIZER_LETTERS = MappingProxyType({name: look.letter for name, look in _OPTIMIZERS.items()})

_SURFACES = MappingProxyType(
    {
        "surface": ("#FFFFFF", "#0F1620"),
        "surface-2": ("#F3F6FA", "#1A2432"),
        "ink": ("#17212B", "#E8EEF4"),
        "high": ("#CAD5E2", "#2A3C4E"),  # the far end of a landscape
        "line": ("#D5DDE6", "#33414F"),
        "edge": ("#808D9A", "#66788A"),  # the border of a field, which nothing else shows
        "primary": ("#1464E6", "#2C74D6"),
        "active": ("#1464E6", "#4C9DF7"),  # primary as text: on the dark page it must be lighter than as a surface
        "lit": ("#FCEFDF", "#3A2A10"),
    }
)


def css_variables(selector: str = ":host") -> str:
    """The colours as CSS variables that follow the theme: `var(--forward)`, `var(--surface)`."""
    pairs = {**COLOURS, **_SURFACES}.items()
    return selector + "{" + "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs) + "}"
