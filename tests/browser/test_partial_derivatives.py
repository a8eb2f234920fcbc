"""Partial derivatives in the browser: one variable moves, the others are frozen, and the server is not asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import Server, Tab
from tests.browser.lesson import link


def sentence(tab: Tab) -> str:
    return " ".join(tab.page.locator(".sentence").inner_text().split())


def table(tab: Tab, output: str = "f") -> list[list[str]]:
    rows = tab.page.locator(f".st-key-nudges_{output} tbody tr")
    return [row.locator("td:not(.formula)").all_inner_texts() for row in rows.all()]


def test_the_numbers_of_the_course(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("partial_derivatives"))
    assert sentence(tab).startswith("With y frozen at 4, only x counts:")
    assert sentence(tab).endswith("= 6")
    assert table(tab) == [["6", "0.6", "0.61", "0.01"], ["8", "0.8", "0.81", "0.01"]]
    tab.page.get_by_text("The same table for a net").click()
    tab.settle()
    assert [row[:3] for row in table(tab, "L")] == [["−18", "−1.8", "−1.795"], ["−72", "−7.2", "−7.12"]]


def test_three_variables_have_three_slices_and_no_map(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("partial_derivatives", fxyz="x y + y z^2"))
    assert [row[:3] for row in table(tab)] == [["2", "0.2", "0.2"], ["10", "1", "1"], ["12", "1.2", "1.22"]]
    assert [row[3] for row in table(tab)] == ["0", "0", "0.02"]
    assert tab.page.locator("[class*=st-key-chart_slice_]").count() == 3
    assert tab.page.locator(".st-key-chart_partial_map").count() == 0


def test_only_one_variable_can_be_moved_and_that_asks_nobody(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("partial_derivatives"))
    exact = {name: tab.page.get_by_label(f"{name}, exact") for name in "xy"}
    with tab.sends_nothing():
        expect(exact["y"]).to_be_disabled()
        tab.page.get_by_label("x", exact=True).press("ArrowRight")
        assert table(tab)[0][0] == "6.1"
        assert table(tab)[1][0] == "8"
        tab.page.get_by_role("button", name="y frozen", exact=True).click()
        expect(exact["x"]).to_be_disabled()
        exact["y"].fill("−2")
        exact["y"].press("Enter")
        assert sentence(tab).endswith("= −4")
        assert "(−2)" in sentence(tab)  # a negative number in a product stands in brackets
        exact["nudge"] = tab.page.get_by_label("nudge, exact")
        exact["nudge"].fill("1")
        exact["nudge"].press("Enter")
        assert table(tab)[1] == ["−4", "−4", "−3", "1"]
    assert tab.page.locator(".st-key-nudges_f tr.now th").inner_text() == "y"


def test_on_the_map_the_point_follows_only_the_variable_that_moves(
    server: Server, open_page: Callable[..., Tab]
) -> None:
    tab = open_page(server.url("partial_derivatives"))
    box = tab.page.locator(".st-key-chart_partial_map svg.marks").bounding_box()
    assert box is not None
    with tab.sends_nothing():
        tab.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"])
    assert table(tab)[0][0].startswith("−")
    assert table(tab)[1][0] == "8"


def test_a_corner_and_a_gap_are_said(server: Server, open_page: Callable[..., Tab]) -> None:
    corner = open_page(server.url("partial_derivatives", fxyz="|x| + y^2"))
    assert "a corner: the slope along x is −1 on the left and 1 on the right" in sentence(corner)
    gap = open_page(server.url("partial_derivatives", fxyz="sqrt(x) + y", x=-2))
    assert "no real square root of −2" in sentence(gap)


def test_a_link_opens_the_same_state(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("partial_derivatives", fxyz="x^2 y", x=1.5, y=-2, moves="y", nudge=0.5))
    said = sentence(tab), table(tab)
    assert said[0].endswith("= 2.25")
    second = open_page(link(tab))
    assert (sentence(second), table(second)) == said
    broken = open_page(server.url("partial_derivatives", x="much", moves="q", nudge="0"))
    assert table(broken) == [["6", "0.6", "0.61", "0.01"], ["8", "0.8", "0.81", "0.01"]]


def test_an_experiment_sets_the_state(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("partial_derivatives", fxyz="3x - 2y"))
    tab.page.get_by_role("button", name="both slopes are 0").click()
    tab.settle()
    assert [row[0] for row in table(tab)] == ["0", "0"]


def test_your_turn_covers_the_slopes(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("partial_derivatives"))
    tab.page.get_by_role("button", name="Ask me").click()
    assert table(tab)[0][0] == "?"
    assert "6" not in sentence(tab)
    tab.page.get_by_placeholder("a number").fill("14")
    tab.page.get_by_role("button", name="Check").click()
    expect(tab.page.get_by_text("all variables move at once")).to_be_visible()


@pytest.mark.parametrize("text", ["x^2 + y^2", "x y + y z^2"])
def test_a_phone_has_no_sideways_scroll(server: Server, open_page: Callable[..., Tab], text: str) -> None:
    tab = open_page(server.url("partial_derivatives", fxyz=text), width=390, height=844, touch=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390
