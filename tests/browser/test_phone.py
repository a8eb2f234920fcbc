"""On a phone: nothing scrolls sideways, fingers hit their targets, and a tap is a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.maps import View
from tests.browser import maps
from tests.browser.helpers import PATIENCE, Server, Tab
from tests.browser.lesson import box, button, chart, position, sentence, set_number

Visit = Callable[..., Tab]
LONG = {"x": -99.75, "w1": -99.95, "w2": -99.95, "y": -999.5, "learning_rate": 9.995}  # numbers of many letters
PAGES = {
    "Roadmap": ("", {}),
    "One step": ("linear_net", {"step": 7}),
    "Training": ("linear_net", {"view": "Training", "epoch": 4}),
    "Diverged": ("linear_net", {"view": "Training", "learning_rate": 0.05, "epoch": 10}),
    "Gradient descent": ("gradient_descent", {"epoch": 3}),
    "Gradient descent, diverged": ("gradient_descent", {"learning_rate": 0.05, "epoch": 30}),
    "Optimizers": ("optimizers", {"epoch": 20, "landscape": "your own"}),
    "Bad link and a question": ("linear_net", {"w1": "x" * 200, "ask": "∂L/∂w₁"}),
}


def sideways(page: Page) -> list[str]:
    """What can be scrolled sideways, of the page and of its main column, which are not meant to."""
    return list(
        page.evaluate("""() => [document.scrollingElement, document.querySelector(".stMain")]
          .filter((part) => part.scrollWidth > Math.min(part.clientWidth, innerWidth))
          .map((part) => `${part.className || part.tagName}: ${part.scrollWidth} of ${part.clientWidth}`)""")
    )


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[Tab]:
    """The tab of a visitor with a phone."""
    visitor = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitor.set_default_timeout(PATIENCE * 1000)
    tab = Tab(visitor.new_page())
    yield tab
    visitor.close()
    assert not tab.complaints()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(server: Server, phone: Tab, name: str) -> None:
    path, params = PAGES[name]
    phone.page.goto(server.url(path, **params))
    phone.settle()
    for width in (390, 320):
        phone.page.set_viewport_size({"width": width, "height": 844})
        phone.settle()
        assert not sideways(phone.page)
    phone.page.set_viewport_size({"width": 390, "height": 844})


def test_neither_an_open_gradient_check_nor_a_refused_number_scrolls_the_page_sideways(
    server: Server, phone: Tab
) -> None:
    page = phone.page
    page.goto(server.url("linear_net"))
    phone.settle()
    page.get_by_text("Gradient check").tap()
    phone.settle()
    expect(page.locator(".stExpander table")).to_be_visible()
    assert not sideways(page)
    set_number(phone, "learning rate α", "500")
    expect(page.locator(".stNumberInput").get_by_role("alert")).to_be_visible()
    assert not sideways(page)


def test_a_tap_steps_and_the_standing_picture_is_shown(server: Server, phone: Tab) -> None:
    page = phone.page
    page.goto(server.url("linear_net"))
    phone.settle()
    expect(page.locator("svg.standing")).to_be_visible()
    expect(page.locator("svg.lying")).to_be_hidden()
    with phone.sends_nothing():
        button(page, "forward").tap()
        expect(position(page)).to_have_text("1 / 9")
        expect(sentence(page)).to_contain_text("Forward. h = w₁ · x = 2 · 2 = 4")
        expect(box(page, "h", "standing")).to_contain_text("4")
        box(page, "w2", "standing").tap()
        expect(position(page)).to_have_text("5 / 9")
        expect(box(page, "w2", "standing")).to_contain_text("grad −72")


def test_a_tap_moves_the_charts_of_a_training_run(server: Server, phone: Tab) -> None:
    phone.page.goto(server.url("linear_net", view="Training"))
    phone.settle()
    with phone.sends_nothing():
        button(phone.page, "forward").tap()
        expect(chart(phone.page, "y_hat")).to_contain_text("ŷ = 5.319")


def test_the_targets_of_the_player_are_large_enough_for_a_finger(server: Server, phone: Tab) -> None:
    page = phone.page
    page.goto(server.url("linear_net", step=4))
    phone.settle()
    page.get_by_label("Ask me first").tap()
    expect(sentence(page)).to_contain_text("Think first.")
    targets = page.locator(".player button, .player input[type=range], .ask-first, .ask button, .st-key-footer button")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        sizes = targets.evaluate_all("all => all.map(part => [part.offsetWidth, part.offsetHeight])")
        assert len(sizes) >= 4 + 1 + 1 + 3 + 1
        assert all(min(size) >= 44 for size in sizes), sizes
    page.set_viewport_size({"width": 390, "height": 844})


def test_the_stage_is_seen_without_scrolling(visit: Visit) -> None:
    page = visit("linear_net", step=9).page
    page.set_viewport_size({"width": 1280, "height": 720})
    for part in (page.locator(".player"), sentence(page), page.locator("svg.lying")):
        edges = part.bounding_box()
        assert edges
        assert edges["y"] >= 0
        assert edges["y"] + edges["height"] <= 720


def show_picture(page: Page, kind: str) -> Locator:
    """Make the window so wide that the picture is the lying or the standing one."""
    page.set_viewport_size({"width": 1280 if kind == "lying" else 390, "height": 844})
    picture = page.locator(f"svg.{kind}")
    expect(picture).to_be_visible()
    return picture


def test_no_label_of_the_picture_lies_on_a_box_or_on_another_label(visit: Visit) -> None:
    page = visit("linear_net", step=9).page
    for kind in ("lying", "standing"):
        overlaps = show_picture(page, kind).evaluate("""svg => {
          const parts = (selector, name) =>
            [...svg.querySelectorAll(selector)].map((part) => [name(part), part.getBBox()]);
          const boxes = parts("rect", (part) => part.parentNode.textContent);
          const labels = parts("text.local", (part) => part.textContent);
          const meet = (a, b) =>
            a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
          return labels.flatMap(([one, a], place) =>
            [...boxes, ...labels.slice(place + 1)].filter(([, b]) => meet(a, b)).map(([other]) => `${one} / ${other}`));
        }""")
        assert overlaps == []


@pytest.mark.parametrize("link", [{"x": 1.5, "w1": 2.75}, LONG], ids=["usual", "long"])
def test_no_number_runs_out_of_its_box(visit: Visit, link: dict[str, float]) -> None:
    page = visit("linear_net", step=9, **link).page
    for kind in ("lying", "standing"):
        wide = show_picture(page, kind).evaluate("""svg => [...svg.querySelectorAll("g.box")].flatMap((box) => {
          const frame = box.querySelector("rect").getBBox();
          return [...box.querySelectorAll("text")].filter((text) => {
            const { x, width } = text.getBBox();
            return x < frame.x || x + width > frame.x + frame.width;
          }).map((text) => text.textContent);
        })""")
        assert wide == []


DEEPER = {
    "gradient_descent": ("The same surface", "Several rates", "The rate map"),
    "optimizers": ("The same landscape", "A small map", "Why did this step", "The sweep", "Effective step"),
}


@pytest.mark.parametrize("path", DEEPER)
def test_what_is_folded_away_fits_a_phone(server: Server, phone: Tab, path: str) -> None:
    phone.page.goto(server.url(path))
    phone.settle()
    for fold in DEEPER[path]:
        phone.page.get_by_text(fold).first.click()
        phone.settle()
        assert not sideways(phone.page), fold


def test_a_tap_on_the_map_sets_the_start(server: Server, phone: Tab) -> None:
    page = phone.page
    page.goto(server.url("gradient_descent"))
    phone.settle()
    x, y = maps.place(page, View(2.5, 2.5, 3.5), 4, 3)
    page.touchscreen.tap(x, y)
    phone.settle()
    assert abs(float(page.get_by_label("weight w₁", exact=True).input_value()) - 4) < 0.05
    assert abs(float(page.get_by_label("weight w₂", exact=True).input_value()) - 3) < 0.05
