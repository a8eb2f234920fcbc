"""The whole training as a script that a student could type in: plain Python, NumPy, and PyTorch for comparison.

Its lines are those of the program that the engine runs; around them stand the numbers to start with, the loop and
the printing. What is printed is read off the engine's run: `printed`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from engine import torch_twin
from engine.backpropagation import edges
from engine.lesson_lines import lesson_lines, update_lines
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.script_lines import Line, ScriptDialect, wrapped
from engine.script_opening import opening
from engine.statements import Dialect, Statement
from engine.training_setup import TrainingSetup, key_of

STOPPED = "the loss is no longer finite"
_INDENT = "    "


Gaps = Collection[str]


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
    of_weights = tuple(gradient_name("loss", weight) for weight in network.weights)
    updates = tuple(key_of(network, weight) for weight in network.weights)
    return {
        "whole": (),
        "gradients": of_weights,
        "backward": (*gradients, *updates),
        "all": (*network.computed, *gradients, *updates),
    }


def loop(setup: TrainingSetup, dialect: ScriptDialect, gaps: Gaps = (), kept: Sequence[str] = ()) -> Iterator[Line]:
    """The loop over the epochs, and the head of the table. `kept`: more lines at the end of each epoch."""
    if gaps and dialect != "torch":
        yield Line('nan = float("nan")  # not a number: what a gap gives')
    yield from map(Line, wrapped("columns = [", [f'"{name}"' for name in setup.columns], "]", " " * 11))
    yield Line('print("epoch", *[f"{n:>12}" for n in columns])')
    yield Line("for epoch in range(1, epochs + 1):")
    body = _torch_body(setup) if dialect == "torch" else _body(setup, dialect, gaps)
    shown = [torch_twin.shown(setup.network, column) if dialect == "torch" else column for column in setup.columns]
    condition = f"if epoch in (1, epochs) or epoch % {setup.every} == 0:"
    row = 'print(f"{epoch:5}", *[f"{n:12.6g}" for n in row])'
    rows = [*wrapped("row = [", shown, "]", " " * 7), *([row] if setup.every == 1 else [condition, _INDENT + row])]
    for line in (*body, Line(""), *map(Line, rows), *map(Line, kept)):
        yield Line(f"{_INDENT}{line.text}" if line.text else "", line.keys, line.is_gap)


def _body(setup: TrainingSetup, dialect: Dialect, gaps: Gaps) -> Iterator[Line]:
    net = setup.network
    forward, backward = lesson_lines(net, dialect)
    yield Line("# forward pass: from input to loss")
    for line in forward:
        yield from _guarded(setup, dialect, line, _written(net, line, gaps))
    yield from _stop(setup, "np.isfinite(loss)" if dialect == "numpy" else "math.isfinite(loss)")
    yield Line("")
    yield Line("# backward pass: back to every weight")
    for line in backward:
        yield _written(net, line, gaps)
    yield Line("")
    yield Line("# update: now all weights move")
    for line in update_lines(net, setup.optimizer.symbolic(), dialect):
        yield _written(net, line, gaps, is_update=True)


def _torch_body(setup: TrainingSetup) -> Iterator[Line]:
    net = setup.network
    yield Line("# forward pass: from input to loss")
    for line in torch_twin.forward(net):
        yield Line(str(line), (line.name,))
    yield from _stop(setup, "torch.isfinite(loss)")
    yield Line("")
    yield Line("# backward pass: PyTorch goes back by itself")
    yield Line("optimizer.zero_grad()")
    yield Line("loss.backward()", tuple(gradient_name("loss", name) for name in net.differentiated))
    yield Line("")
    yield Line("# update: the optimizer moves all weights")
    yield Line("optimizer.step()", tuple(key_of(net, weight) for weight in net.weights))


def _stop(setup: TrainingSetup, test: str) -> Iterator[Line]:
    """Where the run does not stay finite, the script says so and ends, as the table on the screen does."""
    if setup.stops_at:
        yield Line(f"if not {test}:")
        yield Line(f'{_INDENT}print(f"{{epoch:5}} {STOPPED}")')
        yield Line(f"{_INDENT}break")


def _guarded(setup: TrainingSetup, dialect: Dialect, line: Statement, written: Line) -> Iterator[Line]:
    """The line; in plain Python, where this run goes beyond its numbers, with what NumPy has there."""
    otherwise = setup.too_large_for_python.get(line.name) if dialect == "python" else None
    if otherwise is None:
        yield written
        return
    yield Line("try:")
    yield Line(_INDENT + written.text, written.keys, written.is_gap)
    yield Line("except OverflowError:  # too large for Python")
    yield Line(f"{_INDENT}{line.name} = {otherwise}")


def _written(net: Network, line: Statement, gaps: Gaps, is_update: bool = False) -> Line:
    key = key_of(net, line.name) if is_update else line.name
    if key not in gaps:
        return Line(str(line), (key,))
    return Line(f"{line.name} = nan  # your turn: {_hint(net, line, is_update)}", (key,), True)


def _hint(net: Network, line: Statement, is_update: bool) -> str:
    """What a gap asks for: of a gradient the chain rule, of all else in words."""
    if is_update:
        return f"the new {line.name}"
    by_key = {gradient_name("loss", name): name for name in net.differentiated}
    if line.name not in by_key:
        return plain_name(line.name)
    arrows = [edge for edge in edges(net.loss) if edge.source.name == by_key[line.name]]
    return " + ".join(_link(edge.target.name or "", by_key[line.name]) for edge in arrows)


def _link(target: str, source: str) -> str:
    local = plain_name(gradient_name(target, source))
    return local if target == "loss" else f"{plain_name(gradient_name('loss', target))} · {local}"
