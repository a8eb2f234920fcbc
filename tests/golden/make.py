"""Makes the golden figures with PyTorch, which the tests themselves do not need.

    python -m tests.golden.make

writes `linear.json`, `sigmoid.json` and `sigmoid_variants.json` beside this file. The nets are
written here once more, in PyTorch's own words, in float64; nothing of the engine is used. The
random starts are seeded, so that another run writes the same files.
"""

from __future__ import annotations

import itertools
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


ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda z: z * 1.0}
VARIANT_EPOCHS = 3
EXAMPLES = 3


def variant_forward(activation: str, has_biases: bool) -> Callable[[Values], Values]:
    """The sigmoid net with another activation in both places, and with biases."""

    def forward(v: Values) -> Values:
        z1 = v["w1"] * v["x1"] + v["w2"] * v["x2"] + (v["b1"] if has_biases else 0.0)
        h1 = ACTIVATIONS[activation](z1)
        z2 = v["w3"] * h1 + (v["b2"] if has_biases else 0.0)
        return {"z1": z1, "h1": h1, "z2": z2, "y_hat": ACTIVATIONS[activation](z2)}

    return forward


def train_on_mean(forward, loss, start: dict[str, float], data: dict[str, list[float] | float], rate: float):
    """SGD on the mean loss: weights, their gradients and the loss are means, all else is kept for each example.

    The gradient of what an example has of its own is that of its own loss: the mean's, times the number of examples.
    """
    values = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in {**start, **data}.items()
    }
    optimizer = torch.optim.SGD([values[name] for name in start], lr=rate)
    history: dict[str, list[object]] = {}
    for _ in range(VARIANT_EPOCHS + 1):
        optimizer.zero_grad()
        for name in data:
            values[name].grad = None
        computed = forward(values)
        losses = loss(computed["y_hat"], values["y"])
        for node in computed.values():
            node.retain_grad()
        losses.mean().backward()
        for name, node in {**values, **computed}.items():
            history.setdefault(name, []).append(node.tolist())
            gradient = node.grad if name in start else node.grad * losses.numel()
            history.setdefault(f"dL_d{name}", []).append(gradient.tolist())
        history.setdefault("loss", []).append(losses.mean().item())
        optimizer.step()
    return history


def variants() -> list[dict[str, object]]:
    """Every activation with and without biases, on one example and on several, from random starts."""
    generator = random.Random("golden variants")
    found = []
    for activation, has_biases, is_many in itertools.product(ACTIVATIONS, (False, True), (False, True)):
        weights = ("w1", "w2", "w3", *(("b1", "b2") if has_biases else ()))
        start = {name: generator.uniform(-1.5, 1.5) for name in weights}
        count = EXAMPLES if is_many else 1
        drawn = {name: [generator.uniform(-2, 2) for _ in range(count)] for name in ("x1", "x2", "y")}
        data = drawn if is_many else {name: value[0] for name, value in drawn.items()}
        rate, convention = generator.uniform(0.01, 0.2), generator.choice(list(LOSSES))
        forward = variant_forward(activation, has_biases)
        found.append(
            {
                "net": {
                    "loss": convention,
                    "activation": activation,
                    "has_biases": has_biases,
                    "over_examples": is_many,
                },
                "start": start,
                "data": data,
                "learning_rate": rate,
                "histories": train_on_mean(forward, LOSSES[convention], start, data, rate),
            }
        )
    return found


def write(name: str, epochs: int, made: list[dict[str, object]]) -> None:
    """One file of figures, a line a run."""
    path = Path(__file__).with_name(f"{name}.json")
    by = {"made_by": f"python -m tests.golden.make, PyTorch {torch.__version__}", "epochs": epochs}
    lines = ",\n".join(json.dumps(case) for case in made)
    path.write_text(f'{json.dumps(by)[:-1]}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.name}: {len(made)} runs")


def main() -> None:
    for name in NETS:
        write(name, EPOCHS, cases(name))
    write("sigmoid_variants", VARIANT_EPOCHS, variants())


if __name__ == "__main__":
    main()
