"""The very first thing that a server is asked is a deep link: the page must be there, in its frame."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.lessons import LESSONS, Lesson
from tests.browser.helpers import Server, Tab
from tests.browser.lesson import box, has_frame, position, sentence


def test_a_deep_link_is_the_first_request(fresh_server: Server, open_page: Callable[..., Tab]) -> None:
    page = open_page(fresh_server.url("linear_net", w1=4, w2=3, step=5)).page
    has_frame(page)
    expect(page.locator("h1")).to_have_text("One input, two weights")
    assert urlsplit(page.url).path == "/linear_net"
    assert parse_qs(urlsplit(page.url).query) == {"w1": ["4"], "w2": ["3"], "step": ["5"]}
    expect(position(page)).to_have_text("5 / 9")
    expect(sentence(page)).to_contain_text("∂L/∂w₂ = ∂L/∂ŷ · h = 4 · 8 = 32")
    expect(box(page, "y_hat")).to_contain_text("24")


def test_a_link_to_the_default_page_is_the_first_request(fresh_server: Server, open_page: Callable[..., Tab]) -> None:
    page = open_page(fresh_server.url("", epoch=3)).page
    has_frame(page)
    expect(page.locator("h1")).to_have_text("Roadmap")
    assert (urlsplit(page.url).path, urlsplit(page.url).query) == ("/", "epoch=3")
    expect(position(page)).to_have_text("3 / 10")
    expect(sentence(page)).to_have_text("After 3 updates: answer ŷ = 14.05, loss L = 17.73")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_page_opens_by_its_address_in_its_frame(visit: Callable[..., Tab], lesson: Lesson) -> None:
    page = visit("" if lesson is LESSONS[0] else lesson.stem).page
    has_frame(page)
    expect(page.locator("h1")).to_have_text(lesson.title)
    expect(page).to_have_title(f"{lesson.title} · Backpropagation")
    assert page.get_by_role("button", name="For the teacher").count() == int(lesson.is_numbered)
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert links.all_inner_texts() == [lesson.title for lesson in LESSONS]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_nothing_lies_on_the_title(visit: Callable[..., Tab], lesson: Lesson) -> None:
    page = visit("" if lesson is LESSONS[0] else lesson.stem).page
    box = page.locator("h1").bounding_box()
    assert box
    found = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).tagName", [box["x"] + 40, box["y"] + box["height"] / 2]
    )
    assert found == "H1"
