"""Partial derivatives in the browser: one variable moves, the others are frozen, and the server is not asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.helpers import Tab
from tests.browser.lesson import link, query

Visit = Callable[..., Tab]


def sentence(tab: Tab) -> Locator:
    return tab.page.locator(".sentence")


def has_table(tab: Tab, rows: Sequence[Sequence[str]], output: str = "f") -> None:
    """Hold that the table of nudges begins with these cells: value, predicted, really, off by."""
    found = tab.page.locator(f".st-key-nudges_{output} tbody tr")
    expect(found).to_have_count(len(rows))
    for place, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            expect(found.nth(place).locator("td:not(.formula)").nth(column)).to_have_text(cell)


def test_the_numbers_of_the_course(visit: Visit) -> None:
    tab = visit("partial_derivatives")
    expect(sentence(tab)).to_contain_text("With y frozen at 4, only x counts:")
    expect(sentence(tab)).to_contain_text("= 6")
    has_table(tab, [["6", "0.6", "0.61", "0.01"], ["8", "0.8", "0.81", "0.01"]])
    tab.page.get_by_text("The same table for a net").click()
    has_table(tab, [["−18", "−1.8", "−1.795"], ["−72", "−7.2", "−7.12"]], "L")


def test_three_variables_have_three_slices_and_no_map(visit: Visit) -> None:
    tab = visit("partial_derivatives", fxyz="x y + y z^2")
    has_table(tab, [["2", "0.2", "0.2", "0"], ["10", "1", "1", "0"], ["12", "1.2", "1.22", "0.02"]])
    expect(tab.page.locator("[class*=st-key-chart_slice_]")).to_have_count(3)
    expect(tab.page.locator(".st-key-chart_partial_map")).to_have_count(0)
    # ∂f/∂z = 2y·z, not y·2·z
    expect(tab.page.locator(".st-key-nudges_f td.formula").nth(2).locator("mn")).to_have_text("2")
    expect(tab.page.locator(".st-key-nudges_f td.formula").nth(2).locator("mi, mn").nth(2)).to_have_text("2")


def test_only_one_variable_can_be_moved_and_that_asks_nobody(visit: Visit) -> None:
    tab = visit("partial_derivatives")
    exact = {name: tab.page.get_by_label(f"{name}, exact") for name in ("x", "y", "nudge")}
    with tab.sends_nothing():
        expect(exact["y"]).to_be_disabled()
        tab.page.get_by_label("x", exact=True).press("ArrowRight")
        has_table(tab, [["6.1"], ["8"]])
        tab.page.get_by_role("button", name="y frozen", exact=True).click()
        expect(exact["x"]).to_be_disabled()
        exact["y"].fill("−2")
        exact["y"].press("Enter")
        expect(sentence(tab)).to_contain_text("= −4")
        expect(sentence(tab)).to_contain_text("(−2)")  # a negative number in a product stands in brackets
        exact["nudge"].fill("1")
        exact["nudge"].press("Enter")
        has_table(tab, [["6.1"], ["−4", "−4", "−3", "1"]])
    expect(tab.page.locator(".st-key-nudges_f tr.now th")).to_have_text("y")
    tab.page.get_by_role("button", name="Reset").click()
    has_table(tab, [["6", "0.6", "0.61", "0.01"], ["8", "0.8", "0.81", "0.01"]])
    assert query(link(tab)) == {}


def test_on_the_map_the_point_follows_only_the_variable_that_moves(visit: Visit) -> None:
    tab = visit("partial_derivatives")
    box = tab.page.locator(".st-key-chart_partial_map svg.marks").bounding_box()
    assert box is not None
    with tab.sends_nothing():
        tab.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"])
    expect(tab.page.locator(".st-key-nudges_f tr.now .slope").first).to_contain_text("−")
    expect(tab.page.locator(".st-key-nudges_f tbody tr").nth(1).locator(".slope").first).to_have_text("8")


@pytest.mark.parametrize(
    ("state", "said", "slopes"),
    [
        ({"fxyz": "|x| + y^2"}, "a corner: the slope along x is −1 on the left and 1 on the right", [["–"], ["2"]]),
        ({"fxyz": "sqrt(x) + y", "x": -2}, "The square root of −2 is no real number", [["–"], ["–"]]),
        ({"fxyz": "x sqrt(x) + y", "x": 0}, "f has no value to the left of it", [["–"], ["1"]]),
        (
            {"fxyz": "max(x, y)", "x": 1, "y": 1},
            "the slope along x is 0 on the left and 1 on the right",
            [["–"], ["–"]],
        ),
    ],
)
def test_where_there_is_no_slope_it_says_why_and_the_table_shows_none(
    visit: Visit, state: dict[str, object], said: str, slopes: list[list[str]]
) -> None:
    tab = visit("partial_derivatives", **state)
    expect(sentence(tab)).to_contain_text(said)
    has_table(tab, slopes)


def test_a_link_opens_the_same_state(visit: Visit) -> None:
    tab = visit("partial_derivatives", fxyz="x^2 y", x=1.5, y=-2, moves="y", nudge=0.5)
    rows = [["−6", "−3", "−3.5", "0.5"], ["2.25", "1.125", "1.125", "0"]]
    has_table(tab, rows)
    expect(sentence(tab)).to_contain_text("= 2.25")
    tab = visit("partial_derivatives", **query(link(tab)))
    has_table(tab, rows)
    expect(sentence(tab)).to_contain_text("With x frozen at 1.5, only y counts")
    broken = visit("partial_derivatives", x="much", moves="q", nudge="0")
    has_table(broken, [["6", "0.6", "0.61", "0.01"], ["8", "0.8", "0.81", "0.01"]])


def test_an_experiment_sets_the_state_and_the_link_has_it(visit: Visit) -> None:
    tab = visit("partial_derivatives", fxyz="3x - 2y", moves="y")
    tab.page.get_by_role("button", name="both slopes are 0").click()
    has_table(tab, [["0"], ["0"]])
    assert query(link(tab)) == {"fxyz": "x y", "x": "0", "y": "0"}


def test_your_turn_covers_the_slopes(visit: Visit) -> None:
    tab = visit("partial_derivatives")
    tab.page.get_by_role("button", name="Ask me").click()
    has_table(tab, [["?"], ["?"]])
    expect(sentence(tab)).to_contain_text("And the slope?")
    tab.page.get_by_placeholder("a number").fill("14")
    tab.page.get_by_role("button", name="Check", exact=True).click()
    expect(tab.page.get_by_text("all variables move at once")).to_be_visible()


def test_a_phone_has_no_sideways_scroll_and_shows_what_really_happens(visit: Visit) -> None:
    for text in ("x^2 + y^2", "x y + y z^2"):
        tab = visit("partial_derivatives", fxyz=text)
        tab.page.set_viewport_size({"width": 390, "height": 844})
        tab.settle()
        assert tab.page.evaluate("document.documentElement.scrollWidth") == 390
        really = tab.page.locator(".st-key-nudges_f td.off").first.bounding_box()
        assert really is not None
        assert really["x"] + really["width"] <= 390
