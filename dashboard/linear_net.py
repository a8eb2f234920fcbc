"""What the screen of the linear net computes and draws; the page arranges it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import streamlit as st

from dashboard import charts, components, deeper, training_view, walkthrough, your_turn
from dashboard.controls import Choice, Control, NumberInput, reset_button, set_to
from dashboard.experiments import Experiment
from engine import networks
from engine.formulas import number, place, text
from engine.graph import apply, variable
from engine.networks import Network
from engine.optimizers import GradientDescent
from engine.program import evaluate
from engine.training import Run, settled_after, train, working_rate

SETTLED_BELOW = 0.001
TRIED_EPOCHS = 200
CHECK = "check"  # the fold of the gradient check

RATE = NumberInput("learning_rate", "learning rate α", networks.LINEAR_RATE, 0, 10, 0.001)
NUMBERS = (
    NumberInput("x", "input x", networks.LINEAR_DATA["x"], -100, 100, 0.5),
    NumberInput("y", "target y", networks.LINEAR_DATA["y"], -1000, 1000, 1),
    NumberInput("w1", "weight w₁", networks.LINEAR_START["w1"], -100, 100, 0.1),
    NumberInput("w2", "weight w₂", networks.LINEAR_START["w2"], -100, 100, 0.1),
    RATE,
)
LOSS = Choice("loss", "loss L", {"half_squared": "½(ŷ − y)²", "squared": "(ŷ − y)²"})
EPOCHS = NumberInput("epochs", "epochs", 10, 1, charts.MAX_EPOCHS, 10, whole=True)
CONTROLS: tuple[Control, ...] = (*NUMBERS, EPOCHS, LOSS)

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


@dataclass(frozen=True)
class Settings:
    """What a visitor has set. All numbers are within the limits of NUMBERS and EPOCHS."""

    x: float
    y: float
    w1: float
    w2: float
    learning_rate: float
    loss: networks.LossConvention
    epochs: int = 10

    @property
    def network(self) -> Network:
        """The net with the chosen loss."""
        return networks.linear(self.loss)

    @property
    def optimizer(self) -> GradientDescent:
        """Gradient descent with the chosen rate."""
        return GradientDescent(self.learning_rate)

    @property
    def start(self) -> dict[str, float]:
        """The weights before the first update."""
        return {name: getattr(self, name) for name in self.network.weights}

    @property
    def data(self) -> dict[str, float]:
        """Input and target."""
        return {name: getattr(self, name) for name in self.network.data}

    @property
    def values(self) -> dict[str, float]:
        """Weights and data."""
        return {**self.start, **self.data}


def settings(chosen: Mapping[str, float | str]) -> Settings:
    """The settings from the values of the controls."""
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in chosen.items() if name in known})  # type: ignore[arg-type]


def trained(chosen: Settings) -> Run:
    """The run for these settings, with all histories: it takes less time than to look it up in a cache."""
    return train(chosen.network, chosen.start, chosen.data, chosen.optimizer, chosen.epochs)


def inputs(is_training: bool) -> Settings:
    """Draw the row of inputs, send the numbers that follow from them, and return the settings.

    A changed number runs only `_numbers` again, and what is drawn stays as it is. The loss changes what
    is drawn, so that it runs the whole page.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="inputs"):
        numbers, choices = st.container(key="numbers"), st.container(horizontal=True, key="choices")
    with choices:
        loss = LOSS.draw()
        reset_button(CONTROLS)
    with numbers:
        return _numbers(loss, is_training)


@st.fragment
def _numbers(loss: str, is_training: bool) -> Settings:
    shown = (*NUMBERS, EPOCHS) if is_training else NUMBERS
    with st.container(horizontal=True, gap="small"):
        chosen = settings({"loss": loss, **{control.key: control.draw() for control in shown}})
    (_feed_training if is_training else _feed_one_step)(chosen)
    page = _page()
    is_new = page.get("chosen") != chosen
    page["chosen"] = chosen
    if is_new and (your_turn.is_asking() or deeper.is_open(CHECK)):
        st.rerun()  # there is more on the page that depends on the numbers
    return chosen


def _page() -> dict[str, Settings]:
    """What the page last drew: it lives as long as the visit, and a download can look into it."""
    page: dict[str, Settings] = st.session_state.setdefault("linear_net", {})
    return page


def download() -> None:
    """The button that downloads the table of epochs of the numbers that are set when it is pressed."""
    page = _page()
    training_view.show_download(lambda: trained(page["chosen"]))


