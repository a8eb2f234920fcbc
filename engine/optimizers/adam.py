"""Adam and its kin: a mean of the gradients, divided by the root of a mean of their squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.elementary import maximum, named, sqrt
from engine.optimizers.optimizer import Optimizer, State


@dataclass(frozen=True)
class Adam(Optimizer):
    """Momentum and a rate for each weight in one, both means corrected for their start at 0.

    m ← β₁ · m + (1 − β₁) · g, v ← β₂ · v + (1 − β₂) · g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ),
    w ← w − α · m̂ / (√v̂ + ε), where t counts the updates from 1. Source: D. Kingma, J. Ba, "Adam: a
    method for stochastic optimization", ICLR (2015). `learning_rate` is α, 0 or more; `beta1` and
    `beta2` are at least 0 and below 1; `epsilon` is ε, 0 or more.
    """

    learning_rate: Any = 0.001
    beta1: Any = 0.9
    beta2: Any = 0.999
    epsilon: Any = 1e-8

    def init(self, parameter: Any) -> State:
        """No update was made, and both means start at 0."""
        return {"step": 0.0, "m": 0.0, "v": 0.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·m̂/(√v̂ + ε), with the means after this gradient."""
        new = self._means(gradient, state)
        return self._moved(parameter, self._m_hat(new), new["v"], new["step"]), new

    def _means(self, gradient: Any, state: State) -> State:
        return {
            "step": state["step"] + 1,
            "m": self.beta1 * state["m"] + (1 - self.beta1) * gradient,
            "v": self.beta2 * state["v"] + (1 - self.beta2) * gradient**2,
        }

    def _m_hat(self, new: State) -> Any:
        return new["m"] / (1 - self.beta1 ** new["step"])

    def _moved(self, parameter: Any, m_hat: Any, v: Any, step: Any) -> Any:
        """The step that the whole family makes; its members differ in what they take for m̂ and v."""
        m_hat, v_hat = named("m_hat", m_hat), named("v_hat", v / (1 - self.beta2**step))
        return parameter - self.learning_rate * m_hat / (sqrt(v_hat) + self.epsilon)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam on a weight that first shrinks by itself: w ← w · (1 − α · λ) before Adam's step.

    The shrinking does not go through the means, so that it is the same for large and small gradients;
    that is what "decoupled" means. Source: I. Loshchilov, F. Hutter, "Decoupled weight decay
    regularization", ICLR (2019). `weight_decay` is λ, 0 or more; the others as Adam.
    """

    weight_decay: Any = 0.01

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w·(1 − α·λ) − α·m̂/(√v̂ + ε)."""
        return super().update(gradient, state, parameter * (1 - self.learning_rate * self.weight_decay))


@dataclass(frozen=True)
class AMSGrad(Adam):
    """Adam that never forgets the largest v: its steps cannot grow long again after large gradients.

    v_max ← max(v_max, v) takes the place of v, before the correction, as in PyTorch; the paper leaves
    the corrections out. Source: S. Reddi, S. Kale, S. Kumar, "On the convergence of Adam and beyond",
    ICLR (2018). Settings: as Adam.
    """

    def init(self, parameter: Any) -> State:
        """As Adam; the largest v so far is 0."""
        return {**super().init(parameter), "v_max": 0.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·m̂/(√v̂ + ε), where v̂ comes from the largest v so far."""
        new = self._means(gradient, state)
        new["v_max"] = maximum(state["v_max"], new["v"])
        return self._moved(parameter, self._m_hat(new), new["v_max"], new["step"]), new


@dataclass(frozen=True)
class NAdam(Adam):
    """Adam with Nesterov's look ahead: the present gradient counts once more, the mean as it will weigh next time.

    μ = β₁ · (1 − ½ · 0.96^(t·ψ)) warms the momentum up, μ_next is that of update t + 1, and with the
    product Πμ of all μ so far m̂ = μ_next · m / (1 − Πμ · μ_next) + (1 − μ) · g / (1 − Πμ). Source: T. Dozat,
    "Incorporating Nesterov momentum into Adam", ICLR workshop (2016), in PyTorch's form.
    `momentum_decay` is ψ, 0 or more; the others as Adam.
    """

    learning_rate: Any = 0.002
    momentum_decay: Any = 0.004

    def init(self, parameter: Any) -> State:
        """As Adam; the product of no factors is 1."""
        return {**super().init(parameter), "mu_product": 1.0}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """w − α·m̂/(√v̂ + ε), with the m̂ of the look ahead."""
        new = self._means(gradient, state)
        mu = named("mu", self._momentum(new["step"]))
        mu_next = named("mu_next", self._momentum(new["step"] + 1))
        new["mu_product"] = state["mu_product"] * mu
        ahead = mu_next * new["m"] / (1 - new["mu_product"] * mu_next)
        now = (1 - mu) * gradient / (1 - new["mu_product"])
        return self._moved(parameter, ahead + now, new["v"], new["step"]), new

    def _momentum(self, step: Any) -> Any:
        return self.beta1 * (1 - 0.5 * 0.96 ** (step * self.momentum_decay))
