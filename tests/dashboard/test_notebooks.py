"""The notebooks: run for real, cell by cell, as Jupyter and Colab would."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from dashboard.notebooks import notebook
from engine import networks
from engine.optimizers import OPTIMIZERS, Adam, GradientDescent, WarmUp
from engine.script_check import KEEP, last_check
from engine.script_lines import ScriptDialect
from engine.scripts import printed, stages
from engine.training_setup import TrainingSetup
from tests.engine.test_scripts import linear, out_of_pythons_reach, over_examples, sigmoid
from tests.golden.make_twins import off_default

RULES = ("GradientDescent", "Momentum", "Adam")
CASES: list[tuple[str, TrainingSetup, ScriptDialect]] = [
    (f"{net}, {rule}, {dialect}", setup(OPTIMIZERS[rule]().with_rate(0.01)), dialect)
    for net, setup in (("linear", linear), ("sigmoid", sigmoid))
    for rule in RULES
    for dialect in ("python", "numpy")
]
SETTINGS = off_default()
CASES += [
    (f"{net}, {title}, {dialect}", setup(SETTINGS[title]), dialect)
    for net, setup, title in (
        ("linear", linear, "half a cosine"),
        ("sigmoid", sigmoid, "RMSprop, ρ and ε"),
        ("sigmoid", sigmoid, "drops in steps"),
        ("OR", over_examples, "shrinks"),
        ("OR", over_examples, "momentum 0.5"),
    )
    for dialect in ("python", "numpy")
]
CASES += [
    (f"OR, {rule} and warm-up, {dialect}", over_examples(WarmUp(optimizer=OPTIMIZERS[rule]().with_rate(0.1))), dialect)
    for rule in RULES
    for dialect in ("python", "numpy")
]
OF_EXAMPLES = networks.sigmoid("squared", "tanh", True, True)


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all notebooks: to start one takes a second."""
    manager = KernelManager()
    # Streamlit, once imported, sets another backend for this process and all that follow
    manager.start_kernel(env={**os.environ, "MPLBACKEND": "module://matplotlib_inline.backend_inline"})
    yield manager
    manager.shutdown_kernel(now=True)


def executed(kernel: KernelManager, made: bytes) -> list[Any]:
    """The cells of a notebook, run one after the other in a cleared kernel where a warning is an error."""
    found = nbformat.reads(made.decode(), as_version=4)
    before = nbformat.v4.new_code_cell('%reset -f\nimport warnings\nwarnings.simplefilter("error")')
    run = nbformat.v4.new_notebook(cells=[before, *found.cells], metadata=found.metadata)
    client = NotebookClient(run, timeout=60, km=kernel)
    try:
        client.execute()
    finally:
        client.kc.stop_channels()
    return list(run.cells[1:])


def said(cell: Any) -> list[str]:
    return "".join(output.get("text", "") for output in cell.outputs).splitlines()


def codes(cells: list[Any]) -> list[Any]:
    return [cell for cell in cells if cell.cell_type == "code"]


@pytest.mark.parametrize(("title", "setup", "dialect"), CASES, ids=[title for title, *_ in CASES])
def test_a_notebook_prints_the_table_draws_a_plot_and_finds_the_dashboards_numbers(
    kernel: KernelManager, title: str, setup: TrainingSetup, dialect: ScriptDialect
) -> None:
    _, loop, plot, check = codes(executed(kernel, notebook(setup, dialect)))
    assert said(loop) == printed(setup)
    assert any("image/png" in output.get("data", {}) for output in plot.outputs)
    assert said(check) == [f"All {len(setup.rows)} rows are those of the dashboard."]


@pytest.mark.parametrize(
    "setup",
    [
        linear(GradientDescent(0.06), 15),
        sigmoid(GradientDescent(1.0), 1000),
        sigmoid(epochs=1),
        sigmoid(w1=-100.0, x1=10.0),
        over_examples(GradientDescent(1.0), OF_EXAMPLES, epochs=200),
        over_examples(w1=-100.0, rows=[(10.0, 0.0, 1.0)]),
        out_of_pythons_reach()["OverflowError"],
    ],
    ids=["diverging", "long", "one epoch", "saturated", "long over examples", "one row", "too large"],
)
@pytest.mark.parametrize("dialect", ["python", "numpy"])
def test_it_stands_unusual_runs(kernel: KernelManager, setup: TrainingSetup, dialect: ScriptDialect) -> None:
    _, loop, _, check = codes(executed(kernel, notebook(setup, dialect)))
    assert said(loop) == printed(setup)
    (told,) = said(check)
    if dialect == "numpy":
        assert told == f"All {len(setup.rows)} rows are those of the dashboard."
    assert told.endswith("rows are those of the dashboard.")


