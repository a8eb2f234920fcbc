"""How parts of a formula are put together: when brackets are needed, and how a name is written.

Templates mark their parts with `<a>` and `<b>`. `<b:product>` puts the part into brackets if it
binds less tightly than a product; `<b:product!>` also if it starts with a minus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# How tightly a text binds, from loosest to tightest.
SUM, PRODUCT, NEGATION, POWER, ATOM = range(5)
LEVELS = {"sum": SUM, "product": PRODUCT, "negation": NEGATION, "power": POWER, "atom": ATOM}

_PART = re.compile(r"<([a-z])(?::(\w+)(!?))?>")


@dataclass(frozen=True)
class Piece:
    """A written part and how tightly it binds.

    `guarded` is for numbers that are filled in later: how to write the place where a negative
    number needs brackets.
    """

    text: str
    level: int = ATOM
    guarded: str | None = None


@cache
def _parts(template: str) -> tuple[tuple[str, int | None, int, bool], ...]:
    """The template as (text before, index of the part, level it needs, no minus first)."""
    parts: list[tuple[str, int | None, int, bool]] = []
    end = 0
    for match in _PART.finditer(template):
        index = ord(match[1]) - ord("a")
        parts.append((template[end : match.start()], index, LEVELS[match[2]] if match[2] else SUM, match[3] == "!"))
        end = match.end()
    return (*parts, (template[end:], None, SUM, False))


def fill(template: str, pieces: list[Piece], brackets: tuple[str, str] = ("(", ")")) -> str:
    """The template with its parts written in, bracketed where the meaning needs it."""
    written: list[str] = []
    for before, index, level, no_minus in _parts(template):
        written.append(before)
        if index is None:
            continue
        piece = pieces[index]
        if piece.guarded is not None:
            written.append(piece.guarded if no_minus or level > NEGATION else piece.text)
        elif piece.level < level or (no_minus and piece.text.startswith(("-", "−"))):
            written.append(brackets[0] + piece.text + brackets[1])
        else:
            written.append(piece.text)
    return "".join(written)


# Names with a symbol of their own: (LaTeX, plain text).
SYMBOLS = {
    "loss": ("L", "L"),
    "learning_rate": (r"\alpha", "α"),
    "epsilon": (r"\varepsilon", "ε"),
    "beta1": (r"\beta_{1}", "β₁"),
    "beta2": (r"\beta_{2}", "β₂"),
    "momentum": (r"\beta", "β"),
    "decay": (r"\rho", "ρ"),
    "weight_decay": (r"\lambda", "λ"),
    "momentum_decay": (r"\psi", "ψ"),
    "step": ("t", "t"),
    "sum_of_squares": ("s", "s"),
    "delta": (r"\delta", "δ"),
    "v_max": (r"v_{\max}", "vₘₐₓ"),
    "mu": (r"\mu_{t}", "μₜ"),
    "mu_next": (r"\mu_{t+1}", "μₜ₊₁"),
    "mu_product": (r"\Pi\mu", "Πμ"),
    "rate_decay": (r"\gamma", "γ"),
    "drop_every": (r"\mathrm{every}", "every"),
    "cosine_updates": ("T", "T"),
    "final_rate": (r"\alpha_{\mathrm{end}}", "α end"),
    "warm_up_updates": ("W", "W"),
}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_HATS = {"y": "ŷ", "m": "m̂", "v": "v̂"}


def short(name: str) -> str:
    """A value's name inside the name of a derivative: `loss` is `L` in `dL_dw1`."""
    return "L" if name == "loss" else name


def gradient_name(output: str, name: str) -> str:
    """The name of the derivative of `output` by `name`: `dL_dw1`."""
    return f"d{short(output)}_d{short(name)}"


def mean_name(name: str) -> str:
    """The name of the mean of the value `name` over all examples."""
    return f"mean_{name}"


def _mean_of(name: str) -> str | None:
    return name.removeprefix("mean_") if name.startswith("mean_") else None


def _gradient_of(name: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"d([A-Za-z]\w*?)_d([A-Za-z]\w*)", name)
    return (match[1], match[2]) if match else None


def _base_and_number(name: str) -> tuple[str, str]:
    match = re.fullmatch(r"([A-Za-z_]+?)_?(\d*)", name)
    return (match[1], match[2]) if match else (name, "")


@cache
def latex_name(name: str) -> str:
    """A name as LaTeX: `w1` → w_{1}, `y_hat` → \\hat{y}, `dL_dw1` → ∂L/∂w_{1}, `learning_rate` → α."""
    if name in SYMBOLS:
        return SYMBOLS[name][0]
    if inner := _mean_of(name):
        return rf"\text{{mean }}{latex_name(inner)}"
    if parts := _gradient_of(name):
        return rf"\frac{{\partial {latex_name(parts[0])}}}{{\partial {latex_name(parts[1])}}}"
    base, number = _base_and_number(name)
    if base.endswith("_hat"):
        written = rf"\hat{{{base[:-4]}}}"
    else:
        written = base if len(base) == 1 else rf"\mathrm{{{base.replace('_', chr(92) + ' ')}}}"
    return written + (f"_{{{number}}}" if number else "")


@cache
def plain_name(name: str) -> str:
    """A name as plain text: `w1` → w₁, `y_hat` → ŷ, `dL_dw1` → ∂L/∂w₁, `learning_rate` → α."""
    if name in SYMBOLS:
        return SYMBOLS[name][1]
    if inner := _mean_of(name):
        return f"mean {plain_name(inner)}"
    if parts := _gradient_of(name):
        return f"∂{plain_name(parts[0])}/∂{plain_name(parts[1])}"
    base, number = _base_and_number(name)
    if base.endswith("_hat"):
        base = _HATS.get(base[:-4], base[:-4] + "\u0302")
    return base.replace("_", " ") + number.translate(_SUBSCRIPTS)
