"""The nets of the course, each written once as a graph. Everything that is shown is read off it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from engine.backpropagation import gradients
from engine.errors import GraphError, SettingError, UnknownNameError
from engine.graph import Node, apply, named_nodes, topological, variable
from engine.notation import gradient_name
from engine.operations import has_matrices

LossConvention = Literal["half_squared", "squared"]

Activation = Literal["sigmoid", "tanh", "relu", "identity"]

# Which operation each convention of the loss is.
LOSSES: Mapping[str, str] = MappingProxyType({"half_squared": "half_squared_error", "squared": "squared_error"})

# The activations that a net may have: rows of the table of operations.
ACTIVATIONS: tuple[Activation, ...] = ("sigmoid", "tanh", "relu", "identity")

# The course's own numbers for each net: what a screen opens with.
LINEAR_START = MappingProxyType({"w1": 2.0, "w2": 0.5})
LINEAR_DATA = MappingProxyType({"x": 2.0, "y": 20.0})
LINEAR_RATE = 0.01
SIGMOID_START = MappingProxyType({"w1": 0.5, "w2": -0.5, "w3": 0.5})
SIGMOID_BIASES = MappingProxyType({"b1": 0.0, "b2": 0.0})
SIGMOID_DATA = MappingProxyType({"x1": 1.0, "x2": 2.0, "y": 1.0})
SIGMOID_RATE = 0.1


@dataclass(frozen=True)
class Network:
    """A graph that ends in a loss, and which of its variables are learned.

    `loss`: the node to be made small. `weights`: the names of the variables that training moves,
    biases among them. `data`: the names of those that it leaves alone. `over_examples`: whether data
    come as arrays, one entry an example; the graph is that of one example all the same, and training
    makes the mean of the losses small: the gradient of a mean is the mean of the gradients.
    `shapes`: of the weights of a net of matrices, each by its name. Such a net has all examples in
    its graph, and the mean of the losses too. Raises GraphError if weights and data do not cover the
    variables of the graph, each once, if a value has the name of a gradient, or if a net of matrices
    is to be trained over examples.
    """

    loss: Node
    weights: tuple[str, ...]
    data: tuple[str, ...] = ()
    over_examples: bool = False
    shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def __post_init__(self) -> None:
        variables = {name for name, node in self.values.items() if node.operation == "variable"}
        if sorted(variables) != sorted((*self.weights, *self.data)):
            raise GraphError(
                f"weights {self.weights} and data {self.data} must together be the variables of the net, "
                f"each once: {', '.join(sorted(variables))}."
            )
        if self.loss.name != "loss":
            raise GraphError('The last node of a net must be called "loss".')
        if clash := {gradient_name("loss", name) for name in self.values}.intersection(self.values):
            raise GraphError(f"{min(clash)} is the name of a gradient: give the value of the net another one.")
        if self.over_examples and self.has_matrices:
            raise GraphError("A net of matrices has all examples in its graph: it is not trained over examples.")

    @cached_property
    def has_matrices(self) -> bool:
        """Whether the net works on whole matrices."""
        return has_matrices(topological([self.loss]))

    @cached_property
    def values(self) -> dict[str, Node]:
        """Every named value in forward order: inputs, weights, hidden values, the loss last."""
        return named_nodes(self.loss)

    @cached_property
    def gradients(self) -> dict[str, Node]:
        """The derivative of the loss by every named value, in backward order."""
        return gradients(self.loss)

    @cached_property
    def computed(self) -> tuple[str, ...]:
        """The names of the values that the forward pass computes, in its order."""
        return tuple(name for name, node in self.values.items() if node.operation != "variable")

    @cached_property
    def differentiated(self) -> tuple[str, ...]:
        """The names whose gradients the backward pass computes, in its order: all but data and the loss."""
        return tuple(name for name in self.gradients if name not in self.data and name != "loss")

    def gradient(self, name: str) -> Node:
        """The derivative of the loss by the value `name`. Raises UnknownNameError with the names there are."""
        try:
            return self.gradients[name]
        except KeyError:
            raise UnknownNameError(f"This net has no value {name!r}. It has: {', '.join(self.values)}.") from None


def _loss(y_hat: Node, y: Node, convention: str) -> Node:
    """The loss of `y_hat` against `y`. Raises SettingError for another convention."""
    if convention not in LOSSES:
        raise SettingError(f"There is no loss {convention!r}. Choose one of: {', '.join(LOSSES)}.")
    return apply(LOSSES[convention], y_hat, y)


def _activated(z: Node, activation: str) -> Node:
    """`activation` of `z`. Raises SettingError for one that a net may not have."""
    if activation not in ACTIVATIONS:
        raise SettingError(f"There is no activation {activation!r}. Choose one of: {', '.join(ACTIVATIONS)}.")
    return apply(activation, z)


@cache
def linear(loss: LossConvention = "half_squared") -> Network:
    """One input, two weights: h = w1·x, ŷ = w2·h, and the loss of ŷ against the target y.

    `loss`: "half_squared" is ½(ŷ − y)², as in the course; "squared" is (ŷ − y)².
    """
    x, y, w1, w2 = map(variable, ("x", "y", "w1", "w2"))
    h = (w1 * x).named("h")
    y_hat = (w2 * h).named("y_hat")
    return Network(_loss(y_hat, y, loss).named("loss"), weights=("w1", "w2"), data=("x", "y"))


@cache
def sigmoid(
    loss: LossConvention = "half_squared",
    activation: Activation = "sigmoid",
    has_biases: bool = False,
    over_examples: bool = False,
) -> Network:
    """Two inputs, one hidden neuron, one output: ŷ = σ(w3·σ(w1·x1 + w2·x2)).

    `activation` stands in both places of σ. `has_biases` adds b1 and b2 to what the activations are
    given. `over_examples`: see `Network`.
    """
    x1, x2, y, w1, w2, w3, b1, b2 = map(variable, ("x1", "x2", "y", "w1", "w2", "w3", "b1", "b2"))
    z1 = (w1 * x1 + w2 * x2 + b1 if has_biases else w1 * x1 + w2 * x2).named("z1")
    h1 = _activated(z1, activation).named("h1")
    z2 = (w3 * h1 + b2 if has_biases else w3 * h1).named("z2")
    y_hat = _activated(z2, activation).named("y_hat")
    biases = ("b1", "b2") if has_biases else ()
    return Network(_loss(y_hat, y, loss).named("loss"), ("w1", "w2", "w3", *biases), ("x1", "x2", "y"), over_examples)


@cache
def dense(
    sizes: tuple[int, ...],
    activation: Activation = "tanh",
    output_activation: Activation = "identity",
    loss: LossConvention = "half_squared",
) -> Network:
    """A net of layers, each neuron joined to all of the layer before, for all examples at once.

    `sizes`: how many inputs there are, how many neurons in each hidden layer, how many outputs, as
    (2, 8, 8, 1). Examples are rows: X has the shape (examples, inputs), Y (examples, outputs), and of
    layer k the weights Wk have (before, after) and the biases bk (after,). Z1 = X·W1 + b1, H1 is the
    `activation` of Z1, and so on to Y_hat; the loss is the mean over all entries of Y. Raises
    SettingError for less than two sizes, or one below 1.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise SettingError(f"sizes is {sizes}: it needs those of the inputs and of the outputs at least, from 1.")
    shapes: dict[str, tuple[int, ...]] = {}
    value = variable("X")
    for layer, (before, after) in enumerate(pairwise(sizes), start=1):
        shapes |= {f"W{layer}": (before, after), f"b{layer}": (after,)}
        is_last = layer == len(sizes) - 1
        z = apply("add_to_rows", apply("matmul", value, variable(f"W{layer}")), variable(f"b{layer}"))
        if is_last and output_activation == "identity":
            value = z.named("Y_hat")
        elif is_last:
            value = _activated(z.named(f"Z{layer}"), output_activation).named("Y_hat")
        else:
            value = _activated(z.named(f"Z{layer}"), activation).named(f"H{layer}")
    losses = _loss(value, variable("Y"), loss).named("losses")
    return Network(apply("mean", losses).named("loss"), tuple(shapes), ("X", "Y"), shapes=tuple(shapes.items()))
