"""*Predict first*: a link covers the gradients, and each is shown when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.helpers import Tab
from tests.browser.lesson import (
    ASKED,
    ASKED_KEY,
    answer,
    ask_for,
    box,
    button,
    chart,
    has_address,
    position,
    sentence,
    set_number,
    walk,
)

Visit = Callable[..., Tab]
GRADIENTS = {"dL_dy_hat": "−18", "dL_dw2": "−72", "dL_dh": "−9", "dL_dw1": "−18"}


def written(page: Page, key: str) -> set[str]:
    """What stands in the places of a number: in picture, sentence, formula, table and the words below."""
    places = page.locator(f'.st-key-walkthrough [data-value="{key}"], .st-key-words [data-value="{key}"]')
    return {text.strip("()") for text in places.all_text_contents() if text}


def cover_button(page: Page) -> object:
    return walk(page).locator("button.cover")


def test_a_link_covers_every_gradient_and_nothing_else(visit: Visit) -> None:
    page = visit("linear_net", hide="backward", step=9).page
    for key in GRADIENTS:
        assert written(page, key) == {"?"}
    assert written(page, "h") == {"4"}
    assert written(page, "dL_dL") <= {"1"}
    expect(box(page, "loss")).to_contain_text("grad 1")
    expect(walk(page)).not_to_contain_text("should grow")
    expect(chart(page, "loss_curve")).to_contain_text("slope ?")
    message = chart(page, "loss_curve").get_attribute("aria-label") or ""
    assert message.endswith("A number of its tangent is covered.")


def test_a_click_on_a_box_shows_its_gradient_everywhere_and_no_other(visit: Visit) -> None:
    tab = visit("linear_net", hide="backward", step=9)
    page = tab.page
    with tab.sends_nothing():
        box(page, "w2").click()
        assert written(page, "dL_dw2") == {"−72"}
        expect(walk(page).locator(".told")).to_have_text("∂L/∂w₂ = −72")
        expect(position(page)).to_have_text("9 / 9")
        for key in GRADIENTS.keys() - {"dL_dw2"}:
            assert written(page, key) == {"?"}
        box(page, "w2").click()  # now it is a box like any other
        expect(position(page)).not_to_have_text("9 / 9")
    has_address(page, hide="backward", step=5)


def test_the_step_after_the_click_says_what_the_sign_means(visit: Visit) -> None:
    page = visit("linear_net", hide="backward", step=5).page
    expect(sentence(page)).to_contain_text("= ?")
    expect(sentence(page)).not_to_contain_text("Negative")
    sentence(page).get_by_role("button", name="∂L/∂w₂ is covered. Reveal it.").click()
    expect(sentence(page)).to_contain_text("= −72. Negative: if w₂ grows, the loss shrinks.")


def test_by_keyboard_and_by_screen_reader(visit: Visit) -> None:
    page = visit("linear_net", hide="backward", step=5).page
    place = walk(page).locator("td").get_by_role("button", name="∂L/∂w₂ is covered. Reveal it.")
    place.focus()
    page.keyboard.press("ArrowRight")  # it takes no key from the player
    expect(position(page)).to_have_text("6 / 9")
    page.keyboard.press("Enter")
    assert written(page, "dL_dw2") == {"−72"}
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.dataset.value") == "dL_dw2"
    shown = page.locator("svg.lying").get_by_role("button", name="∂L/∂h is covered. Reveal it.")
    shown.focus()
    page.keyboard.press(" ")
    assert written(page, "dL_dh") == {"−9"}
    expect(page.locator("svg.lying").get_by_role("button", name="show the steps of h")).to_be_focused()


def test_the_words_below_show_it_too_and_take_the_click(visit: Visit) -> None:
    page = visit("linear_net", hide="backward", step=4).page
    page.locator(".st-key-words").get_by_role("button", name="∂L/∂ŷ is covered. Reveal it.").click()
    assert written(page, "dL_dy_hat") == {"−18"}
    expect(chart(page, "loss_curve")).to_contain_text("slope −18")


def test_all_are_shown_and_covered_by_one_button_and_the_link_says_so(visit: Visit) -> None:
    tab = visit("linear_net", step=9)
    page = tab.page
    with tab.sends_nothing():
        cover_button(page).click()
        has_address(page, hide="backward", step=9)
        expect(cover_button(page)).to_have_text("Reveal all")
        assert written(page, "dL_dw1") == {"?"}
        cover_button(page).click()
        has_address(page, step=9)
        assert {key: written(page, key) for key in GRADIENTS} == {key: {text} for key, text in GRADIENTS.items()}


def test_other_numbers_are_to_be_predicted_anew(visit: Visit) -> None:
    tab = visit("linear_net", hide="backward", step=9)
    box(tab.page, "w2").click()
    set_number(tab, "weight w₁", "3")
    assert written(tab.page, "dL_dw2") == {"?"}
    has_address(tab.page, hide="backward", step=9, w1=3)


def test_a_number_that_is_found_in_your_turn_is_no_longer_covered(visit: Visit) -> None:
    tab = visit("linear_net", hide="backward")
    ask_for(tab, ASKED)
    box(tab.page, "w1").click()  # shows nothing: the question stands
    assert written(tab.page, ASKED_KEY) == {"?"}
    answer(tab, "-18")
    assert written(tab.page, ASKED_KEY) == {"−18"}
    assert written(tab.page, "dL_dw2") == {"?"}


def test_ask_me_first_asks_for_the_sign_of_a_covered_number(visit: Visit) -> None:
    page = visit("linear_net", hide="backward", step=3).page
    page.get_by_label("Ask me first").check()
    button(page, "forward").click()
    page.get_by_role("button", name="It shrinks").click()
    expect(sentence(page)).to_contain_text("Right.")
    assert written(page, "dL_dy_hat") == {"?"}


def test_the_slopes_of_the_sigmoid_are_covered_too(visit: Visit) -> None:
    page = visit("sigmoid_net", hide="backward", step=15).page
    assert written(page, "dh1_dz1") == {"?"}
    page.locator("svg.lying .local").filter(has=page.locator('[data-value="dh1_dz1"]')).click()
    assert written(page, "dh1_dz1") == {"0.235"}
    assert written(page, "dL_dz1") == {"?"}


@pytest.mark.parametrize("path", ["derivatives", "partial_derivatives", "gradient", "chain_rule"])
def test_a_calculus_screen_begins_with_its_question(visit: Visit, path: str) -> None:
    page = visit(path, hide="backward").page
    expect(page.get_by_placeholder("a number")).to_be_visible()
    assert page.evaluate("window.lesson.covered.length") > 0
    has_address(page, hide="backward")
    before = page.evaluate("window.lesson.covered.length")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_placeholder("a number")).to_be_hidden()
    assert page.evaluate("window.lesson.covered.length") < before


@pytest.mark.parametrize("path", ["", "optimizers"])
def test_where_there_is_nothing_to_cover_nothing_is(visit: Visit, path: str) -> None:
    page = visit(path, hide="backward").page
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert not page.evaluate("window.lesson.covered?.length")


def test_after_a_lesson_with_covered_numbers_nothing_of_it_stays(visit: Visit) -> None:
    tab = visit("linear_net", hide="backward")
    tab.page.keyboard.press("p")
    tab.settle()
    expect(tab.page.locator("h1")).to_have_text("Chain rule")
    assert not tab.page.evaluate("window.lesson.covered.length")
    has_address(tab.page)


# Of each calculus screen: what it calls its derivatives, and the numbers there are at first.
DERIVATIVES = {
    "derivatives": {"f′(x₀)": "2"},
    "partial_derivatives": {"∂f/∂x": "6", "∂f/∂y": "8"},
    "gradient": {"∂f/∂x": "6", "∂f/∂y": "8", "the length of ∇f": "10"},
    "chain_rule": {"dy/dx": "24"},
}


def covered_places(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"{name} is covered. Reveal it.")


@pytest.mark.parametrize("path", DERIVATIVES)
def test_a_calculus_screen_shows_each_derivative_when_it_is_pressed(visit: Visit, path: str) -> None:
    tab = visit(path, hide="backward")
    left = dict(DERIVATIVES[path])
    with tab.sends_nothing():
        while left:
            for name in left:
                expect(covered_places(tab.page, name)).not_to_have_count(0)
            name = next(iter(left))
            place = covered_places(tab.page, name).first
            handle = place.element_handle()
            place.press("Enter")
            assert handle is not None
            assert left.pop(name) in handle.inner_text()
            expect(covered_places(tab.page, name)).to_have_count(0)
    tab.page.get_by_role("button", name="Reveal all").click()
    has_address(tab.page)


def test_the_map_of_a_gradient_does_not_give_its_covered_numbers_away(visit: Visit) -> None:
    page = visit("gradient", hide="backward").page
    expect(chart(page, "gradient_map")).to_contain_text("∇f = (?, ?)")
    expect(chart(page, "gradient_map")).to_contain_text("slope ?")
    expect(sentence(page)).to_have_text("From (3, 4), f grows fastest along ∇f = (?, ?). How fast?")
    covered_places(page, "∂f/∂y").first.click()
    expect(chart(page, "gradient_map")).to_contain_text("∇f = (?, 8)")


def test_at_another_point_the_derivative_is_to_be_predicted_anew(visit: Visit) -> None:
    page = visit("derivatives", hide="backward").page
    covered_places(page, "f′(x₀)").click()
    page.get_by_label("Δx, exact").fill("0.25")  # the slope stays the same
    page.get_by_label("Δx, exact").press("Enter")
    expect(covered_places(page, "f′(x₀)")).to_have_count(0)
    page.get_by_label("x₀, exact").fill("1")
    page.get_by_label("x₀, exact").press("Enter")
    expect(covered_places(page, "f′(x₀)")).to_have_count(1)


def test_a_calculus_screen_covers_and_reveals_by_one_button(visit: Visit) -> None:
    page = visit("gradient").page
    page.get_by_role("button", name="Cover all derivatives").click()
    has_address(page, hide="backward")
    expect(covered_places(page, "∂f/∂x")).not_to_have_count(0)
    expect(page.get_by_placeholder("a number")).to_be_hidden()
    page.get_by_role("button", name="Reveal all").click()
    has_address(page)
    expect(covered_places(page, "∂f/∂x")).to_have_count(0)


def test_the_gradients_of_a_whole_run_are_covered_one_by_one(visit: Visit) -> None:
    tab = visit("gradient_descent", hide="backward", epoch=1)
    page = tab.page
    words, table = page.locator(".st-key-descent_words"), page.locator(".st-key-epoch_table")
    first, second = (table.locator("tbody tr").nth(place) for place in (0, 1))
    key = '[data-value="dL_dw1@1"]'
    with tab.sends_nothing():
        expect(second.locator("td.covered")).to_have_text(["?", "?"])
        expect(words.locator("dd").first).to_have_text("?")
        second.locator(key).click()
        shown = second.locator(key)
        expect(shown).to_have_text(shown.get_attribute("data-text") or "")
        expect(words.locator("dd").nth(1)).to_contain_text("negative: w₁ grows by")
        expect(words.locator("dd").nth(2)).to_have_text("?")
        expect(first.locator("td.covered")).to_have_count(2)
        button(page, "forward").click()
        expect(words.locator("dd").first).to_have_text("?")
    set_number(tab, "weight w₁", "3")
    expect(second.locator("td.covered")).to_have_count(2)
    has_address(page, hide="backward", epoch=2, w1=3)


def test_training_covers_the_chart_of_the_gradients_too(visit: Visit) -> None:
    page = visit("sigmoid_net", hide="backward", view="Training").page
    expect(chart(page, "gradients")).to_have_attribute("aria-label", "The gradients are covered.")
    expect(chart(page, "gradients")).not_to_contain_text("w₁:")
    page.locator(".st-key-epoch_table").get_by_role("button", name="Reveal all").click()
    expect(chart(page, "gradients")).to_contain_text("w₁:")


def test_training_of_the_linear_net_covers_what_its_table_shows(visit: Visit) -> None:
    page = visit("linear_net", view="Training").page
    table = page.locator(".st-key-epoch_table")
    table.get_by_role("button", name="Cover gradients").click()
    has_address(page, hide="backward", view="Training")
    expect(table.locator("tbody tr").first.locator("td.covered")).to_have_text(["?", "?"])
    expect(table.locator('td.covered[tabindex="0"]')).to_have_count(2)  # by key: those of the lit row
