"""How much work the largest settings of each screen are: processor time of the rerun that follows a change.

`python -m benchmarks.largest` prints the table. No browser and no server: the page runs as a visitor's would.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from streamlit.testing.v1 import AppTest

from engine.optimizers import OPTIMIZERS
from tests.pages.visits import press, run, visit

# The longest functions that are read: tangents and powers in one another, many factors, much of everything.
OF_X = (
    "tan(tan(tan(tan(tan(tan(x))))))",
    "^".join(["x"] * 31),
    "/".join(f"sin({k}x)" for k in range(1, 16)),
    "*".join(f"(x-{k})" for k in range(1, 25)),
    "tan(tanh(e^(2^3 e^(max(max(ln(π),tan(x)),x-tanh(2)))))-max(max(max(π+0.5,2),0.5),tan(tan(max(3,tan(sin(x)))-3))))",
)
OF_X_AND_Y = (
    "-20e^(-0.2sqrt(0.5(x^2+y^2))) - e^(0.5(cos(2πx)+cos(2πy))) + e + 20",
    "sin(sin((e^(|max(sigmoid(3)-cos(e^3)+x,x-π)|)+max(y,π)-max(π,2))/cos(tanh(sin(y)))))",
    "sin(9x)*sin(9y)+tan(9x)*sin(8y)",
)
EVERY_RULE = "~".join(f"{name}:schedule=CosineAnnealing" for name in OPTIMIZERS)
RATES = "0.001, 0.005, 0.01, 0.02, 0.024, 0.03, 0.05, 10"


@dataclass(frozen=True)
class Scene:
    """A screen at its largest. `changes`: what is set, one after the other, each a rerun that is measured."""

    told: str
    stem: str
    link: dict[str, str]
    folds: tuple[str, ...]
    field: str
    changes: tuple[str | float, ...]
    kept: tuple[float, ...] = ()


NET_FOLDS = ("check", "paths", "directions", "calculator", "program")
SCENES = (
    Scene(
        "five long functions, all open",
        "derivatives",
        {},
        ("show_rules", "show_errors", "show_quotients", "check", "code"),
        "f",
        OF_X,
    ),
    Scene("the same and three of x, y", "partial_derivatives", {}, ("net", "check", "code"), "fxyz", OF_X + OF_X_AND_Y),
    Scene("the same", "gradient", {}, ("formula", "check", "code"), "fxy", OF_X + OF_X_AND_Y),
    Scene(
        "five long chains, all open",
        "chain_rule",
        {},
        ("net", "check", "code"),
        "pieces",
        tuple(f"u = {text}, y = u^2" for text in OF_X if len(text) < 180),
    ),
    Scene("a step, all open", "linear_net", {}, NET_FOLDS, "w1", (3.0, 100.0, -100.0)),
    Scene(
        "1000 epochs, four kept runs, all open",
        "gradient_descent",
        {"epochs": "1000", "rates": RATES},
        ("space", "rates_side_by_side", "rate_map", "check", "program"),
        "x",
        (3.0, 0.1, 100.0),
        (0.001, 0.002, 0.003, 0.004),
    ),
    Scene(
        "1000 epochs, eight examples, biases, four kept runs, all open",
        "sigmoid_net",
        {
            "view": "Training",
            "epochs": "1000",
            "examples": "typed rows",
            "rows": ";".join(["1,0,1", "0,1,0"] * 4),
            "biases": "with",
        },
        NET_FOLDS,
        "w1",
        (3.0, 100.0, -100.0),
        (0.1, 0.2, 0.3, 0.4),
    ),
    Scene(
        "ten rules with schedules, 1000 steps, three long functions, all open",
        "optimizers",
        {"landscape": "your own", "race": EVERY_RULE, "steps": "1000"},
        ("small", "why", "sweep", "effective", "space"),
        "f",
        OF_X_AND_Y,
    ),
    Scene(
        "the sigmoid net, 1000 epochs, all open",
        "from_scratch",
        {"network": "sigmoid", "epochs": "1000", "biases": "with"},
        ("program",),
        "w1",
        (3.0, 100.0, -100.0),
    ),
)


def opened(scene: Scene) -> AppTest:
    """The screen with all of the scene but its changes."""
    at = visit(scene.stem, **scene.link)
    for rate in scene.kept:
        at.number_input(key="learning_rate").set_value(rate)
        press(run(at), "Keep this run")
    for fold in scene.folds:
        at.session_state[fold] = True
    return run(at)


def costs(scene: Scene) -> list[float]:
    """The processor time of each change, in seconds."""
    at, found = opened(scene), []
    for value in scene.changes:
        control = (at.text_input if isinstance(value, str) else at.number_input)(key=scene.field)
        control.set_value(value)
        began = time.process_time()
        run(at)
        found.append(time.process_time() - began)
        assert not at.error, f"{value} is not taken any more"
    return found


def main() -> None:
    """Print the table."""
    print(
        f"{os.cpu_count()} cores; seconds of one core\n\n| screen | at its largest | slowest rerun | median |\n"
        "|---|---|--:|--:|"
    )
    for scene in SCENES:
        found = sorted(costs(scene))
        print(f"| {scene.stem} | {scene.told} | {found[-1]:.2f} | {found[len(found) // 2]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
