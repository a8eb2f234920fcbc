"""Keyboard alone does the lesson, and no key does two things at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.lessons import LESSONS
from tests.browser.helpers import ROOT, Server, Tab
from tests.browser.lesson import ASKED, box, button, chart, has_address, position, sentence, slider

Visit = Callable[..., Tab]

# What has the focus, looked for inside our components too: its kind and its name.
_FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return `${at.tagName.toLowerCase()} ${at.getAttribute("aria-label") ?? at.innerText ?? ""}`.trim();
}"""


def focused(page: Page) -> str:
    return str(page.evaluate(_FOCUSED))


def tab_to(page: Page, name: str, most: int = 60) -> list[str]:
    """Press Tab until `name` has the focus; gives what had it on the way."""
    seen: list[str] = []
    while len(seen) < most:
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if seen[-1] == name:
            return seen
    raise AssertionError(f"Tab never reached {name!r}: {seen}")


def test_the_whole_lesson_can_be_done_by_keyboard(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    tab_to(page, "input weight w₁")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    tab.settle()
    expect(box(page, "h")).to_contain_text("8")
    tab_to(page, "button Play")
    tab_to(page, "button one step forward")
    page.keyboard.press("Enter")
    expect(position(page)).to_have_text("1 / 9")
    page.keyboard.press("ArrowRight")
    expect(position(page)).to_have_text("2 / 9")
    tab_to(page, "input step")
    page.keyboard.press("End")
    expect(position(page)).to_have_text("9 / 9")
    page.keyboard.press("ArrowLeft")
    expect(position(page)).to_have_text("8 / 9")
    tab_to(page, "g show the steps of ŷ")
    page.keyboard.press("Enter")
    expect(position(page)).to_have_text("2 / 9")
    page.keyboard.press(" ")  # the next step of the same value; it is not the key that plays
    expect(position(page)).to_have_text("4 / 9")
    expect(button(page, "play")).to_have_text("Play")


def test_arrows_home_end_and_space_move_the_player_from_anywhere(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    with tab.sends_nothing():
        for key, expected in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 9), ("Home", 0)]:
            page.keyboard.press(key)
            expect(position(page)).to_have_text(f"{expected} / 9")
        page.keyboard.press("ArrowLeft")
        expect(position(page)).to_have_text("0 / 9")
        page.keyboard.press(" ")
        expect(button(page, "play")).to_have_text("Pause")
        page.keyboard.press(" ")
        expect(button(page, "play")).to_have_text("Play")
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0


def test_where_the_player_is_scrolled_away_space_home_and_end_scroll_the_page(visit: Visit) -> None:
    page = visit("linear_net", step=2).page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.locator(".st-key-footer").scroll_into_view_if_needed()
    expect(page.locator(".player")).not_to_be_in_viewport()
    for key in ("Home", "End", " "):
        page.keyboard.press(key)
        expect(position(page)).to_have_text("2 / 9")
        expect(button(page, "play")).to_have_text("Play")
        page.locator(".st-key-footer").scroll_into_view_if_needed()
    page.keyboard.press("ArrowRight")  # scrolls nothing, and what it lights may be in view
    expect(position(page)).to_have_text("3 / 9")


def test_a_checkbox_takes_the_space_key_and_no_other(visit: Visit) -> None:
    page = visit("linear_net").page
    page.get_by_label("Ask me first").click()
    page.keyboard.press("ArrowRight")
    expect(position(page)).to_have_text("1 / 9")
    page.keyboard.press(" ")
    expect(page.get_by_label("Ask me first")).not_to_be_checked()
    expect(button(page, "play")).to_have_text("Play")


