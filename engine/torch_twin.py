"""The same training in PyTorch: it finds the gradients itself, and its optimizers move the weights.

Written for comparison; nothing here is run. That both print the same table is held by golden output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.graph import Node
from engine.networks import Network
from engine.notation import gradient_name
from engine.statements import Statement, expression, statements
from engine.training_setup import TrainingSetup

# Operations that PyTorch has as a whole.
_WHOLE = ("sigmoid", "tanh", "relu")

# What each optimizer is in PyTorch, with the same settings.
_ADAM = "weights, lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}"
CALLS: Mapping[str, str] = {
    "GradientDescent": "SGD(weights, lr={learning_rate})",
    "Momentum": "SGD(weights, lr={learning_rate}, momentum={momentum})",
    "Nesterov": "SGD(weights, lr={learning_rate}, momentum={momentum}, nesterov=True)",
    "Adagrad": "Adagrad(weights, lr={learning_rate}, eps={epsilon})",
    "RMSprop": "RMSprop(weights, lr={learning_rate}, alpha={decay}, eps={epsilon})",
    "Adam": f"Adam({_ADAM})",
    "Adadelta": "Adadelta(weights, lr={learning_rate}, rho={decay}, eps={epsilon})",
    "AdamW": f"AdamW({_ADAM}, weight_decay={{weight_decay}})",
    "NAdam": f"NAdam({_ADAM}, momentum_decay={{momentum_decay}})",
    "AMSGrad": f"Adam({_ADAM}, amsgrad=True)",
}


def opening(setup: TrainingSetup) -> Iterator[str]:
    """The lines before the loop."""
    yield "import torch"
    yield "torch.set_default_dtype(torch.float64)  # as Python's numbers"
    yield ""
    for name, value in setup.data.items():
        yield f"{name} = torch.tensor({float(value)!r})"
    for name, value in setup.start.items():
        yield f"{name} = torch.tensor({float(value)!r}, requires_grad=True)"
    yield f"weights = [{', '.join(setup.start)}]"
    yield f"optimizer = {_optimizer(setup)}"


def forward(network: Network) -> list[Statement]:
    """The lines of the forward pass."""
    lines = statements([network.loss], "python")
    names = {line.node: line.name for line in lines}
    return [replace(line, code=_whole(line.node, names)) if line.node.operation in _WHOLE else line for line in lines]


def shown(network: Network, column: str) -> str:
    """A column of the table as PyTorch has it: a weight's gradient is kept with the weight."""
    gradients = {gradient_name("loss", weight): weight for weight in network.weights}
    return f"{gradients[column]}.grad" if column in gradients else column


def _whole(node: Node, names: Mapping[Node, str]) -> str:
    (inner,) = node.inputs
    return f"torch.{node.operation}({names.get(inner) or expression(inner, names)})"


def _optimizer(setup: TrainingSetup) -> str:
    settings = {name: repr(float(value)) for name, value in setup.optimizer.settings().items()}
    return f"torch.optim.{CALLS[type(setup.optimizer).__name__].format(**settings)}"
