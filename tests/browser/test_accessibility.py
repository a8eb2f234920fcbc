"""Every screen is open to everyone: to a screen reader, to weak eyes, to a finger, to a keyboard, on a small screen.

Each state is opened once, and all that can be measured there is measured: a page that opens is what takes time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.lessons import LESSONS
from tests.browser import audit
from tests.browser.helpers import PATIENCE, Server, Tab
from tests.browser.lesson import answer, button, position, sentence
from tests.browser.screens import FOLDS, SCREENS, State, unfolded

DESK, PHONE = (1440, 900), (390, 844)
ZOOMED, NARROWEST = (720, 450), (320, 640)  # a desk at 200 %, and what WCAG asks to reflow into
ALMOST_EMPTY = f"""
import streamlit as st

sections = {[lesson.section for lesson in LESSONS]!r}
pages = {{}}
for place, section in enumerate(sections):
    page = st.Page(lambda: st.title("Almost empty"), title=str(place), url_path=str(place))
    pages.setdefault(section, []).append(page)
st.navigation(pages, expanded=True).run()
"""
MORE: dict[str, State] = {
    "diverged": ("linear_net", {"view": "Training", "learning_rate": 0.05}),
    "a path that diverged": ("gradient_descent", {"learning_rate": 0.05, "epoch": 30}),
    "covered": ("linear_net", {"hide": "backward", "step": 7}),
    "shown large from the link": ("sigmoid_net", {"present": 1, "step": 9}),
    "a typed function with a fault": ("derivatives", {"f": "a x^2 + sinn(x)"}),
    "chain pieces": ("chain_rule", {"pieces": "u = x^2, v = 3x + 1, y = u v", "step": 3}),
    "three variables": ("partial_derivatives", {"fxyz": "x y + y z^2"}),
    "the road inside another page": ("", {"embed": "true"}),
}

Known = dict[tuple[int, int], Counter[str]]


@pytest.fixture(scope="module")
def known(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What axe-core finds on an almost empty page, on a desk and on a phone: Streamlit's own."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "streamlit_app.py").write_text(ALMOST_EMPTY, encoding="utf-8")
    found = {}
    with Server("--browser.gatherUsageStats", "false", root=folder) as empty, chromium.new_context() as visitor:
        tab = Tab(visitor.new_page())
        for size in (DESK, PHONE):
            resize(tab, size)
            tab.page.goto(empty.url())
            tab.settle()
            expect(tab.page.locator("h1")).to_have_text("Almost empty")
            found[size] = Counter({rule: len(all_of_it) for rule, all_of_it in audit.violations(tab.page).items()})
    return found


@pytest.fixture(scope="module")
def finger(chromium: Browser) -> Iterator[Tab]:
    """The tab of a visitor with a touch screen, who stays."""
    visitor = chromium.new_context(has_touch=True, is_mobile=True, locale="en-US")
    visitor.set_default_timeout(PATIENCE * 1000)
    tab = Tab(visitor.new_page())
    yield tab
    visitor.close()
    assert not tab.complaints()


@pytest.fixture
def opened(server: Server, finger: Tab) -> Callable[[State], Tab]:
    """opened(state): a screen in its state, light, as large as on a desk, at rest."""

    def opened(state: State) -> Tab:
        path, says = state
        finger.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        finger.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        finger.page.goto(server.url(path, **says))
        finger.settle()
        audit.begin(finger.page)
        return finger

    return opened


def resize(tab: Tab, size: tuple[int, int]) -> None:
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})


@contextmanager
def said(findings: list[str], where: str) -> Iterator[list[str]]:
    """Collect what is found there: one run tells all that is wrong."""
    found: list[str] = []
    yield found
    findings += [f"{where}: {each}" for each in dict.fromkeys(found)]


def look_at(tab: Tab, known: Known) -> list[str]:
    """All that is wrong with the page to look at, light and dark, on a desk and on a phone."""
    findings: list[str] = []
    for size, name in ((DESK, "desk"), (PHONE, "phone")):
        resize(tab, size)
        for scheme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=scheme)
            tab.settle()
            with said(findings, f"{name}, {scheme}") as found:
                found += audit.new_violations(tab.page, known[size]) + audit.faults(tab.page, "pale")
    with said(findings, "phone") as found:
        found += audit.faults(tab.page, "small")
    for size in (PHONE, NARROWEST, ZOOMED):
        resize(tab, size)
        tab.settle()
        with said(findings, f"{size[0]} pixels wide") as found:
            found += audit.sideways(tab.page)
    resize(tab, DESK)
    tab.page.emulate_media(color_scheme="light")
    tab.settle()
    return findings


def listen_to(page: Page) -> list[str]:
    """Pictures and formulas that say nothing."""
    return audit.faults(page, "silent") + audit.faults(page, "untold")


@pytest.mark.parametrize("name", [*SCREENS, *MORE])
def test_a_screen_is_open_to_everyone(opened: Callable[[State], Tab], known: Known, name: str) -> None:
    tab = opened((SCREENS | MORE)[name])
    findings = look_at(tab, known) + listen_to(tab.page)
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("path", FOLDS)
def test_with_all_of_it_open_inside_another_page_a_screen_is_open_to_everyone(
    opened: Callable[[State], Tab], known: Known, path: str
) -> None:
    where, says = unfolded(path)
    tab = opened((where, {**says, "embed": "true"}))
    folds = tab.page.locator(".stExpander > details")
    expect(folds).to_have_count(len(FOLDS[path]))
    assert all(folds.evaluate_all("all => all.map((fold) => fold.open)"))
    findings = look_at(tab, known) + listen_to(tab.page)
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("name", SCREENS)
def test_every_control_is_reached_by_keyboard_and_shows_that_it_has_the_focus(
    opened: Callable[[State], Tab], name: str
) -> None:
    page = opened(SCREENS[name]).page
    findings = audit.out_of_reach(page) + audit.faults(page, "unmarked")
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_shown_large_with_its_pictures_open_breaks_no_rule(
    opened: Callable[[State], Tab], known: Known, name: str
) -> None:
    page = opened(SCREENS[name]).page
    page.get_by_role("button", name="Pictures", exact=True).click()
    findings = audit.new_violations(page, known[DESK]) + audit.faults(page, "pale")
    page.get_by_role("button", name="Present to a class").click()
    expect(page.get_by_test_id("stSidebarNav")).to_be_hidden()
    findings += audit.new_violations(page, known[DESK]) + audit.faults(page, "pale")
    assert not findings, "\n".join(findings)


def test_questions_and_their_answers_are_open_to_everyone(opened: Callable[[State], Tab], known: Known) -> None:
    tab = opened(("linear_net", {"ask": "∂L/∂w₁", "w2": "drei", "step": 3}))
    page = tab.page
    answer(tab, "-43.92")
    page.get_by_label("Ask me first").check()
    button(page, "start").click()
    for _ in range(4):
        button(page, "forward").click()
    page.get_by_role("button", name="It grows").click()
    expect(sentence(page)).to_contain_text("Not so.")
    button(page, "forward").click()
    expect(sentence(page)).to_contain_text("Think first.")
    page.get_by_text("Why?").first.click()
    tab.settle()
    findings = look_at(tab, known)
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("path", ["derivatives", "partial_derivatives", "gradient", "chain_rule"])
def test_a_wrong_answer_on_a_calculus_screen_is_open_to_everyone(
    opened: Callable[[State], Tab], known: Known, path: str
) -> None:
    tab = opened((path, {"check": "true"}))
    page = tab.page
    page.get_by_role("button", name="Check the slopes").click()
    expect(page.get_by_text("They agree.")).to_be_visible()
    page.get_by_text("Why?").first.click()
    page.get_by_role("button", name="Ask me").click()
    page.get_by_placeholder("a number").fill("-1000")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("none of the usual slips")).to_be_visible()
    tab.settle()
    findings = look_at(tab, known)
    assert not findings, "\n".join(findings)


def test_the_settings_of_an_optimizer_are_open_to_everyone(opened: Callable[[State], Tab], known: Known) -> None:
    tab = opened(SCREENS["optimizers"])
    tab.page.get_by_role("button", name="Settings of Adam").click()
    findings = look_at(tab, known)
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("name", ["roadmap", "linear_net", "optimizers", "from_scratch"])
def test_who_wants_no_motion_sees_none_until_play_is_pressed(opened: Callable[[State], Tab], name: str) -> None:
    tab = opened(SCREENS[name])
    page = tab.page
    page.emulate_media(reduced_motion="reduce")
    before = position(page).inner_text()
    tab.settle()
    assert page.evaluate("window.audit.moving()") == []
    assert position(page).inner_text() == before
    button(page, "play").click()
    expect(position(page)).not_to_have_text(before)
    button(page, "play").click()
    assert page.evaluate("window.audit.moving()") == []
