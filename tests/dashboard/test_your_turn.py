"""*Your turn* alone, as a part that any screen may use: what is typed is read, judged and answered."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import your_turn
from dashboard.slip_words import symbol
from engine.judgement import judge
from engine.walk import numbers
from tests.dashboard import nets
from tests.dashboard.nets import Lesson, each_net

LINEAR = nets.linear()


def page(network, optimizer, values):
    # Streamlit runs only these lines: what stands above in this file is not there.
    import streamlit as st

    from dashboard import your_turn

    st.session_state["covered"] = your_turn.covered(network, optimizer, values)
    your_turn.show(network, optimizer, values)


def asked(key: str, answer: str = "", lesson: Lesson = LINEAR) -> AppTest:
    """The part with a number chosen, and an answer typed to it."""
    at = AppTest.from_function(page, args=(lesson.network, lesson.optimizer, lesson.values), default_timeout=30).run()
    at.button_group(key="ask").set_value(symbol(lesson.step(key))).run()
    if answer:
        at.text_input(key="your_turn_answer").set_value(answer).run()
    assert not at.exception
    return at


def reply(key: str, answer: str, lesson: Lesson = LINEAR) -> str:
    """What is said to an answer: always exactly one thing."""
    at = asked(key, answer, lesson)
    (told,) = [*at.success, *at.error, *at.warning, *at.info]
    return told.value


@pytest.mark.parametrize(
    "typed", ["-18", "−18", "–18", "-9*2", "−9·2", " -18 ", "-18.0", "-36/2", "−(9·2)", "-1.8e1", "(2-20)*.5*2"]
)
def test_minus_18_is_read_however_it_is_typed(typed: str) -> None:
    assert reply("dL_dw1", typed).startswith("**Right.**")


def test_a_fraction_is_read() -> None:
    half = nets.linear(w1=1.0, x=1.0, w2=0.5)
    assert reply("y_hat", "1/2", half).startswith("**Right.**")


def test_the_number_with_the_updated_weight_is_named() -> None:
    assert "with w₂ after the update" in reply("dL_dw1", "-43.92")
    assert "with w₂ after the update" in reply("dL_dw1", "−18·1.22·2")


@each_net
def test_each_number_can_be_asked_for_and_its_value_is_right_and_uncovers_it(lesson: Lesson) -> None:
    found = numbers(lesson.network, lesson.optimizer, lesson.values)
    for step in lesson.walk:
        at = asked(step.key, lesson=lesson)
        assert at.session_state["covered"] == step.key
        at.text_input(key="your_turn_answer").set_value(repr(found[step.key])).run()
        assert not at.exception
        assert at.success[0].value.startswith("**Right.**")
        assert at.session_state["covered"] is None


@pytest.mark.parametrize("typed", ["-0.04237", "−0.0424", "-0.042373"])
def test_the_result_may_be_rounded(typed: str) -> None:
    assert reply("dL_dw3", typed, nets.sigmoid()).startswith("**Right.**")


def test_a_result_rounded_too_far_is_not_right() -> None:
    assert not reply("dL_dw3", "-0.04", nets.sigmoid()).startswith("**Right.**")
    assert reply("dL_dw1", "-18.2").startswith("**Not yet.**")


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("w1_new", "2.2", "**Right**, rounded to one decimal. Exact: 2.18."),
        ("w2_new", "1.2", "**Right**, rounded to one decimal. Exact: 1.22."),
        ("w2_new", "1,2", "**Right**, rounded to one decimal. Exact: 1.22."),
    ],
)
def test_a_result_with_fewer_digits_is_right_and_the_exact_one_is_said(key: str, typed: str, said: str) -> None:
    assert reply(key, typed) == said
    assert asked(key, typed).session_state["covered"] is None


def test_neither_the_old_weight_nor_too_few_digits_are_a_rounded_answer() -> None:
    assert reply("w1_new", "2").startswith("**Not yet.**")
    assert reply("w2_new", "1").startswith("**Not yet.**")


def test_a_decimal_comma_is_read() -> None:
    assert reply("w1_new", "2,18").startswith("**Right.**")


def test_rounding_on_the_way_is_accepted_and_said() -> None:
    # it is −0.0263754; with six decimals on the way −0.026376 comes out
    told = reply("dL_dw2", "-0.026376", nets.sigmoid())
    assert told.startswith("**Right, but rounded early.**")
    assert "6 decimals" in told


def test_a_wrong_number_stays_covered() -> None:
    assert asked("dL_dw1", "-43.92").session_state["covered"] == "dL_dw1"
    assert asked("dL_dw1", "<b>").session_state["covered"] == "dL_dw1"


HOSTILE = [
    "<script>alert(1)</script>",
    "__import__('os').system('true')",
    "18,5",
    "-18 -",
    "1/",
    "))((",
    "∞",
    "nan",
    "x",
    "−",
    ".",
    "'; DROP TABLE",
    "(" * 90 + "1" + ")" * 9,
    "-" * 99 + "1",
    "9" * 100,
    "**",
    "\u202e81-",
    "0x12",
    "1e",
    "💥",
    "$\\frac{1}{2}$",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gets_one_sentence_and_never_an_exception(typed: str) -> None:
    told = reply("dL_dw1", typed)
    assert told.endswith(".")
    assert not told.startswith("**Right")
    assert "<script" not in told


@pytest.mark.parametrize("typed", ["1/0", "0/0", "9**9**9", "1e999", "-1e999", "(-8)^(1/2)", "0^-1"])
def test_a_calculation_without_a_finite_result_is_said_to_have_none(typed: str) -> None:
    assert re.fullmatch(
        "Your answer comes out as (−?∞|not a number): there is nothing to compare.", reply("dL_dw1", typed)
    )


def test_nothing_typed_says_nothing() -> None:
    for typed in ("", "   "):
        at = asked("dL_dw1", typed)
        assert not [*at.success, *at.error, *at.warning, *at.info]


def test_check_without_an_answer_says_what_is_missing() -> None:
    at = asked("dL_dw1")
    next(button for button in at.button if button.label == "Check").click().run()
    assert [told.value for told in at.warning] == ["Type a number first."]
    assert at.session_state["covered"] == "dL_dw1"


def test_an_answer_to_other_numbers_is_no_answer() -> None:
    for typed in ("-18", "-17"):
        at = asked("dL_dw1", typed)
        at.args = (LINEAR.network, LINEAR.optimizer, {**LINEAR.values, "w2": 1.0})
        at.run()
        assert at.session_state["covered"] == "dL_dw1"
        assert at.text_input(key="your_turn_answer").value == ""
        assert not [*at.success, *at.error, *at.warning, *at.info]


def test_an_answer_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at = asked("dL_dw1")
    judged = []
    monkeypatch.setattr(your_turn, "judge", lambda *args: judged.append(args) or judge(*args))
    at.text_input(key="your_turn_answer").set_value("-18").run()
    at.run()
    assert at.success
    assert len(judged) == 1


def test_show_it_uncovers_the_number_and_gives_its_equation() -> None:
    at = asked("dL_dw1", "-43.92")
    next(button for button in at.button if button.label == "Show it").click().run()
    assert at.session_state["covered"] is None
    assert [told.value for told in at.info] == ["It is shown above: ∂L/∂w₁ = ∂L/∂h · x."]
    assert not at.error


def test_another_question_begins_with_an_empty_answer() -> None:
    at = asked("dL_dw1", "-18")
    at.button_group(key="ask").set_value("h").run()
    assert at.text_input(key="your_turn_answer").value == ""
    assert at.session_state["covered"] == "h"
    assert not at.success


def test_without_a_question_nothing_is_covered_and_nothing_is_asked() -> None:
    at = asked("dL_dw1")
    at.button_group(key="ask").set_value(None).run()
    assert at.session_state["covered"] is None
    assert not at.text_input


def test_a_number_that_was_shown_is_covered_again_when_it_has_changed() -> None:
    at = asked("dL_dw1")
    next(button for button in at.button if button.label == "Show it").click().run()
    at.args = (LINEAR.network, LINEAR.optimizer, {**LINEAR.values, "w2": 1.0})
    at.run()
    assert at.session_state["covered"] == "dL_dw1"
