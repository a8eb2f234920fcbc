"""The scripts: each prints what the dashboard shows, its lines are the program's, and gaps are found by their check."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from engine import networks
from engine.optimizers import OPTIMIZERS, Adam, AdamW, CosineAnnealing, GradientDescent, RMSprop, WarmUp
from engine.script_body import STOPPED
from engine.script_check import checked_script, stage_check
from engine.script_lines import Line, ScriptDialect
from engine.script_numbers import first_epoch
from engine.scripts import printed, script, source, stages
from engine.training_program import training_program
from engine.training_setup import TrainingSetup
from tests.engine.course import DIVERGES_AFTER, LINEAR_EPOCHS
from tests.golden.make_twins import RUNNER, off_default

OR = ((0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 1.0))


def linear(optimizer: Any = None, epochs: int = 10, **changed: float) -> TrainingSetup:
    start = {**networks.LINEAR_START, **changed}
    return TrainingSetup(
        networks.linear(), start, dict(networks.LINEAR_DATA), optimizer or GradientDescent(0.01), epochs
    )


def sigmoid(optimizer: Any = None, epochs: int = 10, net: Any = None, **changed: float) -> TrainingSetup:
    net = net or networks.sigmoid()
    values = {**networks.SIGMOID_START, **networks.SIGMOID_BIASES, **networks.SIGMOID_DATA, **changed}
    start, data = ({name: values[name] for name in names} for names in (net.weights, net.data))
    return TrainingSetup(net, start, data, optimizer or GradientDescent(0.1), epochs)


def over_examples(
    optimizer: Any = None, net: Any = None, rows: Sequence[Sequence[float]] = OR, epochs: int = 10, **changed: float
) -> TrainingSetup:
    net = net or networks.sigmoid(over_examples=True)
    values = {**networks.SIGMOID_START, **networks.SIGMOID_BIASES, **changed}
    data = dict(zip(net.data, zip(*rows, strict=True), strict=True))
    return TrainingSetup(
        net, {name: values[name] for name in net.weights}, data, optimizer or GradientDescent(1.0), epochs
    )


def of_examples() -> list[TrainingSetup]:
    """One to eight examples, with every activation, with and without biases, and what Python cannot hold there."""
    nets = [networks.sigmoid("squared", activation, True, True) for activation in networks.ACTIVATIONS]
    return [
        *(over_examples(rule().with_rate(0.1)) for rule in OPTIMIZERS.values()),
        *(over_examples(GradientDescent(0.1), net) for net in nets),
        over_examples(CosineAnnealing(optimizer=Adam(0.1), cosine_updates=5.0), nets[0], epochs=50),
        over_examples(rows=OR[:1]),
        over_examples(Adam(0.1), nets[1], rows=[(0.1 * n, 1 - 0.3 * n, 0.7 * n - 1) for n in range(8)]),
        over_examples(GradientDescent(2.0), epochs=1000),
        over_examples(w1=-100.0, rows=[(10.0, 0.0, 1.0), *OR]),
        over_examples(GradientDescent(10.0), nets[3], w1=50.0, w3=50.0, epochs=20),
    ]


def out_of_pythons_reach() -> dict[str, TrainingSetup]:
    """Runs whose updates plain Python cannot work out, by what it raises."""
    dead = networks.sigmoid("half_squared", "relu")
    return {
        "ZeroDivisionError": sigmoid(Adam(0.1, epsilon=0.0), net=dead),
        "ValueError": linear(RMSprop(0.0, decay=0.5, centered=True), w1=1.1, epochs=200),
        "OverflowError": linear(AdamW(1.0, weight_decay=10.0), epochs=100),
    }


def everything() -> list[TrainingSetup]:
    """Both nets with every optimizer, every activation with biases, long runs, what Python cannot hold."""
    rules = [kind().with_rate(0.05 if name != "Momentum" else 0.005) for name, kind in OPTIMIZERS.items()]
    nets = [networks.sigmoid("squared", activation, True) for activation in networks.ACTIVATIONS]
    return [
        *(linear(rule) for rule in rules),
        *(sigmoid(rule) for rule in rules),
        *(sigmoid(rule, net=net) for net in nets for rule in (GradientDescent(0.05), Adam(0.1))),
        sigmoid(w3=-1.0, net=networks.sigmoid("half_squared", "relu")),  # a dead neuron: ŷ is −0
        sigmoid(epochs=1),
        sigmoid(GradientDescent(1.0), epochs=1000),
        *(linear(GradientDescent(rate), 15) for rate in DIVERGES_AFTER),
        sigmoid(w1=-100.0, w2=-100.0, w3=-100.0, x1=10.0),
        sigmoid(w1=100.0, w3=-100.0, x1=100.0, net=networks.sigmoid("half_squared", "identity")),
        *(setup(rule, 30) for rule in off_default().values() for setup in (linear, sigmoid)),
        *of_examples(),
        *out_of_pythons_reach().values(),
    ]


def ran(texts: Sequence[str]) -> list[list[str]]:
    """What each of the programs prints, in a Python of their own where a warning is an error."""
    command = [sys.executable, "-W", "error", "-c", RUNNER]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8", check=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("dialect", ["python", "numpy"])
def test_a_script_prints_the_very_lines_that_the_dashboard_shows(dialect: ScriptDialect) -> None:
    setups = everything()
    outputs = ran([source(script(setup, dialect)) for setup in setups])
    for setup, output in zip(setups, outputs, strict=True):
        assert output == printed(setup), f"{setup.network.weights}, {setup.optimizer}"


def test_ten_epochs_are_the_table_of_the_course() -> None:
    _, *rows = printed(linear())
    assert [[float(cell) for cell in row.split()] for row in rows] == [
        [epoch, *(float(f"{value:.6g}") for value in values)] for epoch, *values in LINEAR_EPOCHS
    ]


@pytest.mark.parametrize("setup", everything(), ids=lambda setup: f"{len(setup.network.weights)}-{setup.optimizer}")
def test_the_lines_are_those_of_the_program_that_ran(setup: TrainingSetup) -> None:
    program = [line.strip() for line in training_program(setup.network, setup.optimizer.symbolic()).source.splitlines()]
    lines = [line for line in script(setup, "numpy") if line.keys]
    own = [line.text.strip() for line in lines if line.keys != ("mean_loss",)]  # the program keeps it, by one line
    assert [line for line in program if line in own] == own


def test_plain_python_imports_nothing_but_math_and_that_only_where_it_is_needed() -> None:
    texts = [source(script(setup, "python")) for setup in everything()]
    assert {name for text in texts for name in re.findall(r"import (.*)", text)} == {"math"}
    assert all(("import math" in text) == ("math." in text) for text in texts)


def test_every_line_that_finds_a_number_says_which_and_each_is_found_once() -> None:
    for dialect in ("python", "numpy", "torch"):
        lines = script(sigmoid(Adam(0.1)), dialect)
        keys = [key for line in lines for key in line.keys]
        assert len(keys) == len(set(keys))
        assert {"z1", "h1", "z2", "y_hat", "loss", "dL_dz1", "dL_dw1", "dL_dw3", "w1_new", "w3_new"} <= set(keys)


def test_a_run_that_diverges_ends_with_a_sentence_in_the_epoch_after_its_last_finite_loss() -> None:
    for rate, updates in DIVERGES_AFTER.items():
        last = printed(linear(GradientDescent(rate), 15))[-1]
        assert last == f"{updates + 1:5} {STOPPED}"


def test_a_long_run_prints_at_most_22_rows_the_first_and_the_last_among_them() -> None:
    for epochs in (1, 2, 20, 21, 50, 137, 200, 999, 1000):
        rows = sigmoid(epochs=epochs).rows
        assert (rows[0], rows[-1]) == (1, epochs)
        assert len(rows) <= 22


def test_a_number_that_python_cannot_hold_is_caught_only_where_the_run_meets_it() -> None:
    texts = {
        title: source(script(setup, "python"))
        for title, setup in {
            "calm": sigmoid(),
            "saturated": sigmoid(w1=-100.0, x1=10.0),
            "diverging": linear(GradientDescent(0.06), 15),
        }.items()
    }
    assert {title: "OverflowError" in text for title, text in texts.items()} == {
        "calm": False,
        "saturated": True,
        "diverging": True,
    }


def with_gaps_filled(setup: TrainingSetup, dialect: ScriptDialect, stage: str, wrong: dict[str, str]) -> str:
    """The script of a stage, its gaps filled with the right lines but for those that `wrong` has, by their key."""
    gaps = stages(setup.network)[stage]
    right = {line.keys: line for line in script(setup, dialect) if line.keys}

    def filled(line: Line) -> Line:
        if not line.is_gap:
            return line
        key = line.keys[0]
        indent = line.text[: len(line.text) - len(line.text.lstrip())]
        return Line(indent + wrong[key]) if key in wrong else right[line.keys]

    return source([filled(line) for line in checked_script(setup, dialect, gaps)])


NETS = {
    "linear": linear,
    "sigmoid": lambda: sigmoid(Adam(0.1)),
    "OR": lambda: over_examples(WarmUp(optimizer=OPTIMIZERS["Momentum"](0.5))),
    "OR with biases": lambda: over_examples(Adam(0.1), networks.sigmoid("squared", "tanh", True, True)),
}


@pytest.mark.parametrize("dialect", ["python", "numpy"])
def test_the_check_names_the_first_gap_of_every_stage(dialect: ScriptDialect) -> None:
    cases = [(setup(), stage) for setup in NETS.values() for stage in ("gradients", "backward", "all")]
    texts = [source(checked_script(setup, dialect, stages(setup.network)[stage])) for setup, stage in cases]
    for (setup, stage), output in zip(cases, ran(texts), strict=True):
        gaps = stages(setup.network)[stage]
        gap = next(line for line in script(setup, dialect, gaps) if line.is_gap)
        first = gap.text.split()[0] + (" (sum)" if "+=" in gap.text else "")
        assert output[-1] == f"The line of {first} is still a gap, or works with one."


@pytest.mark.parametrize("dialect", ["python", "numpy"])
@pytest.mark.parametrize("stage", ["gradients", "backward", "all"])
def test_the_check_is_content_with_the_right_lines_and_then_the_output_is_the_dashboards(
    dialect: ScriptDialect, stage: str
) -> None:
    setups = [setup() for setup in NETS.values()]
    for setup, output in zip(setups, ran([with_gaps_filled(s, dialect, stage, {}) for s in setups]), strict=True):
        assert output == [*printed(setup), "Every line is right."]


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        ("dL_dw1", "dL_dw1 = dL_dh * w1", "The line of dL_dw1 is right"),
        (
            "dL_dw1",
            "dL_dw1 = -dL_dh * x",
            "The line of dL_dw1 is wrong: it gives 18, the dashboard has -18. Look at the sign.",
        ),
        ("dL_dw2", "dL_dw2 = 2 * dL_dy_hat * h", "The line of dL_dw2 is wrong: it gives -144, the dashboard has -72."),
        ("dL_dy_hat", "dL_dy_hat = y_hat * y", "The line of dL_dy_hat is wrong: it gives 40, the dashboard has -18."),
        (
            "w1_new",
            "w1 = w1 + learning_rate * dL_dw1",
            "The line of w1 is wrong: it gives 1.82, the dashboard has 2.18.",
        ),
    ],
)
def test_the_check_names_the_wrong_line(key: str, line: str, said: str) -> None:
    # at w1 = x = 2 the first slip is none: no check of one epoch can see it
    found = ran([with_gaps_filled(linear(), "python", "backward", {key: line})])[0][-1]
    assert found == ("Every line is right." if said.endswith("is right") else said)


@pytest.mark.parametrize(
    ("dialect", "key", "line", "label", "example"),
    [
        ("python", "z1", "z1 = w1 * x2 + w2 * x2", "z1", 2),
        ("numpy", "z1", "z1 = w1 * x2 + w2 * x2", "z1", 2),
        ("numpy", "z1", "z1 = w1 * 0 + w2 * 1", "z1", 1),
        ("python", "dL_dw2", "dL_dw2 += dL_dz1 * x1", "dL_dw2 (sum)", 2),
        ("python", "dL_dw2", "dL_dw2 = dL_dz1 * x2", "dL_dw2 (sum)", 3),
        ("python", "mean_dL_dw2", "dL_dw2 = dL_dw2", "dL_dw2 (mean)", None),
        ("numpy", "dL_dw2", "dL_dw2 = np.sum(dL_dz1 * x2)", "dL_dw2", None),
        ("numpy", "mean_loss", "mean_loss = np.sum(loss)", "mean_loss", None),
        ("python", "mean_loss", "mean_loss = loss", "mean_loss", None),
        ("numpy", "w1_new", "w1 = w1 + learning_rate * dL_dw1", "w1", None),
        ("python", "w1_new", "w1 = w1 + learning_rate * dL_dw1", "w1", None),
    ],
)
def test_over_examples_the_check_names_the_wrong_line_and_the_example(
    dialect: ScriptDialect, key: str, line: str, label: str, example: int | None
) -> None:
    setup = over_examples()
    right = first_epoch(setup, dialect)[label].values[(example or 1) - 1]
    found = ran([with_gaps_filled(setup, dialect, "all", {key: line})])[0][-1]
    where = f" in example {example}" if example else ""
    assert found.startswith(f"The line of {label} is wrong: it gives ")
    assert re.search(rf"[0-9]{where}, the dashboard has {re.escape(f'{right:.6g}')}\.( Look at the sign\.)?$", found)


@pytest.mark.parametrize("error", ["ZeroDivisionError", "ValueError", "OverflowError"])
def test_an_update_that_python_cannot_work_out_is_caught_at_its_line(error: str) -> None:
    setup = out_of_pythons_reach()[error]
    texts = {dialect: source(script(setup, dialect)) for dialect in ("python", "numpy")}
    assert {dialect: f"except {error}:" in text for dialect, text in texts.items()} == {"python": True, "numpy": False}
    assert "Error" not in source(script(sigmoid(Adam(0.1)), "python"))


def test_over_examples_each_line_of_plain_python_is_that_of_one_example() -> None:
    one, several = (source(script(setup, "python")) for setup in (sigmoid(GradientDescent(1.0)), over_examples()))
    lines = [line.strip() for line in several.splitlines()]
    for line in (line.strip() for line in one.splitlines() if " = " in line and line.startswith("    ")):
        if not line.startswith("row"):
            assert line in lines or line.replace(" = ", " += ", 1) in lines


def test_the_check_compares_in_the_order_of_the_lines() -> None:
    for setup in (
        linear(),
        sigmoid(Adam(0.1)),
        sigmoid(OPTIMIZERS["NAdam"]()),
        over_examples(WarmUp(optimizer=Adam())),
    ):
        names = [line.text.split()[0] for line in script(setup, "python") if line.keys]
        checked = re.findall(r'^    "(\w+)(?: \(\w+\))?":', "\n".join(stage_check(setup, "python")), re.MULTILINE)
        assert checked == names


def test_pytorch_has_no_gaps() -> None:
    assert script(linear(), "torch", stages(networks.linear())["all"]) == script(linear(), "torch")
