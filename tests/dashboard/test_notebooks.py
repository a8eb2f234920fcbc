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
from engine.optimizers import OPTIMIZERS, GradientDescent
from engine.script_check import KEEP
from engine.script_lines import ScriptDialect
from engine.scripts import printed, stages
from engine.training_setup import TrainingSetup
from tests.engine.test_scripts import linear, sigmoid

RULES = ("GradientDescent", "Momentum", "Adam")
CASES: list[tuple[str, TrainingSetup, ScriptDialect]] = [
    (f"{net}, {rule}, {dialect}", setup(OPTIMIZERS[rule]().with_rate(0.01)), dialect)
    for net, setup in (("linear", linear), ("sigmoid", sigmoid))
    for rule in RULES
    for dialect in ("python", "numpy")
]


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
    ],
    ids=["diverging", "long", "one epoch", "saturated"],
)
@pytest.mark.parametrize("dialect", ["python", "numpy"])
def test_it_stands_unusual_runs(kernel: KernelManager, setup: TrainingSetup, dialect: ScriptDialect) -> None:
    _, loop, _, check = codes(executed(kernel, notebook(setup, dialect)))
    assert said(loop) == printed(setup)
    assert said(check) == [f"All {len(setup.rows)} rows are those of the dashboard."]


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
