"""What an optimizer is called on the screen."""

from __future__ import annotations


def label(name: str) -> str:
    """The name of a key of `engine.optimizers.OPTIMIZERS` for the eye: two words where they are two."""
    return "Gradient descent" if name == "GradientDescent" else name
