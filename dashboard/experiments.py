"""*Try this*: experiments that surprise. One click sets the state; the explanation waits behind another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard import live
from dashboard.components import part, sent


@dataclass(frozen=True)
class Experiment:
    """`do`: what the button says. `state`: the controls that it sets. `why`: the explanation, plain text.

    `live`: what it sets in the browser alone: sliders, by their name in the link.
    """

    do: str
    state: Mapping[str, float | str]
    why: str
    live: Mapping[str, float] = field(default_factory=dict)


def show(experiments: Sequence[Experiment], take: Callable[[Experiment], None]) -> None:
    """Draw the experiments, each a button and its explanation. `take` sets the state of the one that was clicked."""

    def set_up() -> None:
        picked = sent("experiments", "picked")
        if isinstance(picked, int) and 0 <= picked < len(experiments):
            take(experiments[picked])
            live.set_to(experiments[picked].live)

    shown = [{"do": experiment.do, "why": experiment.why} for experiment in experiments]
    part("experiments", {"experiments": shown}, on_picked_change=set_up)
