"""Makes the golden figures of typed expressions with mpmath, which the tests themselves do not need.

    python -m tests.golden.expressions

writes `expressions.json` beside this file. Each text that a student may type stands beside the same
function in mpmath's words; nothing of the engine is used. Values and derivatives are computed with 60
digits, the derivatives by mpmath's own difference formula.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mpmath import cos, cosh, diff, e, exp, ln, mp, mpf, pi, sin, sqrt, tan, tanh

Function = Callable[..., Any]

ANYWHERE = (-1.75, -0.5, 0.3, 1.25, 2.0)
POSITIVE = (0.1, 0.5, 1.0, 2.75, 7.0)


def sigmoid(a):
    return 1 / (1 + exp(-a))


def relu(a):
    return a if a > 0 else mpf(0)


# (what is typed, the function, where it is looked at)
OF_ONE_VARIABLE: list[tuple[str, Function, Sequence[float]]] = [
    # the course's own
    ("x^3 - 3x^2 + 2x + 1", lambda x: x**3 - 3 * x**2 + 2 * x + 1, (*ANYWHERE, 1.0)),
    ("(3x + 1)^2", lambda x: (3 * x + 1) ** 2, (*ANYWHERE, 1.0)),
    ("x^2(3x+1)", lambda x: x**2 * (3 * x + 1), (*ANYWHERE, 1.0)),
    ("f(x) = x² − 4x + 3", lambda x: x**2 - 4 * x + 3, ANYWHERE),
    ("y = 2x - 7", lambda x: 2 * x - 7, ANYWHERE),
    ("σ(x)", sigmoid, (*ANYWHERE, -20.0, 30.0)),
    # powers and signs
    ("-x^2", lambda x: -(x**2), ANYWHERE),
    ("(-x)^2", lambda x: x**2, ANYWHERE),
    ("−x³ + x", lambda x: x - x**3, ANYWHERE),
    ("x**4", lambda x: x**4, ANYWHERE),
    ("x⁻¹", lambda x: 1 / x, ANYWHERE),
    ("x⁻²", lambda x: 1 / x**2, ANYWHERE),
    ("x^-3", lambda x: x**-3, ANYWHERE),
    ("x^2^3", lambda x: x**8, ANYWHERE),
    ("(x^2)^3", lambda x: x**6, ANYWHERE),
    ("x^(1/3)", lambda x: x ** (mpf(1) / 3), POSITIVE),
    ("x^1.5", lambda x: x ** mpf("1.5"), POSITIVE),
    ("x^1/2", lambda x: x / 2, ANYWHERE),
    ("2^x", lambda x: 2**x, ANYWHERE),
    ("2^-x", lambda x: 2**-x, ANYWHERE),
    ("2^3x", lambda x: 8 * x, ANYWHERE),
    ("x^x", lambda x: x**x, POSITIVE),
    ("x - -2x", lambda x: 3 * x, ANYWHERE),
    ("--x", lambda x: x, ANYWHERE),
    # products without a sign, fractions
    ("2(x+1)(x-1)", lambda x: 2 * (x**2 - 1), ANYWHERE),
    ("1/2x", lambda x: x / 2, ANYWHERE),
    ("1/(2x)", lambda x: 1 / (2 * x), ANYWHERE),
    ("x/2/4", lambda x: x / 8, ANYWHERE),
    ("x/(x^2+1)", lambda x: x / (x**2 + 1), ANYWHERE),
    ("(x^2-1)/(x+3)", lambda x: (x**2 - 1) / (x + 3), ANYWHERE),
    ("1/(1+x^2)^2", lambda x: (1 + x**2) ** -2, ANYWHERE),
    ("3 ÷ x × 2", lambda x: 6 / x, ANYWHERE),
    ("x·x·x", lambda x: x**3, ANYWHERE),
    ("2πx", lambda x: 2 * pi * x, ANYWHERE),
    ("πx²", lambda x: pi * x**2, ANYWHERE),
    ("1e-3x + .5", lambda x: x / 1000 + mpf("0.5"), ANYWHERE),
    ("5", lambda x: mpf(5), ANYWHERE),
    # e and logarithms
    ("e^x", exp, ANYWHERE),
    ("exp(-x^2)", lambda x: exp(-(x**2)), ANYWHERE),
    ("e^-x^2/2", lambda x: exp(-(x**2)) / 2, ANYWHERE),
    ("e^2x", lambda x: e**2 * x, ANYWHERE),
    ("e^(2x)", lambda x: exp(2 * x), ANYWHERE),
    ("xe^x", lambda x: x * exp(x), ANYWHERE),
    ("x^2 e^-x", lambda x: x**2 * exp(-x), ANYWHERE),
    ("1/(1+e^-x)", sigmoid, ANYWHERE),
    ("e^x/(1+e^x)", sigmoid, ANYWHERE),
    ("ln x", ln, POSITIVE),
    ("ln(x)/x", lambda x: ln(x) / x, POSITIVE),
    ("log(x^2+1)", lambda x: ln(x**2 + 1), ANYWHERE),
    ("ln 2x + 1", lambda x: ln(2 * x) + 1, POSITIVE),
    ("x ln x - x", lambda x: x * ln(x) - x, POSITIVE),
    ("ln|x|", lambda x: ln(abs(x)), ANYWHERE),
    ("ln(1+e^x)", lambda x: ln(1 + exp(x)), ANYWHERE),
    # sine and its like
    ("sin x", sin, ANYWHERE),
    ("2sin(x)cos(x)", lambda x: sin(2 * x), ANYWHERE),
    ("sin 2x", lambda x: sin(2 * x), ANYWHERE),
    ("sin2x", lambda x: sin(2 * x), ANYWHERE),
    ("sin x^2", lambda x: sin(x**2), ANYWHERE),
    ("sin²x + cos²x", lambda x: mpf(1), ANYWHERE),
    ("sin^2(3x)", lambda x: sin(3 * x) ** 2, ANYWHERE),
    ("x sin(1/x)", lambda x: x * sin(1 / x), ANYWHERE),
    ("cos(πx)/π", lambda x: cos(pi * x) / pi, ANYWHERE),
    ("tan x", tan, ANYWHERE),
    ("tanh(x)", tanh, ANYWHERE),
    ("1 - tanh²(x)", lambda x: 1 / cosh(x) ** 2, ANYWHERE),
    ("e^sin x", lambda x: exp(sin(x)), ANYWHERE),
    ("sin(cos(tanh(x)))", lambda x: sin(cos(tanh(x))), ANYWHERE),
    # roots, corners
    ("√x", sqrt, POSITIVE),
    ("√x²", abs, ANYWHERE),
    ("2√x + √(x+1)", lambda x: 2 * sqrt(x) + sqrt(x + 1), POSITIVE),
    ("sqrt(x^2+1)", lambda x: sqrt(x**2 + 1), ANYWHERE),
    ("1/√x", lambda x: 1 / sqrt(x), POSITIVE),
    ("|x|", abs, ANYWHERE),
    ("||x|-1|", lambda x: abs(abs(x) - 1), ANYWHERE),
    ("|x-1||x+1|", lambda x: abs(x**2 - 1), ANYWHERE),
    ("x|x|", lambda x: x * abs(x), ANYWHERE),
    ("relu(x)", relu, ANYWHERE),
    ("relu(1-x^2)", lambda x: relu(1 - x**2), ANYWHERE),
    ("max(0, x)", relu, ANYWHERE),
    ("max(x, x^2)", lambda x: max(x, x**2), ANYWHERE),
    ("min(x, 1 - x)", lambda x: min(x, 1 - x), ANYWHERE),
    ("σ(3x - 1)(1 - σ(3x - 1))", lambda x: sigmoid(3 * x - 1) * (1 - sigmoid(3 * x - 1)), ANYWHERE),
]

PAIRS = ((3.0, 4.0), (-1.5, 0.75), (0.25, 2.0))
TRIPLES = ((1.0, 2.0, 3.0), (-0.5, 1.5, 0.25), (2.0, 0.5, -1.25))
POSITIVE_PAIRS = ((3.0, 4.0), (0.5, 0.75), (1.25, 0.1))

# (what is typed, its variables in order, the function, where it is looked at)
OF_SEVERAL_VARIABLES: list[tuple[str, str, Function, Sequence[Sequence[float]]]] = [
    ("x^2 + y^2", "xy", lambda x, y: x**2 + y**2, PAIRS),
    ("x² + 10y²", "xy", lambda x, y: x**2 + 10 * y**2, PAIRS),
    ("x^2 - y^2", "xy", lambda x, y: x**2 - y**2, PAIRS),
    ("xy", "xy", lambda x, y: x * y, PAIRS),
    ("3xy + 2x", "xy", lambda x, y: 3 * x * y + 2 * x, PAIRS),
    ("x·y + y·z²", "xyz", lambda x, y, z: x * y + y * z**2, TRIPLES),
    ("(1-x)^2 + 100(y-x^2)^2", "xy", lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, PAIRS),
    ("(x^2+y-11)^2 + (x+y^2-7)^2", "xy", lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, PAIRS),
    ("sin x cos y", "xy", lambda x, y: sin(x) * cos(y), PAIRS),
    ("e^(-x^2-y^2)", "xy", lambda x, y: exp(-(x**2) - y**2), PAIRS),
    ("x e^(-(x²+y²)/2)", "xy", lambda x, y: x * exp(-(x**2 + y**2) / 2), PAIRS),
    ("√(x²+y²)", "xy", lambda x, y: sqrt(x**2 + y**2), PAIRS),
    ("ln(x^2+y^2+1)", "xy", lambda x, y: ln(x**2 + y**2 + 1), PAIRS),
    ("x/y + y/x", "xy", lambda x, y: x / y + y / x, PAIRS),
    ("x^y", "xy", lambda x, y: x**y, POSITIVE_PAIRS),
    ("max(x, y)^2", "xy", lambda x, y: max(x, y) ** 2, PAIRS),
    ("|x-y| + |x+y|", "xy", lambda x, y: abs(x - y) + abs(x + y), PAIRS),
    ("σ(xy + z)", "xyz", lambda x, y, z: sigmoid(x * y + z), TRIPLES),
    ("½(σ(wσ(ux+vy)) − z)²".replace("½", "1/2"), "uvwxyz",
     lambda u, v, w, x, y, z: (sigmoid(w * sigmoid(u * x + v * y)) - z) ** 2 / 2,
     ((0.5, -0.5, 0.5, 1.0, 2.0, 1.0), (1.5, 0.25, -2.0, 0.5, -1.0, 0.0))),
    ("xyz/(x²+y²+z²)", "xyz", lambda x, y, z: x * y * z / (x**2 + y**2 + z**2), TRIPLES),
]  # fmt: skip


def gradient(function: Function, point: Sequence[float]) -> list[float]:
    """All first derivatives at `point`."""
    orders = [tuple(int(i == j) for j in range(len(point))) for i in range(len(point))]
    exact = tuple(map(mpf, point))
    return [float(diff(function, exact if len(point) > 1 else exact[0], n if len(n) > 1 else 1)) for n in orders]


def case(text: str, names: str, function: Function, points: Sequence[Sequence[float]]) -> dict[str, object]:
    return {
        "text": text,
        "variables": list(names),
        "points": [list(point) for point in points],
        "values": [float(function(*map(mpf, point))) for point in points],
        "gradients": [gradient(function, point) for point in points],
    }


def main() -> None:
    mp.dps = 60
    cases = [case(text, "x", function, [[x] for x in points]) for text, function, points in OF_ONE_VARIABLE]
    cases += [case(*row) for row in OF_SEVERAL_VARIABLES]
    head = json.dumps({"made_by": "python -m tests.golden.expressions, mpmath with 60 digits"})[:-1]
    lines = ",\n".join(json.dumps(made, ensure_ascii=False) for made in cases)
    path = Path(__file__).with_name("expressions.json")
    path.write_text(f'{head}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.name}: {len(OF_ONE_VARIABLE)} of one variable, {len(OF_SEVERAL_VARIABLES)} of several")


if __name__ == "__main__":
    main()
