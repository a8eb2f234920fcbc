"""The gradient in the browser: the map is true to scale, and nothing but a new function asks the server."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.helpers import Server, Tab
from tests.browser.lesson import link, query

Visit = Callable[..., Tab]

CHART = ".st-key-chart_gradient_map"
# On the screen, in pixels: the plot, the arrow of the gradient and the contour through the point.
GEOMETRY = """() => {
  const svg = document.querySelector(".st-key-chart_gradient_map svg.marks");
  const onScreen = (element, x, y) => { const m = element.getScreenCTM(); return [m.a * x + m.e, m.d * y + m.f]; };
  const corners = (element) => [...element.getAttribute("d").matchAll(/[ML]([-\\d.e]+),([-\\d.e]+)/g)];
  const ends = (element) => corners(element).map(([, x, y]) => onScreen(element, +x, +y));
  const paths = [...svg.querySelectorAll("g.mark-line path")];
  const width = (path) => Number(path.getAttribute("stroke-width"));
  const frame = svg.querySelector("g.root path.background"), box = frame.getBBox();
  return {
    arrow: ends(paths.findLast((path) => width(path) === 4)),
    contour: ends(paths.find((path) => width(path) === 2.5)),
    plot: [...onScreen(frame, box.x, box.y), ...onScreen(frame, box.x + box.width, box.y + box.height)],
  };
}"""


def sentence(tab: Tab) -> Locator:
    return tab.page.locator(".sentence")


def numbers(tab: Tab) -> Locator:
    """f, ∇f, its length, its direction."""
    return tab.page.locator(".st-key-gradient_words dd")


def has_numbers(tab: Tab, *expected: str) -> None:
    expect(numbers(tab)).to_have_text(expected)


def has_gradient(tab: Tab, text: str) -> None:
    expect(numbers(tab).nth(1)).to_have_text(text)


def set_point(tab: Tab, **point: float) -> None:
    for name, value in point.items():
        tab.page.get_by_label(f"{name}, exact").fill(str(value))
        tab.page.get_by_label(f"{name}, exact").press("Enter")


def drawn(tab: Tab, gradient: str) -> dict[str, Any]:
    """What is on the screen, once the map shows this gradient."""
    expect(tab.page.locator(f"{CHART} svg.marks")).to_contain_text(f"∇f = {gradient}")
    found: dict[str, Any] = tab.page.evaluate(GEOMETRY)
    return found


@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_is_true_to_scale(visit: Visit, width: int) -> None:
    tab = visit("gradient")
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.settle()
    seen = drawn(tab, "(6, 8)")
    left, top, right, bottom = seen["plot"]
    middle = ((left + right) / 2, (top + bottom) / 2)
    radii = [math.hypot(x - middle[0], y - middle[1]) for x, y in seen["contour"]]
    assert max(radii) - min(radii) < 1  # a circle is round
    assert radii[0] == pytest.approx(5 / 6 * min(right - left, bottom - top) / 2, abs=1)

    tab = visit("gradient", fxy="x^2 + 10y^2")
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.settle()
    for point, gradient in (((3, 1), "(6, 20)"), ((-2.5, 1.5), "(−5, 30)"), ((1, -3), "(2, −60)")):
        set_point(tab, x=point[0], y=point[1])
        seen = drawn(tab, gradient)
        (x, y), (x_end, y_end) = seen["arrow"]
        along = (x_end - x, y_end - y)
        # the gradient of x² + 10y², with y upwards: the scales of both axes are the same
        assert math.atan2(-along[1], along[0]) == pytest.approx(math.atan2(20 * point[1], 2 * point[0]), abs=0.01)
        pairs = zip(seen["contour"], seen["contour"][1:], strict=False)
        near = min(pairs, key=lambda pair: math.hypot(pair[0][0] - x, pair[0][1] - y))
        contour = (near[1][0] - near[0][0], near[1][1] - near[0][1])
        cosine = (along[0] * contour[0] + along[1] * contour[1]) / (math.hypot(*along) * math.hypot(*contour))
        assert abs(cosine) < 0.1


def test_the_numbers_of_the_course_and_a_walk_ask_nobody(visit: Visit) -> None:
    tab = visit("gradient")
    has_numbers(tab, "25", "(6, 8)", "10", "53.13°")
    expect(sentence(tab)).to_contain_text("f grows fastest along ∇f = (6, 8): by 10")
    expect(tab.page.get_by_text("a slope of 5 is drawn 1 unit long")).to_be_visible()
    with tab.sends_nothing():
        tab.page.get_by_role("button", name="Walk down").click()
        has_gradient(tab, "(4.8, 6.4)")
        expect(sentence(tab)).to_contain_text("f falls from 25 to 16")
        tab.page.get_by_role("button", name="Undo").click()
        has_gradient(tab, "(6, 8)")
        tab.page.get_by_role("button", name="along the contour").click()
        expect(tab.page.get_by_label("direction, exact")).to_have_value("143.13")
        tab.page.get_by_role("button", name="against ∇f").click()
        expect(tab.page.locator(".st-key-chart_compass svg.marks")).to_have_attribute(
            "aria-label", "The slope against the direction: largest, 10, at 53.13 degrees, zero along the contour, "
            "smallest against it. At 233.1 degrees it is −10."
        )  # fmt: skip


def test_a_click_and_a_drag_move_the_point(visit: Visit) -> None:
    tab = visit("gradient")
    left, top, right, bottom = drawn(tab, "(6, 8)")["plot"]
    unit = 12 / min(right - left, bottom - top)
    with tab.sends_nothing():
        tab.page.mouse.click((left + right) / 2 + 2 / unit, (top + bottom) / 2 - 1 / unit)
        has_gradient(tab, "(4, 2)")
        tab.page.mouse.down()
        tab.page.mouse.move((left + right) / 2, (top + bottom) / 2 + 2 / unit, steps=5)
        tab.page.mouse.up()
        has_gradient(tab, "(0, −4)")


def test_a_tap_moves_the_point_on_a_phone_and_the_page_keeps_its_width(
    server: Server, open_page: Callable[..., Tab]
) -> None:
    tab = open_page(server.url("gradient"), width=390, height=844, touch=True)
    tab.page.locator(CHART).scroll_into_view_if_needed()
    left, top, right, bottom = drawn(tab, "(6, 8)")["plot"]
    with tab.sends_nothing():
        tab.page.touchscreen.tap(left + (right - left) / 4, (top + bottom) / 2)
        expect(numbers(tab).nth(1)).to_contain_text("(−")
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390


def test_where_there_is_no_gradient_it_says_so(visit: Visit) -> None:
    tab = visit("gradient")
    set_point(tab, x=0, y=0)
    expect(sentence(tab)).to_contain_text("no direction")
    expect(numbers(tab).nth(3)).to_have_text("no direction")
    for state, said in (
        ({"fxy": "|x| + |y|", "x": 0, "y": 1}, "A corner: along x the slope is −1"),
        ({"fxy": "ln(x) + y", "x": -1, "y": 1}, "ln is defined for positive numbers only"),
        ({"fxy": "x + sqrt(y)", "x": 1, "y": 0}, "Along y: There is no slope at y = 0: the curve stands upright."),
    ):
        tab = visit("gradient", **state)
        expect(sentence(tab)).to_contain_text(said)
        has_gradient(tab, "(–, –)")


def test_a_link_opens_the_same_state(visit: Visit) -> None:
    tab = visit("gradient", fxy="x^2 + 10y^2", x=3, y=1, angle=120, alpha=0.05)
    for _ in range(3):
        tab.page.get_by_role("button", name="Walk down").click()
    expect(sentence(tab)).to_contain_text("Step 3")
    said = sentence(tab).inner_text(), numbers(tab).all_inner_texts()
    tab = visit("gradient", **query(link(tab)))
    expect(sentence(tab)).to_have_text(said[0])
    has_numbers(tab, *said[1])
    expect(tab.page.get_by_label("direction, exact")).to_have_value("120")
    tab.page.get_by_role("button", name="Clear").click()
    has_gradient(tab, "(6, 20)")
    broken = visit("gradient", x="much", y="1e99", angle="up", alpha="-1", walk="~x~", field="7")
    has_numbers(broken, "25", "(6, 8)", "10", "53.13°")


def test_experiments_set_all_of_their_state_and_reset_brings_it_back(visit: Visit) -> None:
    tab = visit("gradient", angle=30)
    for name, gradient, state in (
        ("downhill misses the minimum", "(6, 20)", {"fxy": "x^2 + 10y^2"}),
        ("Where do all arrows end?", "(−8, 8)", {"fxy": "x^2 + y^2 - 2x + 4y", "field": "1"}),
        ("it jumps across for ever", "(6, 20)", {"fxy": "x^2 + 10y^2", "alpha": "0.1"}),
        ("On the plateau", "(0.001017, 0.0006104)", {"fxy": "1 - e^(-x^2 - y^2)", "x": "2.5", "y": "1.5"}),
    ):
        tab.page.get_by_role("button", name=name).click()
        has_gradient(tab, gradient)
        assert query(link(tab)) == state
    tab.page.get_by_role("button", name="Reset").click()
    has_gradient(tab, "(6, 8)")
    assert query(link(tab)) == {}


def test_a_new_function_keeps_the_direction_in_view_and_link(visit: Visit) -> None:
    tab = visit("gradient", x=1, angle=120, alpha=0.3)
    field = tab.page.get_by_role("textbox", name="Function f(x, y)")
    field.fill("x y")
    field.press("Enter")
    has_gradient(tab, "(1, 2)")
    expect(tab.page.get_by_label("direction, exact")).to_have_value("120")
    assert query(link(tab)) == {"fxy": "x y", "angle": "120"}


def test_your_turn_covers_the_length(visit: Visit) -> None:
    tab = visit("gradient")
    tab.page.get_by_role("button", name="Ask me").click()
    has_numbers(tab, "25", "(6, 8)", "?", "53.13°")
    expect(sentence(tab)).to_contain_text("How fast?")
    for typed, said in (("14", "both partial derivatives are added"), ("10", "By Pythagoras")):
        tab.page.get_by_placeholder("a number").fill(typed)
        tab.page.get_by_role("button", name="Check", exact=True).click()
        expect(tab.page.get_by_text(said)).to_be_visible()
    expect(numbers(tab).nth(2)).to_have_text("10")