def show_loss_curve(chosen: Settings) -> None:
    """The parabola of L over ŷ with its tangent, and how ∂L/∂ŷ is found."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        charts.show_loss_curve()
    with right:
        components.part("words", {"html": _derivation(chosen.network)}, js=("player.js",))


def _prediction(chosen: Settings) -> tuple[float, float, float]:
    """ŷ, L and ∂L/∂ŷ at the start."""
    net = chosen.network
    y_hat, loss, slope = evaluate([net.values["y_hat"], net.loss, net.gradients["y_hat"]], chosen.values)
    return float(y_hat), float(loss), float(slope)


def _loss_curve_feed(chosen: Settings, covered: str | None) -> tuple[str, str]:
    y_hat, loss, slope = _prediction(chosen)
    loss_node = apply(chosen.network.loss.operation, variable("y_hat"), variable("y"))
    reach = 1.25 * abs(y_hat - chosen.y) or 1.0
    x = np.linspace(chosen.y - reach, chosen.y + reach, 61)
    curve = (x, evaluate([loss_node], {"y_hat": x, "y": chosen.y})[0])
    is_covered = covered in ("y_hat", "loss", "dL_dy_hat")
    return charts.loss_curve_feed(curve, (y_hat, loss), slope, chosen.y, is_covered)


def _feed_one_step(chosen: Settings) -> None:
    covered = your_turn.covered(chosen.network, chosen.optimizer, chosen.values)
    components.feed(
        walkthrough=walkthrough.feed_of(chosen.network, chosen.optimizer, chosen.values, covered),
        charts={"loss_curve": _loss_curve_feed(chosen, covered)},
    )


def _feed_training(chosen: Settings) -> None:
    run = trained(chosen)
    components.feed(
        training={**training_view.feed_of(run), **_outcome(chosen, run)}, charts=training_view.charts_of(run)
    )


def _derivation(net: Network) -> str:
    outer, inner = ("½u²", "u") if net.loss.operation == networks.LOSSES["half_squared"] else ("u²", "2u")
    return (
        f"<h3>Where does ∂L/∂ŷ come from?</h3><p>Call the error u = ŷ − y. Then L = {outer}.</p>"
        f"<ul><li>outside: dL/du = {inner}</li><li>inside: du/dŷ = 1</li><li>together: ∂L/∂ŷ = {inner} · 1 = "
        f"{text(net.gradients['y_hat'])} = {place('dL_dy_hat')}</li></ul>"
        f"<p>{place('words_dL_dy_hat')}</p><p>It is the slope of the tangent at ŷ = {place('y_hat')}.</p>"
    )


def _outcome(chosen: Settings, run: Run) -> dict[str, Any]:
    """How the run ended, in words; where it diverged, with a rate that was tried and works."""
    if run.outcome.kind == "finished":
        settled = settled_after(run.loss, SETTLED_BELOW)
        if settled is None:
            return {"outcome": f"The loss is still {number(float(run.loss[-1]))} after {_updates(run.epochs)}."}
        told = f"The loss is below {SETTLED_BELOW} after {_updates(settled)}, and stays there to the end of this run."
        return {"outcome": told}
    told = (
        f"With α = {number(chosen.learning_rate)} the run diverged: its updates jump over the goal, "
        f"and in the end further and further. After {_updates(run.outcome.epoch or 0)} the loss is no longer "
        "a finite number. Nothing is broken: the rate is too large for this start."
    )
    found = working_rate(chosen.network, chosen.start, chosen.data, TRIED_EPOCHS, SETTLED_BELOW)
    if found is None:
        none = f" Of a grid of rates none brings this start below {SETTLED_BELOW} in {TRIED_EPOCHS} updates."
        return {"outcome": told + none, "diverged": True}
    rate, after = found
    return {
        "outcome": f"{told} Of the rates tried from this start, α = {number(rate)} settles first, after "
        f"{_updates(after)}.",
        "diverged": True,
        "offer": {"rate": rate, "words": f"Use α = {number(rate)}"},
    }


def take(experiment: Experiment) -> None:
    """Set the state of an experiment; what it does not name is set to the course's numbers."""
    set_to(CONTROLS, experiment.state)


def take_offered_rate() -> None:
    """Set the rate that was offered. For the event `rate` of the training player."""
    rate = st.session_state["training"]["rate"]
    if isinstance(rate, (int, float)) and RATE.accepts(str(rate)):
        st.session_state[RATE.key] = float(rate)


def _updates(count: int) -> str:
    return "1 update" if count == 1 else f"{count} updates"
