"""The script of a training as a notebook for Jupyter and Colab: story, formulas, code, plot, and a check at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import nbformat
import nbformat.v4

from dashboard.optimizer_words import label
from dashboard.race_settings import SCHEDULE_TITLES
from engine.formulas import latex, number
from engine.notation import gradient_name, latex_name, mean_name, plain_name
from engine.optimizers import taken_apart
from engine.script_check import KEEP, checked_loop, last_check, stage_check
from engine.script_lines import ScriptDialect
from engine.script_opening import opening
from engine.scripts import loop, source
from engine.step_explained import gradient_symbol, lines
from engine.training_setup import TrainingSetup

_V4: Any = nbformat.v4  # nbformat says nothing of its types
IN_WORDS: dict[ScriptDialect, str] = {"python": "plain Python", "numpy": "NumPy", "torch": "PyTorch"}

_KEPT = "kept = []  # the numbers of each epoch, for the plot and the check"
_PLOT = """import matplotlib.pyplot as plt

epochs_run = range(1, len(kept) + 1)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.5))
left.plot(epochs_run, [row[columns.index("{loss}")] for row in kept], marker=".")
left.set(title="{title}", xlabel="epoch", ylabel="L")
{right}
figure.tight_layout()
plt.show()"""
_OF_ONE = """right.plot(epochs_run, [row[columns.index("y_hat")] for row in kept], marker=".")
right.axhline(float(y), linestyle="--", color="gray")
right.set(title="The prediction, and the target (dashed)", xlabel="epoch", ylabel="ŷ")"""
_OF_SEVERAL = """for at, name in enumerate(columns[1:], start=1):
    right.plot(epochs_run, [float(row[at]) for row in kept], marker=".", label=name)
right.legend()
right.set(title="The weights", xlabel="epoch")"""


def notebook(setup: TrainingSetup, dialect: ScriptDialect, gaps: Sequence[str] = ()) -> bytes:
    """The notebook as a file. `gaps`: the keys of lines that are left out for the student."""
    looped = checked_loop if gaps else loop
    cells = [
        ("text", _story(setup, dialect, bool(gaps))),
        ("text", _formulas(setup)),
        ("text", "## Data, weights, settings"),
        ("code", source([*opening(setup, dialect)])),
        ("text", "## The training loop\n\nEach line of the formulas is one line here." + _task(bool(gaps))),
        ("code", f"{_KEPT}\n{source([*looped(setup, dialect, gaps, [KEEP[dialect]])])}"),
    ]
    if gaps:
        cells += [("text", "## Is every line right?"), ("code", "\n".join(stage_check(setup, dialect)))]
    cells += [
        ("text", "## The same, as a picture"),
        ("code", _plot(setup)),
        ("text", f"## Are these the dashboard's numbers?\n\nTo {9 if dialect == 'torch' else 12} digits, row by row."),
        ("code", "\n".join(last_check(setup, dialect))),
    ]
    return _written(cells)


def _plot(setup: TrainingSetup) -> str:
    if setup.network.over_examples:
        return _PLOT.format(loss=mean_name("loss"), title="The mean loss", right=_OF_SEVERAL)
    return _PLOT.format(loss="loss", title="The loss", right=_OF_ONE)


def _written(cells: Sequence[tuple[str, str]]) -> bytes:
    made = [
        (_V4.new_markdown_cell if kind == "text" else _V4.new_code_cell)(text.rstrip("\n"), id=f"cell-{place}")
        for place, (kind, text) in enumerate(cells, start=1)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    found = _V4.new_notebook(cells=made, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    nbformat.validate(found)
    return bytes(_V4.writes(found), "utf-8")


def _story(setup: TrainingSetup, dialect: ScriptDialect, has_gaps: bool) -> str:
    net = setup.network
    rule, schedule = taken_apart(setup.optimizer)
    name = label(type(rule).__name__)
    rate = number(float(setup.optimizer.learning_rate))
    kind = "Two weights, one input" if len(net.computed) <= 3 else "Two inputs, one hidden neuron"
    task, loss = _shown_to_it(setup), "the loss L"
    if net.over_examples:
        loss = "the mean loss over all examples"
    told = (
        f"# {kind}: backpropagation from scratch, in {IN_WORDS[dialect]}\n\n"
        f"{task} It begins with {_listed(setup.start)}. "
        f"In each of {setup.epochs} epochs it computes ŷ (forward pass), measures {loss}, finds the gradient of "
        f"every weight by the chain rule (backward pass), and moves the weights by **{name}** with α = {rate}."
    )
    if schedule:
        told += f" The rate does not stay the same: {SCHEDULE_TITLES[type(schedule).__name__]}."
    return told + ("\n\nSome lines are left out. They are yours to write." if has_gaps else "")


def _shown_to_it(setup: TrainingSetup) -> str:
    """What the net has to learn, in words."""
    *inputs, target = setup.data
    if not setup.network.over_examples:
        given = {name: setup.each(name)[0] for name in inputs}
        wanted = number(setup.each(target)[0])
        return f"The net is given {_listed(given)}, and has to answer with the target y = {wanted}."
    head = "| " + " | ".join([*map(plain_name, inputs), f"target {plain_name(target)}"]) + " |"
    rows = zip(*map(setup.each, setup.data), strict=True)
    body = "\n".join(f"| {' | '.join(map(number, row))} |" for row in rows)
    return f"The net has to learn these examples:\n\n{head}\n|{'--:|' * len(setup.data)}\n{body}\n\n"


def _listed(values: Mapping[str, float]) -> str:
    return ", ".join(f"{plain_name(name)} = {number(value)}" for name, value in values.items())


def _task(has_gaps: bool) -> str:
    if not has_gaps:
        return ""
    return (
        " A gap gives *nan*, not a number: replace it by what its comment asks for. Run the cell, then the check below "
        "it, which names the first line that is not right."
    )


def _formulas(setup: TrainingSetup) -> str:
    net = setup.network
    forward = [f"{latex_name(name)} &= {latex(net.values[name])}" for name in net.computed]
    backward = [
        f"{latex_name(gradient_name('loss', name))} &= {latex(net.gradients[name])}" for name in net.differentiated
    ]
    weight = net.weights[0]
    update = [
        rf"{latex_name(line.name)} &\leftarrow {latex(line.node)}" for line in lines(setup.optimizer.symbolic(), weight)
    ]
    mean = r"\text{mean }" if net.over_examples else ""
    gradient = f"{gradient_symbol(weight)} = {mean}{latex_name(gradient_name('loss', weight))}"
    mean_of = "\n\nThat is one example. The gradient that moves a weight is the mean over all examples."
    return (
        f"## The mathematics\n\n**Forward pass**\n\n{_aligned(forward)}\n\n"
        f"**Backward pass**\n\n{_aligned(backward)}{mean_of if net.over_examples else ''}\n\n"
        f"**Update**, here of ${latex_name(weight)}$, with ${gradient}$:\n\n{_aligned(update)}"
    )


def _aligned(rows: Sequence[str]) -> str:
    joined = " \\\\\n".join(rows)
    return f"$$\n\\begin{{aligned}}\n{joined}\n\\end{{aligned}}\n$$"
