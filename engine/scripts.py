"""The whole training as a script that a student could type in: plain Python, NumPy, and PyTorch for comparison.

Its lines are those of the program that the engine runs; around them stand the numbers to start with, the loop and
the printing. What is printed is read off the engine's run: `printed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine import torch_twin
from engine.networks import Network
from engine.notation import gradient_name, mean_name
from engine.script_body import INDENT, STOPPED, Gaps, body, indented
from engine.script_lines import Line, ScriptDialect, wrapped
from engine.script_opening import opening
from engine.training_setup import TrainingSetup, key_of, of_weights


def script(setup: TrainingSetup, dialect: ScriptDialect, gaps: Gaps = ()) -> tuple[Line, ...]:
    """The script of `setup`. `gaps`: the keys of lines that are left out; PyTorch's twin has none."""
    return (*opening(setup, dialect), *loop(setup, dialect, gaps))


def source(lines: Sequence[Line]) -> str:
    """The lines as the text of a file."""
    return "".join(f"{line.text}\n" for line in lines)


def printed(setup: TrainingSetup) -> list[str]:
    """What each of the scripts prints, line by line, read off the run of the engine."""
    rows = [[f"{setup.number(column, epoch):12.6g}" for column in setup.columns] for epoch in setup.rows]
    table = [" ".join([f"{epoch:5}", *row]) for epoch, row in zip(setup.rows, rows, strict=True)]
    head = " ".join(["epoch", *(f"{column:>12}" for column in setup.columns)])
    return [head, *table, *([f"{setup.stops_at:5} {STOPPED}"] if setup.stops_at else [])]


def stages(network: Network) -> dict[str, tuple[str, ...]]:
    """The keys that are left out, from few to all: gradients, the way back and the update, all."""
    gradients = tuple(gradient_name("loss", name) for name in network.differentiated)
    updates = tuple(key_of(network, weight) for weight in network.weights)
    means = tuple(map(mean_name, of_weights(network))) if network.over_examples else ()
    mean_loss = ("mean_loss",) if network.over_examples else ()
    return {
        "whole": (),
        "gradients": of_weights(network),
        "backward": (*gradients, *means, *updates),
        "all": (*network.computed, *mean_loss, *gradients, *means, *updates),
    }


def loop(
    setup: TrainingSetup, dialect: ScriptDialect, gaps: Gaps = (), kept: Sequence[str] = (), each: Sequence[str] = ()
) -> Iterator[Line]:
    """The loop over the epochs, and the head of the table.

    `kept`: more lines at the end of each epoch; `each`: where plain Python is done with one of several examples.
    """
    if gaps and dialect != "torch":
        yield Line('nan = float("nan")  # not a number: what a gap gives')
    yield from map(Line, wrapped("columns = [", [f'"{name}"' for name in setup.columns], "]", " " * 11))
    yield Line('print("epoch", *[f"{n:>12}" for n in columns])')
    yield Line("for epoch in range(1, epochs + 1):")
    shown = [torch_twin.shown(setup.network, column) if dialect == "torch" else column for column in setup.columns]
    condition = f"if epoch in (1, epochs) or epoch % {setup.every} == 0:"
    row = 'print(f"{epoch:5}", *[f"{n:12.6g}" for n in row])'
    rows = [*wrapped("row = [", shown, "]", " " * 7), *([row] if setup.every == 1 else [condition, INDENT + row])]
    yield from indented((*body(setup, dialect, gaps, each), Line(""), *map(Line, rows), *map(Line, kept)))
