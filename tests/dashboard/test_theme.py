"""One colour a role: the same in the settings, that charts take them from, and in the theme; and legible."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.theme import (
    COLOURS,
    OPTIMIZER_LETTERS,
    OPTIMIZER_SHAPES,
    OPTIMIZER_SVG,
    OPTIMIZERS,
    ROLES,
    css_variables,
)
from tests.dashboard.colour_sight import SIGHTS, difference

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
each_mode = pytest.mark.parametrize("mode", ["light", "dark"])


def variables(mode: str) -> dict[str, str]:
    """The CSS variables as a browser in that mode reads them."""
    pairs = re.findall(r"--([\w-]+):light-dark\((#\w{6}),(#\w{6})\)", css_variables())
    return {name: light if mode == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_measures_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@each_mode
def test_the_charts_have_the_colours_of_the_roles_in_their_order(mode: str) -> None:
    colours = [variables(mode)[role] for role in ROLES]
    assert SETTINGS[mode]["chartCategoricalColors"] == colours, (
        f"write into .streamlit/config.toml, under [theme.{mode}]: chartCategoricalColors = {json.dumps(colours)}"
    )


@each_mode
@pytest.mark.parametrize(
    ("setting", "variable"),
    [
        ("primaryColor", "primary"),
        ("backgroundColor", "surface"),
        ("secondaryBackgroundColor", "surface-2"),
        ("textColor", "ink"),
        ("borderColor", "line"),
    ],
)
def test_our_own_parts_stand_on_the_same_surfaces_as_streamlits(mode: str, setting: str, variable: str) -> None:
    assert SETTINGS[mode][setting] == variables(mode)[variable]


@each_mode
@pytest.mark.parametrize("role", [*ROLES, "ink"])
def test_every_role_can_be_read_on_the_page(mode: str, role: str) -> None:
    assert contrast(variables(mode)[role], variables(mode)["surface"]) >= 4.5


@each_mode
@pytest.mark.parametrize("role", ["forward", "gradient", "weight", "target", "neutral", "ink"])
@pytest.mark.parametrize("surface", ["surface-2", "lit"])
def test_small_text_can_be_read_in_boxes_and_on_what_is_lit(mode: str, role: str, surface: str) -> None:
    assert contrast(variables(mode)[role], variables(mode)[surface]) >= 4.5


@each_mode
def test_the_large_bold_text_of_the_loss_can_be_read_in_boxes(mode: str) -> None:
    assert contrast(variables(mode)["loss"], variables(mode)["surface-2"]) >= 3


@each_mode
@pytest.mark.parametrize("surface", ["surface", "surface-2"])
def test_the_border_of_a_field_can_be_seen_inside_and_outside(mode: str, surface: str) -> None:
    assert contrast(variables(mode)["edge"], variables(mode)[surface]) >= 3


@each_mode
def test_white_can_be_read_on_the_primary_buttons(mode: str) -> None:
    assert contrast("#FFFFFF", variables(mode)["primary"]) >= 4.5


@each_mode
def test_no_two_roles_share_a_colour(mode: str) -> None:
    found = variables(mode)
    assert all(found[one] != found[other] for one, other in combinations(ROLES, 2))


@each_mode
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_path_of_an_optimizer_can_be_seen_on_the_highest_shade_of_a_map(mode: str, optimizer: str) -> None:
    assert contrast(variables(mode)[optimizer], SETTINGS[mode]["chartSequentialColors"][-1]) >= 3


def test_colour_differences_are_those_of_the_published_check_values() -> None:
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=5e-5)
    assert difference((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=5e-5)
    assert difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=5e-5)


def nearest(mode: str, sight: str, names: tuple[str, ...]) -> float:
    """The CIEDE2000 difference of the two colours that look most alike to those with this sight."""
    seen = [SIGHTS[sight](variables(mode)[name]) for name in names]
    return min(difference(one, other) for one, other in combinations(seen, 2))


@each_mode
@pytest.mark.parametrize("sight", SIGHTS)
def test_everybody_can_tell_the_optimizers_apart(mode: str, sight: str) -> None:
    # The first six alone reach 11.9 (light) and 11.6 (dark) over all kinds of sight; the ten reach 11.5 and 11.6. Among
    # ten there is no room for an eleventh as far off: each has a shape, too.
    how = "python -m tests.dashboard.find_colour tells the colours that are furthest from all others"
    assert nearest(mode, sight, OPTIMIZERS[:10]) >= (15 if sight == "normal" else 11.5), how
    assert nearest(mode, sight, OPTIMIZERS) >= 9, how


def test_every_optimizer_has_a_shape_of_its_own() -> None:
    assert set(OPTIMIZERS) < set(ROLES)
    for shapes in (OPTIMIZER_SHAPES, OPTIMIZER_SVG, OPTIMIZER_LETTERS):
        assert len(set(shapes.values())) == len(OPTIMIZERS), "two optimizers of dashboard/theme.py share a shape"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_shape_fills_its_box_and_stays_inside(optimizer: str) -> None:
    numbers = [float(found) for found in re.findall(r"-?[\d.]+", OPTIMIZER_SVG[optimizer].split("A")[0])]
    assert all(0 <= each <= 24 for each in numbers)
    if "A" not in OPTIMIZER_SVG[optimizer]:  # a circle is not told by its corners
        assert min(max(numbers[at::2]) - min(numbers[at::2]) for at in (0, 1)) > 14


def test_every_variable_of_our_style_sheets_is_defined() -> None:
    used = {
        name
        for sheet in (ROOT / "dashboard").glob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8"))
        if not name.startswith("st-")
    }
    given_by_script = {
        "done",
        "own",
        "shade",
    }  # how far the slider of the player is filled, whose part it is, how high a band
    own = {
        name
        for sheet in (ROOT / "dashboard").glob("*.css")
        for name in re.findall(r"--([\w-]+):", sheet.read_text(encoding="utf-8"))
    }
    assert used - given_by_script - own <= set(variables("light"))
    assert set(COLOURS) <= set(variables("dark"))
