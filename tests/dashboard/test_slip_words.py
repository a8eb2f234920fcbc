"""Every slip that the engine can find has a sentence, and the sentence says what went wrong."""

from __future__ import annotations

from typing import get_args

import pytest

from dashboard.slip_words import equation, words
from engine.backpropagation import edges
from engine.judgement import Judgement, judge
from engine.slips import Kind, Slip, slips
from tests.dashboard import nets
from tests.dashboard.nets import Lesson, each_net

LINEAR = nets.linear()
W1 = LINEAR.step("dL_dw1")


def said(slip: Slip, lesson: Lesson = LINEAR, key: str = "dL_dw1") -> str:
    return words(Judgement("slip", (slip,)), lesson.step(key))


def answer(lesson: Lesson, key: str, value: float, half_unit: float = 0.0) -> str:
    judgement = judge(lesson.network, lesson.optimizer, lesson.values, key, value, half_unit)
    return words(judgement, lesson.step(key))


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_kind_of_slip_has_a_sentence(kind: Kind) -> None:
    culprit = edges(LINEAR.network.loss)[0]
    told = said(Slip(kind, W1.node, culprit))
    assert told.startswith("**Not yet.** Your number is what comes out ")
    assert told.endswith(".")


def test_no_two_kinds_of_slip_share_a_sentence() -> None:
    told = [said(Slip(kind, W1.node, None)) for kind in get_args(Kind)]
    assert len(set(told)) == len(told)


@each_net
def test_whatever_slip_a_step_allows_is_put_into_words(lesson: Lesson) -> None:
    for step in lesson.walk:
        for slip in slips(lesson.network, lesson.optimizer.symbolic(), step.key):
            told = said(slip, lesson, step.key)
            assert "_" not in told  # names as on the screen, not as in the code
            assert "  " not in told  # nothing is left blank


def test_the_updated_w2_in_the_gradient_of_w1_is_named() -> None:
    told = answer(LINEAR, "dL_dw1", -43.92)
    assert "with w₂ after the update" in told
    assert "the old weights" in told


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("dL_dw1", 18.0, "with the wrong sign"),
        ("dL_dw1", -36.0, "∂ŷ/∂h = w₂ is left out"),
        ("dL_dw1", 1.0, "∂L/∂ŷ = ŷ − y is left out"),
        ("dL_dw1", 2.0, "multiply it by what came before"),
        ("dL_dy_hat", -36.0, "with the other loss"),
        ("loss", 324.0, "with the other loss"),
        ("loss", -9.0, "the error is not squared"),
        ("w1_new", 1.82, "subtract"),
        ("w1_new", 20.0, "the learning rate α is left out"),
        ("w1_new", 0.18, "add it to the old weight"),
        ("h", -4.0, "with the wrong sign"),
    ],
)
def test_a_slip_of_the_course_is_named(key: str, value: float, part: str) -> None:
    told = answer(LINEAR, key, value)
    assert told.startswith("**Not yet.**")
    assert part in told


def test_two_slips_that_give_one_number_are_both_named_and_a_third_is_not() -> None:
    told = words(Judgement("slip", tuple(Slip(kind, W1.node) for kind in ("sign", "added", "other loss"))), W1)
    assert "with the wrong sign — or when the two are added" in told
    assert "other loss" not in told


def test_the_right_number_gets_its_equation() -> None:
    assert answer(LINEAR, "dL_dw1", -18.0) == "**Right.** ∂L/∂w₁ = ∂L/∂h · x."


def test_what_is_no_known_slip_gets_the_line_to_try_again() -> None:
    told = answer(LINEAR, "dL_dw1", 12345.0)
    assert told.startswith("**Not yet.**")
    assert equation(W1) in told


def test_a_number_rounded_on_the_way_is_right_and_said() -> None:
    told = answer(nets.sigmoid(), "dL_dw3", -0.0424, half_unit=0)
    assert told.startswith("**Right, but rounded early.**")
    assert "4 decimals" in told


@each_net
def test_each_step_has_an_equation_with_a_sign_on_its_right(lesson: Lesson) -> None:
    for step in lesson.walk:
        left, _, right = equation(step).partition(" = ")
        assert left
        assert right
        assert "_" not in left + right
