"""The script of a training as a notebook for Jupyter and Colab: story, formulas, code, plot, and a check at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nbformat
import nbformat.v4

from dashboard.optimizer_words import label
from engine.formulas import latex, number
from engine.notation import gradient_name, latex_name, plain_name
from engine.script_check import KEEP, first_epoch_kept, last_check, stage_check
from engine.script_lines import ScriptDialect
from engine.script_opening import opening
from engine.scripts import loop, source
from engine.step_explained import gradient_symbol, lines
from engine.training_setup import TrainingSetup

_V4: Any = nbformat.v4  # nbformat says nothing of its types
IN_WORDS: dict[ScriptDialect, str] = {"python": "plain Python", "numpy": "NumPy", "torch": "PyTorch"}

_PLOT = """import matplotlib.pyplot as plt

epochs_run = range(1, len(kept) + 1)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.5))
left.plot(epochs_run, [row[columns.index("loss")] for row in kept], marker=".")
left.set(title="The loss", xlabel="epoch", ylabel="L")
right.plot(epochs_run, [row[columns.index("y_hat")] for row in kept], marker=".")
right.axhline(float(y), linestyle="--", color="gray")
right.set(title="The prediction, and the target (dashed)", xlabel="epoch", ylabel="ŷ")
figure.tight_layout()
plt.show()"""


def notebook(setup: TrainingSetup, dialect: ScriptDialect, gaps: Sequence[str] = ()) -> bytes:
    """The notebook as a file. `gaps`: the keys of lines that are left out for the student."""
    first = [*first_epoch_kept(setup), KEEP[dialect]] if gaps else [KEEP[dialect]]
    cells = [
        ("text", _story(setup, dialect, bool(gaps))),
        ("text", _formulas(setup)),
        ("text", "## Data, weights, settings"),
        ("code", source([*opening(setup, dialect)])),
        ("text", "## The training loop\n\nEach line of the formulas is one line here." + _task(bool(gaps))),
        (
            "code",
            "kept = []  # the numbers of each epoch, for the plot and the check\n" + _text(setup, dialect, gaps, first),
        ),
    ]
    if gaps:
        cells += [("text", "## Is every line right?"), ("code", "\n".join(stage_check(setup)))]
    cells += [
        ("text", "## The same, as a picture"),
        ("code", _PLOT),
        ("text", f"## Are these the dashboard's numbers?\n\nTo {9 if dialect == 'torch' else 12} digits, row by row."),
        ("code", "\n".join(last_check(setup, dialect))),
    ]
    return _written(cells)


def _text(setup: TrainingSetup, dialect: ScriptDialect, gaps: Sequence[str], kept: Sequence[str]) -> str:
    return source([*loop(setup, dialect, gaps, kept)])


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
    given = ", ".join(f"{plain_name(name)} = {number(value)}" for name, value in {**setup.data, **setup.start}.items())
    name = label(type(setup.optimizer).__name__)
    rate = number(float(setup.optimizer.learning_rate))
    kind = "Two weights, one input" if len(net.computed) <= 3 else "Two inputs, one hidden neuron"
    told = (
        f"# {kind}: backpropagation from scratch, in {IN_WORDS[dialect]}\n\n"
        f"The net has to answer its input with the target y = {number(setup.data['y'])}. It begins with {given}. "
        f"In each of {setup.epochs} epochs it computes ŷ (forward pass), measures the loss L, finds the gradient of "
        f"every weight by the chain rule (backward pass), and moves the weights by **{name}** with α = {rate}."
    )
    return told + ("\n\nSome lines are left out. They are yours to write." if has_gaps else "")


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
    gradient = f"{gradient_symbol(weight)} = {latex_name(gradient_name('loss', weight))}"
    return (
        f"## The mathematics\n\n**Forward pass**\n\n{_aligned(forward)}\n\n"
        f"**Backward pass**\n\n{_aligned(backward)}\n\n"
        f"**Update**, here of ${latex_name(weight)}$, with ${gradient}$:\n\n{_aligned(update)}"
    )


def _aligned(rows: Sequence[str]) -> str:
    joined = " \\\\\n".join(rows)
    return f"$$\n\\begin{{aligned}}\n{joined}\n\\end{{aligned}}\n$$"
