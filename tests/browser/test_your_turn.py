"""*Your turn*: the number is covered wherever it stands, and the answer names the slip."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.helpers import Tab
from tests.browser.lesson import (
    ASKED,
    ASKED_KEY,
    answer,
    ask_for,
    box,
    button,
    chart,
    position,
    sentence,
    set_number,
    slider,
    walk,
)

Visit = Callable[..., Tab]


def places(page: Page, key: str) -> list[tuple[str, str]]:
    """Text and hover text of every place of a number in picture, formula, table and sentence."""
    found = (
        walk(page)
        .locator(f'[data-value="{key}"]')
        .evaluate_all("places => places.map(place => [place.textContent, place.getAttribute('title') ?? ''])")
    )
    return [(text, title) for text, title in found]


def is_covered(page: Page, key: str) -> None:
    shown = places(page, key)
    assert len(shown) >= 5  # two pictures, formula, table, sentence; no hover text gives it away either
    assert set(shown) == {("?", "")}


def test_the_chosen_number_is_covered_everywhere_until_it_is_found(visit: Visit) -> None:
    tab = visit("linear_net", step=9)
    page = tab.page
    assert {text for text, _ in places(page, ASKED_KEY)} == {"−18", "(−18)"}
    ask_for(tab, ASKED)
    expect(position(page)).to_have_text("7 / 9")  # the step that finds it
    is_covered(page, ASKED_KEY)
    expect(sentence(page)).to_have_text("Backward to w₁. ∂L/∂w₁ = ∂L/∂h · x = −9 · 2 = ?.")
    expect(box(page, "w1")).to_contain_text("grad ?")
    expect(box(page, "h")).to_contain_text("grad −9")  # the others stay

    told = answer(tab, "-43.92")
    expect(told).to_contain_text("Not yet. Your number is what comes out with w₂ after the update")
    is_covered(page, ASKED_KEY)

    expect(answer(tab, "18")).to_contain_text("with the wrong sign")
    expect(answer(tab, "<img src=x onerror=alert(1)>")).to_contain_text("I can't read “<” at place 1.")
    expect(told.locator("img")).to_have_count(0)
    expect(answer(tab, "-9*2")).to_contain_text("Right.")
    expect(box(page, "w1")).to_contain_text("grad −18")
    expect(sentence(page)).to_contain_text("−9 · 2 = −18. Negative: if w₁ grows, the loss shrinks.")
    assert "?" not in {text for text, _ in places(page, ASKED_KEY)}


def test_the_parabola_does_not_give_the_covered_number_away(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    curve, words = chart(page, "loss_curve"), page.locator(".st-key-words .root")
    for symbol, number in (("∂L/∂ŷ", "−18"), ("ŷ", "ŷ = 2"), ("L", "162")):
        ask_for(tab, symbol)
        expect(curve).to_contain_text("slope ?")
        expect(words).to_contain_text("It is the slope of the tangent")
        assert number not in f"{words.inner_text()} {curve.text_content()} {curve.get_attribute('aria-label')}"


def test_show_it_uncovers_and_says_the_equation(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    ask_for(tab, "∂L/∂w₂")
    expect(box(page, "w2")).to_contain_text("grad ?")
    page.get_by_role("button", name="Show it").click()
    tab.settle()
    expect(box(page, "w2")).to_contain_text("grad −72")
    expect(page.get_by_test_id("stAlert")).to_have_text("It is shown above: ∂L/∂w₂ = ∂L/∂ŷ · h.")


def test_new_numbers_cover_it_again_and_are_judged_anew(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    ask_for(tab, ASKED)
    expect(answer(tab, "-18")).to_contain_text("Right.")
    set_number(tab, "weight w₂", "1")
    is_covered(page, ASKED_KEY)
    expect(answer(tab, "-32")).to_contain_text("Right.")
    expect(box(page, "w1")).to_contain_text("grad −32")


def test_a_changed_number_takes_the_old_answer_away(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    ask_for(tab, ASKED)
    expect(answer(tab, "-17")).to_contain_text("Not yet.")
    set_number(tab, "weight w₂", "1")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page.get_by_label("How much is")).to_have_value("")
    page.get_by_role("button", name="Check").click()
    tab.settle()
    expect(page.get_by_test_id("stAlert")).to_have_text("Type a number first.")


def test_ask_me_first_halts_before_each_gradient_and_answers(visit: Visit) -> None:
    tab = visit("linear_net", step=3)
    page = tab.page
    with tab.sends_nothing():
        page.get_by_label("Ask me first").check()
        button(page, "forward").click()
        expect(sentence(page)).to_contain_text("Think first. If ŷ grows a little, what does the loss do?")
        is_covered(page, "dL_dy_hat")
        page.get_by_role("button", name="It grows").click()
        expect(sentence(page)).to_have_text(
            "Not so. Backward to ŷ. ∂L/∂ŷ = ŷ − y = 2 − 20 = −18. "
            "Negative: if ŷ grows, the loss shrinks. So ŷ should grow."
        )
        button(page, "forward").click()
        expect(sentence(page)).to_contain_text("Think first. If w₂ grows a little")
        page.get_by_role("button", name="It shrinks").click()
        expect(sentence(page)).to_contain_text("Right. Backward to w₂.")
        button(page, "back").click()
        expect(sentence(page)).to_contain_text("Backward to ŷ.")  # an answered one is not asked again
        slider(page).fill("8")
        expect(sentence(page)).to_contain_text("Update.")  # an update is no question


def test_playing_waits_for_the_answer(visit: Visit) -> None:
    page = visit("linear_net", step=3).page
    page.get_by_label("Ask me first").check()
    button(page, "play").click()
    expect(sentence(page)).to_contain_text("Think first.")
    expect(button(page, "play")).to_have_text("Play")
    expect(position(page)).to_have_text("4 / 9")


def test_where_the_gradient_is_zero_the_right_answer_is_that_it_stays(visit: Visit) -> None:
    page = visit("linear_net", w1=0, w2=0, step=6).page
    page.get_by_label("Ask me first").check()
    page.get_by_role("button", name="It stays").click()
    expect(sentence(page)).to_contain_text("Right. Backward to h.")
    expect(sentence(page)).to_contain_text("Zero: a small change of h does not change the loss.")
