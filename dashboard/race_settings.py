"""Who races, and with which settings: as a link writes it, as the fields of the screen, and as optimizers.

`GradientDescent~Adam:learning_rate=0.2,schedule=WarmUp`: what is not said has its default.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.optimizer_words import label
from engine.errors import SettingError
from engine.notation import plain_name
from engine.optimizers import OPTIMIZERS, SCHEDULES, Optimizer, taken_apart

Racers = dict[str, Optimizer]  # by the name of the rule, in the order of the table

FEWEST, MOST = 2, len(OPTIMIZERS)
_NONE = "Constant"  # the schedule that is none
_MOST_CHARACTERS = 4000

# What each setting may be, from … to, and its name beside its symbol.
LIMITS: Mapping[str, tuple[float, float, str]] = {
    "learning_rate": (0.0, 100.0, "learning rate"),
    "momentum": (0.0, 1.0, "momentum"),
    "beta1": (0.0, 0.99999, "for the mean"),
    "beta2": (0.0, 0.99999, "for the mean of squares"),
    "decay": (0.0, 0.99999, "for the mean of squares"),
    "epsilon": (0.0, 1.0, "against 0/0"),
    "weight_decay": (0.0, 10.0, "weight decay"),
    "momentum_decay": (0.0, 1.0, "momentum's warm-up"),
    "drop": (0.0, 1.0, "factor of each drop"),
    "drop_every": (1.0, 1000.0, "updates between drops"),
    "rate_decay": (0.0, 1.0, "factor of each update"),
    "cosine_updates": (1.0, 10000.0, "updates to the bottom"),
    "final_rate": (0.0, 100.0, "rate at the bottom"),
    "warm_up_updates": (1.0, 1000.0, "updates of warm-up"),
}
_OWN_SYMBOL = ("learning_rate", "momentum", "beta1", "beta2", "decay", "epsilon", "weight_decay", "momentum_decay")
SCHEDULE_TITLES = {
    _NONE: "constant",
    "StepDecay": "drops in steps",
    "ExponentialDecay": "shrinks at each update",
    "CosineAnnealing": "half a cosine",
    "WarmUp": "warm-up",
}


def default(name: str, rate: float) -> Optimizer:
    """The optimizer `name` with the rate that suits the landscape and its own default settings."""
    return OPTIMIZERS[name]().with_rate(rate)


def parse(text: str, rates: Mapping[str, float]) -> Racers | None:
    """The racers of a text; None where it is not one. `rates`: the default rate of each optimizer."""
    found: Racers = {}
    for entry in text.split("~") if len(text) <= _MOST_CHARACTERS else ():
        name, _, settings = entry.partition(":")
        optimizer = read(name, settings, rates[name]) if name in OPTIMIZERS and name not in found else None
        if optimizer is None:
            return None
        found[name] = optimizer
    return {name: found[name] for name in OPTIMIZERS if name in found} if FEWEST <= len(found) <= MOST else None


def write(racers: Mapping[str, Optimizer], rates: Mapping[str, float]) -> str:
    """The racers as text: only what differs from the defaults."""
    own = {name: written(name, optimizer, rates[name]) for name, optimizer in racers.items()}
    return "~".join(f"{name}:{settings}" if settings else name for name, settings in own.items())


def written(name: str, optimizer: Optimizer, rate: float) -> str:
    """The settings of one optimizer as text: only what differs from its defaults. `rate`: its default rate."""
    inner, schedule = default(name, rate), taken_apart(optimizer)[1]
    usual = dict(_values(type(schedule)(optimizer=inner) if schedule else inner))
    usual["schedule"] = _NONE
    return ",".join(f"{key}={value}" for key, value in _values(optimizer) if usual.get(key) != value)


def fields(name: str, optimizer: Optimizer) -> dict[str, Any]:
    """What the screen shows of one optimizer: its numbers, its options, its schedule with the numbers of that."""
    inner, schedule = taken_apart(optimizer)
    return {
        "name": name,
        "title": label(name),
        "numbers": _texts(inner),
        "options": [[key, bool(getattr(inner, key))] for key in inner.OPTIONS],
        "schedule": type(schedule).__name__ if schedule else _NONE,
        "around": _texts(schedule) if schedule else [],
    }


def vocabulary() -> dict[str, Any]:
    """What the fields of all optimizers share: of each number its label and limits, of each schedule its defaults."""
    symbols = {key: f"{plain_name(key)} " if key in _OWN_SYMBOL else "" for key in LIMITS}
    return {
        "limits": {key: [symbols[key] + words, low, high] for key, (low, high, words) in LIMITS.items()},
        "schedules": {key: [SCHEDULE_TITLES[key], _texts(kind())] for key, kind in SCHEDULES.items()},
    }


def _texts(optimizer: Optimizer) -> list[list[str]]:
    return [[key, _text(value)] for key, value in optimizer.own_settings().items()]


def _text(value: float) -> str:
    return f"{float(value):.12g}"


def read(name: str, settings: str, rate: float) -> Optimizer | None:
    """One optimizer by its settings as text; None where they are none. `rate`: its default rate."""
    given = dict(part.partition("=")[::2] for part in settings.split(",")) if settings else {}
    kind, schedule = OPTIMIZERS[name], SCHEDULES.get(given.pop("schedule", _NONE))
    if schedule is None:
        return None
    base = default(name, rate)
    values: dict[str, Any] = {}
    for key, text in given.items():
        number = _number(key, text) if key in LIMITS else None
        if key in kind.OPTIONS and text in ("0", "1"):
            base = dataclasses.replace(base, **{key: text == "1"})
        elif number is None:
            return None
        else:
            values[key] = number
    own = {key: values.pop(key) for key in base.own_settings() if key in values}
    try:
        base = dataclasses.replace(base, **own)
        around = {key: values.pop(key) for key in schedule().own_settings() if key in values}
        made = base if schedule is SCHEDULES[_NONE] else schedule(optimizer=base, **around)
    except SettingError:
        return None
    return made if not values else None


def _number(key: str, text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    low, high, _ = LIMITS[key]
    return value if math.isfinite(value) and low <= value <= high else None


def _values(optimizer: Optimizer) -> Iterator[tuple[str, str]]:
    """Everything that a text says of an optimizer."""
    inner, schedule = taken_apart(optimizer)
    for key, value in inner.own_settings().items():
        yield key, _text(value)
    for key in inner.OPTIONS:
        yield key, "1" if getattr(inner, key) else "0"
    yield "schedule", type(schedule).__name__ if schedule else _NONE
    if schedule:
        for key, value in schedule.own_settings().items():
            yield key, _text(value)
