"""*Predict first*: which numbers of one update a link with `hide=backward` covers, and what they are called."""

from __future__ import annotations

from dashboard.graph_picture import local_key
from engine.backpropagation import edges
from engine.networks import Network
from engine.notation import gradient_name, mean_name, plain_name


def derivatives(network: Network) -> dict[str, str]:
    """The key of each gradient and of each local derivative that is no value of the net itself, and its name.

    ∂L/∂L = 1 is none of them: there the backward pass begins. Over several examples the means count too.
    """
    gradients = [gradient_name("loss", name) for name in network.differentiated]
    means = [mean_name(gradient_name("loss", weight)) for weight in network.weights] if network.over_examples else []
    flowing = [edge for edge in edges(network.loss) if edge.source.name not in network.data]
    locals_ = [key for edge in flowing if (key := local_key(edge)) not in network.values]
    return {key: plain_name(key) for key in (*gradients, *means, *locals_)}
