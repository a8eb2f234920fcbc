"""Runs the PyTorch twins of the scripts, which the tests themselves cannot, and keeps what they print.

    python -m tests.golden.make_twins /path/to/a/python/that/has/torch

writes `twins.json` beside this file: for each case the text of the twin and its output. The tests hold the texts to
those that were run, and the output to what the dashboard shows. A twin that prints anything else is refused, and so is
one whose numbers are not those of the engine to 1e-12 (1e-9 where the run diverges).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dashboard.examples_input import PRESETS
from engine import networks
from engine.optimizers import (
    OPTIMIZERS,
    Constant,
    CosineAnnealing,
    ExponentialDecay,
    GradientDescent,
    Optimizer,
    StepDecay,
    WarmUp,
)
from engine.script_check import KEEP, last_check
from engine.script_lines import Line
from engine.script_opening import opening
from engine.scripts import loop, printed, script, source
from engine.training_setup import TrainingSetup

FILE = Path(__file__).with_name("twins.json")
_VERSION = "import torch; print(torch.__version__)"
# Runs each text as a program of its own, and gives back what it printed and how it ended.
RUNNER = """
import contextlib, io, json, sys
found = []
for text in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            exec(compile(text, "script", "exec"), {"__name__": "__main__"})
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    found.append(said.getvalue().splitlines())
json.dump(found, sys.stdout)
"""


def setups() -> Iterator[tuple[str, TrainingSetup]]:
    """Every optimizer on both nets; every activation, with biases; a long run, and one that diverges.

    Then several examples, every setting off its default, and every schedule.
    """
    for name, kind in OPTIMIZERS.items():
        rate = 0.01 if name in ("GradientDescent", "Momentum", "Nesterov") else 0.1
        yield f"linear, {name}", _linear(kind().with_rate(rate), 10)
        yield f"sigmoid, {name}", _sigmoid("half_squared", "sigmoid", False, kind().with_rate(rate), 10)
    descent = OPTIMIZERS["GradientDescent"]
    for activation in networks.ACTIVATIONS:
        yield f"squared, {activation}, biases", _sigmoid("squared", activation, True, descent(learning_rate=0.05), 10)
    yield "long", _sigmoid("half_squared", "sigmoid", True, descent(learning_rate=0.5), 200)
    yield "diverging", _linear(descent(learning_rate=0.06), 15)

    yield from _of_examples()
    for title, optimizer in off_default().items():
        yield f"linear, {title}", _linear(optimizer, 30)
        yield f"sigmoid, {title}", _sigmoid("half_squared", "sigmoid", False, optimizer, 30)


def _of_examples() -> Iterator[tuple[str, TrainingSetup]]:
    for name in ("GradientDescent", "Momentum", "Adam", "NAdam"):
        yield f"OR, {name}", over_examples(OPTIMIZERS[name]().with_rate(0.1), "or")
    yield "AND, biases", over_examples(OPTIMIZERS["GradientDescent"](learning_rate=2.0), "and", True, epochs=1000)
    yield "XOR, tanh, biases", over_examples(OPTIMIZERS["RMSprop"]().with_rate(0.05), "typed", True, "tanh")
    yield "OR, relu", over_examples(WarmUp(optimizer=OPTIMIZERS["Adam"]().with_rate(0.1)), "or", True, "relu")
    one = TrainingSetup(_or().network, _or().start, {"x1": (1.0,), "x2": (2.0,), "y": (1.0,)}, _or().optimizer, 10)
    yield "one example as the only row", one


def _or() -> TrainingSetup:
    return over_examples(OPTIMIZERS["GradientDescent"]().with_rate(0.1), "or")


def off_default() -> dict[str, Optimizer]:
    """Optimizers with every setting off its default, and schedules with theirs, by what is special about them."""
    kinds = OPTIMIZERS
    adam = {"learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}
    descent, momentum = GradientDescent(0.02), kinds["Momentum"](learning_rate=0.002, momentum=0.5)
    return {
        "momentum 0.5": momentum,
        "Nesterov, momentum 0.5": kinds["Nesterov"](learning_rate=0.002, momentum=0.5),
        "Nesterov, momentum 0": kinds["Nesterov"](learning_rate=0.01, momentum=0.0),
        "Adagrad, ε": kinds["Adagrad"](learning_rate=0.1, epsilon=0.1),
        "RMSprop, ρ and ε": kinds["RMSprop"](learning_rate=0.02, decay=0.8, epsilon=1e-3),
        "RMSprop, centered": kinds["RMSprop"](learning_rate=0.02, centered=True),
        "Adam, β₁, β₂ and ε": kinds["Adam"](**adam),
        "Adadelta, ρ and ε": kinds["Adadelta"](learning_rate=1.0, decay=0.8, epsilon=1e-4),
        "AdamW, λ": kinds["AdamW"](**adam, weight_decay=0.5),
        "NAdam, ψ": kinds["NAdam"](**adam, momentum_decay=0.1),
        "AMSGrad, β₁, β₂ and ε": kinds["AMSGrad"](**adam),
        "drops in steps": StepDecay(optimizer=descent, drop=0.5, drop_every=7.0),
        "drops every 2.5 updates": StepDecay(optimizer=momentum, drop=0.7, drop_every=2.5),
        "shrinks": ExponentialDecay(optimizer=kinds["Adam"](**adam), rate_decay=0.9),
        "half a cosine": CosineAnnealing(optimizer=kinds["AdamW"](**adam), cosine_updates=20.0, final_rate=0.001),
        "half a cosine from 0": CosineAnnealing(optimizer=GradientDescent(0.0), cosine_updates=12.5, final_rate=0.01),
        "warm-up": WarmUp(optimizer=kinds["NAdam"](**adam), warm_up_updates=7.5),
        "no schedule": Constant(optimizer=descent),
    }


def _linear(optimizer: Any, epochs: int) -> TrainingSetup:
    return TrainingSetup(networks.linear(), dict(networks.LINEAR_START), dict(networks.LINEAR_DATA), optimizer, epochs)


def _sigmoid(loss: Any, activation: Any, has_biases: bool, optimizer: Any, epochs: int) -> TrainingSetup:
    net = networks.sigmoid(loss, activation, has_biases)
    start = {**networks.SIGMOID_START, **(networks.SIGMOID_BIASES if has_biases else {})}
    return TrainingSetup(net, start, dict(networks.SIGMOID_DATA), optimizer, epochs)


def over_examples(
    optimizer: Optimizer, rows: str, has_biases: bool = False, activation: Any = "sigmoid", epochs: int = 20
) -> TrainingSetup:
    """The sigmoid net over the examples of a preset."""
    net = networks.sigmoid("half_squared", activation, has_biases, over_examples=True)
    start = {**networks.SIGMOID_START, **(networks.SIGMOID_BIASES if has_biases else {})}
    columns = zip(*(map(float, row.split(",")) for row in PRESETS[rows].split(";")), strict=True)
    return TrainingSetup(net, start, dict(zip(net.data, columns, strict=True)), optimizer, epochs)


def _asserting(setup: TrainingSetup) -> str:
    """The twin, and at its end the check of its notebook, to 1e-12; of a run that diverges to 1e-9, as it stands."""
    looped = loop(setup, "torch", kept=[KEEP["torch"]])
    check = [line if setup.stops_at else line.replace("1e-9", "1e-12") for line in last_check(setup, "torch")]
    return source([*opening(setup, "torch"), Line("kept = []"), *looped, *map(Line, check)])


def _ran(python: str, texts: Sequence[str]) -> list[list[str]]:
    """What each of the programs prints, one after the other in one process: to import PyTorch takes seconds."""
    done = subprocess.run(
        [python, "-c", RUNNER], input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8", check=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def main() -> None:
    every = dict(setups())
    texts = [source(script(setup, "torch")) for setup in every.values()]
    (version,), *found = _ran(sys.argv[1], [_VERSION, *texts, *map(_asserting, every.values())])
    outputs, checks = found[: len(texts)], found[len(texts) :]
    cases = {}
    for (title, setup), text, output, check in zip(every.items(), texts, outputs, checks, strict=True):
        if output != printed(setup):
            raise SystemExit("\n".join([f"{title}: PyTorch prints", *output, "and not", *printed(setup)]))
        print(f"{title}: {check[-1]}")
        if not check[-1].endswith("are those of the dashboard."):
            raise SystemExit(1)
        cases[title] = {"script": text.splitlines(), "output": output}
    FILE.write_text(
        json.dumps({"made_by": f"python -m tests.golden.make_twins, PyTorch {version}", "cases": cases}, indent=1)
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
