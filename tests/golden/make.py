"""Makes the golden figures with PyTorch, which the tests themselves do not need.

    python -m tests.golden.make

writes `linear.json` and `sigmoid.json` beside this file. The nets are written here once more, in
PyTorch's own words, in float64; nothing of the engine is used. The random starts are seeded, so
that another run writes the same files.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import torch

EPOCHS = 8
RANDOM_STARTS = 12
Values = dict[str, torch.Tensor]


def linear(v: Values) -> Values:
    h = v["w1"] * v["x"]
    return {"h": h, "y_hat": v["w2"] * h}


def sigmoid(v: Values) -> Values:
    z1 = v["w1"] * v["x1"] + v["w2"] * v["x2"]
    h1 = torch.sigmoid(z1)
    z2 = v["w3"] * h1
    return {"z1": z1, "h1": h1, "z2": z2, "y_hat": torch.sigmoid(z2)}


LOSSES = {
    "half_squared": lambda y_hat, y: 0.5 * (y_hat - y) ** 2,
    "squared": lambda y_hat, y: (y_hat - y) ** 2,
}
# The net, its weights, its data, the course's start and rate, and how far apart random numbers are.
NETS: dict[str, tuple[Callable[[Values], Values], list[str], list[str], dict[str, float], float, float]] = {
    "linear": (linear, ["w1", "w2"], ["x", "y"], {"w1": 2.0, "w2": 0.5, "x": 2.0, "y": 20.0}, 0.01, 2.0),
    "sigmoid": (
        sigmoid,
        ["w1", "w2", "w3"],
        ["x1", "x2", "y"],
        {"w1": 0.5, "w2": -0.5, "w3": 0.5, "x1": 1.0, "x2": 2.0, "y": 1.0},
        0.1,
        3.0,
    ),
}


def train(forward, loss, weights: list[str], start: dict[str, float], rate: float) -> dict[str, list[float]]:
    """Plain SGD for EPOCHS updates: every value and every gradient of every epoch, the last forward pass too."""
    values = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in start.items()}
    optimizer = torch.optim.SGD([values[name] for name in weights], lr=rate)
    history: dict[str, list[float]] = {}
    for _ in range(EPOCHS + 1):
        optimizer.zero_grad()
        for name in set(values) - set(weights):
            values[name].grad = None
        computed = forward(values)
        computed["loss"] = loss(computed["y_hat"], values["y"])
        for node in computed.values():
            node.retain_grad()
        computed["loss"].backward()
        for name, node in {**values, **computed}.items():
            history.setdefault(name, []).append(node.item())
            if name != "loss":
                history.setdefault(f"dL_d{name}", []).append(node.grad.item())
        optimizer.step()
    return history


def cases(name: str) -> list[dict[str, object]]:
    """The course's start and random ones, each in both conventions of the loss."""
    forward, weights, data, course, rate, spread = NETS[name]
    generator = random.Random(f"golden {name}")
    starts = [(course, rate)]
    for _ in range(RANDOM_STARTS):
        start = {key: generator.uniform(-spread, spread) for key in (*weights, *data)}
        starts.append((start, generator.uniform(0.001, 3 * rate)))
    return [
        {
            "loss": convention,
            "start": {key: start[key] for key in weights},
            "data": {key: start[key] for key in data},
            "learning_rate": chosen,
            "histories": train(forward, loss, weights, start, chosen),
        }
        for start, chosen in starts
        for convention, loss in LOSSES.items()
    ]


def main() -> None:
    for name in NETS:
        path = Path(__file__).with_name(f"{name}.json")
        made = {"made_by": f"python -m tests.golden.make, PyTorch {torch.__version__}", "epochs": EPOCHS}
        lines = ",\n".join(json.dumps(case) for case in cases(name))
        head = json.dumps(made)[:-1]
        path.write_text(f'{head}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
        print(f"{path.name}: {2 * (RANDOM_STARTS + 1)} runs")


if __name__ == "__main__":
    main()
