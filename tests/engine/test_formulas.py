import math
import re

import pytest

from engine.formulas import (
    latex,
    latex_part,
    latex_place,
    latex_places,
    mathml,
    number,
    place,
    text,
    text_part,
    text_places,
)
from engine.graph import apply, topological, variable
from engine.networks import linear, sigmoid

A, B = variable("a"), variable("b")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (162.0, "162"),
        (-18.0, "−18"),
        (0.1025805187, "0.1026"),
        (-0.01318769734, "−0.01319"),
        (4.723547014e-7, "4.724·10⁻⁷"),
        (-1.5e12, "−1.5·10¹²"),
        (0.0, "0"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (100.0, "100"),
        (10000.0, "10000"),
        (-99999.0, "−99999"),
        (100000.0, "1·10⁵"),
        (12345.6, "1.235·10⁴"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "not a number"),
    ],
)
def test_a_number_is_written_for_the_eye(value: float, written: str) -> None:
    assert number(value) == written


def test_more_digits_can_be_asked_for() -> None:
    assert number(107.76294432, digits=11) == "107.76294432"


def test_the_linear_net_s_formulas_are_those_of_the_course() -> None:
    values, gradients = linear().values, linear().gradients
    assert latex(values["h"]) == r"w_{1} \cdot x"
    assert latex(values["loss"]) == r"\tfrac{1}{2}\left(\hat{y} - y\right)^{2}"
    assert latex(gradients["w1"]) == r"\frac{\partial L}{\partial h} \cdot x"
    assert text(gradients["y_hat"]) == "ŷ − y"
    assert text(values["loss"]) == "½(ŷ − y)²"


def test_the_sigmoid_s_derivative_is_written_with_its_own_value() -> None:
    assert text(sigmoid().gradients["z1"]) == "∂L/∂h₁ · h₁ · (1 − h₁)"
    assert latex(sigmoid().values["h1"]) == r"\sigma\left(z_{1}\right)"


def test_numbers_are_put_in_and_negative_ones_get_brackets_after_a_sign() -> None:
    gradients = linear().gradients
    assert latex(gradients["w2"], {"dL_dy_hat": -18.0, "h": 4.0}) == r"-18 \cdot 4"
    assert latex(gradients["w2"], {"dL_dy_hat": 4.0, "h": -8.0}) == r"4 \cdot \left(-8\right)"
    assert latex(linear().values["loss"], {"y_hat": -2.0, "y": -20.0}) == (
        r"\tfrac{1}{2}\left(-2 - \left(-20\right)\right)^{2}"
    )


def test_a_name_without_a_number_stays_a_symbol() -> None:
    assert latex(linear().values["h"], {"x": 2.0}) == r"w_{1} \cdot 2"


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (apply("divide", A, B + 1), r"\frac{a}{b + 1}"),
        (A * (A / B), r"a \cdot \frac{a}{b}"),
        (-(A / B), r"-\frac{a}{b}"),
        ((A / B) ** 2, r"{\left(\frac{a}{b}\right)}^{2}"),
        (apply("exp", A) ** 2, r"{\left(e^{a}\right)}^{2}"),
        (A - (B - 1), r"a - \left(b - 1\right)"),
        ((A + B) * A, r"\left(a + b\right) \cdot a"),
        ((-A) ** 2, r"{\left(-a\right)}^{2}"),
        (-(A**2), r"-{a}^{2}"),
        (A ** (B + 1), r"{a}^{b + 1}"),
        (apply("sqrt", apply("abs", A)), r"\sqrt{\left|a\right|}"),
        (A * 1e-7, r"a \cdot 1\cdot 10^{-7}"),
        (apply("power", 1e-7, A), r"{\left(1\cdot 10^{-7}\right)}^{a}"),
    ],
)
def test_latex_has_the_brackets_that_it_needs_and_no_others(node, written: str) -> None:
    assert latex(node) == written


def test_a_part_of_something_larger_is_its_name_or_gets_the_brackets_that_it_needs() -> None:
    assert text_part(linear().gradients["h"], "product") == "∂L/∂h"
    assert latex_part(linear().gradients["h"], "product") == r"\frac{\partial L}{\partial h}"
    assert text_part(A + B, "product") == "(a + b)"
    assert text_part(A + B) == "a + b"
    assert latex_part(A + B, "product") == r"\left(a + b\right)"
    assert text_part(A * B, "product") == "a · b"


def test_places_for_numbers_carry_the_names_of_the_values() -> None:
    html = text_places(linear().gradients["w1"])
    assert html == f"{place('dL_dh')} · {place('x', guarded=True)}"


@pytest.mark.parametrize("network", [linear(), sigmoid(), linear("squared")])
def test_mathml_has_a_place_for_every_value_of_the_formula(network) -> None:
    written = {**network.values, **network.gradients}
    for node in (node for node in written.values() if node.inputs):
        below = topological([node], stop=lambda part, node=node: part is not node and part.name is not None)
        html = mathml(latex_places(node))
        assert set(re.findall('data-value="(.*?)"', html)) == {part.name for part in below if part is not node} - {None}
        assert "@" not in html


def test_mathml_marks_where_a_negative_number_needs_brackets() -> None:
    written = mathml(latex_places(linear().gradients["y_hat"]))
    assert '<mn data-value="y_hat"></mn>' in written
    assert '<mn data-value="y" data-guarded></mn>' in written


def test_a_hat_is_an_accent() -> None:
    assert "&#x2C6;" in mathml(latex(linear().values["loss"]))


def test_a_place_survives_names_with_underscores() -> None:
    assert 'data-value="dL_dy_hat"' in mathml(latex_place("dL_dy_hat").text)
