"""axe-core finds nothing on our pages that it does not find on an almost empty page with the same navigation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.lessons import LESSONS
from tests.browser.helpers import Server, Tab
from tests.browser.lesson import answer, button, sentence

ALMOST_EMPTY = f"""
import streamlit as st

sections = {[lesson.section for lesson in LESSONS]!r}
pages = {{}}
for place, section in enumerate(sections):
    page = st.Page(lambda: st.title("Almost empty"), title=str(place), url_path=str(place))
    pages.setdefault(section, []).append(page)
st.navigation(pages, expanded=True).run()
"""


def violations(page: Page) -> Counter[str]:
    """How many elements break which rule."""
    return Counter({found["id"]: len(found["nodes"]) for found in Axe().run(page).response["violations"]})


def told(page: Page, known: Counter[str]) -> str:
    """What is new on a page, with the elements that break the rule."""
    return "\n".join(
        f"{found['id']}: {node['target']} {node['html'][:200]}"
        for found in Axe().run(page).response["violations"]
        if len(found["nodes"]) > known[found["id"]]
        for node in found["nodes"]
    )


@pytest.fixture(scope="module")
def known(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """What axe-core finds on an almost empty page: Streamlit's own."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "streamlit_app.py").write_text(ALMOST_EMPTY, encoding="utf-8")
    with Server("--browser.gatherUsageStats", "false", root=folder) as empty, chromium.new_context() as visitor:
        tab = Tab(visitor.new_page())
        tab.page.set_viewport_size({"width": 1440, "height": 900})
        tab.page.goto(empty.url())
        tab.settle()
        expect(tab.page.locator("h1")).to_have_text("Almost empty")
        expect(tab.page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(len(LESSONS))
        return violations(tab.page)


PAGES = {
    "Roadmap": ("", {"epoch": 3}),
    "One step": ("linear_net", {"step": 7}),
    "Training": ("linear_net", {"view": "Training", "epoch": 4}),
    "Diverged": ("linear_net", {"view": "Training", "learning_rate": 0.05}),
    "Derivatives": ("derivatives", {"f": "a x^2 + sinn(x)"}),
    "Partial derivatives": ("partial_derivatives", {"fxyz": "x y + y z^2"}),
    "Gradient": ("gradient", {"walk": "3_4~0.1", "x": 2.4, "y": 3.2, "field": 1}),
    "Gradient descent": ("gradient_descent", {"epoch": 3}),
    "Gradient descent, diverged": ("gradient_descent", {"learning_rate": 0.05, "epoch": 30}),
    "Optimizers": ("optimizers", {"epoch": 20}),
    "Chain rule": ("chain_rule", {"pieces": "u = x^2, v = 3x + 1, y = u v", "step": 3}),
}


def breaks_no_rule(tab: Tab, known: Counter[str]) -> None:
    """Hold it in light and in dark."""
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        tab.settle()
        assert not violations(tab.page) - known, f"{scheme}: {told(tab.page, known)}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_that_an_empty_page_keeps(
    visit: Callable[..., Tab], known: Counter[str], name: str
) -> None:
    path, params = PAGES[name]
    breaks_no_rule(visit(path, **params), known)


def test_questions_answers_and_what_is_folded_away_break_no_rule(
    visit: Callable[..., Tab], known: Counter[str]
) -> None:
    tab = visit("linear_net", ask="∂L/∂w₁", w2="drei", step=3)
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
    for fold in ("Gradient check", "The whole training loop"):
        page.get_by_text(fold).click()
        tab.settle()
    page.get_by_text("Why?").first.click()
    tab.settle()
    breaks_no_rule(tab, known)


FOLDS = {
    "derivatives": ("Which rule", "The error of", "A table of", "Gradient check", "The code"),
    "partial_derivatives": ("The same table", "Gradient check", "The code"),
    "gradient": ("The formula", "Gradient check", "The code"),
    "chain_rule": ("The numbers as a table", "A whole net", "Gradient check", "The code"),
}


@pytest.mark.parametrize("path", FOLDS)
def test_a_calculus_screen_with_all_of_it_open_breaks_no_rule(
    visit: Callable[..., Tab], known: Counter[str], path: str
) -> None:
    tab = visit(path)
    page = tab.page
    for fold in FOLDS[path]:
        page.get_by_text(fold, exact=fold == "The code").first.click()
        tab.settle()
    page.get_by_role("button", name="Check the slopes").click()
    expect(page.get_by_text("They agree.")).to_be_visible()
    page.get_by_text("Why?").first.click()
    page.get_by_role("button", name="Ask me").click()
    page.get_by_placeholder("a number").fill("-1000")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("none of the usual slips")).to_be_visible()
    tab.settle()
    breaks_no_rule(tab, known)


DEEPER = {
    "gradient_descent": (
        "The same surface",
        "Several rates",
        "The rate map",
        "Gradient check",
        "The whole training loop",
    ),
    "optimizers": ("The same landscape", "A small map", "Why did this step", "The sweep", "Effective step"),
}


@pytest.mark.parametrize("path", DEEPER)
def test_a_screen_of_paths_with_all_of_it_open_breaks_no_rule(
    visit: Callable[..., Tab], known: Counter[str], path: str
) -> None:
    tab = visit(path)
    for fold in DEEPER[path]:
        tab.page.get_by_text(fold).first.click()
        tab.settle()
    if path == "optimizers":
        tab.page.get_by_role("button", name="Settings of Adam").click()
    breaks_no_rule(tab, known)
