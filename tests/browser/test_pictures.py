"""*Pictures*: what is drawn on the page is saved as it is seen, as PNG and as SVG, in both themes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import Tab
from tests.browser.lesson import chart, has_address

Visit = Callable[..., Tab]
SVG = "{http://www.w3.org/2000/svg}"
GROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 22, 32)"}


def panel(page: Page) -> Page:
    page.locator(".st-key-pictures").get_by_role("button", name="Pictures", exact=True).click()
    return page


def saved(page: Page, name: str, folder: Path) -> Path:
    """The file that a button of the panel gives."""
    with page.expect_download() as coming:
        page.locator(".st-key-pictures").get_by_role("button", name=name).first.click()
    expect(page.locator(".st-key-pictures .said")).to_have_text(f"Saved as {coming.value.suggested_filename}")
    found = folder / coming.value.suggested_filename
    coming.value.save_as(found)
    return found


@pytest.mark.parametrize("theme", GROUND)
def test_a_chart_is_saved_with_its_words_and_the_ground_of_the_page(visit: Visit, tmp_path: Path, theme: str) -> None:
    tab = visit("linear_net", view="Training", epoch=3)
    page = tab.page
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    tab.settle()
    expect(chart(page, "loss")).to_contain_text("L = 17.73")
    with tab.sends_nothing():
        panel(page)
        drawn = ElementTree.parse(saved(page, "SVG: Loss L", tmp_path)).getroot()
        png = saved(page, "PNG: Loss L", tmp_path)
    assert "L = 17.73" in "".join(drawn.itertext())
    ground = drawn.find(f"{SVG}rect")
    assert ground is not None
    assert ground.get("fill") == GROUND[theme]
    assert "@font-face" in (drawn.findtext(f"{SVG}style") or "")
    assert png.name == "linear_net-loss.png"
    width, height = struct.unpack(">II", png.read_bytes()[16:24])
    assert abs(width - 2 * float(drawn.get("width", 0))) <= 2
    assert abs(height - 2 * float(drawn.get("height", 0))) <= 2
    has_address(page, view="Training", epoch=3)


def test_the_graph_of_a_net_is_saved_with_its_look(visit: Visit, tmp_path: Path) -> None:
    page = panel(visit("linear_net", step=9).page)
    drawn = ElementTree.parse(saved(page, "SVG: Computation graph", tmp_path)).getroot()
    assert "grad −72" in "".join(drawn.itertext())
    boxes = [rect.get("style", "") for rect in drawn.iter(f"{SVG}rect")][1:]
    assert boxes
    assert all("stroke: rgb" in style for style in boxes)


def test_every_chart_of_the_page_is_listed_by_what_it_shows(visit: Visit) -> None:
    page = panel(visit("gradient_descent", epoch=2).page)
    names = page.locator(".st-key-pictures .panel div span")
    expect(names).to_have_text(
        [
            "Contour map with the path",
            "Loss L against the number of updates",
            "Prediction ŷ against the number of updates",
            "Weights against the number of updates",
        ]
    )


def test_the_panel_closes_by_key_and_by_a_press_elsewhere(visit: Visit) -> None:
    page = panel(visit("derivatives").page)
    opener = page.locator(".st-key-pictures .open")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.locator(".st-key-pictures .panel button").first.focus()
    page.keyboard.press("Escape")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(opener).to_be_focused()
    opener.click()
    page.locator("h1").click()
    expect(page.locator(".st-key-pictures .panel")).to_be_hidden()
