"""The screen of derivatives without a browser: as it opens, every ready function, free letters, hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.derivative_turn import WORDS, reply_to
from dashboard.derivatives import READY, Function
from engine.backpropagation import gradients
from engine.derivative_slips import derivative_slips
from engine.expressions import read

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app() -> AppTest:
    return (
        AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
        .run()
        .switch_page("pages/derivatives.py")
        .run()
    )


def test_every_ready_function_opens(app: AppTest) -> None:
    for place in range(len(READY)):
        app.selectbox(key="ready").set_value(place).run()
        assert not app.exception
        assert app.text_input(key="f").value == READY[place].text


def test_a_free_letter_becomes_a_slider(app: AppTest) -> None:
    app.text_input(key="f").set_value("a x^2 + b").run()
    assert [slider.label for slider in app.slider] == ["a", "b"]


@pytest.mark.parametrize(
    "text", ["__import__('os')", "x.__class__", "(" * 120, "<b>x</b>", "", "x +", "9^9^9^9", "x\x00", "ln(-1)", "1/0 x"]
)
def test_hostile_text_gets_a_sentence_or_is_read(app: AppTest, text: str) -> None:
    app.text_input(key="f").set_value(text).run()
    assert not app.exception
    assert len(app.error) <= 1
    app.text_input(key="f").set_value("x^2").run()
    assert not app.exception
    assert not app.error


def function(text: str) -> Function:
    reading = read(text, ("x",))
    return Function(text, reading, gradients(reading.node)["x"], {})


def test_each_kind_of_slip_has_its_words() -> None:
    kinds = {slip.kind for text in ("(3x+1)^2", "x sin(x)") for slip in derivative_slips(read(text, ("x",)).node, "x")}
    assert kinds == set(WORDS)


@pytest.mark.parametrize(
    ("text", "at", "answer", "kind", "said"),
    [
        ("x^3 - 3x^2 + 2x + 1", {"x": 2, "dx": 0.1}, "2", "right", "Right"),
        ("x^3 - 3x^2 + 2x + 1", {"x": 2, "dx": 0.1}, "2.31", "slip", "secant"),  # LESSONS.md, derivatives
        ("x^3", {"x": 2, "dx": 0.5}, "-12", "slip", "wrong sign"),
        ("x^3", {"x": 2, "dx": 0.5}, "2^2", "slip", "exponent is not written in front"),
        ("(3x+1)^2", {"x": 1, "dx": 0.5}, "8", "slip", "inner derivative"),
        ("x sin(x)", {"x": 0, "dx": 0.5}, "1", "slip", "product rule"),
        ("x^2", {"x": 3, "dx": 0.5}, "17.3", "unknown", "none of the usual slips"),
        ("x^2", {"x": 3, "dx": 0.5}, "six", "refused", "six"),
        ("x^2", {}, "0", "right", "Right"),
    ],
)
def test_an_answer_hears_what_it_is(text: str, at: dict[str, float], answer: str, kind: str, said: str) -> None:
    found, told = reply_to(function(text), answer, at)
    assert (found, said in told) == (kind, True)
