"""Why a step is what it is: for each family of optimizers its sentences, chosen by the numbers of the update.

A sentence is HTML with places for numbers. One is written for each case, not for each update, so that all
updates of a run are small to send.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dashboard import why_adam
from dashboard.why_reasons import Numbers, Reasons
from engine.formulas import place
from engine.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    NAdam,
    Nesterov,
    Optimizer,
    RMSprop,
    Schedule,
)


def reasons(optimizer: Optimizer, weight: str, gradient: str, numbers: Numbers) -> Reasons:
    """The sentences about each update of `weight`. `gradient`: what its gradient is called in the rule."""
    rate_name = "learning_rate"
    while isinstance(optimizer, Schedule):
        rate_name, optimizer = optimizer.NAME, optimizer.optimizer
    told = Reasons(numbers, weight, gradient, optimizer, rate_name)
    with np.errstate(all="ignore"):
        words_of(type(optimizer))(told)
    if rate_name != "learning_rate":
        now = f" At this update {told.rate} is {place(rate_name)}."
        told.cases = [(holds, sentence + now) for holds, sentence in told.cases]
    return told


def words_of(kind: type[Optimizer]) -> Callable[[Reasons], None]:
    """What says the sentences of an optimizer: its own, or those of the nearest one that it is a kind of."""
    for family in kind.__mro__:
        if family in _FAMILIES:
            return _FAMILIES[family]
    raise LookupError(
        f"Why a step of {kind.__name__} is what it is: write it, and put it into _FAMILIES of dashboard/why_words.py."
    )


def _gradient_descent(told: Reasons) -> None:
    told.find(taken=told.numbers[told.rate_name] * told.g)
    told.say(told.g == 0, f"The gradient is 0, so {told.w} stays where it is.")
    told.say(
        True,
        f"It takes away {told.rate} times the gradient: "
        f"{place(told.rate_name)} · {place(told.gradient, guarded=True)} = {place('taken')}.",
    )


def _momentum(told: Reasons) -> None:
    kept, velocity = told.numbers["momentum"] * told.numbers["before_velocity"], told.numbers["velocity"]
    told.find(kept=kept)
    parts = (
        f"Of the velocity {place('velocity')}, {place(told.gradient)} is the new gradient and {place('kept')} is left "
        "over from before"
    )
    told.say((kept == 0) & (told.g == 0), f"The gradient is 0 and there is no velocity yet, so {told.w} stays.")
    told.say(
        kept == 0,
        "Nothing is left over from before: the velocity is the gradient itself, so the step is that of gradient "
        "descent.",
    )
    told.say(
        told.g == 0,
        f"The gradient is 0, but the velocity that is left over from before, {place('kept')}, carries {told.w} on.",
    )
    told.say(kept * told.g > 0, f"{parts}: they add up.")
    told.say(velocity * kept > 0, f"{parts}: the gradient pulls back, but the speed from before is greater.")
    told.say(True, f"{parts}: the gradient pulls the other way and is strong enough to stop or turn it.")


def _nesterov(told: Reasons) -> None:
    before, ahead = told.numbers["before_velocity"], told.numbers["momentum"] * told.numbers["velocity"]
    told.find(ahead=ahead, together=told.g + ahead, factor=(told.g + ahead) / told.g)
    beta = place("momentum")
    told.say((before == 0) & (told.g == 0), f"The gradient is 0 and there is no velocity yet, so {told.w} stays.")
    told.say(
        before == 0,
        "It looks ahead: the velocity, still the gradient itself, counts once more, times β. So the step is "
        f"1 + {beta} = {place('factor')} times that of gradient descent.",
    )
    told.say(told.g == 0, f"The gradient is 0, but the velocity carries {told.w} on: β · velocity = {place('ahead')}.")
    told.say(
        told.g * ahead > 0,
        f"It takes the gradient {place(told.gradient)} and, looking ahead, {beta} times the new velocity, "
        f"{place('ahead')}: together {place('factor')} times the gradient alone.",
    )
    told.say(
        True,
        f"The gradient {place(told.gradient)} pulls one way, and {beta} times the new velocity, {place('ahead')}, the "
        f"other: together {place('together')}.",
    )


def _adagrad(told: Reasons) -> None:
    root = np.sqrt(told.numbers["sum_of_squares"])
    ratio = told.g / (root + told.numbers["epsilon"])
    told.find(root=root, ratio=ratio)
    told.say(told.g == 0, f"The gradient is 0, so {told.w} stays. The sum s keeps all that was ever added to it.")
    told.say(
        (told.numbers["before_sum_of_squares"] == 0) & (np.abs(ratio) > 0.99),
        "The size of the gradient is forgotten: √s is that very size. Only the sign is left, "
        f"g / √s = {place('ratio')}, so the step is as long as {told.rate}.",
    )
    told.say(
        True,
        f"It divides by √s = {place('root')}, the root of the sum of all squared gradients so far, which only grows. "
        f"Each unit of gradient now moves {told.w} by {place('effective')}.",
    )


def _rmsprop(told: Reasons) -> None:
    centered = "m" in told.numbers
    root = np.sqrt(told.numbers["v"] - (told.numbers["m"] ** 2 if centered else 0.0))
    size = np.abs(told.g) / (root + told.numbers["epsilon"])
    told.find(root=root, size=size, share=root / np.abs(told.g))
    name, meaning = (
        ("√(v − m²)", "the spread of the recent gradients") if centered else ("√v", "the size of the recent ones")
    )
    divides = f"It divides this gradient by {name} = {place('root')}, {meaning}. "
    longer = f"so the step is {place('size')} times {told.rate}."
    told.say(told.g == 0, f"The gradient is 0, so {told.w} stays.")
    told.say(
        told.numbers["before_v"] == 0,
        f"v starts at 0, so after one gradient {name} is only {place('share')} times its size, and the first step is "
        f"{place('size')} times {told.rate}.",
    )
    told.say(size > 1.05, f"{divides}It is larger than that, {longer}")
    told.say(size < 0.95, f"{divides}It is smaller than that, {longer}")
    told.say(True, f"{divides}They are about alike, so the step is about as long as {told.rate}.")


def _adadelta(told: Reasons) -> None:
    epsilon = told.numbers["epsilon"]
    told.find(steps=np.sqrt(told.numbers["before_u"] + epsilon), root=np.sqrt(told.numbers["v"] + epsilon))
    told.say(told.g == 0, f"The gradient is 0, so {told.w} stays.")
    told.say(
        told.numbers["before_u"] == 0,
        f"There were no steps yet, u = 0: the small ε alone gives the first step its length, δ = {place('delta')}.",
    )
    told.say(
        True,
        f"Its steps were about √(u + ε) = {place('steps')} long, its gradients about √(v + ε) = {place('root')}: the "
        f"gradient times the one over the other is δ = {place('delta')}.",
    )


_FAMILIES: dict[type, Callable[[Reasons], None]] = {
    GradientDescent: _gradient_descent,
    Momentum: _momentum,
    Nesterov: _nesterov,
    Adagrad: _adagrad,
    RMSprop: _rmsprop,
    Adadelta: _adadelta,
    Adam: why_adam.adam,
    NAdam: why_adam.nadam,
    AdamW: why_adam.adamw,
}
