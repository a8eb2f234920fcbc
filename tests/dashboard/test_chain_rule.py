"""The screen of the chain rule: its words and pictures as text, and the page without a browser."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import chain_rule, chains, composite_picture, composite_words
from dashboard.chain_turn import reply_to
from engine.composites import read_pieces

TWO_PIECES, TWO_WAYS = read_pieces(chains.TWO_PIECES), read_pieces(chains.TWO_WAYS)


APP = Path(__file__).parents[2] / "streamlit_app.py"


def page() -> AppTest:
    """The screen as a visitor finds it."""
    return AppTest.from_file(APP, default_timeout=30).run().switch_page("pages/chain_rule.py").run()


def test_titles_are_written_as_on_a_blackboard() -> None:
    assert composite_words.title(TWO_PIECES, "u") == "u = 3x + 1"
    assert composite_words.title(TWO_PIECES, "y") == "y = u²"
    assert composite_words.title(read_pieces(chains.HALVES), "u2") == "u₂ = u₁/2"


def test_slopes_that_are_numbers_have_no_symbols() -> None:
    assert [composite_words.symbols(link) for link in TWO_PIECES.links] == ["", "2u"]


def test_the_formula_names_every_factor_of_every_way() -> None:
    written = composite_words.formula(TWO_WAYS)
    for key in ("local_u_y", "local_x_u", "local_v_y", "local_x_v", "way_0", "way_1", "slope_x"):
        assert f'data-value="{key}"' in written
    assert "∂" in unescape(written)


def test_the_picture_has_a_place_for_every_number() -> None:
    drawn = composite_picture.picture(TWO_WAYS)
    places = set(re.findall(r'data-value="(\w+)"', drawn))
    assert places == {
        *TWO_WAYS.values,
        *(f"slope_{name}" for name in TWO_WAYS.values),
        *(composite_words.local_key(link) for link in TWO_WAYS.links),
    }
    assert drawn.count("<svg") == 2


def test_a_long_chain_gets_a_table_and_no_picture() -> None:
    assert chain_rule.structure(chains.HALVES)["picture"] == ""
    assert chain_rule.structure(chains.HALVES)["table"].count("<tr>") == 12


def test_what_goes_to_the_browser_names_every_link_of_every_way() -> None:
    for ready in chains.READY:
        sent = chain_rule.structure(ready.pieces)
        for way in sent["ways"]:
            links = [sent["links"][place] for place in way]
            assert links[0]["source"] == "x"
            assert links[-1]["target"] == sent["output"]
            assert all(one["target"] == other["source"] for one, other in pairwise(links))


def test_no_typed_text_becomes_markup() -> None:
    sent = chain_rule.structure("u = x, y = max(u, 2)")
    for html in (sent["picture"], sent["formula"], sent["table"]):
        assert "<script" not in html


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("24", "right", "Right"),
        ("8·3", "right", "Right"),
        ("11", "slip", "added"),
        ("8", "slip", "du/dx is left out"),
        ("2.4", "slip", "nudge Δy"),
        ("-24", "slip", "wrong sign"),
        ("5", "unknown", "none of the usual slips"),
        ("x", "refused", "numbers only"),
    ],
)
def test_your_turn_names_the_slip(text: str, kind: str, said: str) -> None:
    found, words = reply_to(TWO_PIECES, text, {"x": 1.0, "dx": 0.1})
    assert found == kind
    assert said in words


def test_your_turn_with_two_ways() -> None:
    assert reply_to(TWO_WAYS, "11", {"x": 1.0, "dx": 0.1})[0] == "right"
    assert "by u" in reply_to(TWO_WAYS, "8", {"x": 1.0, "dx": 0.1})[1]


def test_layers_of_the_net_multiply_to_the_courses_gradients() -> None:
    assert "−0.01319" in chain_rule.layers("w1").splitlines()[-1]
    assert "−0.02638" in chain_rule.layers("w2").splitlines()[-1]
    assert "−0.04237" in chain_rule.layers("w3").splitlines()[-1]
    assert len(chain_rule.layers("w1").splitlines()) == 2 + 5


def test_experiments_set_chains_that_can_be_read() -> None:
    for experiment in chains.EXPERIMENTS:
        read_pieces(str(experiment.state["pieces"]))


def test_the_page_opens() -> None:
    app = page()
    assert not app.exception
    assert app.text_input(key="pieces").value == chains.TWO_PIECES


@pytest.mark.parametrize("ready", range(len(chains.READY)))
def test_every_ready_chain_opens(ready: int) -> None:
    app = page()
    app.selectbox(key="ready").set_value(ready).run()
    assert not app.exception
    assert not app.error
    assert app.text_input(key="pieces").value == chains.READY[ready].pieces


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u = ",
        "y = 1/0",
        "u = __import__('os'), y = u",
        "<b>u</b> = x",
        "u = 9^9^9^9, y = u x",
        "u\u202e = x",
        "{u} = x",
    ],
)
def test_hostile_text_is_answered(text: str) -> None:
    app = page()
    app.text_input(key="pieces").set_value(text).run()
    assert not app.exception
    assert len(app.error) == (0 if text in ("y = 1/0", "u = 9^9^9^9, y = u x") else 1)
    app.text_input(key="pieces").set_value(chains.TWO_WAYS).run()
    assert not app.error


def test_the_folds_open() -> None:
    app = page()
    app.session_state["net"] = True
    app.session_state["code"] = True
    app.run()
    assert not app.exception
    assert any("dy_dx = dy_du * 3" in block.value for block in app.code)
    assert any("∂L/∂w₁ = −0.01319" in text.value for text in app.markdown)
