"""Makes the golden figures of the dense net with PyTorch, which the tests themselves do not need.

    python -m tests.golden.make_dense

writes `dense.json` beside this file. The nets are written here once more, as layers of PyTorch in
float64; nothing of the engine is used. Starts and data are seeded, so that another run writes the
same file. Of 100 updates all losses are written, and all other values at the start and at the end.
"""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import torch

UPDATES = 100
EXAMPLES = 12
ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda z: z}
LOSSES = {
    "half_squared": lambda y_hat, y: 0.5 * torch.nn.functional.mse_loss(y_hat, y),
    "squared": torch.nn.functional.mse_loss,
}
OPTIMIZERS = {"GradientDescent": torch.optim.SGD, "Adam": torch.optim.Adam}
# sizes, activation, output activation, loss, optimizer, rate
CASES = (
    ((2, 8, 8, 1), "tanh", "identity", "half_squared", "GradientDescent", 0.3),
    ((2, 8, 8, 1), "tanh", "identity", "half_squared", "Adam", 0.02),
    ((2, 8, 8, 1), "relu", "sigmoid", "squared", "GradientDescent", 0.5),
    ((3, 5, 2), "sigmoid", "tanh", "squared", "Adam", 0.05),
    ((2, 1), "tanh", "identity", "half_squared", "GradientDescent", 0.1),
)


def drawn(generator: random.Random, rows: int, columns: int) -> torch.Tensor:
    entries = [[generator.uniform(-1, 1) for _ in range(columns)] for _ in range(rows)]
    return torch.tensor(entries, dtype=torch.float64)


def layers_of(sizes: tuple[int, ...], generator: random.Random) -> list[torch.nn.Linear]:
    """Layers of drawn numbers. PyTorch keeps the weights of a layer the other way round."""
    layers = []
    for before, after in itertools.pairwise(sizes):
        layer = torch.nn.Linear(before, after, dtype=torch.float64)
        layer.weight = torch.nn.Parameter(drawn(generator, before, after).T.contiguous())
        layer.bias = torch.nn.Parameter(drawn(generator, 1, after)[0])
        layers.append(layer)
    return layers


def forward(layers, activation, output_activation, x) -> dict[str, torch.Tensor]:
    """Every value by the name that it has in the engine's net."""
    values: dict[str, torch.Tensor] = {}
    for number, layer in enumerate(layers, start=1):
        z = layer(x)
        is_last = number == len(layers)
        if not (is_last and output_activation == "identity"):
            values[f"Z{number}"] = z
        x = ACTIVATIONS[output_activation if is_last else activation](z)
        values["Y_hat" if is_last else f"H{number}"] = x
    for value in values.values():
        value.retain_grad()
    return values


def weights_of(layers, by=lambda parameter: parameter.detach()) -> dict[str, list]:
    found = {}
    for number, layer in enumerate(layers, start=1):
        found |= {f"W{number}": by(layer.weight).T.tolist(), f"b{number}": by(layer.bias).tolist()}
    return found


def case(sizes, activation, output_activation, loss, optimizer, rate) -> dict[str, object]:
    generator = random.Random(f"dense {sizes} {activation} {optimizer}")
    layers = layers_of(sizes, generator)
    x, y = drawn(generator, EXAMPLES, sizes[0]), drawn(generator, EXAMPLES, sizes[-1])
    rule = OPTIMIZERS[optimizer]([parameter for layer in layers for parameter in layer.parameters()], lr=rate)
    start, losses, at = weights_of(layers), [], {}
    for update in range(UPDATES + 1):
        rule.zero_grad()
        values = forward(layers, activation, output_activation, x)
        error = LOSSES[loss](values["Y_hat"], y)
        error.backward()
        losses.append(error.item())
        if update in (0, UPDATES):
            gradients = weights_of(layers, lambda parameter: parameter.grad)
            gradients |= {name: value.grad.tolist() for name, value in values.items()}
            at[update] = {
                **weights_of(layers),
                **{name: value.tolist() for name, value in values.items()},
                **{f"dL_d{name}": gradient for name, gradient in gradients.items()},
            }
        rule.step()
    return {
        "net": {
            "sizes": sizes,
            "activation": activation,
            "output_activation": output_activation,
            "loss": loss,
        },
        "optimizer": optimizer,
        "learning_rate": rate,
        "start": start,
        "data": {"X": x.tolist(), "Y": y.tolist()},
        "losses": losses,
        "at": at,
    }


def main() -> None:
    by = {"made_by": f"python -m tests.golden.make_dense, PyTorch {torch.__version__}", "updates": UPDATES}
    lines = ",\n".join(json.dumps(case(*each)) for each in CASES)
    path = Path(__file__).with_name("dense.json")
    path.write_text(f'{json.dumps(by)[:-1]}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.name}: {len(CASES)} runs")


if __name__ == "__main__":
    main()
