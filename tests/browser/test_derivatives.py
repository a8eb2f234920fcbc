"""The screen of derivatives: secant to tangent without the server, with the numbers of LESSONS.md."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.helpers import Server, Tab
from tests.browser.lesson import link

Open = Callable[..., Tab]


def words(tab: Tab) -> Locator:
    return tab.page.locator(".st-key-words .root")


def sentence(tab: Tab) -> Locator:
    return tab.page.locator(".st-key-derivative .sentence")


def set_number(tab: Tab, label: str, value: object) -> None:
    field = tab.page.get_by_label(f"{label}, exact")
    field.fill(str(value))
    field.press("Enter")


# LESSONS.md, `derivatives`: f(x) = x³ − 3x² + 2x + 1 at x = 2.
@pytest.mark.parametrize(("step", "forward", "central"), [(0.1, "2.31", "2.01"), (0.01, "2.0301", "2.0001")])
def test_the_quotients_are_those_of_the_lesson(
    server: Server, open_page: Open, step: float, forward: str, central: str
) -> None:
    tab = open_page(server.url("derivatives", dx=step, x0=2))
    tab.page.get_by_text("A table of Δx and the quotient").click()
    row = tab.page.locator(".st-key-quotients tbody tr").nth(1 if step == 0.1 else 2)
    expect(row.locator("td").nth(0)).to_have_text(forward)
    expect(row.locator("td").nth(2)).to_have_text(central)
    expect(words(tab).locator(".slope")).to_have_text("2")
    expect(tab.page.locator(".st-key-quotients p")).to_contain_text("2 by reverse mode, 2 by the closed form")


def test_moving_and_shrinking_ask_the_server_nothing(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives"))
    with tab.sends_nothing():
        slider = tab.page.locator(".st-key-derivative input[type=range]").first
        slider.focus()
        for _ in range(5):
            slider.press("ArrowRight")
        set_number(tab, "Δx", 1)
        tab.page.get_by_role("button", name="Shrink Δx").click()
        expect(words(tab).locator("[data-value=dx]").first).to_have_text("0.001", timeout=60_000)
    expect(tab.page.locator(".st-key-chart_slope svg.marks")).to_contain_text("f′(")


def test_a_corner_has_two_slopes_and_no_tangent(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives"))
    tab.page.get_by_role("button", name="|x| at 0: no tangent").click()
    expect(sentence(tab)).to_contain_text("the slope is −1 from the left and 1 from the right")
    expect(words(tab).locator(".slope")).to_have_text("–")


def test_a_step_too_small_for_the_computer_gives_0(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives"))
    tab.page.get_by_role("button", name="Δx = 10⁻¹⁶").click()
    expect(sentence(tab)).to_contain_text("x₀ + Δx is the same number as x₀")
    expect(words(tab).locator(".neutral")).to_have_text("0")


def test_outside_of_its_domain_the_point_says_why(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives", f="ln(x)", x0=-1))
    expect(sentence(tab)).to_contain_text("ln is defined for positive numbers only; here it gets −1")


def test_a_text_that_cannot_be_read_costs_nothing(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives"))
    field = tab.page.get_by_role("textbox", name="Function f(x)")
    field.fill("x^2 + sinn(x)")
    field.press("Enter")
    expect(tab.page.get_by_text("Did you mean “sin”?")).to_be_visible()
    expect(field).to_have_value("x^2 + sinn(x)")
    expect(words(tab).locator(".slope")).to_have_text("2")
    field.fill("x^2")
    field.press("Enter")
    expect(tab.page.get_by_text("Did you mean “sin”?")).to_have_count(0)
    expect(tab.page.locator(".st-key-chart_slope svg.marks")).to_contain_text("f′(1) = 2")


def test_a_link_opens_the_same_state_elsewhere(server: Server, open_page: Open) -> None:
    first = open_page(server.url("derivatives", f="a x^2", p_a=2))
    set_number(first, "x₀", 1.5)
    set_number(first, "Δx", 0.25)
    said = sentence(first).inner_text()
    first.page.wait_for_timeout(600)  # the address follows with a little delay
    second = open_page(link(first))
    expect(sentence(second)).to_have_text(said)
    assert "the tangent climbs 6" in said


def test_your_turn_covers_the_slope_and_names_the_slip(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives", dx=0.1, x0=2))
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


def test_the_rules_unfold(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives", f="x sin(2x)"))
    tab.page.get_by_text("Which rule was used on which part").click()
    tree = tab.page.locator(".st-key-rules .root")
    expect(tree.locator("summary").first).to_contain_text("product")
    tree.locator("details details summary").first.click()
    expect(tree).to_contain_text("chain")


def test_a_phone_does_not_scroll_sideways(server: Server, open_page: Open) -> None:
    tab = open_page(server.url("derivatives"), width=390, height=844)
    assert tab.page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
