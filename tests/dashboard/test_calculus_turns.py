"""Partial derivatives and gradients: the numbers of LESSONS.md, and what is said to right and wrong answers."""

from __future__ import annotations

import pytest

from dashboard import gradient_turn, nudges, partial_turn
from dashboard.gradient import Function as Plane
from dashboard.partial_derivatives import Function
from engine import networks
from engine.backpropagation import gradients
from engine.expressions import read
from engine.graph import ZERO
from engine.program import evaluate


def partial(text: str, *names: str) -> Function:
    reading = read(text, names)
    found = gradients(reading.node)
    return Function(text, reading, {name: found.get(name, ZERO) for name in names})


def plane(text: str) -> Plane:
    reading = read(text, ("x", "y"))
    found = gradients(reading.node)
    return Plane(text, reading, (found.get("x", ZERO), found.get("y", ZERO)))


def test_the_loss_written_out_is_the_loss_of_the_net() -> None:
    net = networks.linear()
    values = {**networks.LINEAR_START, **networks.LINEAR_DATA}
    loss = nudges.written_out(net.loss)
    found = gradients(loss)
    assert evaluate([loss, found["w1"], found["w2"]], values) == [162, -18, -72]
    really = [float(evaluate([loss], {**values, name: values[name] + 0.1})[0]) - 162 for name in networks.LINEAR_START]
    assert really == pytest.approx([-1.795, -7.12])


def test_a_derivative_is_mathml_without_gaps_around_its_bar() -> None:
    written = nudges.derivative("f", "x", r"2 \cdot x")
    assert '<mo lspace="0" rspace="0">/</mo>' in written
    assert "<mn>2</mn>" in written
    assert "&#x0003D;" in written  # the sign =
    assert "&#x0003D;" not in nudges.derivative("f", "x", "")


BOWL = {"x": 3.0, "y": 4.0, "moves": "x"}


@pytest.mark.parametrize(
    ("answer", "kind", "word"),
    [
        ("6", "right", "only x moves"),
        ("2*3", "right", ""),
        ("8", "slip", "for y: it is frozen"),
        ("14", "slip", "all variables move"),
        ("-6", "slip", "wrong sign"),
        ("25", "slip", "f itself"),
        ("6.1", "slip", "nudge"),
        ("7", "unknown", "frozen variables as numbers"),
        ("six", "refused", ""),
        ("__import__('os')", "refused", ""),
    ],
)
def test_what_is_said_to_a_partial_derivative(answer: str, kind: str, word: str) -> None:
    found, words = partial_turn.reply_to(partial("x^2 + y^2", "x", "y"), answer, BOWL)
    assert found == kind
    assert word in words


def test_the_question_is_for_the_variable_that_moves() -> None:
    at = {"x": 1.0, "y": 2.0, "z": 3.0, "moves": "z"}
    assert partial_turn.reply_to(partial("x y + y z^2", "x", "y", "z"), "12", at)[0] == "right"
    assert partial_turn.reply_to(partial("x y + y z^2", "x", "y", "z"), "12", {**at, "moves": "q"})[0] != "right"


@pytest.mark.parametrize(
    ("answer", "kind", "word"),
    [
        ("10", "right", "Pythagoras"),
        ("14", "slip", "added"),
        ("100", "slip", "root"),
        ("6", "slip", "∂f/∂x alone"),
        ("5", "slip", "distance"),
        ("3", "unknown", "Square"),
        ("<b>", "refused", ""),
    ],
)
def test_what_is_said_to_the_length_of_a_gradient(answer: str, kind: str, word: str) -> None:
    found, words = gradient_turn.reply_to(plane("x^2 + y^2"), answer, {"x": 3.0, "y": 4.0})
    assert found == kind
    assert word in words


def test_where_there_is_no_slope_no_answer_is_right() -> None:
    assert partial_turn.reply_to(partial("ln(x) + y", "x", "y"), "1", {"x": 0.0, "y": 0.0})[0] == "unknown"
    assert gradient_turn.reply_to(plane("1/x"), "1", {"x": 0.0, "y": 0.0})[0] == "unknown"
