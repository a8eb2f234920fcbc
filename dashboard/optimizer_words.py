"""What an optimizer is called on the screen, and its shape in charts."""

from __future__ import annotations

from types import MappingProxyType

# Beside the colour, for who cannot tell the colours apart: names of Vega's shapes.
SHAPES = MappingProxyType(
    {
        "GradientDescent": "circle",
        "Momentum": "square",
        "Nesterov": "triangle-up",
        "Adagrad": "diamond",
        "RMSprop": "cross",
        "Adam": "triangle-right",
        "Adadelta": "triangle-down",
        "AdamW": "triangle-left",
        "NAdam": "wedge",
        "AMSGrad": "arrow",
    }
)


def label(name: str) -> str:
    """The name of a key of `engine.optimizers.OPTIMIZERS` for the eye: two words where they are two."""
    return "Gradient descent" if name == "GradientDescent" else name
