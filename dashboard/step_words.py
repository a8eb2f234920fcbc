"""One update in words: a sentence for each step, what the sign of a gradient says, and where each number comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from engine.backpropagation import paths
from engine.formulas import number, place, text, text_places
from engine.graph import Node
from engine.networks import ACTIVATIONS, Network
from engine.notation import gradient_name, mean_name, plain_name
from engine.optimizers import Optimizer
from engine.walk import Step, new_name, next_name, nodes

_FLAT = 0.001  # an activation whose slope is smaller hardly lets a gradient pass


def start_sentence(network: Network) -> str:
    """What is said before the first step."""
    given = ", ".join(f"{plain_name(name)} = {place(name)}" for name in (*network.data, *network.weights))
    return f"<i>Start.</i> Given are {given}. Press Step."


def sentence(network: Network, step: Step, is_last: bool) -> str:
    """A step in words, with places for its numbers."""
    symbol, right = plain_name(step.about), f"{escape(text(step.node))} = {text_places(step.node)}"
    if step.kind == "forward":
        told = f"<i>Forward.</i> {symbol} = {right} = {place(step.key)}"
        mean = mean_name("loss")
        return told + (
            _words(f"The mean over all examples is {place(mean)}.")
            if step.about == "loss" and network.over_examples
            else ""
        )
    if step.kind == "backward":
        said = f'<span class="words" data-value="words_{step.key}"></span>'
        told = f"<i>Backward to {symbol}.</i> {plain_name(step.key)} = {right} = {place(step.key)}. {said}"
        is_mean = network.over_examples and step.about in network.weights
        return told + (_words(f"Over all examples the mean is {place(mean_name(step.key))}.") if is_mean else "")
    then = ""
    if is_last:
        after = [name for name in network.computed if name in ("y_hat", "loss")]
        listed = ", ".join(f"{plain_name(name)} = {place(next_name(name))}" for name in after)
        then = _words(f"With the new weights: {listed}.")
    return f"<i>Update.</i> new {symbol} = {right} = {place(step.key)}.{then}"


def _words(told: str) -> str:
    return f' <span class="words">{told}</span>'


def sign_words(network: Network, found: Mapping[str, float]) -> dict[str, str]:
    """What the sign of each gradient says, in words, by the gradient's name; and why it is tiny where it is."""
    told: dict[str, str] = {}
    for name in network.differentiated:
        key, symbol = gradient_name("loss", name), plain_name(name)
        match sign(found[key]):
            case -1:
                told[key] = f"Negative: if {symbol} grows, the loss shrinks. So {symbol} should grow."
            case 1:
                told[key] = f"Positive: if {symbol} grows, the loss grows. So {symbol} should shrink."
            case 0:
                told[key] = f"Zero: a small change of {symbol} does not change the loss."
            case _:
                told[key] = "Not a number: the values before it are too large for the computer."
                continue
        told[key] += _saturation(network, name, found)
    return told


def sign(value: float) -> int | None:
    """−1, 0, 1; None for what is not a number."""
    return None if value != value else (value > 0) - (value < 0)


def _saturation(network: Network, name: str, found: Mapping[str, float]) -> str:
    """Where an activation on the way is so flat that hardly anything of the gradient passes: that it is no fault."""
    slopes = [
        (abs(slope), edge)
        for route in paths(network.loss, name)
        for edge in route
        if edge.target.operation in ACTIVATIONS
        and (slope := found.get(gradient_name(edge.target.name or "", edge.source.name or ""))) is not None
    ]
    slope, edge = min(slopes, key=lambda pair: pair[0], default=(1.0, None))
    if edge is None or not slope < _FLAT:
        return ""
    inner = edge.source.name or ""
    at = f"{plain_name(inner)} = {number(found.get(inner, 0.0))}"
    if edge.target.operation == "relu":
        return f" At {at} relu is flat: nothing passes back through it."
    if slope == 0:
        return f" At {at} the curve is so flat that float64 holds its slope as 0. Nothing is broken."
    return f" At {at} the curve is almost flat, its slope is {number(slope)}: saturated, not broken."


def origins(network: Network, optimizer: Optimizer) -> dict[str, str]:
    """For each number of one update where it comes from, with places for the numbers. `optimizer` is a symbolic one."""
    told = {key: _origin(plain_name(key), key, node) for key, node in nodes(network, optimizer).items() if node.inputs}
    for weight in network.weights:
        key = new_name(weight)
        told[key] = _origin(f"new {plain_name(weight)}", key, nodes(network, optimizer)[key])
    told |= {name: f"{plain_name(name)} = {place(name)}: a weight, it is learned." for name in network.weights}
    told |= {name: f"{plain_name(name)} = {place(name)}: given." for name in network.data}
    told |= {name: f"{plain_name(name)} = {place(name)}: you choose it." for name in optimizer.settings()}
    told[gradient_name("loss", "loss")] = "∂L/∂L = 1: here the backward pass begins."
    for name in network.computed:
        told[next_name(name)] = f"{plain_name(name)} = {place(next_name(name))} with the new weights."
    if network.over_examples:
        for key in ("loss", *(gradient_name("loss", weight) for weight in network.weights)):
            mean = mean_name(key)
            told[mean] = f"{plain_name(mean)} = {place(mean)}: the mean of {plain_name(key)} over all examples."
    return told


def _origin(symbol: str, key: str, node: Node) -> str:
    return f"{symbol} = {escape(text(node))} = {text_places(node)} = {place(key)}"


def step_sentences(network: Network, walk: Sequence[Step]) -> list[str]:
    """What is said at the start and at each step."""
    return [start_sentence(network), *(sentence(network, step, step is walk[-1]) for step in walk)]
