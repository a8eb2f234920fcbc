"""A training run: the player moves charts and table in the browser, and what was drawn stays filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import Tab
from tests.browser.lesson import button, chart, drag, has_address, position, sentence, set_number, slider
from tests.engine.course import LINEAR_EPOCHS, ten_digits

Visit = Callable[..., Tab]
FORWARD = {"light": "#1464E6", "dark": "#4C9DF7"}


def shows_epoch_4(page: Page) -> None:
    """Hold that player, sentence, charts and table all stand at four updates."""
    expect(position(page)).to_have_text("4 / 10")
    expect(sentence(page)).to_have_text(
        "After 4 updates (row 5 of the table): ŷ = 17.66, L = 2.742, w₁ = 3.216, w₂ = 2.745"
    )
    expect(chart(page, "y_hat")).to_contain_text("ŷ = 17.66")
    expect(chart(page, "loss")).to_contain_text("L = 2.742")
    expect(chart(page, "weights")).to_contain_text("w₁ = 3.216")
    expect(chart(page, "weights")).to_contain_text("w₂ = 2.745")
    expect(page.locator("tr.now")).to_have_count(1)
    expect(page.locator("tr.now th")).to_have_text("5")


def test_dragging_the_player_moves_charts_and_table_and_asks_nobody(visit: Visit) -> None:
    tab = visit("linear_net", view="Training")
    page = tab.page
    expect(chart(page, "y_hat")).to_contain_text("ŷ = 2")
    expect(chart(page, "y_hat")).to_have_attribute(
        "aria-label", "Prediction ŷ against the number of updates: ŷ goes from 2 to 20. The target is 20."
    )
    with tab.sends_nothing():
        drag(page, 0.4)
        shows_epoch_4(page)
        drag(page, 1)
        expect(chart(page, "y_hat")).to_contain_text("ŷ = 20")
        expect(sentence(page)).to_contain_text("After 10 updates (where the table ends)")
        expect(page.locator("tr.now")).to_have_count(0)
    has_address(page, view="Training", epoch=10)


def test_the_charts_are_filled_after_a_reload_a_change_of_tab_and_a_change_of_theme(visit: Visit) -> None:
    tab = visit("linear_net", view="Training", epoch=4)
    page = tab.page
    shows_epoch_4(page)
    page.get_by_role("tab", name="One step").click()
    tab.settle()
    expect(chart(page, "loss_curve")).to_contain_text("slope −18")
    page.get_by_role("tab", name="Training").click()
    tab.settle()
    shows_epoch_4(page)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        label = chart(page, "y_hat").locator("text").filter(has_text="ŷ = 17.66")
        expect(label).to_have_attribute("fill", FORWARD[scheme])
        shows_epoch_4(page)
    page.reload()
    tab.settle()
    shows_epoch_4(page)


def test_a_changed_number_fills_the_charts_anew_and_keeps_the_epoch(visit: Visit) -> None:
    tab = visit("linear_net", view="Training", epoch=1)
    page = tab.page
    set_number(tab, "weight w₁", "4")
    set_number(tab, "weight w₂", "3")
    expect(position(page)).to_have_text("1 / 10")
    expect(chart(page, "y_hat")).to_contain_text("ŷ = 20.15")
    expect(page.locator("tr.now td").nth(1)).to_have_text("20.1536")
    expect(chart(page, "weights")).to_contain_text("w₁ = 3.76")
    has_address(page, view="Training", epoch=1, w1=4, w2=3)


def test_more_and_fewer_epochs_make_the_table_longer_and_shorter(visit: Visit) -> None:
    tab = visit("linear_net", view="Training", epoch=8)
    page = tab.page
    set_number(tab, "epochs", "200")
    expect(position(page)).to_have_text("8 / 200")
    expect(page.locator("tbody tr")).to_have_count(200)
    slider(page).fill("200")
    expect(chart(page, "weights")).to_contain_text("w₁ = 3.391")
    set_number(tab, "epochs", "5")
    expect(position(page)).to_have_text("5 / 5")
    expect(page.locator("tbody tr")).to_have_count(5)
    expect(sentence(page)).to_contain_text("After 5 updates")
    has_address(page, view="Training", epoch=5, epochs=5)


def test_a_rate_that_is_too_large_is_said_and_the_button_sets_one_that_settles(visit: Visit) -> None:
    tab = visit("linear_net", view="Training", learning_rate=0.05, epoch=9)
    page = tab.page
    outcome = page.locator(".st-key-outcome .outcome")
    expect(outcome).to_contain_text("With α = 0.05 the run diverged")
    expect(outcome).to_contain_text("After 9 updates the loss is no longer a finite number")
    expect(chart(page, "loss")).to_contain_text("L = ∞")
    page.get_by_role("button", name="Use α = 0.015").click()
    tab.settle()
    expect(outcome).to_have_text("The loss is below 0.001 after 5 updates, and stays there to the end of this run.")
    expect(page.get_by_label("learning rate α")).to_have_value("0.015")
    expect(outcome.get_by_role("button")).to_be_hidden()
    expect(position(page)).to_have_text("9 / 10")


def test_the_csv_has_ten_rows_with_all_digits_of_what_is_set_when_it_is_pressed(visit: Visit) -> None:
    tab = visit("linear_net", view="Training", w1=3)
    page = tab.page
    first = page.get_by_label("weight w₁")
    expect(first).to_have_value("3")
    set_number(tab, "weight w₁", "2")
    with page.expect_download() as download:
        page.get_by_role("button", name="Table as CSV").click()
    assert download.value.suggested_filename == "epochs.csv"
    titles, *rows = csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig")))
    assert titles[:5] == ["epoch", "h", "ŷ", "ŷ − y", "L"]
    assert [[ten_digits(float(cell)) for cell in (*row[:3], *row[4:])] for row in rows] == LINEAR_EPOCHS
    assert max(len(cell) for row in rows for cell in row) >= 17  # more than those ten digits
    tab.settle()


def test_the_story_on_the_roadmap_is_told_by_one_button(visit: Visit) -> None:
    tab = visit("", epoch=7)
    page = tab.page
    expect(chart(page, "y_hat")).to_contain_text("ŷ = 19.97")
    with tab.sends_nothing():
        button(page, "play").click()
        expect(chart(page, "y_hat")).to_contain_text("ŷ = 20")
        expect(chart(page, "loss")).to_contain_text("10⁻")
        expect(sentence(page)).to_have_text("After 10 updates: answer ŷ = 20, loss L = 1.745·10⁻⁸")


@pytest.mark.parametrize("epoch", ["many", "99", "-1", "2.5", ""])
def test_an_epoch_in_the_link_that_there_is_not_is_said(visit: Visit, epoch: str) -> None:
    page = visit("linear_net", view="Training", epoch=epoch).page
    expect(page.locator(".player .ignored")).to_have_text(
        f"The link asks for epoch = {epoch or 'nothing'}. It must be a whole number from 0 to 10, so it starts at 0."
    )
    expect(position(page)).to_have_text("0 / 10")
    expect(chart(page, "y_hat")).to_contain_text("ŷ = 2")


def test_inputs_player_sentence_and_charts_are_seen_at_once_and_a_divergence_moves_none_of_them(visit: Visit) -> None:
    tab = visit("linear_net", view="Training", epoch=3)
    page = tab.page
    page.set_viewport_size({"width": 1280, "height": 720})
    places = []
    for rate in ("0.01", "0.05"):
        set_number(tab, "learning rate α", rate)
        parts = [page.locator(".player"), sentence(page), *(chart(page, key) for key in ("loss", "y_hat", "weights"))]
        boxes = [part.bounding_box() for part in parts]
        places.append([(box["y"], box["height"]) for box in boxes if box])
        assert all(top >= 0 and top + height <= 720 for top, height in places[-1])
        end = page.locator(".st-key-outcome .outcome").bounding_box()
        assert end
        assert end["y"] + end["height"] <= 720
    assert places[0] == places[1]
    assert page.get_by_test_id("stNumberInputStepUp").count() == 6


def test_neither_slider_nor_sentence_changes_its_size_from_epoch_to_epoch(visit: Visit) -> None:
    page = visit("linear_net", view="Training").page
    page.set_viewport_size({"width": 390, "height": 844})
    seen = set()
    for epoch in range(11):
        slider(page).fill(str(epoch))
        expect(position(page)).to_have_text(f"{epoch} / 10")
        boxes = slider(page).bounding_box(), page.locator(".say").bounding_box()
        seen.add(tuple((box["width"], box["height"]) for box in boxes if box))
    assert len(seen) == 1, seen


def test_the_table_of_a_long_run_follows_the_epoch_in_its_own_box(visit: Visit) -> None:
    page = visit("linear_net", view="Training", epochs=200).page
    table = page.locator(".st-key-epoch_table .scroll")
    for epoch in (150, 20):
        slider(page).fill(str(epoch))
        expect(page.locator("tr.now th")).to_have_text(str(epoch + 1))
        outer, row, head = (part.bounding_box() for part in (table, page.locator("tr.now"), table.locator("thead")))
        assert outer
        assert row
        assert head
        assert head["y"] + head["height"] <= row["y"] + 1
        assert row["y"] + row["height"] <= outer["y"] + outer["height"] + 1
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0


def test_what_leaves_the_picture_is_said_to_have_left(visit: Visit) -> None:
    page = visit("linear_net", view="Training", learning_rate=0.05, epoch=5).page
    expect(chart(page, "loss")).to_contain_text("Loss L (▲▼: off the picture)")
    page = visit("linear_net", view="Training", epoch=5).page
    expect(chart(page, "loss")).to_contain_text("Loss L")
    expect(chart(page, "loss")).not_to_contain_text("off the picture")


def test_nothing_is_offered_to_copy_that_holds_no_data(visit: Visit) -> None:
    page = visit("linear_net", view="Training").page
    chart(page, "loss").hover()
    expect(page.get_by_role("button", name="Download as PNG: Loss L")).to_be_visible()
    expect(page.get_by_role("button", name="Copy Vega-Lite spec: Loss L")).to_be_hidden()


def test_a_kept_run_is_drawn_in_grey_behind_the_next_one(visit: Visit) -> None:
    tab = visit("linear_net", view="Training")
    page = tab.page
    grey = chart(page, "loss").locator('g.mark-line path[stroke="#52606D"]')
    expect(grey).to_have_count(0)
    page.get_by_role("button", name="Keep this run").click()
    tab.settle()
    expect(grey).to_have_count(1)
    kept = grey.get_attribute("d")
    set_number(tab, "learning rate α", "0.02")
    expect(grey).to_have_count(1)
    assert grey.get_attribute("d") == kept
    page.get_by_role("button", name="α = 0.01").click()
    tab.settle()
    expect(grey).to_have_count(0)
