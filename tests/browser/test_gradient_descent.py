"""Gradient descent in the browser: the path on its map, the start by click, the surface in space, the link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from dashboard.maps import View
from tests.browser import maps
from tests.browser.helpers import Tab
from tests.browser.lesson import button, chart, drag, has_address, link, position, sentence, set_number

Visit = Callable[..., Tab]

VIEW = View(2.5, 2.5, 3.5)  # of the course's start and goals
COLOUR = {"light": "#0B1722", "dark": "#E0F3FD"}


def test_the_player_moves_path_words_and_charts_and_asks_nobody(visit: Visit) -> None:
    tab = visit("gradient_descent", epochs=10)
    page = tab.page
    assert maps.labels(page) == {"L = 162"}
    words = page.locator(".st-key-descent_words")
    expect(words).to_contain_text("negative: w₁ grows by 0.18")
    expect(words).to_contain_text("negative: w₂ grows by 0.72")
    expect(words).to_contain_text("Here 2/λmax = 0.04835, and α is below.")
    with tab.sends_nothing():
        drag(page, 0.3)
        expect(position(page)).to_have_text("3 / 10")
        expect(maps.drawing(page)).to_contain_text("L = 17.73")
        expect(words).to_contain_text("Update 4")
        expect(words).to_contain_text("−28.54")
        expect(chart(page, "loss")).to_contain_text("L = 17.73")
        expect(page.locator("tr.now th")).to_have_text("4")
    has_address(page, epochs=10, epoch=3)


def test_a_click_on_the_map_sets_the_start_and_the_map_stays(visit: Visit) -> None:
    tab = visit("gradient_descent")
    page = tab.page
    before = maps.axes(page)
    maps.mark(page)
    maps.click(tab, VIEW, 4, 3)
    expect(page.get_by_label("weight w₁", exact=True)).to_have_value("4")
    expect(page.get_by_label("weight w₂", exact=True)).to_have_value("3")
    assert maps.labels(page) == {"L = 8"}
    expect(page.locator(".st-key-descent_words")).to_contain_text("positive: w₁ shrinks by 0.24")
    assert maps.axes(page) == before
    assert maps.is_marked(page)
    has_address(page, w1="4.0", w2="3.0")


def test_a_drag_takes_the_start_along(visit: Visit) -> None:
    tab = visit("gradient_descent")
    page = tab.page
    page.mouse.move(*maps.place(page, VIEW, 1, 1))
    page.mouse.down()
    page.mouse.move(*maps.place(page, VIEW, 3, 1), steps=12)
    page.mouse.move(*maps.place(page, VIEW, 3, 2), steps=12)
    page.mouse.up()
    expect(page.get_by_label("weight w₂", exact=True)).to_have_value("2")
    expect(page.get_by_label("weight w₁", exact=True)).to_have_value("3")
    tab.settle()
    assert maps.labels(page) == {"L = 32"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_path_has_the_colour_of_gradient_descent_in_each_theme(visit: Visit, scheme: str) -> None:
    page = visit("gradient_descent", epoch=5).page
    page.emulate_media(color_scheme=scheme)
    label = maps.drawing(page).locator("text").filter(has_text="L = 0.1973")
    expect(label.last).to_have_attribute("fill", COLOUR[scheme])


def test_a_diverging_run_leaves_the_map_and_offers_a_rate_that_works(visit: Visit) -> None:
    tab = visit("gradient_descent", learning_rate=0.05)
    page = tab.page
    drag(page, 1)
    expect(maps.drawing(page)).to_contain_text("not finite")
    expect(page.locator(".st-key-outcome")).to_contain_text("no goal can hold the path")
    page.get_by_role("button", name="Use α = 0.015").last.click()
    tab.settle()
    expect(page.get_by_label("learning rate α", exact=True)).to_have_value("0.015")
    expect(page.locator(".st-key-outcome")).to_contain_text("below 0.001 after 5 updates")


def test_the_map_is_drawn_anew_where_the_data_change(visit: Visit) -> None:
    tab = visit("gradient_descent")
    before = maps.axes(tab.page)
    set_number(tab, "target y", "90")
    assert maps.axes(tab.page) != before
    expect(maps.drawing(tab.page)).to_contain_text("L = 3872")


CAMERA = """() => {
  const plot = document.querySelector(".st-key-chart_surface .js-plotly-plot");
  const { x, y, z } = plot._fullLayout.scene._scene.getCamera().eye;
  return [x, y, z].map((each) => +each.toFixed(4));
}"""
PATH = """() => {
  const plot = document.querySelector(".st-key-chart_surface .js-plotly-plot");
  return plot.data.filter((trace) => trace.name === "path").map((trace) => (trace.x ?? []).length);
}"""


def test_the_surface_follows_the_player_and_keeps_its_camera(visit: Visit) -> None:
    tab = visit("gradient_descent", epochs=10)
    page = tab.page
    page.get_by_text("The same surface in 3-D").click()
    plot = page.locator(".st-key-chart_surface canvas").first
    expect(plot).to_be_visible()
    tab.settle()
    page.wait_for_function(f"() => ({PATH})().length > 0")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 120, box["y"] + box["height"] / 2 + 30, steps=6)
    page.mouse.up()
    turned = page.evaluate(CAMERA)
    set_number(tab, "learning rate α", "0.005")
    assert page.evaluate(CAMERA) == turned
    button(page, "forward").click()
    button(page, "forward").click()
    page.wait_for_function(f"() => Math.max(...({PATH})()) >= 3")
    assert page.evaluate(CAMERA) == turned


def test_a_link_to_everything_off_its_default_opens_the_same_state(visit: Visit, open_page: Callable[..., Tab]) -> None:
    tab = visit("gradient_descent")
    page = tab.page
    page.get_by_role("combobox", name="loss L").click()
    page.get_by_role("option", name="(ŷ − y)²", exact=True).click()
    tab.settle()
    changed = {
        "input x": "1.5",
        "target y": "-7",
        "weight w₁": "-2.25",
        "weight w₂": "0.75",
        "learning rate α": "0.02",
        "epochs": "25",
    }
    for label, value in changed.items():
        set_number(tab, label, value)
    for _ in range(3):
        button(page, "forward").click()
    other = open_page(link(tab)).page
    for label, value in changed.items():
        expect(other.get_by_label(label, exact=True)).to_have_value(value)
    expect(position(other)).to_have_text("3 / 25")
    assert sentence(other).inner_text() == sentence(page).inner_text()
    assert maps.labels(other) == maps.labels(page)
    assert maps.axes(other) == maps.axes(page)


def test_the_stage_is_seen_whole_on_a_small_laptop(visit: Visit) -> None:
    tab = visit("gradient_descent")
    tab.page.set_viewport_size({"width": 1280, "height": 720})
    tab.settle()
    box = tab.page.locator(maps.MAP).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 720
