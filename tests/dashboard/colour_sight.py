"""How different two colours look, and to whom: CIEDE2000, and the three kinds of colour blindness."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear red, green and blue.
_MACHADO = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
# Brettel, Viénot and Mollon 1997 for tritanopia: two halves of colour space, and the plane between them.
_PLANE = (0.03901, -0.02788, -0.01113)
_BRETTEL = (
    ((1.01277, 0.13548, -0.14826), (-0.01243, 0.86812, 0.14431), (0.07589, 0.805, 0.11911)),
    ((0.93678, 0.18979, -0.12657), (0.06154, 0.81526, 0.1232), (-0.37562, 1.12767, 0.24796)),
)
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def _times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _linear(colour: str) -> Triple:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return red, green, blue


def _lab(linear: Triple) -> Triple:
    shown = (min(1.0, max(0.0, each)) for each in linear)
    parts = (each / white for each, white in zip(_times(_XYZ, tuple(shown)), _WHITE, strict=True))  # type: ignore[arg-type]
    x, y, z = (each ** (1 / 3) if each > 216 / 24389 else (24389 / 27 * each + 16) / 116 for each in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _by_machado(sight: str, colour: str) -> Triple:
    return _lab(_times(_MACHADO[sight], _linear(colour)))


def _by_brettel(colour: str) -> Triple:
    linear = _linear(colour)
    side = sum(a * b for a, b in zip(_PLANE, linear, strict=True))
    return _lab(_times(_BRETTEL[0 if side >= 0 else 1], linear))


# kind of sight: colour as #RRGGBB → how it looks, as CIELAB
SIGHTS: dict[str, Callable[[str], Triple]] = {
    **{sight: partial(_by_machado, sight) for sight in _MACHADO},
    "tritanopia (Brettel)": _by_brettel,
}


def difference(one: Triple, other: Triple) -> float:
    """CIEDE2000 between two colours as CIELAB, after Sharma, Wu and Dalal 2005."""
    chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    (c1, h1), (c2, h2) = ((hypot(a * stretch, b), degrees(atan2(b, a * stretch)) % 360) for _, a, b in (one, other))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    light, chroma = (one[0] + other[0]) / 2, (c1 + c2) / 2
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    by_light = (other[0] - one[0]) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    twist = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue)
