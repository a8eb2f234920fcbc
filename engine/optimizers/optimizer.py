"""What all optimizers share, and how a rule becomes formulas and lines of code."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from engine.errors import SettingError
from engine.graph import Node, as_node, topological, variable
from engine.inputs import as_numbers

State = dict[str, Any]

# Memories that depend on the number of updates alone: all weights share them.
SHARED = ("step", "mu_product")

# What a setting may be, beside a finite number: the test, and how it is said. All others: 0 or more.
_BELOW_ONE: tuple[Callable[[Any], Any], str] = (lambda n: (n >= 0) & (n < 1), "at least 0 and below 1")
_UP_TO_ONE: tuple[Callable[[Any], Any], str] = (lambda n: (n >= 0) & (n <= 1), "from 0 to 1")
_FROM_ONE: tuple[Callable[[Any], Any], str] = (lambda n: n >= 1, "1 or more")
_NOT_BELOW_ZERO: tuple[Callable[[Any], Any], str] = (lambda n: n >= 0, "0 or more")
RANGES = {
    "momentum": _UP_TO_ONE,  # at 1 nothing brakes: a ball that rolls for ever
    "beta1": _BELOW_ONE,
    "beta2": _BELOW_ONE,
    "decay": _BELOW_ONE,
    "drop": _UP_TO_ONE,
    "drop_every": _FROM_ONE,
    "rate_decay": _UP_TO_ONE,
    "cosine_updates": _FROM_ONE,
    "warm_up_updates": _FROM_ONE,
}


@dataclass(frozen=True)
class Optimizer:
    """A rule that makes a gradient into a new weight. A subclass adds its settings as fields, and its rule.

    A setting is a number, an array (many runs at once) or, in a symbolic optimizer, a node. Raises
    SettingError for one that is out of its range. `OPTIONS`: the fields that are no numbers but
    choose between two rules.
    """

    OPTIONS: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        for name, value in self.settings().items():
            if isinstance(value, Node):
                continue
            numbers = as_numbers(name, value)
            allows, said = RANGES.get(name, _NOT_BELOW_ZERO)
            if not (np.all(np.isfinite(numbers)) and np.all(allows(numbers))):
                raise SettingError(f"{name} is {value}: it must be a finite number, {said}.")

    @property
    def learning_rate(self) -> Any:
        """The rate α: a field of each optimizer, and of a schedule that of the optimizer inside."""
        raise NotImplementedError

    def settings(self) -> dict[str, Any]:
        """The settings by name, each a number, an array or a node."""
        return self.own_settings()

    def own_settings(self) -> dict[str, Any]:
        """The settings that are fields of this very object."""
        names = [field.name for field in dataclasses.fields(self) if field.name not in self.OPTIONS]
        return {name: getattr(self, name) for name in names}

    def symbolic(self) -> Self:
        """The same optimizer with a node for every setting: its rule then yields formulas and code."""
        return dataclasses.replace(self, **{name: variable(name) for name in self.own_settings()})

    def with_rate(self, learning_rate: Any) -> Self:
        """The same optimizer with another learning rate: a number, an array or a node."""
        changed: Any = {"learning_rate": learning_rate}
        return dataclasses.replace(self, **changed)

    def init(self, parameter: Any) -> State:
        """What the optimizer remembers about one parameter before the first update.

        Single numbers do for arrays too: the first update gives each memory its shape.
        """
        return {}

    def update(self, gradient: Any, state: State, parameter: Any) -> tuple[Any, State]:
        """The parameter after one update, and what is remembered then. Changes nothing in place.

        All three are numbers, arrays that broadcast, or nodes. Overflow and 0/0 follow NumPy; who
        wants no warnings calls it under `np.errstate`. Memories stand in the order in which they
        are found, and what is worked out on the way has a name (`m_hat`): each becomes a line.
        """
        raise NotImplementedError


def initial_state(optimizer: Optimizer, weight: str) -> dict[str, Node]:
    """What is remembered about `weight` before the first update, by the name it has in the program (`m_w1`)."""
    start = optimizer.symbolic().init(variable(weight))
    return {_own_name(key, weight): as_node(value) for key, value in start.items()}


def symbolic_update(optimizer: Optimizer, weight: str, gradient: Node) -> dict[str, Node]:
    """The update of one weight as nodes, by the name that each new value gets, in the order of the lines.

    First comes what all weights share (`step`), then what is this weight's own and ends with its name
    (`m_w1`, `m_hat_w1`), the weight last.
    """
    parameter = variable(weight)
    rule = optimizer.symbolic()
    remembered = {key: variable(_own_name(key, weight)) for key in rule.init(parameter)}
    of_weight = {parameter, gradient, *(node for key, node in remembered.items() if key not in SHARED)}
    given = {*topological([gradient]), *remembered.values(), parameter}
    new_parameter, new_state = rule.update(gradient, remembered, parameter)
    shared: dict[str, Node] = {}
    own: dict[str, Node] = {}
    for key, node in _in_order([*new_state.items(), (None, new_parameter)], given):
        is_shared = key in SHARED if key in new_state else of_weight.isdisjoint(topological([node], given.__contains__))
        if key is not None and is_shared:
            shared[key] = node
        else:
            own[weight if key is None else f"{key}_{weight}"] = node
    return {**shared, **own}


def _in_order(outputs: list[tuple[str | None, Node]], given: set[Node]) -> Iterator[tuple[str | None, Node]]:
    """`outputs`, each after the parts that have a name, once each. `given`: where the rule begins."""
    seen = set(given)
    for key, output in outputs:
        for part in topological([output], given.__contains__):
            if part.name is not None and part.inputs and part not in seen:
                seen.add(part)
                yield part.name, part
        yield key, output


def _own_name(key: str, weight: str) -> str:
    return key if key in SHARED else f"{key}_{weight}"
