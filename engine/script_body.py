"""What happens in each epoch of a script: forward pass, backward pass, update.

With several examples NumPy has all of them in one array, and plain Python takes one after the other and adds up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from engine import torch_twin
from engine.backpropagation import edges
from engine.lesson_lines import lesson_lines, update_lines
from engine.networks import Network
from engine.notation import gradient_name, mean_name, plain_name
from engine.script_lines import Line, ScriptDialect
from engine.statements import Dialect, Statement
from engine.training_setup import TrainingSetup, key_of, of_weights

STOPPED = "the loss is no longer finite"
INDENT = "    "
Gaps = Collection[str]


def body(setup: TrainingSetup, dialect: ScriptDialect, gaps: Gaps, each: Sequence[str] = ()) -> Iterator[Line]:
    """The lines of one epoch, not indented. `each`: more lines where plain Python is done with one example."""
    if dialect == "torch":
        yield from _torch(setup)
        return
    if setup.network.over_examples and dialect == "python":
        yield from _example_by_example(setup, gaps, each)
    else:
        yield from _at_once(setup, dialect, gaps)
    yield Line("")
    yield Line("# update: now all weights move")
    for line in update_lines(setup.network, setup.optimizer.symbolic(), dialect):
        keys = (key_of(setup.network, line.name),)
        yield from _guarded(setup, dialect, line, _written(setup.network, line, gaps, keys))


def indented(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines one step further to the right."""
    for line in lines:
        yield replace(line, text=f"{INDENT}{line.text}") if line.text else line


def _at_once(setup: TrainingSetup, dialect: Dialect, gaps: Gaps) -> Iterator[Line]:
    net = setup.network
    forward, backward = lesson_lines(net, dialect)
    yield Line("# forward pass: from input to loss")
    for line in forward:
        yield from _guarded(setup, dialect, line, _written(net, line, gaps, (line.name,)))
    if net.over_examples:
        yield _mean(net, "mean_loss", "np.mean(loss, axis=0)", gaps)
    yield from _stop(setup, "np.isfinite" if dialect == "numpy" else "math.isfinite")
    yield Line("")
    yield Line("# backward pass: back to every weight" + (", as means" if net.over_examples else ""))
    means = of_weights(net) if net.over_examples else ()
    for line in backward:
        yield _written(net, line, gaps, (line.name, mean_name(line.name)) if line.name in means else (line.name,))


def _example_by_example(setup: TrainingSetup, gaps: Gaps, each: Sequence[str]) -> Iterator[Line]:
    net = setup.network
    yield Line("# the sums over the examples begin at 0")
    yield Line(" = ".join(("loss", *of_weights(net), "0.0")))
    yield Line(f"for {', '.join(net.data)} in examples:")
    yield from indented(_one_example(setup, gaps, each))
    yield Line("")
    yield Line("# the means over the examples")
    yield _mean(net, "mean_loss", "loss / len(examples)", gaps)
    for name in of_weights(net):
        yield _mean(net, name, f"{name} / len(examples)", gaps)
    yield from _stop(setup, "math.isfinite")


def _one_example(setup: TrainingSetup, gaps: Gaps, each: Sequence[str]) -> Iterator[Line]:
    net = setup.network
    summed = ("loss", *of_weights(net))
    forward, backward = lesson_lines(replace(net, over_examples=False), "python")
    yield Line("# forward pass: from input to loss")
    for line in forward:
        yield from _guarded(setup, "python", line, _written(net, line, gaps, (line.name,), summed))
    yield Line("")
    yield Line("# backward pass: back to every weight")
    for line in backward:
        yield _written(net, line, gaps, (line.name,), summed)
    yield from map(Line, each)


def _torch(setup: TrainingSetup) -> Iterator[Line]:
    net = setup.network
    yield Line("# forward pass: from input to loss")
    for line in torch_twin.forward(net):
        yield Line(str(line), ("loss", "mean_loss") if net.over_examples and line.name == "loss" else (line.name,))
    yield from _stop(setup, "torch.isfinite")
    yield Line("")
    yield Line("# backward pass: PyTorch goes back by itself")
    yield Line("optimizer.zero_grad()")
    yield Line("loss.backward()", tuple(gradient_name("loss", name) for name in net.differentiated))
    yield Line("")
    yield Line("# update: the optimizer moves all weights")
    yield Line("optimizer.step()", tuple(key_of(net, weight) for weight in net.weights))
    yield from map(Line, torch_twin.after_step(setup))


def _stop(setup: TrainingSetup, test: str) -> Iterator[Line]:
    """Where the run does not stay finite, the script says so and ends, as the table on the screen does."""
    if setup.stops_at:
        loss = "mean_loss" if setup.network.over_examples and not test.startswith("torch") else "loss"
        yield Line(f"if not {test}({loss}):")
        yield Line(f'{INDENT}print(f"{{epoch:5}} {STOPPED}")')
        yield Line(f"{INDENT}break")


def _guarded(setup: TrainingSetup, dialect: Dialect, line: Statement, written: Line) -> Iterator[Line]:
    """The line; in plain Python, where this run goes beyond its numbers, with what NumPy has there."""
    limit = setup.limits_of_python.get(written.keys[0]) if dialect == "python" else None
    if limit is None:
        yield written
        return
    yield Line("try:")
    yield Line(INDENT + written.text, written.keys, written.is_gap)
    yield Line(limit.code)
    yield Line(f"{INDENT}{line.name} = {limit.otherwise}")


def _written(net: Network, line: Statement, gaps: Gaps, keys: tuple[str, ...], summed: Collection[str] = ()) -> Line:
    """A line of the program; what is `summed` is added to what is there."""
    sign = "+=" if line.name in summed else "="
    if not any(key in gaps for key in keys):
        return Line(f"{line.name} {sign} {line.code}", keys)
    hint = _hint(net, line.name, keys)
    return Line(f"{line.name} {sign} nan  # your turn: {hint}", keys, True)


def _mean(net: Network, name: str, code: str, gaps: Gaps) -> Line:
    key = name if name == "mean_loss" else mean_name(name)
    if key not in gaps:
        return Line(f"{name} = {code}", (key,))
    return Line(f"{name} = nan  # your turn: {plain_name(key)}", (key,), True)


def _hint(net: Network, name: str, keys: tuple[str, ...]) -> str:
    """What a gap asks for: of a gradient the chain rule, of all else in words."""
    if keys == (key_of(net, name),) and name in net.weights:
        return f"the new {name}"
    by_key = {gradient_name("loss", value): value for value in net.differentiated}
    if name not in by_key:
        return plain_name(name)
    arrows = [edge for edge in edges(net.loss) if edge.source.name == by_key[name]]
    chain = " + ".join(_link(edge.target.name or "", by_key[name]) for edge in arrows)
    return f"the mean of {chain}" if len(keys) > 1 else chain


def _link(target: str, source: str) -> str:
    local = plain_name(gradient_name(target, source))
    return local if target == "loss" else f"{plain_name(gradient_name('loss', target))} · {local}"
