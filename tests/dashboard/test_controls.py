"""The inputs of a screen: what a link may say, and what is said of a link that may not."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.controls import Choice, Named, NumberInput, course_numbers
from dashboard.linear_net import SCREEN

NUMBER = NumberInput("w1", "weight w₁", 2.0, -100, 100, 0.1)
WHOLE = NumberInput("epochs", "epochs", 10, 1, 200, 1, whole=True)
CHOICE = Choice("loss", "loss L", {"half_squared": "½(ŷ − y)²", "squared": "(ŷ − y)²"})


def page(controls):
    # Streamlit runs only these lines: what stands above in this file is not there.
    import streamlit as st

    from dashboard.link_check import ignored_by_link

    st.session_state["ignored"] = ignored_by_link(controls)
    st.session_state["taken"] = {control.key: control.draw() for control in controls if hasattr(control, "draw")}


def visit(*controls, **link: str) -> AppTest:
    """A page with these controls, opened by a link."""
    at = AppTest.from_function(page, args=(controls,), default_timeout=30)
    at.query_params.update(link)
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("text", ["2", "-100", "100", "0.1", "1e1", "-0", "+3.5", "100.0"])
def test_a_number_within_the_limits_is_accepted(text: str) -> None:
    assert NUMBER.accepts(text)


@pytest.mark.parametrize("text", ["", "two", "100.1", "-101", "nan", "inf", "-inf", "1e999", "2,5", "0x10", "−3"])
def test_anything_else_is_no_number_for_it(text: str) -> None:
    assert not NUMBER.accepts(text)


@pytest.mark.parametrize("text", ["1", "200", "+7", "5.0", "1e1"])
def test_a_whole_number_within_the_limits_is_accepted(text: str) -> None:
    assert WHOLE.accepts(text)


@pytest.mark.parametrize("text", ["0", "201", "0.9", "5.5", "ten", "", "nan", "inf", "9" * 5000])
def test_anything_else_is_no_number_of_epochs(text: str) -> None:
    assert not WHOLE.accepts(text)


def test_a_choice_takes_its_labels_and_nothing_else() -> None:
    assert all(CHOICE.accepts(label) for label in ("½(ŷ − y)²", "(ŷ − y)²"))
    assert not any(CHOICE.accepts(text) for text in ("squared", "", "½", "½(ŷ − y)² "))


@pytest.mark.parametrize(
    ("control", "link", "sentence"),
    [
        (NUMBER, "two", "from −100 to 100, so it starts at 2."),
        (NUMBER, "nan", "from −100 to 100, so it starts at 2."),
        (WHOLE, "inf", "a whole number from 1 to 200, so it starts at 10."),
        (CHOICE, "cubed", "one of ½(ŷ − y)², (ŷ − y)², so it starts at ½(ŷ − y)²."),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed_and_what_is_used(control, link: str, sentence: str) -> None:
    (told,) = visit(control, **{control.key: link}).session_state["ignored"]
    assert control.key in told
    assert link in told
    assert sentence in told


def test_each_bad_value_has_its_sentence_and_good_ones_have_none() -> None:
    told = visit(NUMBER, WHOLE, CHOICE, w1="x", epochs="20", loss="y").session_state["ignored"]
    assert len(told) == 2
    assert "w1" in told[0]
    assert "loss" in told[1]


def test_a_link_without_parameters_is_not_complained_of() -> None:
    assert visit(NUMBER, WHOLE, CHOICE).session_state["ignored"] == []


TEXTS = ["3", " 5 ", "1_0", "٣", "1e1", "-0", "5.0", "100", "1e999", "nan", "", "0x10", "1" * 400, "+7", "½(ŷ − y)²"]


@pytest.mark.parametrize("control", [NUMBER, WHOLE, CHOICE], ids=["number", "whole", "choice"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_said_of_a_link_is_what_streamlit_does_with_it(control, text: str) -> None:
    at = visit(control, **{control.key: text})
    taken = at.session_state["taken"][control.key]
    if at.session_state["ignored"]:
        assert taken == control.default
    else:
        assert taken == (float(text) if isinstance(control, NumberInput) else next(iter(control.options)))


def test_a_link_to_a_part_of_an_epoch_is_ignored_and_said() -> None:
    at = visit(WHOLE, epochs="5.5")
    assert at.session_state["taken"]["epochs"] == at.number_input(key="epochs").value == 10
    (told,) = at.session_state["ignored"]
    assert "`5.5`" in told
    assert "a whole number from 1 to 200, so it starts at 10." in told
    assert "epochs" not in at.query_params


TAB = Named("view", ("One step", "Training"), "the first tab opens")


def test_a_tab_or_a_question_that_there_is_not_is_said() -> None:
    (told,) = visit(NUMBER, TAB, view="Testing").session_state["ignored"]
    assert (
        told == "The link asks for **view** = `Testing`. It must be one of One step, Training, so the first tab opens."
    )
    assert visit(NUMBER, TAB, view="Training").session_state["ignored"] == []


def test_what_is_said_of_a_link_is_gone_after_the_next_change() -> None:
    at = visit(NUMBER, w1="two")
    assert at.session_state["ignored"]
    at.number_input(key="w1").set_value(3.0).run()
    assert not at.exception
    assert at.session_state["ignored"] == []


@given(st.text(max_size=60).filter(lambda text: not NUMBER.accepts(text)))
@example("<script>alert(1)</script>")
@example("[click](https://evil.example)")
@example("![](https://evil.example/a.png)")
@example("**bold** _slanted_ `code` ~~gone~~")
@example("$x^2$ :red[red] :material/home: :smile:")
@example("\n\n# title\n- item\n> quote\n| a | b |")
@example("&lt;b&gt; &amp;")
@settings(max_examples=40)
def test_the_text_of_a_link_is_shown_as_plain_characters(text: str) -> None:
    (told,) = visit(NUMBER, w1=text).session_state["ignored"]
    shown = re.fullmatch(r"The link asks for \*\*w1\*\* = `(.*)`\. It must be .*", told)[1]
    assert shown
    assert len(shown) <= 30
    assert not re.search(r"[`\n\r]", shown)


def test_the_course_numbers_are_the_defaults() -> None:
    assert course_numbers(SCREEN.controls) == {
        "x": 2,
        "y": 20,
        "w1": 2,
        "w2": 0.5,
        "learning_rate": 0.01,
        "epochs": 10,
        "loss": "half_squared",
    }


@pytest.mark.parametrize("control", SCREEN.controls, ids=lambda control: control.key)
def test_each_input_of_the_linear_net_starts_at_a_value_that_it_allows(control) -> None:
    at = visit(control)
    assert at.session_state["taken"] == {control.key: control.default}
    if isinstance(control, NumberInput):
        assert control.minimum <= control.default <= control.maximum
        assert control.accepts(str(control.default))
        widget = at.number_input(key=control.key)
        assert (widget.min, widget.max, widget.step) == (control.minimum, control.maximum, control.step)


def test_no_two_controls_share_a_name() -> None:
    keys = [control.key for control in SCREEN.controls]
    assert len(set(keys)) == len(keys)


def setting_page(controls, values):
    import streamlit as st

    from dashboard.controls import reset_button, set_to

    st.button("set", on_click=set_to, args=(controls, values))
    reset_button(lambda: set_to(controls, {}))
    st.session_state["taken"] = {control.key: control.draw() for control in controls}


def test_set_to_sets_what_is_named_and_the_rest_to_the_course() -> None:
    at = AppTest.from_function(
        setting_page, args=(SCREEN.controls, {"w1": 4.0, "loss": "squared"}), default_timeout=30
    ).run()
    at.number_input(key="y").set_value(7.0).run()
    at.button[0].click().run()
    assert at.session_state["taken"] == {**course_numbers(SCREEN.controls), "w1": 4.0, "loss": "squared"}


def test_reset_brings_every_control_back_to_the_course() -> None:
    at = AppTest.from_function(setting_page, args=(SCREEN.controls, {}), default_timeout=30).run()
    for number in at.number_input:
        number.set_value(number.max)
    at.selectbox(key="loss").set_value("squared").run()
    assert at.session_state["taken"]["w1"] == 100
    next(button for button in at.button if button.label == "Reset").click().run()
    assert not at.exception
    assert at.session_state["taken"] == course_numbers(SCREEN.controls)
