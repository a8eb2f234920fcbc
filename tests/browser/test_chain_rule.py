"""The chain rule in the browser: numbers, steps, sliders, links, phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from dashboard import chains
from tests.browser.helpers import Server, Tab
from tests.browser.lesson import link

Open = Callable[..., Tab]

# One of each kind of picture: a chain, ways side by side, a long chain.
PICTURES = (chains.TWO_PIECES, "u = x^2, v = u + x, y = u v", chains.HALVES)


def test_the_courses_numbers(server: Server, open_page: Open) -> None:
    page = open_page(server.url("chain_rule")).page
    expect(page.locator(".formula .result")).to_have_text("24")
    expect(page.locator(".sentence")).to_contain_text("24 · 0.1 = 2.4. Really: 2.49.")
    expect(page.locator(".remark")).to_contain_text("8 + 3 = 11 would predict Δy = 1.1")


def test_two_ways_are_added(server: Server, open_page: Open) -> None:
    page = open_page(server.url("chain_rule", pieces=chains.TWO_WAYS)).page
    expect(page.locator(".formula .result")).to_have_text("11")
    expect(page.locator(".lines")).to_contain_text("8 + 3 = 11: predicted Δy = 1.1")
    expect(page.locator(".picture .lying")).to_contain_text("dy/dx = 11")


def test_what_moves_stays_in_the_browser_and_is_in_the_link(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("chain_rule"))
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
    other = open_page(link(tab)).page
    expect(other.locator(".sentence")).to_contain_text("Δu ≈ 3 · 0.01 = 0.03.")
    expect(other.locator(".formula .result")).to_have_text("42")


def test_a_typed_chain_and_an_experiment(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("chain_rule"))
    page = tab.page
    field = page.get_by_role("textbox", name="Pieces")
    field.fill("u = x^2, y = ln(u)")
    field.press("Enter")
    expect(page.locator(".formula .result")).to_have_text("2")
    page.get_by_role("button", name="Ten pieces of slope ½").click()
    expect(page.locator(".formula .result")).to_have_text("0.0009766")
    expect(page.locator(".sentence")).to_contain_text("10 slopes, multiplied")
    tab.settle()
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".formula .result")).to_have_text("24")
    tab.settle()


def test_a_corner_and_a_gap_are_told(server: Server, open_page: Open) -> None:
    page = open_page(server.url("chain_rule", pieces="u = x^2 - 1, y = |u|")).page
    expect(page.locator(".sentence")).to_contain_text("−1 from the left and 1 from the right")
    expect(page.locator(".formula .result")).to_have_text("no slope")
    page = open_page(server.url("chain_rule", pieces="u = x - 3, y = ln(u)")).page
    expect(page.locator(".sentence")).to_contain_text("ln is defined for positive numbers only; here it gets −2.")


def test_your_turn_covers_the_answer_and_names_the_slip(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("chain_rule"))
    page = tab.page
    page.get_by_role("button", name="Ask me").click()
    expect(page.locator(".formula .result")).to_have_text("?")
    answer = page.get_by_role("textbox", name="How much is dy/dx")
    answer.fill("11")
    answer.press("Enter")
    expect(page.get_by_role("status").filter(has_text="added")).to_be_visible()
    tab.settle()
    answer.fill("24")
    answer.press("Enter")
    expect(page.locator(".formula .result")).to_have_text("24")
    tab.settle()


def test_on_a_phone_nothing_runs_out_sideways(server: Server, open_page: Open) -> None:
    for pieces in PICTURES:
        page = open_page(server.url("chain_rule", pieces=pieces), width=390, height=844, touch=True).page
        expect(page.locator(".formula .result")).not_to_be_empty()
        assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth"), pieces
        drawn = page.locator(".lines svg").evaluate(
            "svg => Math.max(...[...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect().right))"
        )
        assert drawn <= 390, pieces


def test_the_stage_fits_a_small_laptop(server: Server, open_page: Open) -> None:
    for pieces in PICTURES:
        page = open_page(server.url("chain_rule", pieces=pieces), width=1280, height=720).page
        bottom = page.locator(".lines svg").evaluate("svg => svg.getBoundingClientRect().bottom")
        assert bottom <= 720, pieces
