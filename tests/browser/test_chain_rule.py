"""The chain rule in the browser: numbers, steps, sliders, links, phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from dashboard import chains
from tests.browser.helpers import Server, Tab
from tests.browser.lesson import link, query

Visit = Callable[..., Tab]

# One of each kind of picture: a chain, ways side by side, a long chain.
PICTURES = (chains.TWO_PIECES, "u = x^2, v = u + x, y = u v", chains.HALVES)


def type_chain(tab: Tab, text: str) -> None:
    field = tab.page.get_by_role("textbox", name="Pieces")
    field.fill(text)
    field.press("Enter")


def test_the_courses_numbers(visit: Visit) -> None:
    page = visit("chain_rule").page
    expect(page.locator(".formula .result")).to_have_text("24")
    expect(page.locator(".sentence")).to_contain_text("24 · 0.1 = 2.4. Really: 2.49.")
    expect(page.locator(".remark")).to_contain_text("8 + 3 = 11 would predict Δy = 1.1")
    page = visit("chain_rule", pieces=chains.TWO_WAYS).page
    expect(page.locator(".formula .result")).to_have_text("11")
    expect(page.locator(".lines")).to_contain_text("8 + 3 = 11: predicted Δy = 1.1")
    expect(page.locator(".picture .lying")).to_contain_text("dy/dx = 11")


def test_what_moves_stays_in_the_browser_and_is_in_the_link(visit: Visit) -> None:
    tab = visit("chain_rule")
    page = tab.page
    with tab.sends_nothing():
        page.get_by_role("button", name="back to the start").click()
        for _ in range(3):
            page.get_by_role("button", name="one step forward").click()
        expect(page.locator(".sentence")).to_contain_text("u moves 3 times as far: Δu ≈ 3 · 0.1 = 0.3.")
        page.get_by_role("textbox", name="x, exact", exact=True).fill("2")
        page.get_by_role("textbox", name="nudge Δx, exact").fill("0.01")
        page.keyboard.press("Enter")
        expect(page.locator(".formula .result")).to_have_text("42")
    other = visit("chain_rule", **query(link(tab))).page
    expect(other.locator(".sentence")).to_contain_text("Δu ≈ 3 · 0.01 = 0.03.")
    expect(other.locator(".formula .result")).to_have_text("42")


def test_a_typed_chain_goes_on_from_x_and_an_experiment_sets_its_own(visit: Visit) -> None:
    tab = visit("chain_rule")
    page = tab.page
    page.get_by_role("textbox", name="x, exact", exact=True).fill("2")
    page.keyboard.press("Enter")
    expect(page.locator(".formula .result")).to_have_text("42")
    type_chain(tab, "u = x^2, y = ln(u)")
    expect(page.locator(".formula .result")).to_have_text("1")
    page.get_by_role("button", name="Ten pieces of slope ½").click()
    expect(page.locator(".formula .result")).to_have_text("0.0009766")
    expect(page.locator(".sentence")).to_contain_text("10 slopes, multiplied: Δy ≈ 0.0009766 · 1")
    page.get_by_role("button", name="A smaller nudge").click()
    expect(page.locator(".sentence")).to_contain_text("24 · 0.01 = 0.24. Really: 0.2409.")
    assert query(link(tab)) == {"dx": "0.01"}
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".sentence")).to_contain_text("24 · 0.1 = 2.4.")
    assert query(link(tab)) == {}


def test_a_corner_a_gap_and_an_upright_piece_are_told(visit: Visit) -> None:
    page = visit("chain_rule", pieces="u = x^2 - 1, y = |u|").page
    expect(page.locator(".sentence")).to_contain_text("−1 from the left and 1 from the right")
    expect(page.locator(".formula .result")).to_have_text("no slope")
    page = visit("chain_rule", pieces="u = x - 3, y = ln(u)").page
    expect(page.locator(".sentence")).to_contain_text("ln is defined for positive numbers only; here it gets −2.")
    page = visit("chain_rule", pieces="u = x^2, y = sqrt(u)", x=0).page  # ∞ · 0 is not 0
    expect(page.locator(".sentence")).to_contain_text("There is no slope at u = 0: the curve stands upright.")
    expect(page.locator(".remark")).to_contain_text("there is nothing to multiply")
    page = visit("chain_rule", pieces="u = 100000000x, y = u/3").page  # rounding is no corner
    expect(page.locator(".formula .result")).to_have_text("3.333·10⁷")


def test_your_turn_covers_the_answer_and_names_the_slip_until_the_chain_changes(visit: Visit) -> None:
    tab = visit("chain_rule")
    page = tab.page
    page.get_by_role("button", name="Ask me").click()
    expect(page.locator(".formula .result")).to_have_text("?")
    answer = page.get_by_role("textbox", name="How much is dy/dx")
    answer.fill("11")
    answer.press("Enter")
    expect(page.get_by_role("status").filter(has_text="added")).to_be_visible()
    answer.fill("24")
    answer.press("Enter")
    expect(page.locator(".formula .result")).to_have_text("24")
    page.get_by_role("button", name="Ask me").click()
    expect(page.locator(".formula .result")).to_have_text("?")
    type_chain(tab, chains.TWO_WAYS)
    expect(page.locator(".formula .result")).to_have_text("11")
    expect(answer).to_be_hidden()


def test_on_a_phone_nothing_runs_out_sideways(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("chain_rule"), width=390, height=844, touch=True)
    for pieces in PICTURES:
        tab.page.goto(server.url("chain_rule", pieces=pieces))
        tab.settle()
        expect(tab.page.locator(".formula .result")).not_to_be_empty()
        assert tab.page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth"), pieces
        drawn = tab.page.locator(".lines svg").evaluate(
            "svg => Math.max(...[...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect().right))"
        )
        assert drawn <= 390, pieces


def test_the_stage_fits_a_small_laptop(visit: Visit) -> None:
    for pieces in PICTURES:
        tab = visit("chain_rule", pieces=pieces)
        tab.page.set_viewport_size({"width": 1280, "height": 720})
        tab.settle()
        bottom = tab.page.locator(".lines svg").evaluate("svg => svg.getBoundingClientRect().bottom")
        assert bottom <= 720, pieces
