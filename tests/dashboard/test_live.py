"""What the server sets in the browser, what is kept from one rerun to the next, and the lines of code."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import chain_turn, closed_forms, deeper, derivative_turn, derivatives, gradient_turn
from dashboard.gradient import Function as Plane
from engine import closed_form as engine_form
from engine.backpropagation import gradients
from engine.composites import read_pieces
from engine.expressions import read


def test_each_setting_is_counted_and_sent_once() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import live

        st.button("set", on_click=live.set_to, args=({"x": 2.0},))
        st.button("reset", on_click=live.set_to, args=({},))
        st.json(live.settings())

    app = AppTest.from_function(script).run()
    assert '"count": 0' in app.json[0].value.replace('":', '": ').replace(":  ", ": ")
    app.button[0].click().run()
    assert app.session_state["live settings"] == {"count": 1, "live": {"x": 2.0}}
    app.button[1].click().run()
    assert app.session_state["live settings"] == {"count": 2, "live": {}}


def test_a_form_that_was_not_found_in_time_is_looked_for_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    derivative = gradients(read("x^7 sin(x)", ("x",)).node)["x"]
    clock = [1000.0]
    calls = []
    monkeypatch.setattr(closed_forms.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(engine_form, "tidy", lambda node: calls.append(node))
    assert closed_forms.closed_form(derivative) is derivative
    assert closed_forms.closed_form(derivative) is derivative
    assert len(calls) == 1
    clock[0] += 61
    monkeypatch.setattr(engine_form, "tidy", lambda node: read("x", ("x",)).node)
    assert closed_forms.closed_form(derivative) is read("x", ("x",)).node


def test_the_code_of_a_screen_runs_and_gives_its_numbers() -> None:
    f = read("x^3 - 3x^2 + 2x + 1", ("x",)).node
    slope = closed_forms.closed_form(gradients(f)["x"])

    def script(f: object, slope: object) -> None:
        from dashboard import deeper

        deeper.code([deeper.named(f, "f")], [deeper.named(slope, "df_dx")], {"x": 2.0})  # type: ignore[arg-type]

    written = AppTest.from_function(script, args=(f, slope)).run().code[0].value
    names: dict[str, float] = {}
    exec(written, names)
    assert (names["f"], names["df_dx"]) == (1, 2)


def test_a_number_or_a_variable_alone_is_a_line_too() -> None:
    assert deeper.named(read("5").node, "f").name == "f"
    assert deeper.named(read("x", ("x",)).node, "f").operation == "identity"


def test_at_a_corner_no_answer_is_right() -> None:
    reading = read("|x|", ("x",))
    function = derivatives.Function("|x|", reading, gradients(reading.node)["x"], {})
    assert derivative_turn.reply_to(function, "0", {"x": 0.0, "dx": 0.5})[0] == "unknown"
    reading = read("|x| + y", ("x", "y"))
    found = gradients(reading.node)
    plane = Plane("|x| + y", reading, (found["x"], found["y"]))
    assert gradient_turn.reply_to(plane, "1", {"x": 0.0, "y": 1.0})[0] == "unknown"
    chain = read_pieces("u = x^2 - 1, y = |u|")
    assert chain_turn.reply_to(chain, "0", {"x": 1.0, "dx": 0.1})[0] == "unknown"


@pytest.mark.parametrize("experiment", derivatives.EXPERIMENTS, ids=lambda one: one.do)
def test_an_experiment_names_both_its_sliders(experiment: derivatives.Experiment) -> None:
    assert set(experiment.live) == {"x0", "dx"}
