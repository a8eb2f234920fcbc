"""The screen of the code in the browser: a line, its formula, its node and its column light up together."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.from_scratch_settings import chosen_from
from engine.formulas import number
from engine.scripts import printed
from engine.training_setup import TrainingSetup
from tests.browser.helpers import Tab
from tests.browser.lesson import has_address, link, position, set_number

Visit = Callable[..., Tab]
DEEP = {"network": "sigmoid", "optimizer": "Adam", "language": "NumPy"}
OR = {"network": "sigmoid", "examples": "OR", "biases": "b₁ and b₂", "example": 2}
WARM = {"optimizer": "Momentum", "settings": "momentum=0.5,schedule=WarmUp,warm_up_updates=4"}
STATES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"beside": "graph", **DEEP}, {**DEEP, "language": "numpy"}),
    ({"language": "PyTorch"}, {"language": "torch"}),
    ({"beside": "graph", **OR}, {**OR, "examples": "or", "biases": "with", "language": "python"}),
    ({"beside": "graph", **OR, **WARM}, {**OR, **WARM, "examples": "or", "biases": "with", "language": "python"}),
    ({**OR, "language": "NumPy"}, {**OR, "examples": "or", "biases": "with", "language": "numpy"}),
    ({**OR, "language": "PyTorch"}, {**OR, "examples": "or", "biases": "with", "language": "torch"}),
]
NAMES = ["linear", "sigmoid with Adam", "PyTorch", "OR", "OR with warm-up", "OR in NumPy", "OR in PyTorch"]

_LIT = """root => {
  const all = (selector) => [...root.querySelectorAll(selector)];
  return {
    line: all(".code-line.now").map((line) => line.querySelector(".text").textContent.trim()),
    equation: all(".said .equation").map((part) => part.dataset.key),
    nodes: all("svg.standing .box.now").map((box) => box.querySelector(".number [data-value]").dataset.value),
    columns: all("th.lit").map((head) => head.textContent),
  };
}"""


def script_of(page: Page) -> Any:
    return page.locator(".st-key-from_scratch .root")


def lit(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = script_of(page).evaluate(_LIT)
    return found


def value_of(setup: TrainingSetup, key: str) -> set[str]:
    """The value of the graph that a key belongs to; what all weights share belongs to none."""
    net, key = setup.network, key.removeprefix("mean_")
    name = key.removeprefix("dL_d") if key.startswith("dL_d") else key.removesuffix("_new")
    weight = [each for each in net.weights if name.endswith(f"_{each}")]
    return {name} if name in net.values else set(weight)


@pytest.mark.parametrize(("asked", "state"), STATES, ids=NAMES)
def test_a_line_its_formula_its_node_and_its_column_light_up_together(
    visit: Visit, asked: dict[str, Any], state: dict[str, Any]
) -> None:
    tab = visit("from_scratch", **asked)
    page, found = tab.page, chosen_from(state)
    lines = [line for line in found.lines if line.keys]
    with tab.sends_nothing():
        for place, line in enumerate(lines, start=1):
            page.locator(f'[data-line="{place}"]').hover()
            told = lit(page)
            assert told["line"] == [line.text.strip()]
            assert told["equation"] == list(line.keys)
            assert set(told["nodes"]) == set().union(*(value_of(found.setup, key) for key in line.keys))
            names = {key.removesuffix("_new") for key in line.keys}
            assert set(told["columns"]) == names.intersection(found.setup.columns)
        page.locator("h1").hover()
        assert lit(page)["line"] == []


def test_the_keys_light_the_lines_one_after_the_other(visit: Visit) -> None:
    tab = visit("from_scratch")
    page = tab.page
    with tab.sends_nothing():
        page.locator("h1").click()
        for key, place, line in (
            ("ArrowRight", 1, "h = w1 * x"),
            ("ArrowRight", 2, "y_hat = w2 * h"),
            ("End", 9, "w2 = w2 - learning_rate * dL_dw2"),
            ("ArrowLeft", 8, "w1 = w1 - learning_rate * dL_dw1"),
            ("Home", 0, ""),
        ):
            page.keyboard.press(key)
            expect(position(page)).to_have_text(f"{place} / 9")
            assert lit(page)["line"] == ([line] if line else [])
        page.locator('[data-line="1"]').focus()
        for line in ("y_hat = w2 * h", "loss = 0.5 * (y_hat - y)**2", "dL_dy_hat = y_hat - y"):
            page.keyboard.press("ArrowDown")
            assert lit(page)["line"] == [line]
        page.keyboard.press("ArrowUp")
        assert lit(page)["line"] == ["loss = 0.5 * (y_hat - y)**2"]
    has_address(page, line=3)


def test_the_line_that_a_link_asks_for_is_in_sight(visit: Visit) -> None:
    page = visit("from_scratch", **OR, optimizer="Adam", line=45).page
    expect(page.locator(".code-line.now")).to_have_count(1)
    seen = page.locator(".lines").evaluate(
        "part => [part, part.querySelector('.now')].map((each) => each.getBoundingClientRect())"
        ".map(({ top, bottom }) => ({ top, bottom }))"
    )
    assert seen[0]["top"] <= seen[1]["top"] < seen[1]["bottom"] <= seen[0]["bottom"]


def test_a_node_goes_to_its_lines(visit: Visit) -> None:
    tab = visit("from_scratch")
    page = tab.page
    with tab.sends_nothing():
        node = page.locator("svg.standing g.box").filter(has=page.locator('[data-value="w1"]')).first
        node.click()
        assert lit(page)["line"] == ["dL_dw1 = dL_dh * x"]
        node.click()
        assert lit(page)["line"] == ["w1 = w1 - learning_rate * dL_dw1"]


def test_the_formula_shows_the_numbers_of_the_epoch_that_is_chosen(visit: Visit, open_page: Callable[..., Tab]) -> None:
    tab = visit("from_scratch", line=7)
    page, setup = tab.page, chosen_from({}).setup
    said = page.locator(".said[aria-live]")
    for epoch in (1, 3, 10):
        with tab.sends_nothing():
            page.get_by_role("button", name=f"the numbers of epoch {epoch}", exact=True).click()
            expect(said).to_contain_text(f"Line 21 · epoch {epoch}")
            expect(said).to_contain_text(number(setup.number("dL_dw1", epoch)))
            expect(page.locator("tr.now td.lit")).to_have_text(f"{setup.number('dL_dw1', epoch):.6g}")
    page.keyboard.press("ArrowUp")
    expect(said).to_contain_text("epoch 9")
    other = open_page(link(tab)).page
    assert other.locator(".said[aria-live]").inner_text() == said.inner_text()


def test_a_new_number_changes_the_script_and_its_output_and_keeps_the_line(visit: Visit) -> None:
    tab = visit("from_scratch", line=8)
    page = tab.page
    set_number(tab, "learning rate α", "0.02")
    expect(page.locator(".lines")).to_contain_text("learning_rate = 0.02")
    expect(position(page)).to_have_text("8 / 9")
    expect(page.locator("tr.now td.lit")).to_have_text("2.36")
    page.get_by_role("radio", name="PyTorch").click()
    tab.settle()
    expect(page.locator(".lines")).to_contain_text("torch.optim.SGD(weights, lr=0.02)")


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_the_script_that_is_downloaded_prints_what_is_on_the_screen(visit: Visit, tmp_path: Path) -> None:
    tab = visit("from_scratch", **{**DEEP, "language": "plain Python", "learning_rate": 0.3, "epochs": 40})
    page = tab.page
    shown = page.locator(".output tr").evaluate_all(
        "all => all.map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    path = saved(page, "Script .py", tmp_path)
    assert path.name == "sigmoid_net_python.py"
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, encoding="utf-8", check=True)
    assert [line.split() for line in done.stdout.splitlines()] == shown
    assert done.stdout.splitlines() == printed(
        chosen_from({**DEEP, "language": "python", "learning_rate": 0.3, "epochs": 40}).setup
    )


@pytest.mark.parametrize("language", ["plain Python", "NumPy"])
def test_the_script_over_examples_runs_by_itself_and_prints_what_is_on_the_screen(
    visit: Visit, tmp_path: Path, language: str
) -> None:
    page = visit("from_scratch", **OR, **WARM, language=language, learning_rate=0.7, epochs=33).page
    shown = page.locator(".output tr").evaluate_all(
        "all => all.map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    path = saved(page, "Script .py", tmp_path)
    done = subprocess.run([sys.executable, "-I", path], capture_output=True, text=True, encoding="utf-8", check=True)
    assert [line.split() for line in done.stdout.splitlines()] == shown


def test_a_setting_is_typed_in_the_panel_and_stands_in_script_and_link(
    visit: Visit, open_page: Callable[..., Tab]
) -> None:
    tab = visit("from_scratch", optimizer="Adam")
    page = tab.page
    page.get_by_role("button", name="More settings").click()
    panel = page.locator(".st-key-rule_settings")
    expect(panel).not_to_contain_text("learning rate")
    set_number(tab, "β₁ for the mean", "0.8")
    expect(page.locator(".lines")).to_contain_text("beta1 = 0.8")
    panel.get_by_label("rate over time").select_option("drops in steps")
    tab.settle()
    expect(page.locator(".lines")).to_contain_text(
        "step_rate = learning_rate * drop**math.floor((step - 1) / drop_every)"
    )
    set_number(tab, "updates between drops", "4")
    expect(page.locator(".lines")).to_contain_text("drop_every = 4.0")
    set_number(tab, "β₁ for the mean", "1")
    expect(panel).to_contain_text("β₁ for the mean: a number from 0 to 0.99999.")
    expect(page.locator(".lines")).to_contain_text("beta1 = 0.8")
    has_address(page, optimizer="Adam", settings="beta1=0.8,schedule=StepDecay,drop_every=4")
    other = open_page(link(tab)).page
    assert script_of(other).inner_text() == script_of(page).inner_text()


def test_an_example_that_is_edited_is_in_script_output_and_link(visit: Visit, open_page: Callable[..., Tab]) -> None:
    tab = visit("from_scratch", **OR, line=3)
    page = tab.page
    expect(page.locator(".said[aria-live]")).to_contain_text("epoch 1 · example 2")
    page.get_by_role("button", name="Data and weights").click()
    set_number(tab, "target y of example 2", "0.5")
    expect(page.locator(".lines")).to_contain_text("(0.0, 1.0, 0.5),")
    state = {**OR, "examples": "typed rows", "rows": "0,0,0;0,1,0.5;1,0,1;1,1,1", "line": 3}
    has_address(page, **state)
    other = open_page(link(tab)).page
    assert script_of(other).inner_text() == script_of(page).inner_text()


def test_the_notebook_that_is_downloaded_is_that_of_what_is_set(visit: Visit, tmp_path: Path) -> None:
    tab = visit("from_scratch", lines="gaps: ∂L/∂w")
    set_number(tab, "epochs", "3")
    path = saved(tab.page, "Notebook", tmp_path)
    assert path.name == "linear_net_python.ipynb"
    assert path.read_bytes() == chosen_from({"lines": "gradients", "epochs": 3}).notebook()
    assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4


def opened_by_its_link(tab: Tab, open_page: Callable[..., Tab], state: dict[str, object]) -> Page:
    """The page in a fresh browser, where it is what it is here."""
    has_address(tab.page, **state)
    other = open_page(link(tab)).page
    assert script_of(other).inner_text() == script_of(tab.page).inner_text()
    has_address(other, **state)
    return other


def test_a_link_opens_the_same_state_in_a_fresh_browser(visit: Visit, open_page: Callable[..., Tab]) -> None:
    state = {
        **DEEP, "activation": "tanh", "biases": "b₁ and b₂", "loss": "(ŷ − y)²", "learning_rate": 0.2, "epochs": 30,
        "x1": 2, "x2": -1, "y": 0.5, "w1": 0.1, "w2": 0.2, "w3": 0.3, "b1": 0.4, "b2": 0.6,
        "lines": "gaps: everything", "line": 5, "epoch": 10, "beside": "graph",
    }  # fmt: skip
    tab = visit("from_scratch", **state)
    other = opened_by_its_link(tab, open_page, state)
    expect(other.locator("svg.standing")).to_be_visible()


def test_a_link_with_everything_off_its_default_opens_the_same_over_examples(
    visit: Visit, open_page: Callable[..., Tab]
) -> None:
    state = {
        "network": "sigmoid", "examples": "typed rows", "rows": "0,0,1;0,1,0;2,0.5,-1", "example": 3,
        "activation": "tanh", "biases": "b₁ and b₂", "loss": "(ŷ − y)²", "optimizer": "NAdam", "learning_rate": 0.2,
        "settings": "beta1=0.8,beta2=0.9,epsilon=0.01,momentum_decay=0.1,schedule=CosineAnnealing,"
        "cosine_updates=20,final_rate=0.01",
        "epochs": 30, "w1": 0.1, "w2": 0.2, "w3": 0.3, "b1": 0.4, "b2": 0.6, "language": "NumPy",
        "lines": "gaps: everything", "line": 5, "epoch": 10, "beside": "graph",
    }  # fmt: skip
    tab = visit("from_scratch", **state)
    opened_by_its_link(tab, open_page, state)


@pytest.mark.parametrize("epoch", ["11", "0", "x", "-1", "<b>"])
def test_an_epoch_without_a_row_is_explained(visit: Visit, epoch: str) -> None:
    page = visit("from_scratch", epoch=epoch, line=2).page
    expect(page.get_by_text(f"The link asks for epoch = {epoch}. It must be a row of the table")).to_be_visible()
    expect(page.locator(".said[aria-live]")).to_contain_text("epoch 1")
    has_address(page, line=2)


def test_nothing_moves_while_lines_light_up(visit: Visit) -> None:
    for asked in ({}, {**DEEP, "beside": "graph"}, {"language": "PyTorch"}):
        page = visit("from_scratch", **asked).page
        place = "svg.standing" if "beside" in asked else ".output"
        tops = set()
        page.locator("h1").click()
        for _ in range(int(position(page).inner_text().split("/")[1]) + 1):
            tops.add((page.locator(place).bounding_box() or {})["y"])
            page.keyboard.press("ArrowRight")
        assert len(tops) == 1


@pytest.mark.parametrize("asked", [{}, {"network": "sigmoid"}, {**OR, **WARM}], ids=["linear", "sigmoid", "OR"])
def test_script_and_output_stand_side_by_side_at_1280_by_720(visit: Visit, asked: dict[str, Any]) -> None:
    page = visit("from_scratch", line=7, **asked).page
    page.set_viewport_size({"width": 1280, "height": 720})
    code, formula, rows = (page.locator(name).bounding_box() for name in (".lines", ".said[aria-live]", ".output"))
    assert code
    assert formula
    assert rows
    assert code["y"] < 330
    assert formula["y"] + formula["height"] < 430
    assert rows["y"] < 500
    assert code["x"] + code["width"] < rows["x"]
    assert page.locator(".output").evaluate("part => part.scrollWidth <= part.clientWidth")
    page.get_by_role("button", name="The same line, in the graph").click()
    expect(page.locator("svg.standing")).to_be_visible()
    expect(page.locator(".output")).to_be_hidden()


@pytest.mark.parametrize("asked", [DEEP, {**OR, **WARM}], ids=["one example", "several"])
def test_on_a_phone_it_is_stacked_and_nothing_scrolls_sideways(visit: Visit, asked: dict[str, Any]) -> None:
    page = visit("from_scratch", line=7, **asked).page
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        tops = [
            (page.locator(name).bounding_box() or {})["y"]
            for name in (".lines", ".said[aria-live]", ".output", "svg.standing")
        ]
        assert tops == sorted(tops)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "asked", [{"line": 7}, {"line": 20, "beside": "graph", **DEEP}, {"learning_rate": 0.06, "epochs": 15}]
)
def test_it_breaks_no_rule_of_contrast_or_names_in_light_and_dark(visit: Visit, asked: dict[str, Any]) -> None:
    tab = visit("from_scratch", **asked)
    for scheme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=scheme)
        tab.settle()
        found = Axe().run(tab.page, context=".st-key-from_scratch").response["violations"]
        assert not [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_folded_away_breaks_no_rule_of_contrast_or_names(
    visit: Visit, scheme: Literal["light", "dark"]
) -> None:
    tab = visit("from_scratch", **OR, **WARM)
    tab.page.emulate_media(color_scheme=scheme)
    tab.settle()
    for name in ("More settings", "Data and weights"):
        tab.page.get_by_role("button", name=name).click()
        expect(tab.page.get_by_test_id("stPopoverBody")).to_be_visible()
        found = Axe().run(tab.page, context='[data-testid="stPopoverBody"]').response["violations"]
        assert not [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]
        tab.page.keyboard.press("Escape")
        expect(tab.page.get_by_test_id("stPopoverBody")).to_be_hidden()


@pytest.mark.parametrize(
    ("screen", "link", "words"),
    [
        ("linear_net", {"w1": 3, "loss": "(ŷ − y)²"}, ["w1, w2 = 3.0, 0.5", "loss = (y_hat - y)**2"]),
        ("gradient_descent", {"learning_rate": 0.02}, ["learning_rate = 0.02", "epochs = 30"]),
        (
            "sigmoid_net",
            {"examples": "typed rows", "rows": "1,2,0;3,4,1", "activation": "tanh", "biases": "b₁ and b₂"},
            ["math.tanh", "3.0, 4.0, 1.0", "b1"],
        ),
    ],
)  # fmt: skip
def test_a_run_of_a_net_opens_as_its_program(
    visit: Visit, screen: str, link: dict[str, object], words: list[str]
) -> None:
    tab = visit(screen, **({} if screen == "gradient_descent" else {"view": "Training"}), **link)
    tab.page.get_by_role("button", name="This run as a program").click()
    expect(tab.page.locator("h1")).to_have_text("From scratch")
    tab.settle()
    expect(tab.page.get_by_test_id("stAlert")).to_have_count(0)
    for said in words:
        expect(tab.page.locator(".st-key-from_scratch .root")).to_contain_text(said)
