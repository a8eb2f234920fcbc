"""In front of a class: the page shown large, its inputs folded away, and a page inside another page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from dashboard.lessons import LESSONS
from tests.browser.helpers import Server, Tab
from tests.browser.lesson import chart, has_address, position, query, sentence, set_number, walk

Visit = Callable[..., Tab]


def tool(page: Page, name: str) -> object:
    return page.locator(".st-key-class_tools").get_by_role("button", name=name)


def is_large(page: Page) -> bool:
    """Whether the page is shown large: its type on the screen, beside what a single reader gets."""
    return bool(page.evaluate("document.querySelector('.stMainBlockContainer').currentCSSZoom >= 1.25"))


def sideways(page: Page | Frame) -> list[str]:
    """What can be scrolled sideways, of the page and of its main column."""
    return list(
        page.evaluate("""() => [document.scrollingElement, document.querySelector(".stMain")]
          .filter((part) => part.scrollWidth > Math.min(part.clientWidth, innerWidth))
          .map((part) => `${part.className || part.tagName}: ${part.scrollWidth} of ${part.clientWidth}`)""")
    )


def test_one_click_shows_the_page_large_and_one_ends_it_and_the_server_is_not_asked(visit: Visit) -> None:
    tab = visit("linear_net", step=3)
    page = tab.page
    expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
    with tab.sends_nothing():
        tool(page, "Present to a class").click()
        expect(page.get_by_test_id("stSidebarNav")).to_be_hidden()
        assert is_large(page)
        has_address(page, step=3, present=1)
        tool(page, "End presenting").click()
        expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
        assert not is_large(page)
        has_address(page, step=3)


def test_a_link_opens_large_at_once_and_stays_so_over_reruns_and_lessons_until_escape(visit: Visit) -> None:
    tab = visit("linear_net", present=1, step=2)
    page = tab.page
    assert is_large(page)
    set_number(tab, "weight w₁", "4")
    has_address(page, present=1, step=2, w1=4)
    page.locator("h1").click()
    page.keyboard.press("n")
    tab.settle()
    expect(page.locator("h1")).to_have_text("Gradient descent")
    assert is_large(page)
    expect(page.get_by_test_id("stSidebarNav")).to_be_hidden()
    page.wait_for_url(lambda address: query(address).get("present") == "1")
    page.keyboard.press("p")
    tab.settle()
    assert is_large(page)
    page.keyboard.press("ArrowRight")
    expect(position(page)).to_have_text("1 / 9")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
    page.wait_for_url(lambda address: "present" not in query(address))


def test_a_fresh_link_never_shows_the_navigation_not_even_for_a_moment(chromium: Browser, server: Server) -> None:
    with chromium.new_context() as visitor:
        visitor.add_init_script("""window.seen = [];
          const look = () => {
            const part = document.querySelector(".stSidebar");
            if (part?.offsetWidth) window.seen.push(part.offsetWidth);
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);""")
        tab = Tab(visitor.new_page())
        for link, is_seen in (({"present": 1}, False), ({}, True)):
            tab.page.goto(server.url("linear_net", **link))
            tab.settle()
            assert bool(tab.page.evaluate("window.seen.length")) == is_seen


@pytest.mark.parametrize("stem", [lesson.stem for lesson in LESSONS])
def test_no_screen_that_is_shown_large_scrolls_sideways(visit: Visit, stem: str) -> None:
    tab = visit("" if stem == "roadmap" else stem)
    page = tab.page
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        tool(page, "Present to a class").click()
        tab.settle()
        assert is_large(page)
        assert not sideways(page)
        edges = page.locator("svg.marks").evaluate_all("all => all.map((each) => each.getBoundingClientRect().right)")
        assert all(edge <= width for edge in edges), edges
        tool(page, "End presenting").click()
        tab.settle()


def test_a_step_is_seen_whole_on_a_projector(visit: Visit) -> None:
    page = visit("linear_net", present=1, step=9).page
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for part in (page.locator(".player"), sentence(page), page.locator("svg.lying")):
            edges = part.bounding_box()
            assert edges
            assert edges["y"] >= 0
            assert edges["y"] + edges["height"] <= height


def test_key_c_and_a_button_fold_the_inputs_away_and_the_link_keeps_it(visit: Visit) -> None:
    tab = visit("linear_net", present=1)
    page = tab.page
    field = page.get_by_label("weight w₁", exact=True)
    with tab.sends_nothing():
        page.keyboard.press("c")
        expect(field).to_be_hidden()
        has_address(page, present=1, controls=0)
        tool(page, "Controls").click()
        expect(field).to_be_visible()
        has_address(page, present=1)
    visit("linear_net", present=1, controls=0)
    expect(field).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(position(page)).to_have_text("1 / 9")
    page.keyboard.press("Escape")
    expect(field).to_be_visible()
    has_address(page, step=1)


def test_a_letter_c_that_is_typed_is_text(visit: Visit) -> None:
    tab = visit("derivatives", present=1)
    field = tab.page.get_by_role("textbox", name="Function f(x)")
    field.fill("")
    tab.page.keyboard.type("cos(x)")
    expect(field).to_be_visible()
    expect(field).to_have_value("cos(x)")


def test_escape_closes_a_list_before_it_ends_the_large_page(visit: Visit) -> None:
    page = visit("linear_net", present=1).page
    page.get_by_role("combobox", name="loss L").click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    assert is_large(page)


def test_without_a_class_c_is_no_key_of_ours(visit: Visit) -> None:
    page = visit("linear_net").page
    page.keyboard.press("c")
    expect(page.get_by_label("weight w₁", exact=True)).to_be_visible()
    has_address(page)


def test_where_a_large_map_is_clicked_there_the_point_goes(visit: Visit) -> None:
    tab = visit("gradient", present=1)
    plot = chart(tab.page, "gradient_map").locator("g.root path.background").first
    area = plot.bounding_box()
    assert area
    tab.page.mouse.click(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    expect(tab.page.get_by_label("x, exact")).to_have_value("0")
    expect(tab.page.get_by_label("y, exact")).to_have_value("0")


def test_where_a_number_comes_from_is_told_below_it_on_a_large_page_too(visit: Visit) -> None:
    page = visit("linear_net", present=1, step=9).page
    place = page.locator('svg.lying .gradient [data-value="dL_dw2"]')
    place.hover()
    told, at = page.locator(".origin").bounding_box(), place.bounding_box()
    assert told
    assert at
    assert 0 <= told["y"] - (at["y"] + at["height"]) < 20


@pytest.mark.parametrize("path", ["linear_net", "derivatives", ""])
def test_what_a_link_may_not_ask_for_is_said_on_every_screen(visit: Visit, path: str) -> None:
    page = visit(path, present="yes", controls="none", hide="<b>").page
    told = page.get_by_test_id("stAlert")
    expect(told).to_have_count(3)
    expect(told.first).to_have_text("The link asks for present = yes. It must be 1, so the page is shown as usual.")
    expect(told.last).to_have_text("The link asks for hide = □b□. It must be backward, so nothing is covered.")
    has_address(page)
    assert not is_large(page)


def test_bad_values_of_the_page_and_of_the_class_are_all_said(visit: Visit) -> None:
    page = visit("linear_net", present="yes", w1="two").page
    expect(page.get_by_test_id("stAlert")).to_have_count(2)
    has_address(page)


def test_on_a_phone_the_tools_are_large_enough_and_their_names_are_heard(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Present to a class", "Copy link"):
        size = tool(page, name).bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 44
        assert size["width"] < 60  # an icon
    assert not sideways(page)


INSIDE = '<body style="margin:0"><iframe src="{}" width="800" height="600" style="border:0"></iframe>'


def test_a_page_inside_another_page_shows_its_stage_and_listens_to_keys(server: Server, visit: Visit) -> None:
    tab = visit("")
    page = tab.page
    page.set_viewport_size({"width": 820, "height": 620})
    page.goto(server.url("_stcore/health"))
    page.set_content(INSIDE.format(server.url("linear_net", embed="true", step=2)))
    inside = page.frame_locator("iframe")
    expect(inside.locator(".player output")).to_have_text("2 / 9")
    expect(inside.locator(".stSidebar, .st-key-footer, .st-key-header .number")).to_have_count(1)  # hidden, below
    expect(inside.locator(".st-key-header .number")).to_be_hidden()
    expect(inside.locator(".st-key-class_tools button").first).to_be_hidden()
    picture = inside.locator("svg.lying").bounding_box()
    title = inside.locator("h1").bounding_box()
    assert picture
    assert title
    assert title["y"] < 20
    assert picture["y"] + picture["height"] <= 600
    inside.locator("h1").click()
    page.keyboard.press("ArrowRight")
    expect(inside.locator(".player output")).to_have_text("3 / 9")
    page.keyboard.press("n")
    expect(inside.locator("h1")).to_have_text("One input, two weights")
    assert not sideways(page.frames[1])
    assert walk(page).count() == 0
