"""The same training in PyTorch: it finds the gradients itself, and its optimizers move the weights.

Written for comparison; nothing here is run. That both print the same table is held by golden output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.graph import Node
from engine.networks import Network
from engine.notation import gradient_name, mean_name
from engine.optimizers import (
    CosineAnnealing,
    ExponentialDecay,
    Nesterov,
    Optimizer,
    Schedule,
    StepDecay,
    taken_apart,
)
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

# What else a schedule makes of the rate.
_FACTORS: Mapping[str, str] = {
    "Constant": "1",
    "StepDecay": "{drop} ** math.floor(t / {drop_every})",
    "WarmUp": "min(1, (t + 1) / {warm_up_updates})",
    "CosineAnnealing": "{final_rate} + ({learning_rate} - {final_rate})"
    " * (1 + math.cos(math.pi * min(t, {cosine_updates}) / {cosine_updates})) / 2",
}


def opening(setup: TrainingSetup) -> Iterator[str]:
    """The lines before the loop."""
    inner, schedule = taken_apart(setup.optimizer)
    scheduler = _scheduler(schedule) if schedule else ""
    if "math." in scheduler:
        yield "import math"
    yield "import torch"
    yield "torch.set_default_dtype(torch.float64)  # as Python's numbers"
    yield ""
    for name in setup.data:
        yield f"{name} = torch.tensor({setup.each(name) if setup.network.over_examples else setup.each(name)[0]})"
    for name, value in setup.start.items():
        yield f"{name} = torch.tensor({float(value)!r}, requires_grad=True)"
    yield f"weights = [{', '.join(setup.start)}]"
    yield f"optimizer = {_optimizer(inner.with_rate(1.0) if isinstance(schedule, CosineAnnealing) else inner)}"
    if scheduler:
        yield f"scheduler = torch.optim.lr_scheduler.{scheduler}"


def after_step(setup: TrainingSetup) -> list[str]:
    """The lines after those of the update: where there is a schedule, it sets the rate of the next one."""
    return ["scheduler.step()  # the learning rate of the next update"] if taken_apart(setup.optimizer)[1] else []


def forward(network: Network) -> list[Statement]:
    """The lines of the forward pass. Over examples each works on all of them, and the loss is the mean."""
    lines = statements([network.loss], "python")
    if network.over_examples:
        lines = [replace(line, code=f"torch.mean({line.code})") if line.name == "loss" else line for line in lines]
    names = {line.node: line.name for line in lines}
    return [replace(line, code=_whole(line.node, names)) if line.node.operation in _WHOLE else line for line in lines]


def shown(network: Network, column: str) -> str:
    """A column of the table as PyTorch has it: a weight's gradient is kept with the weight."""
    if column == mean_name("loss"):
        return "loss"
    gradients = {gradient_name("loss", weight): weight for weight in network.weights}
    return f"{gradients[column]}.grad" if column in gradients else column


def _whole(node: Node, names: Mapping[Node, str]) -> str:
    (inner,) = node.inputs
    return f"torch.{node.operation}({names.get(inner) or expression(inner, names)})"


def _optimizer(optimizer: Optimizer) -> str:
    settings = {name: repr(float(value)) for name, value in optimizer.settings().items()}
    call = CALLS[type(optimizer).__name__].format(**settings)
    if isinstance(optimizer, Nesterov) and not optimizer.momentum:
        call = call.replace(", nesterov=True", "")  # which PyTorch refuses without momentum; the steps are the same
    on = [name for name in optimizer.OPTIONS if getattr(optimizer, name)]
    return "torch.optim." + call.removesuffix(")") + "".join(f", {name}=True" for name in on) + ")"


def _scheduler(schedule: Schedule) -> str:
    """What the schedule is in PyTorch, where `t` counts the updates from 0.

    PyTorch's own cosine rises again after the bottom, so that it is written out; and a rate of α = 0 times something
    stays 0, so that it gives the rate itself, where all others give what α is multiplied by.
    """
    number = {name: repr(float(value)) for name, value in schedule.settings().items()}
    every = float(schedule.settings().get("drop_every", 1))
    if isinstance(schedule, StepDecay) and every.is_integer():
        return f"StepLR(optimizer, step_size={int(every)}, gamma={number['drop']})"
    if isinstance(schedule, ExponentialDecay):
        return f"ExponentialLR(optimizer, gamma={number['rate_decay']})"
    return f"LambdaLR(optimizer, lambda t: {_FACTORS[type(schedule).__name__].format(**number)})"
