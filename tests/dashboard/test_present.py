"""What a link says of a page in front of a class, and which numbers it may cover."""

from __future__ import annotations

import pytest

from dashboard import hiding, present
from engine import networks


def test_a_link_that_asks_for_it_is_large_before_any_script_has_started() -> None:
    at_once = present.style({"present": "1"}, is_embedded=False)
    assert ":root:not([data-present=off])" in at_once
    assert "[data-present=on]" not in at_once
    assert "[data-folded=on]" in at_once
    assert "[data-folded=on]" not in present.style({"present": "1", "controls": "0"}, is_embedded=False)


@pytest.mark.parametrize("link", [{}, {"present": "0"}, {"present": "yes"}, {"embed": "true"}])
def test_any_other_link_leaves_it_to_the_script(link: dict[str, str]) -> None:
    assert not present.is_asked(link)
    assert ":not([data-present=off])" not in present.style(link, is_embedded=False)


def test_only_an_embedded_page_gets_the_style_of_one() -> None:
    assert present.style({}, is_embedded=True) != present.style({}, is_embedded=False)


def test_the_gradients_of_the_linear_net_are_covered_and_its_start_is_not() -> None:
    assert hiding.derivatives(networks.linear()) == {
        "dL_dy_hat": "∂L/∂ŷ",
        "dL_dh": "∂L/∂h",
        "dL_dw1": "∂L/∂w₁",
        "dL_dw2": "∂L/∂w₂",
    }


def test_local_derivatives_are_covered_unless_they_are_values_of_the_net() -> None:
    covered = hiding.derivatives(networks.sigmoid())
    assert {"dL_dw3", "dh1_dz1", "dy_hat_dz2"} <= covered.keys()
    assert not covered.keys() & networks.sigmoid().values.keys()
    assert "dL_dL" not in covered


def test_over_several_examples_the_means_are_covered_too() -> None:
    net = networks.sigmoid(over_examples=True)
    assert hiding.derivatives(net)["mean_dL_dw1"] == "mean ∂L/∂w₁"
