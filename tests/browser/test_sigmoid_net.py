"""The sigmoid net in the browser: four views in step at every step of both nets, by mouse, by key, on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine import networks
from engine.formulas import number
from engine.networks import Network
from engine.optimizers import GradientDescent
from engine.walk import Step, numbers, steps
from tests.browser.helpers import Tab
from tests.browser.lesson import box, button, chart, has_address, link, lit, position, sentence, set_number, walk

Visit = Callable[..., Tab]

# What each page shows at first, and what is filled in there.
NETS: dict[str, tuple[Network, float, dict[str, float]]] = {
    "linear_net": (networks.linear(), networks.LINEAR_RATE, {**networks.LINEAR_START, **networks.LINEAR_DATA}),
    "sigmoid_net": (networks.sigmoid(), networks.SIGMOID_RATE, {**networks.SIGMOID_START, **networks.SIGMOID_DATA}),
}


def walk_of(page: str) -> tuple[tuple[Step, ...], dict[str, float]]:
    network, rate, values = NETS[page]
    rule = GradientDescent(rate)
    return steps(network, rule.symbolic()), numbers(network, rule, values)


def are_in_step(page: Page, walked: tuple[Step, ...], at: int) -> None:
    """Graph, formula, table and code all show step `at`."""
    expect(position(page)).to_have_text(f"{at} / {len(walked)}")
    about = walked[at - 1].about
    assert lit(page) == {"lying": [about], "standing": [about], "table": about, "formula": [at], "code": [at]}


@pytest.mark.parametrize("stem", NETS)
def test_the_four_views_are_in_step_whichever_of_them_is_clicked(visit: Visit, stem: str) -> None:
    walked, found = walk_of(stem)
    tab = visit(stem)
    page = tab.page
    with tab.sends_nothing():
        for at, step in enumerate(walked, start=1):
            page.locator(f'button.code[data-go="{at}"]').click()  # a line
            are_in_step(page, walked, at)
            expect(sentence(page)).to_contain_text(number(found[step.key]))
            if step.kind == "backward":  # a factor goes to the step that brought it
                for factor in walk(page).locator(f'.formula[data-only="{at}"] .factor[data-go]').all():
                    goal = int(factor.get_attribute("data-go") or 0)
                    factor.click()
                    are_in_step(page, walked, goal)
                    page.locator(f'button.code[data-go="{at}"]').click()
            button(page, "start").click()
            first = min(place for place, other in enumerate(walked, start=1) if other.about == step.about)
            box(page, step.about).click()  # a node
            are_in_step(page, walked, first)
            button(page, "start").click()
            walk(page).locator(f'tr[data-lit~="{at}"] button.plain').click()  # a row
            are_in_step(page, walked, first)


@pytest.mark.parametrize("stem", NETS)
def test_the_four_views_are_in_step_by_key(visit: Visit, stem: str) -> None:
    walked, _ = walk_of(stem)
    tab = visit(stem)
    page = tab.page
    with tab.sends_nothing():
        page.locator("h1").click()
        for at in range(1, len(walked) + 1):
            page.keyboard.press("ArrowRight")
            are_in_step(page, walked, at)
        for at in (1, len(walked)):
            page.locator(f'button.code[data-go="{at}"]').focus()
            page.keyboard.press("Enter")
            are_in_step(page, walked, at)
        last = walked[-1].about
        places = [place for place, step in enumerate(walked, start=1) if step.about == last]
        button(page, "start").click()
        for place in places:
            box(page, last).focus()
            page.keyboard.press("Enter")
            are_in_step(page, walked, place)


def test_a_number_tells_where_it_comes_from(visit: Visit) -> None:
    tab = visit("sigmoid_net", step=15)
    page = tab.page
    origin = walk(page).locator(".origin")
    with tab.sends_nothing():
        box(page, "w3").locator('[data-value="dL_dw3"]').hover()
        expect(origin).to_contain_text("∂L/∂w₃ = ∂L/∂z₂ · h₁ = −0.1122 · 0.3775 = −0.04237")
        expect(origin).to_contain_text("more digits: −0.04237288021")
        page.locator('svg.lying .local [data-value="dh1_dz1"]').hover()
        expect(origin).to_contain_text("∂h₁/∂z₁ = h₁ · (1 − h₁) = 0.3775 · (1 − 0.3775) = 0.235")
        page.locator("h1").hover()
        expect(origin).to_be_hidden()
        page.locator('button.code[data-go="8"]').focus()
        page.keyboard.press("Shift+Tab")
        expect(origin).to_contain_text("∂L/∂z₂ = ∂L/∂ŷ · ŷ · (1 − ŷ)")
        page.keyboard.press("Escape")
        expect(origin).to_be_hidden()


def test_what_is_covered_is_told_by_no_hover(visit: Visit) -> None:
    page = visit("sigmoid_net", ask="∂L/∂w₃", step=15).page
    box(page, "w3").locator('[data-value="dL_dw3"]').hover()
    origin = walk(page).locator(".origin")
    expect(origin).to_contain_text("= ?")
    assert "0.04237" not in walk(page).inner_text()


def test_the_picture_stands_still_while_the_sentences_change(visit: Visit) -> None:
    page = visit("sigmoid_net", w1=20, w2=-20, w3=20).page
    tops = set()
    for _ in range(15):
        button(page, "forward").click()
        tops.add((page.locator("svg.lying").bounding_box() or {})["y"])
    assert len(tops) == 1


def test_a_saturated_net_says_so_and_nothing_is_broken(visit: Visit) -> None:
    tab = visit("sigmoid_net", step=11)
    page = tab.page
    page.get_by_role("button", name="Saturate it").click()
    tab.settle()
    expect(box(page, "w1")).to_contain_text("grad −5.153·10⁻⁹")
    expect(sentence(page)).to_contain_text("saturated, not broken")
    set_number(tab, "weight w₁", "100")
    set_number(tab, "weight w₂", "0")
    expect(box(page, "w1")).to_contain_text("grad 0")
    expect(sentence(page)).to_contain_text("float64 holds its slope as 0. Nothing is broken.")


def test_the_activation_changes_all_views_and_keeps_the_step(visit: Visit) -> None:
    tab = visit("sigmoid_net", step=7, w1=2)
    page = tab.page
    page.get_by_role("combobox", name="activation").click()
    page.get_by_role("option", name="relu").click()
    tab.settle()
    expect(position(page)).to_have_text("7 / 15")
    expect(page.locator("svg.lying")).to_contain_text("h₁ = relu(z₁)")
    expect(page.locator('button.code[data-go="2"]')).to_have_text("h1 = np.maximum(0.0, z1)")
    expect(sentence(page)).to_contain_text("[z₂ > 0]")
    has_address(page, step=7, w1=2, activation="relu")


def test_examples_are_edited_and_a_link_opens_them(visit: Visit, open_page: Callable[..., Tab]) -> None:
    tab = visit("sigmoid_net", step=5)
    page = tab.page
    page.get_by_role("combobox", name="examples").click()
    page.get_by_role("option", name="AND").click()
    tab.settle()
    set_number(tab, "example shown", "4")
    expect(sentence(page)).to_contain_text("The mean over all examples is")
    page.get_by_role("button", name="Edit examples").click()
    cell = page.get_by_role("textbox", name="target y of example 4")
    cell.fill("one")
    cell.press("Tab")
    expect(page.get_by_text("Each cell needs a number from −100 to 100.")).to_be_visible()
    cell.fill("0.5")
    cell.press("Tab")
    tab.settle()
    expect(box(page, "y")).to_contain_text("0.5")
    other = open_page(link(tab)).page
    expect(box(other, "y")).to_contain_text("0.5")
    expect(other.get_by_role("combobox", name="examples")).to_have_value("typed rows")
    assert sentence(other).inner_text() == sentence(page).inner_text()


def test_the_sigmoid_its_slope_and_its_derivation(visit: Visit) -> None:
    tab = visit("sigmoid_net", view="The sigmoid")
    page = tab.page
    expect(chart(page, "activation")).to_contain_text("z₁ = −0.5slope 0.235")  # in two lines
    expect(chart(page, "activation")).to_contain_text("z₂ = 0.1888slope 0.2478")
    expect(chart(page, "activation_slope")).to_contain_text("never more than ¼")
    expect(chart(page, "bend")).to_contain_text("here: ŷ = 0.5471")
    with tab.sends_nothing():
        lines = page.locator(".st-key-derivation li")
        expect(lines.filter(visible=True)).to_have_count(1)
        page.get_by_role("button", name="Next line").click()
        expect(lines.filter(visible=True)).to_have_count(2)
        page.get_by_role("button", name="All lines").click()
        expect(lines.filter(visible=True)).to_have_count(7)
    set_number(tab, "weight w₁", "1")
    expect(chart(page, "activation")).to_contain_text("z₁ = 0slope 0.25")


# Where boxes and labels of a picture stand on the screen: left, top, right, bottom.
_RECTANGLES = """(svg) => {
  const all = (selector) => [...svg.querySelectorAll(selector)].map((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    return [left, top, right, bottom];
  });
  return { boxes: all("rect"), labels: all(".local") };
}"""


def labels_are_free(page: Page, kind: str) -> None:
    """No label of a local derivative lies on a box or on another label, and all can be read."""
    found = page.locator(f"svg.{kind}").evaluate(_RECTANGLES)
    assert found["labels"]
    for label in found["labels"]:
        for other in [*found["boxes"], *(one for one in found["labels"] if one != label)]:
            apart = label[2] <= other[0] or other[2] <= label[0] or label[3] <= other[1] or other[3] <= label[1]
            assert apart, f"a label {label} lies on {other}"
        assert label[3] - label[1] > 12


@pytest.mark.parametrize("activation", networks.ACTIVATIONS)
def test_the_labels_of_the_graph_are_free_on_a_phone_and_on_a_desk(visit: Visit, activation: str) -> None:
    label = {"sigmoid": "sigmoid σ"}.get(activation, activation)
    page = visit("sigmoid_net", step=19, biases="b₁ and b₂", activation=label, w1=-12.345, x1=-0.123).page
    labels_are_free(page, "lying")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("svg.standing")).to_be_visible()
    expect(page.locator("svg.lying")).to_be_hidden()
    labels_are_free(page, "standing")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
