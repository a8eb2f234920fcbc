"""*Copy link* copies the address of what is on the screen now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.lessons import LESSONS
from tests.browser.helpers import Tab
from tests.browser.lesson import button, position, query

Visit = Callable[..., Tab]


def copy_button(page: Page) -> Locator:
    return page.locator(".st-key-class_tools button.copy")


@pytest.fixture(autouse=True)
def may_copy(regular: Tab) -> Iterator[None]:
    """The page may use the clipboard."""
    regular.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield
    regular.page.context.clear_permissions()


def copied(page: Page) -> str:
    copy_button(page).click()
    expect(page.locator(".st-key-class_tools .said")).to_have_text("The link is copied.")
    expect(copy_button(page)).to_have_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_screen_has_the_button_and_it_copies_the_address(visit: Visit, lesson) -> None:
    tab = visit("" if lesson is LESSONS[0] else lesson.stem)
    with tab.sends_nothing():
        assert copied(tab.page) == tab.page.url


def test_what_was_moved_a_moment_ago_is_in_the_link(visit: Visit) -> None:
    page = visit("linear_net").page
    # all at once: no timer ends in between
    page.evaluate("""() => {
      const inside = (key, selector) => {
        const hosts = document.querySelectorAll(`.st-key-${key} *`);
        return [...hosts].map((host) => host.shadowRoot?.querySelector(selector)).find(Boolean);
      };
      for (let step = 0; step < 4; step++) inside("walkthrough", "button.forward").click();
      inside("class_tools", "button.copy").click();
    }""")
    expect(page.locator(".st-key-class_tools .said")).to_have_text("The link is copied.")
    assert query(str(page.evaluate("navigator.clipboard.readText()"))) == {"step": "4"}


def test_a_number_that_is_just_typed_is_in_the_link(visit: Visit) -> None:
    page = visit("linear_net", present=1).page
    page.get_by_label("weight w₁", exact=True).fill("4")
    assert query(copied(page)) == {"w1": "4", "present": "1"}


def test_where_the_clipboard_is_closed_the_link_is_shown_ready_to_be_copied_by_hand(visit: Visit) -> None:
    page = visit("linear_net").page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    button(page, "forward").click()
    expect(position(page)).to_have_text("1 / 9")
    copy_button(page).focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("The link to what is on the screen")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport(ratio=1)
    assert query(field.input_value()) == {"step": "1"}
    assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd) === field.value")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(copy_button(page)).to_be_focused()
