"""The same nets in PyTorch and micrograd, which build a graph anew in every epoch. Only the loss is kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.nets import DENSE, NETS, SIZES


def pytorch(name: str, epochs: int) -> Any:
    """Eager autograd and its SGD on the net `name`, in float64, on one thread."""
    import torch

    torch.set_num_threads(1)
    net = NETS[name]
    weights = {key: torch.tensor(value, dtype=torch.float64, requires_grad=True) for key, value in net.start.items()}
    v = {**weights, **{key: torch.tensor(value, dtype=torch.float64) for key, value in net.data.items()}}
    forward = {
        "linear": lambda: v["w2"] * (v["w1"] * v["x"]) - v["y"],
        "sigmoid": lambda: torch.sigmoid(v["w3"] * torch.sigmoid(v["w1"] * v["x1"] + v["w2"] * v["x2"])) - v["y"],
        DENSE: lambda: _layers(torch, v) - v["Y"],
    }[name]
    optimizer = torch.optim.SGD(weights.values(), lr=net.rate)
    losses = np.empty(epochs)
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = 0.5 * (forward() ** 2).mean() if name == DENSE else 0.5 * forward() ** 2
        loss.backward()
        optimizer.step()
        losses[epoch] = loss.item()
    return losses


def _layers(torch: Any, v: dict[str, Any]) -> Any:
    first = torch.tanh(v["X"] @ v["W1"] + v["b1"])
    return torch.tanh(first @ v["W2"] + v["b2"]) @ v["W3"] + v["b3"]


def micrograd(name: str, epochs: int) -> Any:
    """micrograd on the linear net, and on its own net of the same sizes with ReLU: it has neither exp nor tanh."""
    from micrograd.engine import Value
    from micrograd.nn import MLP

    net = NETS[name]
    if name == DENSE:
        mlp = MLP(SIZES[0], list(SIZES[1:]))
        weights = mlp.parameters()
        examples = list(zip(net.data["X"].tolist(), net.data["Y"][:, 0].tolist(), strict=True))
    else:
        weights = w1, w2 = [Value(net.start[key]) for key in ("w1", "w2")]
    losses = np.empty(epochs)
    for epoch in range(epochs):
        if name == DENSE:
            loss = sum((0.5 * (mlp(x) - y) ** 2 for x, y in examples), Value(0)) * (1 / len(examples))
        else:
            loss = 0.5 * (w2 * (w1 * net.data["x"]) - net.data["y"]) ** 2
        for weight in weights:
            weight.grad = 0
        loss.backward()
        for weight in weights:
            weight.data -= net.rate * weight.grad
        losses[epoch] = loss.data
    return losses
