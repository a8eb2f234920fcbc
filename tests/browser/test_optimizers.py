"""The race in the browser: chips with settings, one player for all pictures, labels, starts, links."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.maps import View
from dashboard.race_field import known
from dashboard.theme import COLOURS
from engine.landscapes import LANDSCAPES
from tests.browser import maps
from tests.browser.helpers import Tab
from tests.browser.lesson import button, drag, has_address, link, position, sentence, set_number, slider

Visit = Callable[..., Tab]

SIX = ["Gradient descent", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam"]
VIEW = View(2.5, 2.5, 3.5)


def chip(page: Page, name: str) -> Locator:
    """The button that lets an optimizer race or not."""
    return page.locator(".st-key-racers").get_by_role("button", name=name, exact=True)


def open_settings(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=f"Settings of {name}", exact=True).click()
    return page.get_by_role("group", name=f"Settings of {name}")


def racers(page: Page) -> list[str]:
    """Who stands in the table."""
    return page.locator(".st-key-race_table tbody th").all_inner_texts()


def cells(page: Page, name: str) -> list[str]:
    row = page.locator(".st-key-race_table tbody tr").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return row.locator("td").all_inner_texts()


def test_the_race_moves_all_its_pictures_and_asks_nobody(visit: Visit) -> None:
    tab = visit("optimizers")
    page = tab.page
    assert racers(page) == SIX
    assert maps.labels(page) == set(SIX)
    expect(sentence(page)).to_have_text("The start: all stand at 162.")
    for fold in ("A small map for each", "Effective step", "Why did this step differ?"):
        page.get_by_text(fold).first.click()
        tab.settle()
    with tab.sends_nothing():
        for _ in range(7):
            button(page, "forward").click()
        expect(position(page)).to_have_text("7 / 200")
        expect(sentence(page)).to_contain_text("After 7 steps: lowest Gradient descent 0.0003427")
        assert cells(page, "Gradient descent")[1] == "0.0003427"
        small = page.locator(".st-key-small_maps figure").first
        expect(small).to_contain_text("0.000343")
        expect(small.locator(".walked")).to_have_attribute("points", points(8))
        expect(page.locator(".st-key-why_step")).to_contain_text("Step 8")
    has_address(page, epoch=7, small="true", effective="true", why="true")


def points(count: int) -> re.Pattern[str]:
    """A pattern for that many points of a line."""
    return re.compile(rf"^\S+( \S+){{{count - 1}}}$")


@pytest.mark.parametrize("key", ["linear_net", "himmelblau", "beale"])
def test_no_two_labels_lie_on_one_another(visit: Visit, key: str) -> None:
    page = visit("optimizers", landscape=LANDSCAPES[key].title).page
    for step in (0, 1, 2, 5, 10, 20, 40, 80, 200):
        slider(page).fill(str(step))
        expect(position(page)).to_have_text(f"{step} / 200")
        page.wait_for_timeout(150)
        assert not maps.collisions(page), f"step {step}"


def test_a_click_on_the_map_starts_everybody_there_and_the_map_stays(visit: Visit) -> None:
    tab = visit("optimizers")
    page = tab.page
    before = maps.axes(page)
    maps.mark(page)
    maps.click(tab, VIEW, 4, 3)
    expect(page.get_by_label("start w₁", exact=True)).to_have_value("4")
    expect(sentence(page)).to_have_text("The start: all stand at 8.")
    assert maps.axes(page) == before
    assert maps.is_marked(page)
    has_address(page, start_x="4.0", start_y="3.0")


def test_who_races_is_chosen_by_chips_and_two_always_race(visit: Visit) -> None:
    tab = visit("optimizers")
    page = tab.page
    for name in SIX[1:5]:
        chip(page, name).click()
        tab.settle()
    assert racers(page) == ["Gradient descent", "Adam"]
    assert maps.labels(page) == {"Gradient descent", "Adam"}
    chip(page, "Adam").click()
    expect(page.locator(".st-key-racers")).to_contain_text("At least two race")
    tab.settle()
    assert racers(page) == ["Gradient descent", "Adam"]
    expect(chip(page, "NAdam")).to_be_hidden()
    page.get_by_role("button", name="More", exact=True).click()
    chip(page, "NAdam").click()
    tab.settle()
    assert racers(page) == ["Gradient descent", "Adam", "NAdam"]
    has_address(page, race="GradientDescent~Adam~NAdam")


def test_each_has_its_own_settings_folded_under_its_name(visit: Visit) -> None:
    tab = visit("optimizers", race="GradientDescent~Adam")
    page = tab.page
    settings = open_settings(page, "Adam")
    settings.get_by_label("α learning rate").fill("0,5")
    settings.get_by_label("α learning rate").press("Enter")
    tab.settle()
    assert cells(page, "Adam")[0] == "0.5"
    settings.get_by_role("button", name="larger rate").click()
    tab.settle()
    assert cells(page, "Adam")[0] == "1"
    settings.get_by_label("β₁ for the mean", exact=True).fill("2")
    settings.get_by_label("β₁ for the mean", exact=True).press("Enter")
    expect(page.locator(".st-key-racers")).to_contain_text("β₁ for the mean: a number from 0 to 0.99999.")
    settings.get_by_label("rate over time").select_option("warm-up")
    tab.settle()
    settings.get_by_label("updates of warm-up").fill("20")
    settings.get_by_label("updates of warm-up").press("Enter")
    tab.settle()
    has_address(page, race="GradientDescent~Adam:learning_rate=1,schedule=WarmUp,warm_up_updates=20")
    page.keyboard.press("Escape")
    expect(settings).to_be_hidden()


def test_who_is_switched_off_keeps_its_settings(visit: Visit) -> None:
    tab = visit("optimizers", race="GradientDescent~Momentum~Adam:learning_rate=0.7")
    page = tab.page
    chip(page, "Adam").click()
    tab.settle()
    assert racers(page) == ["Gradient descent", "Momentum"]
    chip(page, "Adam").click()
    tab.settle()
    assert cells(page, "Adam")[0] == "0.7"


def test_one_that_diverges_is_named_and_the_others_race_on(visit: Visit) -> None:
    page = visit("optimizers", race="GradientDescent:learning_rate=0.1~Adam").page
    drag(page, 1)
    expect(sentence(page)).to_contain_text("No longer finite: Gradient descent.")
    expect(page.locator(".st-key-race_table .outcome")).to_contain_text("Diverged: Gradient descent.")
    assert cells(page, "Gradient descent")[1] == "not finite"
    assert any(label.startswith("Gradient descent") for label in maps.labels(page))
    assert not maps.collisions(page)


def test_the_fair_race_gives_each_its_own_best_rate(visit: Visit) -> None:
    tab = visit("optimizers", race="GradientDescent~Adam")
    page = tab.page
    page.get_by_text("The sweep, and a fair race").click()
    tab.settle()
    page.get_by_role("button", name="Race each at its own best rate").click()
    tab.settle()
    assert [cells(page, name)[0] for name in ("Gradient descent", "Adam")] == ["0.015", "0.15"]
    expect(page.locator(".st-key-race_table .outcome")).to_contain_text("Gradient descent gets to the target")


def test_another_landscape_has_a_map_and_a_start_of_its_own(visit: Visit) -> None:
    tab = visit("optimizers", start_x=3)
    page = tab.page
    page.get_by_role("combobox", name="landscape").click()
    page.get_by_role("option", name="Himmelblau", exact=True).click()
    tab.settle()
    expect(page.get_by_label("start x", exact=True)).to_have_value("0")
    expect(sentence(page)).to_have_text("The start: all stand at 170.")
    assert not maps.collisions(page)
    has_address(page, landscape="Himmelblau")


def test_a_typed_landscape_races_and_nonsense_keeps_the_last_one(visit: Visit) -> None:
    tab = visit("optimizers", landscape="your own", f="x^2 + 3y^2")
    page = tab.page
    expect(sentence(page)).to_have_text("The start: all stand at 7.")
    field = page.get_by_label("f(x, y)", exact=True)
    field.fill("x^2 + bob(y)")
    field.press("Enter")
    tab.settle()
    expect(page.get_by_test_id("stAlert")).to_contain_text(
        "The picture still shows the last function that could be read."
    )
    expect(sentence(page)).to_have_text("The start: all stand at 7.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_has_its_colour_in_each_theme(visit: Visit, scheme: str) -> None:
    page = visit("optimizers").page
    page.emulate_media(color_scheme=scheme)
    for name, label in (("Momentum", "Momentum"), ("Adam", "Adam"), ("GradientDescent", "Gradient descent")):
        text = maps.drawing(page).get_by_text(label, exact=True).last
        expect(text).to_have_attribute("fill", COLOURS[name][scheme == "dark"])


def test_a_link_to_everything_off_its_default_opens_the_same_race(visit: Visit, open_page: Callable[..., Tab]) -> None:
    tab = visit("optimizers", landscape="Beale", race="Momentum:momentum=0.5~RMSprop:centered=1~NAdam")
    page = tab.page
    set_number(tab, "start x", "0.5")
    set_number(tab, "start y", "-1")
    set_number(tab, "steps", "40")
    for _ in range(3):
        button(page, "forward").click()
    other = open_page(link(tab)).page
    assert racers(other) == racers(page) == ["Momentum", "RMSprop", "NAdam"]
    expect(position(other)).to_have_text("3 / 40")
    assert sentence(other).inner_text() == sentence(page).inner_text()
    assert [cells(other, name) for name in racers(other)] == [cells(page, name) for name in racers(page)]


def test_the_stage_is_seen_whole_on_a_small_laptop(visit: Visit) -> None:
    tab = visit("optimizers")
    tab.page.set_viewport_size({"width": 1280, "height": 720})
    tab.settle()
    box = tab.page.locator(maps.MAP).bounding_box()
    assert box
    assert box["y"] + box["height"] <= 720


def test_the_map_of_each_landscape_is_true_to_scale() -> None:
    for key in LANDSCAPES:
        view = known(key).view
        assert (view.x - view.half, view.x + view.half) == pytest.approx(LANDSCAPES[key].window[0])
        assert (view.y - view.half, view.y + view.half) == pytest.approx(LANDSCAPES[key].window[1])
