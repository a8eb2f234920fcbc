"""The sweep in words and as a table: who wins, at which rate, and what the others made of the same budget."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from dashboard import sweep_chart
from dashboard.optimizer_words import label
from engine.formulas import number
from engine.landscapes import Landscape
from engine.sweep import Sweep, rank, winners


def fairness(sweeps: Mapping[str, Sweep], steps: int) -> str:
    """What each optimizer got: the same as the others."""
    rates = next(iter(sweeps.values())).rates
    return (
        f"Each optimizer got the same budget: the same {len(rates)} rates from {number(rates[0])} to "
        f"{number(rates[-1])}, the same {_counted(steps, 'update')}, the same start. "
        "Its other settings stay as they are."
    )


def reading(landscape: Landscape, sweeps: Mapping[str, Sweep], steps: int) -> str:
    """How the picture is read."""
    upwards = sweep_chart.heights(landscape, sweeps, steps)
    floored = upwards.is_power and upwards.low <= math.log10(sweep_chart.FLOOR)
    end = "; 10⁻¹⁶ stands for that and less" if floored else ""
    return f"Upwards: {upwards.title}{end}. Lower is better. The large mark is the best rate of each."


def missing(sweeps: Mapping[str, Sweep]) -> str:
    """Whose numbers ran away, and with which rates; nothing where all stayed finite."""
    lost = [f"{label(name)} {_from(found)}" for name, found in sweeps.items() if np.isnan(found.final).any()]
    return f"Where a line is missing the numbers ran away: {'; '.join(lost)}." if lost else ""


def _from(found: Sweep) -> str:
    broken = np.isnan(found.final)
    first = int(broken.argmax())
    rate = number(found.rates[first])
    return f"from α = {rate} on" if broken[first:].all() else f"at {broken.sum()} rates, the first α = {rate}"


_TITLES = ("rank", "optimizer", "best rate α", "updates to the target", "loss at the end", "rates that reach it")
_STYLE = """<style>
.sweep { overflow-x: auto; }
.sweep table { border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; }
.sweep th, .sweep td { text-align: right; padding: 5px 12px;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
.sweep th:nth-child(2) { text-align: left; } .sweep th { font-weight: 600; vertical-align: bottom; }
.sweep tbody th { font-weight: 400; vertical-align: middle; }
@media (max-width: 640px) { .sweep table { font-size: 14px; } .sweep th, .sweep td { padding: 5px 4px; } }
</style>"""


def table(sweeps: Mapping[str, Sweep], steps: int) -> str:
    """The optimizers by their rank, each at its own best rate, as HTML."""
    ranks = rank(sweeps)
    rows = []
    for name in sorted(sweeps, key=lambda name: ranks[name] or len(sweeps) + 1):
        found = sweeps[name]
        cells = (
            "none stays finite" if found.best_rate is None else number(found.best_rate),
            f"not within {steps}" if found.updates is None else str(found.updates),
            "–" if found.best is None else number(found.last, 2),
            f"{(found.settled_after >= 0).sum()} of {len(found.rates)}",
        )
        inside = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><td>{ranks[name] or "–"}</td><th scope="row">{label(name)}</th>{inside}</tr>')
    head = "".join(f'<th scope="col">{title}</th>' for title in _TITLES)
    return (
        f'{_STYLE}<div class="sweep" tabindex="0" role="region" aria-label="The best rates"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def verdict(landscape: Landscape, sweeps: Mapping[str, Sweep]) -> str:
    """Who wins, and that it depends on the rate, as a list. The target is said here too."""
    told = [f"The target is a loss that stays below {number(landscape.target)}."]
    ranks = rank(sweeps)
    if first := [name for name, place in ranks.items() if place == 1]:
        told[0] += f" {_first(sweeps, first)}"
    if len(sweeps) > 1:
        told += [_by_rate(sweeps), _adam(ranks), _widest(sweeps)]
    return "\n".join(f"- {sentence}" for sentence in told if sentence)


def _first(sweeps: Mapping[str, Sweep], first: list[str]) -> str:
    names = _listed([f"**{label(name)}** (α = {number(sweeps[name].best_rate or 0.0)})" for name in first])
    updates = sweeps[first[0]].updates
    if updates is None:
        return f"Nobody reaches it. Each at its own best rate, {names} ends lowest."
    if len(sweeps) == 1:
        return f"{names} needs {_counted(updates, 'update')}."
    jump = " One long jump is enough here." if updates == 1 else ""
    come = "come" if len(first) > 1 else "comes"
    return f"Each at its own best rate, {names} {come} first, after {_counted(updates, 'update')}.{jump}"


def _by_rate(sweeps: Mapping[str, Sweep]) -> str:
    """The winners at some powers of ten, if they differ."""
    rates = next(iter(sweeps.values())).rates
    at: dict[str, list[str]] = {}
    for rate, name in zip(rates, winners(sweeps), strict=True):
        if name is not None and rate in _ASKED:
            at.setdefault(name, []).append(number(rate))
    if len(at) < 2:
        return ""
    told = [f"with α = {_listed(found, 'or')} it is {label(name)}" for name, found in at.items()]
    return f"**Who wins depends on the rate.** If all have the same one: {', '.join(told)}."


_ASKED = (0.0001, 0.001, 0.01, 0.1, 1.0)


def _adam(ranks: Mapping[str, int | None]) -> str:
    place = ranks.get("Adam")
    return "" if place is None or place == 1 else f"Adam is {_ordinal(place)} of {len(ranks)}: it is not always best."


def _widest(sweeps: Mapping[str, Sweep]) -> str:
    """Who works with the most rates: a virtue of its own."""
    works = {name: int((found.settled_after >= 0).sum()) for name, found in sweeps.items()}
    most = max(works.values())
    widest = [label(name) for name, count in works.items() if count == most]
    if not most or len(widest) == len(sweeps):
        return ""
    return f"How easily a good rate is missed is another question: {_listed(widest)} can take the most, {most} of them."


def _listed(parts: list[str], word: str = "and") -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _ordinal(place: int) -> str:
    return f"{place}{({1: 'st', 2: 'nd', 3: 'rd'}).get(place, 'th')}"
