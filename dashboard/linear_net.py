"""The screen of the linear net: its inputs and experiments, and the parabola of the loss. The page arranges it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard import charts, components
from dashboard.controls import NumberInput, course_numbers
from dashboard.experiments import Experiment
from dashboard.net_screen import LOSS, RATE_KEY, Chosen, NetScreen
from dashboard.net_settings import NetSettings
from engine import networks
from engine.formulas import place, text
from engine.graph import apply, variable
from engine.networks import Network
from engine.program import evaluate

RATE = NumberInput(RATE_KEY, "learning rate α", networks.LINEAR_RATE, 0, 10, 0.001)
NUMBERS = (
    NumberInput("x", "input x", networks.LINEAR_DATA["x"], -100, 100, 0.5),
    NumberInput("y", "target y", networks.LINEAR_DATA["y"], -1000, 1000, 1),
    NumberInput("w1", "weight w₁", networks.LINEAR_START["w1"], -100, 100, 0.1),
    NumberInput("w2", "weight w₂", networks.LINEAR_START["w2"], -100, 100, 0.1),
    RATE,
)
EPOCHS = NumberInput("epochs", "epochs", 10, 1, 200, 1, whole=True)

EXPERIMENTS = (
    Experiment(
        "Set w₁ = w₂ = 0: it never learns",
        {"w1": 0.0, "w2": 0.0},
        "The gradient of each weight has the other weight as a factor: ∂L/∂w₁ = ∂L/∂ŷ · w₂ · x, and "
        "∂L/∂w₂ = ∂L/∂ŷ · w₁ · x. Both are zero, so no update moves anything, however long you train. "
        "This is one reason why nets start from random weights.",
    ),
    Experiment(
        "Set w₂ = 0 alone: w₁ rests for one step",
        {"w2": 0.0},
        "The error reaches w₁ only through w₂. While w₂ = 0, ∂L/∂w₁ = 0 and w₁ stays. But w₂ itself has a gradient, "
        "moves, and from the second update on w₁ learns too. Look at Training.",
    ),
    Experiment(
        "Take the loss without ½",
        {"loss": "squared"},
        "Every gradient doubles, because the derivative of (ŷ − y)² is 2(ŷ − y). Nothing else changes: "
        "it is as if the learning rate α had doubled.",
    ),
    Experiment(
        "Start too high: w₁ = 4, w₂ = 3",
        {"w1": 4.0, "w2": 3.0},
        "Now ŷ is above the target. ∂L/∂ŷ = ŷ − y is positive, both gradients are positive, and both weights shrink.",
    ),
    Experiment(
        "Learn too boldly: α = 0.05",
        {"learning_rate": 0.05},
        "The updates jump over the goal. Sooner or later one lands further away than it was, finds a steeper slope "
        "there, and jumps further still. Open Training: it says after how many updates the loss was no longer a finite "
        "number.",
    ),
)


def settings_of(chosen: Chosen) -> NetSettings:
    """What follows from the values of the inputs; what is missing has the course's number."""
    values = {**course_numbers((*NUMBERS, EPOCHS, LOSS)), **chosen}
    network = networks.linear(values["loss"])
    start, data = ({name: values[name] for name in names} for names in (network.weights, network.data))
    return NetSettings(network, start, data, values[RATE.key], values[EPOCHS.key])


def _charts(chosen: NetSettings, view: str, covered: str | None) -> charts.Feeds:
    return {
        "loss_curve": _loss_curve_feed(chosen, covered),
        "loss_curve?dL_dy_hat": _loss_curve_feed(chosen, "dL_dy_hat"),
    }


SCREEN = NetScreen(
    "linear_net",
    views=("One step", "Training"),
    all_numbers=(*NUMBERS, EPOCHS),
    choices=(LOSS,),
    settings=settings_of,
    numbers=lambda chosen, view: (*NUMBERS, EPOCHS) if view == "Training" else NUMBERS,
    charts=_charts,
)


def course() -> NetSettings:
    """The settings of the course."""
    return settings_of({})


def show_loss_curve(chosen: NetSettings) -> None:
    """The parabola of L over ŷ with its tangent, and how ∂L/∂ŷ is found."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        charts.show_loss_curve()
    with right:
        components.words(_derivation(chosen.network))


def _prediction(chosen: NetSettings) -> tuple[float, float, float]:
    """ŷ, L and ∂L/∂ŷ at the start."""
    net = chosen.network
    y_hat, loss, slope = evaluate([net.values["y_hat"], net.loss, net.gradients["y_hat"]], chosen.values)
    return float(y_hat), float(loss), float(slope)


def _loss_curve_feed(chosen: NetSettings, covered: str | None) -> tuple[str, str]:
    target = chosen.values["y"]
    y_hat, loss, slope = _prediction(chosen)
    loss_node = apply(chosen.network.loss.operation, variable("y_hat"), variable("y"))
    reach = 1.25 * abs(y_hat - target) or 1.0
    x = np.linspace(target - reach, target + reach, 61)
    curve = (x, evaluate([loss_node], {"y_hat": x, "y": target})[0])
    is_covered = covered in ("y_hat", "loss", "dL_dy_hat")
    return charts.loss_curve_feed(curve, (y_hat, loss), slope, target, is_covered)


def _derivation(net: Network) -> str:
    outer, inner = ("½u²", "u") if net.loss.operation == networks.LOSSES["half_squared"] else ("u²", "2u")
    return (
        f"<h3>Where does ∂L/∂ŷ come from?</h3><p>Call the error u = ŷ − y. Then L = {outer}.</p>"
        f"<ul><li>outside: dL/du = {inner}</li><li>inside: du/dŷ = 1</li><li>together: ∂L/∂ŷ = {inner} · 1 = "
        f"{text(net.gradients['y_hat'])} = {place('dL_dy_hat')}</li></ul>"
        f"<p>{place('words_dL_dy_hat')}</p><p>It is the slope of the tangent at ŷ = {place('y_hat')}.</p>"
    )
