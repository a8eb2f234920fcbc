"""Every screen in the states in which it is looked at as a whole, each as a link."""

from __future__ import annotations

from collections.abc import Mapping

State = tuple[str, Mapping[str, object]]

# name: (page, what its link says)
SCREENS: dict[str, State] = {
    "roadmap": ("", {"epoch": 3}),
    "derivatives": ("derivatives", {}),
    "partial_derivatives": ("partial_derivatives", {}),
    "gradient": ("gradient", {"walk": "3_4~0.1", "x": 2.4, "y": 3.2, "field": 1}),
    "chain_rule": ("chain_rule", {"step": 3}),
    "linear_net": ("linear_net", {"step": 7}),
    "linear_net-training": ("linear_net", {"view": "Training", "epoch": 4}),
    "gradient_descent": ("gradient_descent", {"epoch": 3}),
    "sigmoid_net": ("sigmoid_net", {"step": 9}),
    "sigmoid_net-sigmoid": ("sigmoid_net", {"view": "The sigmoid"}),
    "sigmoid_net-training": ("sigmoid_net", {"view": "Training", "epoch": 4}),
    "optimizers": ("optimizers", {"epoch": 20}),
    "from_scratch": ("from_scratch", {"epoch": 2}),
}

_NET = ("check", "paths", "directions", "calculator", "program")
# What is folded away on a page, by the keys that a link opens it with.
FOLDS = {
    "derivatives": ("show_rules", "show_errors", "show_quotients", "check", "code"),
    "partial_derivatives": ("net", "check", "code"),
    "gradient": ("formula", "check", "code"),
    "chain_rule": ("net", "check", "code"),
    "linear_net": _NET,
    "gradient_descent": ("space", "rates_side_by_side", "rate_map", "check", "program"),
    "sigmoid_net": _NET,
    "optimizers": ("space", "small", "why", "sweep", "effective"),
    "from_scratch": ("program",),
}


def unfolded(path: str) -> State:
    """The page `path` with all that is folded away open."""
    _, state = SCREENS[path]
    return path, {**state, **dict.fromkeys(FOLDS[path], "true")}
