"""One training step: picture, sentence, formula, table and code in step, and the server hears nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from engine import networks
from engine.formulas import number
from engine.optimizers import GradientDescent
from engine.walk import numbers, steps
from tests.browser.helpers import Tab
from tests.browser.lesson import (
    box,
    button,
    chart,
    drag,
    has_address,
    lit,
    position,
    sentence,
    set_number,
    slider,
    walk,
)

NET, RULE = networks.linear(), GradientDescent(networks.LINEAR_RATE)
STEPS = steps(NET, RULE.symbolic())
NUMBERS = numbers(NET, RULE, {**networks.LINEAR_START, **networks.LINEAR_DATA})
LAST = len(STEPS)
Visit = Callable[..., Tab]


def lit_at(step: int) -> dict:
    """What must be lit at a step, in all views."""
    about = STEPS[step - 1].about if step else None
    return {
        "lying": [about] if step else [],
        "standing": [about] if step else [],
        "table": about,
        "formula": [step],
        "code": [step] if step else [],
    }


def test_stepping_to_the_end_shows_each_number_in_its_step_and_not_before(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    with tab.sends_nothing():
        assert lit(page) == lit_at(0)
        for step in range(1, LAST + 1):
            button(page, "forward").click()
            expect(position(page)).to_have_text(f"{step} / {LAST}")
            assert lit(page) == lit_at(step)
            for at, each in enumerate(STEPS, start=1):
                shown = page.locator(f'svg.lying g.box [data-value="{each.key}"]')
                assert shown.is_visible() == (at <= step)
                assert shown.text_content() == number(NUMBERS[each.key])
            expect(sentence(page)).to_contain_text(number(NUMBERS[STEPS[step - 1].key]))
    expect(box(page, "w1")).to_contain_text("2 → 2.18")
    expect(box(page, "w2")).to_contain_text("0.5 → 1.22")
    expect(sentence(page)).to_contain_text("ŷ = 5.319, L = 107.8")
    expect(button(page, "forward")).to_be_disabled()
    has_address(page, step=9)


def test_the_slider_the_buttons_and_a_click_on_a_value_a_row_or_a_line_move_the_step(visit: Visit) -> None:
    tab = visit("linear_net")
    page = tab.page
    with tab.sends_nothing():
        drag(page, 7 / LAST)
        expect(position(page)).to_have_text("7 / 9")
        assert lit(page) == lit_at(7)
        expect(sentence(page)).to_contain_text("∂L/∂w₁ = ∂L/∂h · x = −9 · 2 = −18. Negative")
        assert slider(page).get_attribute("aria-valuetext") == sentence(page).inner_text()
        button(page, "back").click()
        expect(position(page)).to_have_text("6 / 9")
        button(page, "start").click()
        expect(position(page)).to_have_text("0 / 9")
        assert lit(page) == lit_at(0)
        expect(button(page, "back")).to_be_disabled()

        box(page, "w1").click()  # first its gradient, then its update
        expect(position(page)).to_have_text("7 / 9")
        box(page, "w1").click()
        expect(position(page)).to_have_text("8 / 9")
        page.locator("button.plain").filter(has_text="h").first.click()
        expect(position(page)).to_have_text("1 / 9")
        page.locator("button.code").filter(has_text="loss = ").click()
        expect(position(page)).to_have_text("3 / 9")
        assert lit(page) == lit_at(3)
        box(page, "x").click()  # no step finds x
        expect(position(page)).to_have_text("3 / 9")


def test_playing_goes_on_by_itself_to_the_end_and_begins_anew_after_it(visit: Visit) -> None:
    tab = visit("linear_net", step=LAST - 1)
    page = tab.page
    with tab.sends_nothing():
        button(page, "play").click()
        expect(button(page, "play")).to_have_text("Pause")
        expect(position(page)).to_have_text("9 / 9")
        expect(button(page, "play")).to_have_text("Play")
        button(page, "play").click()
        expect(position(page)).to_have_text("1 / 9")
        button(page, "play").click()
        expect(button(page, "play")).to_have_text("Play")


def test_a_changed_number_changes_picture_table_and_chart_and_keeps_the_step(visit: Visit) -> None:
    tab = visit("linear_net", step=5)
    page = tab.page
    expect(chart(page, "loss_curve")).to_contain_text("slope −18")
    set_number(tab, "weight w₁", "4")
    set_number(tab, "weight w₂", "3")
    expect(position(page)).to_have_text("5 / 9")
    assert lit(page) == lit_at(5)
    for name, shown in {"h": "8", "y_hat": "24", "loss": "8"}.items():
        expect(box(page, name)).to_contain_text(shown)
        expect(walk(page).locator(f'table [data-value="{name}"]')).to_have_text(shown)
    expect(sentence(page)).to_contain_text("Positive: if w₂ grows, the loss grows. So w₂ should shrink.")
    expect(chart(page, "loss_curve")).to_contain_text("slope 4")
    assert "At ŷ = 24 the loss is 8" in (chart(page, "loss_curve").get_attribute("aria-label") or "")
    has_address(page, step=5, w1=4, w2=3)


def test_the_loss_without_a_half_doubles_the_gradients_and_keeps_the_step(visit: Visit) -> None:
    tab = visit("linear_net", step=4)
    page = tab.page
    page.get_by_role("combobox", name="loss L").click()
    page.get_by_role("option", name="(ŷ − y)²", exact=True).click()
    tab.settle()
    expect(position(page)).to_have_text("4 / 9")
    expect(sentence(page)).to_contain_text("= −36.")
    expect(page.locator("svg.lying")).to_contain_text("L = (ŷ − y)²")
    expect(page.locator("button.code").filter(has_text="loss = ")).to_have_text("loss = (y_hat - y)**2")
    expect(chart(page, "loss_curve")).to_contain_text("slope −36")
    button(page, "forward").click()
    expect(position(page)).to_have_text("5 / 9")


def test_reset_brings_back_the_course_and_keeps_the_step(visit: Visit) -> None:
    tab = visit("linear_net", w1=7, x=3, learning_rate=0.5, step=1)
    page = tab.page
    expect(box(page, "h")).to_contain_text("21")
    page.get_by_role("button", name="Reset").click()
    tab.settle()
    expect(box(page, "h")).to_contain_text("4")
    expect(page.get_by_label("learning rate α")).to_have_value("0.01")
    has_address(page, step=1)


def test_the_parabola_is_filled_again_after_the_theme_has_changed(visit: Visit) -> None:
    page = visit("linear_net", w1=3).page
    label = chart(page, "loss_curve").locator("text").filter(has_text="slope −17")
    for scheme, colour in (("light", "#A85400"), ("dark", "#E89A14"), ("light", "#A85400")):
        page.emulate_media(color_scheme=scheme)
        expect(label).to_have_attribute("fill", colour)
