"""The screens of partial derivatives and of the gradient, without a browser: as they open, and with hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAGES = {"partial_derivatives": "fxyz", "gradient": "fxy"}
each_page = pytest.mark.parametrize(("page", "field"), PAGES.items(), ids=PAGES)


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30).run()
    return app.switch_page(f"pages/{page}.py").run()


@each_page
def test_a_page_opens_with_its_first_function(page: str, field: str) -> None:
    app = opened(page)
    assert not app.exception
    assert app.text_input(key=field).value == "x^2 + y^2"
    assert not app.error


HOSTILE = (
    "__import__('os').system('true')",
    "x.__class__",
    "9^9^9^9",
    "(" * 100,
    "<img src=x onerror=alert(1)>",
    "x + q",
    "{x}",
    "\u202ex\u202c",
    "x\x00y",
    "",
    "ln(-1)",
    "1/0",
)


@each_page
def test_hostile_text_gets_a_sentence_and_the_page_works_afterwards(page: str, field: str) -> None:
    app = opened(page)
    for text in HOSTILE:
        app.text_input(key=field).set_value(text).run()
        assert not app.exception, text
    app.text_input(key=field).set_value("x y").run()
    assert not app.exception
    assert not app.error


@each_page
def test_a_text_that_cannot_be_read_leaves_the_last_function(page: str, field: str) -> None:
    app = opened(page)
    app.text_input(key=field).set_value("x y").run()
    app.text_input(key=field).set_value("x y +").run()
    assert not app.exception
    assert "The picture still shows the last function" in app.error[0].value
    assert app.text_input(key=field).value == "x y +"


@each_page
def test_every_ready_function_draws(page: str, field: str) -> None:
    app = opened(page)
    for place in range(len(app.selectbox(key="ready").options)):
        app.selectbox(key="ready").set_value(place).run()
        assert not app.exception
        assert not app.error


def test_a_last_good_function_of_one_screen_is_not_taken_on_the_other() -> None:
    app = opened("partial_derivatives")
    app.text_input(key="fxyz").set_value("x y z").run()
    app.switch_page("pages/gradient.py").run()
    app.text_input(key="fxy").set_value("x + z").run()
    assert not app.exception
    assert "“z”" in app.error[0].value


@each_page
def test_the_folds_open(page: str, field: str) -> None:
    app = opened(page)
    for key in ("reading", "net", "formula"):
        app.session_state[key] = True
    app.run()
    assert not app.exception
