"""Runs the PyTorch twins of the scripts, which the tests themselves cannot, and keeps what they print.

    python -m tests.golden.make_twins /path/to/a/python/that/has/torch

writes `twins.json` beside this file: for each case the text of the twin and its output. The tests hold the texts to
those that were run, and the output to what the dashboard shows. A twin that prints anything else is refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import networks
from engine.optimizers import OPTIMIZERS
from engine.scripts import printed, script, source
from engine.training_setup import TrainingSetup

FILE = Path(__file__).with_name("twins.json")
_RUN = "import torch; print(torch.__version__)"


def setups() -> Iterator[tuple[str, TrainingSetup]]:
    """Every optimizer on both nets; every activation, with biases; a long run, and one that diverges."""
    for name, kind in OPTIMIZERS.items():
        rate = 0.01 if name in ("GradientDescent", "Momentum", "Nesterov") else 0.1
        yield f"linear, {name}", _linear(kind().with_rate(rate), 10)
        yield f"sigmoid, {name}", _sigmoid("half_squared", "sigmoid", False, kind().with_rate(rate), 10)
    descent = OPTIMIZERS["GradientDescent"]
    for activation in networks.ACTIVATIONS:
        yield f"squared, {activation}, biases", _sigmoid("squared", activation, True, descent(learning_rate=0.05), 10)
    yield "long", _sigmoid("half_squared", "sigmoid", True, descent(learning_rate=0.5), 200)
    yield "diverging", _linear(descent(learning_rate=0.06), 15)


def _linear(optimizer: Any, epochs: int) -> TrainingSetup:
    return TrainingSetup(networks.linear(), dict(networks.LINEAR_START), dict(networks.LINEAR_DATA), optimizer, epochs)


def _sigmoid(loss: Any, activation: Any, has_biases: bool, optimizer: Any, epochs: int) -> TrainingSetup:
    net = networks.sigmoid(loss, activation, has_biases)
    start = {**networks.SIGMOID_START, **(networks.SIGMOID_BIASES if has_biases else {})}
    return TrainingSetup(net, start, dict(networks.SIGMOID_DATA), optimizer, epochs)


def _ran(python: str, text: str) -> list[str]:
    done = subprocess.run([python, "-c", text], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.splitlines()


def main() -> None:
    python = sys.argv[1]
    (version,) = _ran(python, _RUN)
    cases = {}
    for title, setup in setups():
        text = source(script(setup, "torch"))
        output = _ran(python, text)
        if output != printed(setup):
            raise SystemExit(
                f"{title}: PyTorch prints\n{chr(10).join(output)}\nand not\n{chr(10).join(printed(setup))}"
            )
        cases[title] = {"script": text.splitlines(), "output": output}
        print(title)
    FILE.write_text(
        json.dumps({"made_by": f"python -m tests.golden.make_twins, PyTorch {version}", "cases": cases}, indent=1)
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
