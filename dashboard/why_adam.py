"""Why a step of Adam and its kin is what it is."""

from __future__ import annotations

import numpy as np

from dashboard.why_reasons import Reasons
from engine.formulas import place
from engine.optimizers import AMSGrad


def adam(told: Reasons) -> None:
    """How m̂ and √v̂ make the step as long as it is. AMSGrad's largest v too."""
    m_hat, root = told.numbers["m_hat"], np.sqrt(told.numbers["v_hat"])
    ratio = m_hat / (root + told.numbers["epsilon"])
    size = np.abs(ratio)
    told.find(root=root, ratio=ratio)
    divided, times = f"m̂ / √v̂ = {place('ratio')}", f"so the step is {place('|ratio|')} times {told.rate}."
    told.say(m_hat == 0, f"The mean of the gradients, m̂, is 0, so this rule takes no step for {told.w}.")
    told.say(
        (told.numbers["step"] == 1) & (np.abs(size - 1) < 0.01),
        f"The size of the gradient is forgotten: {divided}, only its sign is left. "
        f"So the step is as long as {told.rate}.",
    )
    told.say(
        told.g == 0,
        f"This gradient is 0, but the mean of the earlier ones, m̂ = {place('m_hat')}, moves {told.w} on: {divided}.",
    )
    told.say(
        m_hat * told.g < 0,
        f"This gradient, {place(told.gradient)}, points one way, but the mean of the earlier ones, "
        f"m̂ = {place('m_hat')}, still points the other: {told.w} rolls on, {times}",
    )
    if isinstance(told.optimizer, AMSGrad):
        told.say(
            told.numbers["v_max"] > told.numbers["v"],
            f"It divides by √v̂ = {place('root')}, from the largest v so far, never forgotten: {divided}, {times}",
        )
    told.say(
        size > 1.01, f"The recent gradients are larger than √v̂ = {place('root')}, the long mean: {divided}, {times}"
    )
    told.say(
        size > 0.9,
        f"The gradients so far agree in sign and in size: {divided}, so the step is nearly as long as {told.rate}.",
    )
    told.say(
        True,
        f"It divides by √v̂ = {place('root')}: earlier gradients were larger, or of changing sign. {divided}, {times}",
    )


def nadam(told: Reasons) -> None:
    """As Adam, with the look ahead that is in m̂."""
    adam(told)
    told.cases = [(holds, f"{said} (In m̂ this gradient counts once more.)") for holds, said in told.cases]


def adamw(told: Reasons) -> None:
    """As Adam, and what the decay takes off first."""
    adam(told)
    told.find(decayed=told.decayed)
    shrinks = (
        f" Before that the decay takes {told.rate} · λ · {told.w} = {place('decayed')} off {told.w}, whatever the "
        "gradient."
    )
    told.cases = [(holds, said + shrinks) for holds, said in told.cases]