def test_rows_in_which_the_last_digit_has_grown_are_not_compared_and_the_check_says_so() -> None:
    shaking, calm = over_examples(GradientDescent(1.0), OF_EXAMPLES, epochs=300), over_examples(epochs=300)
    texts = {dialect: "\n".join(last_check(shaking, dialect)) for dialect in KEEP}
    assert {dialect: "are not compared" in text for dialect, text in texts.items()} == {
        "python": True, "numpy": False, "torch": True
    }  # fmt: skip
    compared = [row for row in shaking.rows if f"\n    {row}: [" in texts["python"]]
    assert compared == [row for row in shaking.rows if row <= compared[-1]]
    assert 0 < len(compared) < len(shaking.rows)
    assert not any("are not compared" in line for dialect in KEEP for line in last_check(calm, dialect))


def test_another_rate_in_the_notebook_fails_the_last_cell(kernel: KernelManager) -> None:
    made = notebook(linear(), "python").replace(b"learning_rate = 0.01", b"learning_rate = 0.0100000001")
    with pytest.raises(CellExecutionError, match=r"epoch 1, w1: 2\.18.* here, 2\.18 in the dashboard"):
        executed(kernel, made)


def test_with_gaps_a_cell_names_the_first_and_the_last_cell_does_not_pass(kernel: KernelManager) -> None:
    setup = linear()
    made = nbformat.reads(notebook(setup, "python", stages(setup.network)["backward"]).decode(), as_version=4)
    last = made.cells.pop()
    _, _, check, _ = codes(executed(kernel, nbformat.writes(made).encode()))
    assert said(check) == ["The line of dL_dy_hat is still a gap, or works with one."]
    made.cells.append(last)
    with pytest.raises(CellExecutionError, match="dL_dw1: nan here"):
        executed(kernel, nbformat.writes(made).encode())


@pytest.mark.parametrize("dialect", ["python", "numpy"])
def test_over_examples_a_cell_names_the_first_gap(kernel: KernelManager, dialect: ScriptDialect) -> None:
    setup = over_examples(Adam(0.1), OF_EXAMPLES)
    made = nbformat.reads(notebook(setup, dialect, stages(setup.network)["gradients"]).decode(), as_version=4)
    made.cells.pop()
    _, _, check, _ = codes(executed(kernel, nbformat.writes(made).encode()))
    name = "dL_dw3 (sum)" if dialect == "python" else "dL_dw3"
    assert said(check) == [f"The line of {name} is still a gap, or works with one."]


def test_its_story_tells_the_examples_and_the_schedule() -> None:
    cells = json.loads(notebook(over_examples(WarmUp(optimizer=Adam(0.1))), "numpy"))["cells"]
    story, formulas = ("".join(cell["source"]) for cell in cells[:2])
    assert "| x₁ | x₂ | target y |\n|--:|--:|--:|\n| 0 | 0 | 0 |\n| 0 | 1 | 1 |" in story
    assert "moves the weights by **Adam** with α = 0.1. The rate does not stay the same: warm-up." in story
    assert "The gradient that moves a weight is the mean over all examples." in formulas


@pytest.mark.parametrize("dialect", KEEP)
def test_it_is_a_valid_notebook_for_python_3_and_the_same_each_time(dialect: ScriptDialect) -> None:
    made = notebook(sigmoid(), dialect)
    assert made == notebook(sigmoid(), dialect)
    found = json.loads(made)
    assert found["nbformat"] == 4
    assert found["metadata"]["kernelspec"]["name"] == "python3"
    assert len({cell["id"] for cell in found["cells"]}) == len(found["cells"])
    nbformat.validate(nbformat.reads(made.decode(), as_version=4))


def test_its_formulas_are_those_of_the_net() -> None:
    text = notebook(linear(), "numpy").decode()
    assert r"\\hat{y} &= w_{2} \\cdot h" in text
    assert r"\\frac{\\partial L}{\\partial w_{1}} &= \\frac{\\partial L}{\\partial h} \\cdot x" in text
