"""The colour that is furthest from those of all optimizers, for a new one; for all kinds of sight.

    python -m tests.dashboard.find_colour

prints one for light and one for dark, each legible on the page and on a map, with its distance (CIEDE2000) from its
nearest neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from dashboard.theme import OPTIMIZERS
from tests.dashboard.colour_sight import SIGHTS, difference
from tests.dashboard.test_theme import SETTINGS, contrast, variables

STEP = 12  # between two values of a channel that are tried


def legible(mode: str) -> Iterator[str]:
    """The colours that can be read on the page and seen on the highest shade of a map."""
    page, highest = variables(mode)["surface"], SETTINGS[mode]["chartSequentialColors"][-1]
    for channels in product(range(0, 256, STEP), repeat=3):
        colour = "#" + "".join(f"{channel:02X}" for channel in channels)
        if contrast(colour, page) >= 4.5 and contrast(colour, highest) >= 3:
            yield colour


def distance(colour: str, others: list[str]) -> float:
    """How far `colour` is from the nearest of `others`, to those who see it worst."""
    return min(difference(see(colour), see(other)) for see in SIGHTS.values() for other in others)


if __name__ == "__main__":
    for mode in ("light", "dark"):
        others = [variables(mode)[name] for name in OPTIMIZERS]
        far, best = max((distance(colour, others), colour) for colour in legible(mode))
        print(f"{mode}: {best}, {far:.1f} from the nearest")
