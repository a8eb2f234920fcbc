"""The screen of derivatives: secant to tangent without the server, with the numbers of LESSONS.md."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.helpers import Tab
from tests.browser.lesson import link, query

Visit = Callable[..., Tab]


def words(tab: Tab) -> Locator:
    return tab.page.locator(".st-key-words .root")


def sentence(tab: Tab) -> Locator:
    return tab.page.locator(".st-key-derivative .sentence")


def set_number(tab: Tab, label: str, value: object) -> None:
    field = tab.page.get_by_label(f"{label}, exact")
    field.fill(str(value))
    field.press("Enter")


def type_function(tab: Tab, text: str) -> Locator:
    field = tab.page.get_by_role("textbox", name="Function f(x)")
    field.fill(text)
    field.press("Enter")
    return field


# LESSONS.md, `derivatives`: f(x) = x³ − 3x² + 2x + 1 at x = 2.
def test_the_quotients_are_those_of_the_lesson(visit: Visit) -> None:
    tab = visit("derivatives", dx=0.1, x0=2)
    tab.page.get_by_text("A table of Δx and the quotient").click()
    for step, forward, central in ((1, "2.31", "2.01"), (2, "2.0301", "2.0001")):
        row = tab.page.locator(".st-key-quotients tbody tr").nth(step)
        expect(row.locator("td").nth(0)).to_have_text(forward)
        expect(row.locator("td").nth(2)).to_have_text(central)
    expect(words(tab).locator(".slope")).to_have_text("2")
    expect(tab.page.locator(".st-key-quotients p")).to_contain_text("2 by reverse mode, 2 by the closed form")


def test_moving_and_shrinking_ask_the_server_nothing(visit: Visit) -> None:
    tab = visit("derivatives")
    with tab.sends_nothing():
        slider = tab.page.locator(".st-key-derivative input[type=range]").first
        slider.focus()
        for _ in range(5):
            slider.press("ArrowRight")
        set_number(tab, "Δx", 0.01)
        tab.page.get_by_role("button", name="Shrink Δx").click()
        expect(words(tab).locator("[data-value=dx]").first).to_have_text("0.001", timeout=60_000)
    expect(tab.page.locator(".st-key-chart_slope svg.marks")).to_contain_text("f′(")


def test_each_experiment_sets_its_state_whatever_was_there_before(visit: Visit) -> None:
    tab = visit("derivatives")
    choose = lambda name: tab.page.get_by_role("button", name=name).click()  # noqa: E731
    choose("Δx = 10⁻¹⁶")
    expect(sentence(tab)).to_contain_text("x₀ + Δx is the same number as x₀")
    expect(words(tab).locator(".neutral")).to_have_text("0")
    choose("|x| at 0: no tangent")
    expect(sentence(tab)).to_contain_text("the slope is −1 from the left and 1 from the right")
    expect(words(tab).locator(".slope")).to_have_text("–")
    choose("x₀ = 1: the forward difference")
    expect(sentence(tab)).to_contain_text(
        "At Δx = 0.1 the secant climbs −0.99 for each step of 1; the tangent climbs −1"
    )
    assert query(link(tab)) == {"x0": "1", "dx": "0.1"}
    tab.page.get_by_role("button", name="Reset").click()
    expect(sentence(tab)).to_contain_text("At Δx = 0.5 the secant climbs 3.75")
    assert query(link(tab)) == {}


@pytest.mark.parametrize(
    ("f", "x0", "said"),
    [
        ("ln(x)", -1, "ln is defined for positive numbers only; here it gets −1"),
        ("x/x", 0, "Division by zero. The tidy f′ holds only where f has a value."),
        ("9^9^9", 1, "9^(3.874·10⁸) is larger than the computer can hold"),
        ("sqrt(x^2)", 0, "the slope is −1 from the left and 1 from the right"),
        ("x sqrt(x)", 0, "f has no value to the left of it. To the right of it the slope is 0."),
        ("sqrt(x)", 0, "the curve stands upright"),
        ("sqrt(x^4)", 0, "Looked at from nearby, the slope is 0."),
        ("100000000x", 1, "the tangent climbs 1·10⁸"),  # rounding is no corner
    ],
)
def test_the_point_says_what_is_special_about_it(visit: Visit, f: str, x0: float, said: str) -> None:
    expect(sentence(visit("derivatives", f=f, x0=x0))).to_contain_text(said)


def test_a_slope_that_jumps_is_drawn_with_a_gap(visit: Visit) -> None:
    slope = visit("derivatives", f="|x|", x0=1).page.locator(".st-key-chart_slope g.mark-line path")
    expect(slope).to_have_attribute("d", re.compile(r"^M[^M]+(M[^M]+)+$"))  # more than one piece
    slope = visit("derivatives", f="sin(5x)", x0=1).page.locator(".st-key-chart_slope g.mark-line path")
    expect(slope).to_have_attribute("d", re.compile(r"^M[^M]+$"))


def test_a_text_that_cannot_be_read_costs_nothing(visit: Visit) -> None:
    tab = visit("derivatives")
    field = type_function(tab, "x^2 + sinn(x)")
    expect(tab.page.get_by_text("Did you mean “sin”?")).to_be_visible()
    expect(field).to_have_value("x^2 + sinn(x)")
    expect(words(tab).locator(".slope")).to_have_text("2")
    type_function(tab, "x^2")
    expect(tab.page.get_by_text("Did you mean “sin”?")).to_have_count(0)
    expect(tab.page.locator(".st-key-chart_slope svg.marks")).to_contain_text("f′(1) = 2")


def test_the_reading_is_seen_and_a_doubt_is_said(visit: Visit) -> None:
    tab = visit("derivatives", f="12345 / 2x")
    expect(words(tab).locator("math").first).to_contain_text("12345")
    expect(tab.page.get_by_text("The quotient ends before “x”")).to_be_visible()


def test_a_link_opens_the_same_state_elsewhere(visit: Visit) -> None:
    first = visit("derivatives", f="a x^2", p_a=2)
    set_number(first, "x₀", 1.5)
    set_number(first, "Δx", 0.25)
    expect(sentence(first)).to_contain_text("the tangent climbs 6")
    said = sentence(first).inner_text()
    expect(sentence(visit("derivatives", **query(link(first))))).to_have_text(said)


def test_a_new_function_and_a_moved_letter_keep_what_is_not_theirs(visit: Visit) -> None:
    tab = visit("derivatives", f="a x^2", x0=3)
    set_number(tab, "Δx", 0.25)
    tab.page.locator(".st-key-p_a input[type=range]").press("ArrowRight")
    expect(sentence(tab)).to_contain_text("the tangent climbs 6.6")  # 2 · 1.1 · 3: x₀ stays
    type_function(tab, "x^3")
    expect(sentence(tab)).to_contain_text("At Δx = 0.25")
    assert query(link(tab)) == {"f": "x^3", "dx": "0.25"}


def test_your_turn_covers_the_slope_and_names_the_slip(visit: Visit) -> None:
    tab = visit("derivatives", dx=0.1, x0=2)
    turn = tab.page.locator(".st-key-turn")
    turn.get_by_role("button", name="Ask me").click()
    expect(words(tab).locator(".slope")).to_have_text("?")
    answer = turn.locator("input")
    answer.fill("2.31")
    answer.press("Enter")
    expect(turn.locator(".reply")).to_contain_text("for the secant")
    answer.fill("4/2")
    answer.press("Enter")
    expect(turn.locator(".reply")).to_contain_text("Right")
    expect(words(tab).locator(".slope")).to_have_text("2")


def test_what_is_folded_away_opens(visit: Visit) -> None:
    tab = visit("derivatives", f="x sin(2x)")
    tab.page.get_by_text("Which rule was used on which part").click()
    tree = tab.page.locator(".st-key-rules .root")
    expect(tree.locator("summary").first).to_contain_text("product")
    tree.locator("details details summary").first.click()
    expect(tree).to_contain_text("chain")
    tab.page.get_by_text("The code", exact=True).click()
    expect(tab.page.get_by_test_id("stCode")).to_contain_text("f = x * part_2")
    tab.page.get_by_text("Gradient check").click()
    tab.page.get_by_role("button", name="Check the slopes").click()
    expect(tab.page.get_by_text("They agree.")).to_be_visible()


def test_a_phone_does_not_scroll_sideways(visit: Visit) -> None:
    tab = visit("derivatives")
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.settle()
    assert tab.page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