def test_a_player_that_has_left_the_page_listens_no_more(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    assert page.evaluate("window.lesson.players.size") == 1
    page.evaluate(
        "window.ended = new Set(); window.known = [...window.lesson.lives]; window.known.forEach(root => "
        "root.life.controller.signal.addEventListener('abort', () => window.ended.add(root)))"
    )
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Derivatives", exact=True).click()
    tab.settle()
    assert page.evaluate("window.lesson.players.size") == 0
    # the feed and the parts of the header stay
    assert page.evaluate("window.known.filter(root => !root.isConnected).length") > 0
    assert page.evaluate("window.known.every(root => root.isConnected || window.ended.has(root))")
    assert page.evaluate("[...window.lesson.lives].every(root => root.isConnected)")


TWO_PLAYERS = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from dashboard import components, linear_net, theme, training_view, walkthrough

st.html(f"<style>{{theme.css_variables(':root')}}</style>")
chosen = linear_net.course()
components.feed(
    training=training_view.feed_of(chosen.trained()),
    walkthrough=walkthrough.feed_of(chosen.network, chosen.optimizer, chosen.values, None),
)
training_view.show_player()
walkthrough.show(chosen.network, chosen.optimizer)
"""


def test_two_players_on_one_page_keep_apart(
    start_server: Callable[..., Server], open_page: Callable[..., Tab], tmp_path: Path
) -> None:
    (tmp_path / "streamlit_app.py").write_text(TWO_PLAYERS, encoding="utf-8")
    page = open_page(start_server("--browser.gatherUsageStats", "false", root=tmp_path).url("", step=4, epoch=2)).page
    epoch, step = (page.locator(f".st-key-{key} .player output") for key in ("training", "walkthrough"))
    expect(epoch).to_have_text("2 / 10")
    expect(step).to_have_text("4 / 9")
    page.keyboard.press("ArrowRight")  # the first one, as long as none was moved
    expect(epoch).to_have_text("3 / 10")
    page.locator(".st-key-walkthrough .player .forward").click()
    page.keyboard.press("ArrowRight")
    expect(step).to_have_text("6 / 9")
    expect(epoch).to_have_text("3 / 10")
    has_address(page, step=6, epoch=3)


def test_n_and_p_go_to_the_next_and_the_previous_lesson(visit: Visit) -> None:
    tab = visit("")
    page = tab.page
    for lesson in LESSONS[1:]:
        page.keyboard.press("n")
        tab.settle()
        expect(page.locator("h1")).to_have_text(lesson.title)
    for lesson in reversed(LESSONS[:-1]):
        page.keyboard.press("p")
        tab.settle()
        expect(page.locator("h1")).to_have_text(lesson.title)
    page.keyboard.press("p")  # there is nothing before the first
    tab.settle()
    expect(page.locator("h1")).to_have_text(LESSONS[0].title)


def test_typing_an_answer_moves_neither_the_player_nor_the_lesson(visit: Visit) -> None:
    tab = visit("linear_net", ask=ASKED)
    page = tab.page
    page.get_by_label("How much is").focus()
    before = position(page).inner_text()
    page.keyboard.type("-9 *n 2p")
    for key in ("ArrowLeft", "ArrowRight", "Home", "End", " "):
        page.keyboard.press(key)
    tab.settle()
    assert position(page).inner_text() == before
    expect(page.locator("h1")).to_have_text("One input, two weights")
    expect(button(page, "play")).to_have_text("Play")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("-9*2")
    page.keyboard.press("Enter")
    tab.settle()
    expect(page.get_by_test_id("stAlert")).to_contain_text("Right.")


def test_typing_a_number_moves_neither_the_player_nor_the_lesson(visit: Visit) -> None:
    tab = visit("linear_net", step=2)
    page = tab.page
    page.get_by_label("weight w₁").focus()
    for key in ("ArrowLeft", "Home", "End", "n", "p", "ArrowUp"):
        page.keyboard.press(key)
    tab.settle()
    expect(position(page)).to_have_text("2 / 9")
    expect(page.locator("h1")).to_have_text("One input, two weights")
    expect(page.get_by_label("weight w₁")).to_have_value("2.1")


def test_a_decimal_comma_and_a_real_minus_are_typed_as_point_and_minus(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    field = page.get_by_label("weight w₁", exact=True)
    for typed, taken in (("0,5", "0.5"), ("−1,25", "-1.25"), ("3.5", "3.5")):
        field.select_text()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        tab.settle()
        expect(field).to_have_value(taken)
    expect(box(page, "w1")).to_contain_text("3.5")


def test_a_number_out_of_its_limits_is_explained_beside_its_field(visit: Visit) -> None:
    tab = visit("linear_net", view="Training")
    page = tab.page
    field = page.get_by_label("epochs", exact=True)
    field.fill("500")
    field.press("Enter")
    told = page.locator(".stNumberInput").get_by_role("alert")
    expect(told).to_contain_text("Please enter a value between 1 and 200.")
    size = told.bounding_box()
    assert size
    assert size["width"] > 200  # to be read, not only heard
    field.fill("10")
    field.press("ArrowDown")
    tab.settle()
    expect(field).to_have_value("9")
    expect(told).to_have_count(0)


def test_arrows_on_the_tabs_change_the_tab_and_not_the_step(visit: Visit) -> None:
    tab = visit("linear_net", step=2)
    page = tab.page
    page.get_by_role("tab", name="One step").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tab.settle()
    expect(page.get_by_role("tab", name="Training")).to_have_attribute("aria-selected", "true")
    has_address(page, view="Training", step=2)


def test_the_answer_to_ask_me_first_can_be_given_by_keyboard(visit: Visit) -> None:
    page = visit("linear_net", step=3).page
    tab_to(page, "input")
    page.keyboard.press(" ")
    expect(page.get_by_label("Ask me first")).to_be_checked()
    page.keyboard.press("Shift+Tab")  # to the slider
    page.keyboard.press("ArrowRight")
    expect(sentence(page)).to_contain_text("Think first.")
    tab_to(page, "button It shrinks")
    page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text("Right.")
    assert focused(page) == "button one step forward"


def test_the_keys_move_the_charts_of_a_training_run_whose_inputs_are_neither_seen_nor_reached(visit: Visit) -> None:
    tab = visit("linear_net", view="Training")
    page = tab.page
    with tab.sends_nothing():
        page.keyboard.press("ArrowRight")
        expect(chart(page, "y_hat")).to_contain_text("ŷ = 5.319")
    inputs = page.locator(".vega-bindings input")
    expect(inputs.first).to_be_attached()
    assert set(inputs.evaluate_all("all => all.map(input => input.tabIndex)")) == {-1}
    bindings = page.locator(".vega-bindings")
    assert set(bindings.evaluate_all("all => all.map(part => part.ariaHidden)")) == {"true"}
    assert set(bindings.evaluate_all("all => all.map(part => part.offsetWidth)")) == {1}
    assert slider(page).evaluate("slider => slider.tabIndex") == 0
