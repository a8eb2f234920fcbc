"""What a typed answer is worth: right, right but short of digits, rounded on the way, or one of the classic slips."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.calculator import Calculator, by_calculator
from engine.networks import Network
from engine.optimizers import Optimizer
from engine.slips import Slip, slip_numbers, slips, step_of
from engine.walk import numbers


@dataclass(frozen=True)
class Judgement:
    """What a typed answer is worth.

    `kind`: right; short (the right number, rounded to `decimals`; `exact` is the number itself); rounded
    (right, but for results rounded on the way to `decimals`); slip (one of `slips`, which all give
    this number); unknown.
    """

    kind: Literal["right", "short", "rounded", "slip", "unknown"]
    slips: tuple[Slip, ...] = ()
    decimals: int | None = None
    exact: float | None = None

    @property
    def is_right(self) -> bool:
        """Whether the number counts as found."""
        return self.kind in ("right", "short", "rounded")


@dataclass(frozen=True)
class _Answer:
    """A typed number. `half_unit`: half of its last decimal. `old`: the weight before an update, else 0."""

    value: float
    half_unit: float
    old: float
    is_update: bool

    def is_near(self, number: float, of_number: float, of_step: float) -> bool:
        """Whether only rounding lies between. So much of the number may be missing, and of the step to a new weight."""
        most = min(of_number * abs(number), of_step * abs(number - self.old) if self.is_update else math.inf)
        return abs(self.value - number) <= max(1e-9 * abs(number), min(self.half_unit * (1 + 1e-9), most))

    def is_exactly(self, number: float) -> bool:
        return abs(self.value - number) <= 1e-9 * abs(number)

    def matches(self, number: float) -> bool:
        """Whether it is `number`, or comes so near that nobody would count digits."""
        return self.is_near(number, 0.005, 0.05)

    def is_short_of(self, number: float) -> bool:
        """Whether it is `number` with fewer digits. Nothing, and the old weight, are no answers."""
        return self.value not in (0.0, self.old) and self.is_near(number, 0.05, 0.25)


def judge(
    network: Network,
    optimizer: Optimizer,
    values: Mapping[str, float],
    key: str,
    answer: float,
    half_unit: float = 0.0,
) -> Judgement:
    """Compare `answer` with the number of the step `key`, and with what each slip makes of it.

    `optimizer` has its numbers. `half_unit` is half of the last decimal that was typed: so much may
    be missing by rounding the result. Raises UnknownNameError for a step that there is not.
    """
    step = step_of(network, optimizer.symbolic(), key)
    is_update = step.kind == "update"
    typed = _Answer(answer, half_unit, values[step.about] if is_update else 0.0, is_update)
    exact = numbers(network, optimizer, values)[key]
    if typed.matches(exact):
        return Judgement("right")
    settings = {name: float(value) for name, value in optimizer.settings().items()}
    possible = slips(network, optimizer.symbolic(), key)
    found = list(zip(possible, slip_numbers(possible, {**values, **settings}), strict=True))
    # a slip that gives the very number that was typed is likelier than a rounding that happens to give it
    if not any(typed.is_exactly(number) for _, number in found):
        if typed.is_short_of(exact):
            return Judgement("short", decimals=round(-math.log10(2 * half_unit)), exact=exact)
        for decimals in range(6, 0, -1):
            by_hand = by_calculator(network, optimizer, values, Calculator(decimals, decimals))[key]
            if typed.matches(by_hand) and answer != typed.old:
                return Judgement("rounded", decimals=decimals)
    matching = tuple(slip for slip, number in found if typed.matches(number))
    return Judgement("slip", matching) if matching else Judgement("unknown")
