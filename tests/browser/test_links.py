"""What an address says is what is seen: by link, by Back and Forward, and embedded in another page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from dashboard.controls import NumberInput
from dashboard.linear_net import EXPERIMENTS, SCREEN
from tests.browser.helpers import Server, Tab
from tests.browser.lesson import (
    ASKED,
    ask_for,
    box,
    button,
    chart,
    has_address,
    has_frame,
    position,
    query,
    sentence,
    set_number,
)

Visit = Callable[..., Tab]
INPUTS = {control.label: control for control in SCREEN.controls if isinstance(control, NumberInput)}


def inputs(page: Page) -> dict[str, str]:
    """What stands in the inputs that are on the screen."""
    fields = {control.key: page.get_by_label(label, exact=True) for label, control in INPUTS.items()}
    return {key: field.input_value() for key, field in fields.items() if field.count()}


def test_a_link_to_everything_off_its_default_opens_the_same_state_for_another_visitor(
    visit: Visit, server: Server, open_page: Callable[..., Tab]
) -> None:
    tab = visit("linear_net")
    page = tab.page
    page.get_by_role("combobox", name="loss L").click()
    page.get_by_role("option", name="(ŷ − y)²", exact=True).click()
    tab.settle()
    page.get_by_role("tab", name="Training").click()
    tab.settle()
    changed = {"x": "1.5", "y": "-7", "w1": "-2.25", "w2": "0.75", "learning_rate": "0.125", "epochs": "25"}
    for label, control in INPUTS.items():
        set_number(tab, label, changed[control.key])
    for _ in range(3):
        button(page, "forward").click()
    tab.settle()
    state = {**changed, "loss": "(ŷ − y)²", "view": "Training", "epoch": "3"}
    has_address(page, **state)

    other = open_page(page.url).page
    has_address(other, **state)
    assert inputs(other) == inputs(page) == changed
    expect(position(other)).to_have_text("3 / 25")
    assert sentence(other).inner_text() == sentence(page).inner_text()
    for key in ("loss", "y_hat", "weights"):
        expect(chart(other, key)).to_have_attribute("aria-label", chart(page, key).get_attribute("aria-label") or "?")


def test_a_link_keeps_the_question(visit: Visit, open_page: Callable[..., Tab]) -> None:
    tab = visit("linear_net", w1=3)
    ask_for(tab, ASKED)
    has_address(tab.page, w1=3, ask=ASKED, step=7)
    other = open_page(tab.page.url).page
    expect(box(other, "w1")).to_contain_text("grad ?")
    expect(other.get_by_label(f"How much is {ASKED}?")).to_have_value("")


def test_a_link_opens_the_kept_runs_the_folds_and_the_questions_too(
    visit: Visit, open_page: Callable[..., Tab]
) -> None:
    tab = visit("linear_net", view="Training", w1=3)
    page = tab.page
    page.get_by_role("button", name="Keep this run").click()
    tab.settle()
    set_number(tab, "weight w₁", "1")
    page.get_by_text("Every way from a weight to the loss").click()
    tab.settle()
    has_address(page, view="Training", w1=1, kept="w1=3", paths="true")
    entries = page.evaluate("history.length")
    page.get_by_role("button", name="Keep this run").click()
    tab.settle()
    has_address(page, view="Training", w1=1, kept="w1=3~w1=1", paths="true")
    assert page.evaluate("history.length") == entries

    other = open_page(page.url).page
    kept = ".st-key-kept_runs button"
    expect(other.locator(kept)).to_have_text(page.locator(kept).all_text_contents())
    fold = other.locator("details").filter(has_text="Every way from a weight to the loss")
    expect(fold).to_have_attribute("open", "")
    has_address(other, view="Training", w1=1, kept="w1=3~w1=1", paths="true")


def test_a_link_keeps_ask_me_first(visit: Visit, open_page: Callable[..., Tab]) -> None:
    page = visit("linear_net", step=3).page
    page.get_by_label("Ask me first").check()
    has_address(page, step=3, ask_first=1)
    other = open_page(page.url).page
    expect(other.get_by_label("Ask me first")).to_be_checked()
    button(other, "forward").click()
    expect(other.get_by_role("button", name="It shrinks")).to_be_visible()
    other.get_by_label("Ask me first").uncheck()
    has_address(other, step=4)


def test_a_fold_that_a_link_cannot_open_is_said(visit: Visit) -> None:
    page = visit("linear_net", check="banana").page
    expect(page.get_by_test_id("stAlert")).to_have_text(
        "The link asks for check = banana. It must be true, so it stays folded."
    )
    has_address(page)


def test_a_bad_value_is_said_and_leaves_the_address(visit: Visit) -> None:
    page = visit("linear_net", w1="two", x=3).page
    warning = page.get_by_test_id("stAlert")
    expect(warning).to_have_text("The link asks for w1 = two. It must be a number from −100 to 100, so it starts at 2.")
    has_address(page, x=3)
    expect(box(page, "h")).to_contain_text("6")


def test_a_step_that_there_is_not_is_said_and_leaves_the_address(visit: Visit) -> None:
    page = visit("linear_net", step="12", w1=4).page
    told = page.locator(".player .ignored")
    expect(told).to_have_text("The link asks for step = 12. It must be a whole number from 0 to 9, so it starts at 0.")
    expect(position(page)).to_have_text("0 / 9")
    has_address(page, w1=4)
    button(page, "forward").click()
    expect(told).to_be_hidden()


def test_the_text_of_a_link_never_becomes_a_link_a_picture_or_a_script(visit: Visit) -> None:
    hostile = {
        "x": "<img src=x onerror=alert(1)>",
        "y": "www.example.com",
        "w1": "[a](https://example.com)",
        "w2": "**b** _i_ ~~s~~ `c`",
        "learning_rate": "$x^2$ :red[r] :smile:",
        "loss": "<script>alert(1)</script>",
        "epochs": "a@example.com",
    }
    page = visit("linear_net", **hostile).page
    warnings = page.get_by_test_id("stAlert")
    expect(warnings).to_have_count(len(hostile))
    assert warnings.locator("a, img, script, em, del, math, .katex, svg.icon").count() == 0
    assert warnings.locator("strong").all_inner_texts() == [control.key for control in SCREEN.controls]
    has_address(page)


def test_the_back_and_forward_keys_of_the_browser_show_what_the_address_says(visit: Visit) -> None:
    tab = visit("linear_net", step=1)
    page = tab.page
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Roadmap").click()
    tab.settle()
    button(page, "forward").click()
    has_address(page, epoch=1)
    page.go_back()
    tab.settle()
    has_frame(page)
    expect(page.locator("h1")).to_have_text("One input, two weights")
    expect(position(page)).to_have_text("1 / 9")
    page.go_forward()
    tab.settle()
    has_frame(page)
    expect(page.locator("h1")).to_have_text("Roadmap")
    expect(position(page)).to_have_text("1 / 10")
    expect(chart(page, "y_hat")).to_contain_text("ŷ = 5.319")


def test_the_back_key_leaves_a_lesson_whose_numbers_were_changed(visit: Visit) -> None:
    tab = visit("")
    page = tab.page
    page.get_by_test_id("stMain").get_by_role("link", name="One input, two weights").click()  # the road leads there too
    tab.settle()
    set_number(tab, "weight w₁", "4")
    button(page, "forward").click()
    has_address(page, w1=4, step=1)
    page.go_back()
    tab.settle()
    has_frame(page)
    expect(page.locator("h1")).to_have_text("Roadmap")
    page.go_forward()
    tab.settle()
    expect(page.get_by_label("weight w₁")).to_have_value("4")
    expect(position(page)).to_have_text("1 / 9")


def test_wherever_the_back_key_leads_the_player_stands_where_the_address_says(visit: Visit) -> None:
    tab = visit("")
    page = tab.page
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="One input, two weights").click()
    tab.settle()
    set_number(tab, "weight w₁", "4")
    button(page, "forward").click()
    has_address(page, w1=4, step=1)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Roadmap").click()
    tab.settle()
    seen = []
    for _ in range(3):  # Streamlit makes an entry of its own for the changed number
        page.go_back()
        tab.settle()
        seen.append(query(page.url).get("step", "0"))
        expect(position(page)).to_have_text(f"{seen[-1]} / {'10' if urlsplit(page.url).path == '/' else '9'}")
        if urlsplit(page.url).path == "/":
            break
    assert "1" in seen
    assert urlsplit(page.url).path == "/"


def test_one_click_sets_an_experiment_up_and_another_explains_it(visit: Visit) -> None:
    tab = visit("linear_net", w1=7, epochs=20, view="Training")
    page = tab.page
    cards = page.locator(".st-key-experiments .card")
    expect(cards).to_have_count(len(EXPERIMENTS))
    for card, experiment in zip(cards.all(), EXPERIMENTS, strict=True):
        expect(card.locator("p")).to_be_hidden()
        card.get_by_text("Why?").click()
        expect(card.locator("p")).to_be_visible()
        expect(card.locator("p")).to_have_text(experiment.why)
        card.get_by_role("button", name=experiment.do).click()
        tab.settle()
        state = {control.key: experiment.state.get(control.key, control.default) for control in INPUTS.values()}
        assert inputs(page) == {key: f"{value:g}" for key, value in state.items()}
        without_half = experiment.state.get("loss") == "squared"
        expect(page.get_by_role("combobox", name="loss L")).to_have_value("(ŷ − y)²" if without_half else "½(ŷ − y)²")


def test_an_experiment_can_be_set_up_twice(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    experiment = page.get_by_role("button", name="Start too high")
    button(page, "forward").click()
    hidden_value = box(page, "h").locator('[data-value="h"]')
    for _ in range(2):
        experiment.click()
        tab.settle()
        expect(hidden_value).to_have_text("8")
        page.get_by_role("button", name="Reset").click()
        tab.settle()
        expect(hidden_value).to_have_text("4")


def test_an_embedded_lesson_has_neither_navigation_nor_footer(visit: Visit) -> None:
    tab = visit("linear_net", embed="true", step=2)
    page = tab.page
    expect(page.locator("h1")).to_have_text("One input, two weights")
    expect(position(page)).to_have_text("2 / 9")
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(page.locator(".st-key-footer")).to_have_count(0)
    button(page, "forward").click()
    expect(position(page)).to_have_text("3 / 9")
    set_number(tab, "weight w₁", "4")
    expect(position(page)).to_have_text("3 / 9")
    has_address(page, embed="true", step=3, w1=4)
