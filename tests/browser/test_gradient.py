"""The gradient in the browser: the map is true to scale, and nothing but a new function asks the server."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import Server, Tab
from tests.browser.lesson import link

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


def sentence(tab: Tab) -> str:
    return str(tab.page.locator(".sentence").inner_text())


def numbers(tab: Tab) -> list[str]:
    return tab.page.locator(".st-key-gradient_words dd").all_inner_texts()


def set_point(tab: Tab, **point: float) -> None:
    for name, value in point.items():
        tab.page.get_by_label(f"{name}, exact").fill(str(value))
        tab.page.get_by_label(f"{name}, exact").press("Enter")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_arrow_is_at_right_angles_to_the_contour_on_the_screen(
    server: Server, open_page: Callable[..., Tab], width: int
) -> None:
    tab = open_page(server.url("gradient", fxy="x^2 + 10y^2"), width=width)
    for point in [(3, 1), (-2.5, 1.5), (1, -3)]:
        set_point(tab, x=point[0], y=point[1])
        tab.page.wait_for_timeout(200)
        drawn = tab.page.evaluate(GEOMETRY)
        (x, y), (x_end, y_end) = drawn["arrow"]
        along = (x_end - x, y_end - y)
        # the gradient of x² + 10y², with y upwards: the scales of both axes are the same
        assert math.atan2(-along[1], along[0]) == pytest.approx(math.atan2(20 * point[1], 2 * point[0]), abs=0.01)
        pairs = zip(drawn["contour"], drawn["contour"][1:], strict=False)
        near = min(pairs, key=lambda pair: math.hypot(pair[0][0] - x, pair[0][1] - y))
        contour = (near[1][0] - near[0][0], near[1][1] - near[0][1])
        cosine = (along[0] * contour[0] + along[1] * contour[1]) / (math.hypot(*along) * math.hypot(*contour))
        assert abs(cosine) < 0.1


@pytest.mark.parametrize("width", [1440, 390])
def test_a_circle_is_round(server: Server, open_page: Callable[..., Tab], width: int) -> None:
    drawn = open_page(server.url("gradient"), width=width).page.evaluate(GEOMETRY)
    left, top, right, bottom = drawn["plot"]
    middle = ((left + right) / 2, (top + bottom) / 2)
    radii = [math.hypot(x - middle[0], y - middle[1]) for x, y in drawn["contour"]]
    assert max(radii) - min(radii) < 1
    assert radii[0] == pytest.approx(5 / 6 * min(right - left, bottom - top) / 2, abs=1)


def test_the_numbers_of_the_course(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("gradient"))
    assert numbers(tab) == ["25", "(6, 8)", "10", "53.13°"]
    assert "f grows fastest along ∇f = (6, 8): by 10" in sentence(tab)
    expect(tab.page.get_by_text("a slope of 5 is drawn 1 unit long")).to_be_visible()


def test_click_drag_and_walk_ask_nobody(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("gradient"))
    left, top, right, bottom = tab.page.evaluate(GEOMETRY)["plot"]
    unit = 12 / min(right - left, bottom - top)
    with tab.sends_nothing():
        tab.page.mouse.click((left + right) / 2 + 2 / unit, (top + bottom) / 2 - 1 / unit)
        x, y = (float(value) for value in re.findall(r"-?[\d.]+", numbers(tab)[1].replace("−", "-")))
        assert (x, y) == pytest.approx((4, 2), abs=3 * unit)
        tab.page.mouse.down()
        tab.page.mouse.move((left + right) / 2, (top + bottom) / 2 + 2 / unit, steps=5)
        tab.page.mouse.up()
        x, y = (float(value) for value in re.findall(r"-?[\d.]+", numbers(tab)[1].replace("−", "-")))
        assert (x, y) == pytest.approx((0, -4), abs=3 * unit)
        set_point(tab, x=3, y=4)
        tab.page.get_by_role("button", name="Walk down").click()
        assert numbers(tab)[1] == "(4.8, 6.4)"
        assert "f falls from 25 to 16" in sentence(tab)
        tab.page.get_by_role("button", name="Undo").click()
        assert numbers(tab)[1] == "(6, 8)"
        tab.page.get_by_role("button", name="along the contour").click()
        tab.page.get_by_role("button", name="along ∇f").click()
    assert "10" in tab.page.locator(f"{CHART} svg.marks").get_attribute("aria-label")  # type: ignore[operator]


def test_a_tap_moves_the_point_on_a_phone_and_the_page_keeps_its_width(
    server: Server, open_page: Callable[..., Tab]
) -> None:
    tab = open_page(server.url("gradient"), width=390, height=844, touch=True)
    tab.page.locator(CHART).scroll_into_view_if_needed()
    left, top, right, bottom = tab.page.evaluate(GEOMETRY)["plot"]
    with tab.sends_nothing():
        tab.page.touchscreen.tap(left + (right - left) / 4, (top + bottom) / 2)
    assert numbers(tab)[1].startswith("(−")
    assert tab.page.evaluate("document.documentElement.scrollWidth") == 390


def test_where_there_is_no_gradient_it_says_so(server: Server, open_page: Callable[..., Tab]) -> None:
    flat = open_page(server.url("gradient"))
    set_point(flat, x=0, y=0)
    assert "no direction" in sentence(flat)
    assert numbers(flat)[3] == "no direction"
    corner = open_page(server.url("gradient", fxy="|x| + |y|", x=0, y=1))
    assert "A corner" in sentence(corner)
    undefined = open_page(server.url("gradient", fxy="ln(x) + y", x=-1, y=1))
    assert "ln is defined for positive numbers only" in sentence(undefined)


def test_a_link_opens_the_same_state(server: Server, open_page: Callable[..., Tab]) -> None:
    first = open_page(server.url("gradient", fxy="x^2 + 10y^2", x=3, y=1, angle=120, alpha=0.05))
    for _ in range(3):
        first.page.get_by_role("button", name="Walk down").click()
    said = sentence(first), numbers(first)
    second = open_page(link(first))
    assert (sentence(second), numbers(second)) == said
    second.page.get_by_role("button", name="Clear").click()
    assert numbers(second)[1] == "(6, 20)"
    broken = open_page(server.url("gradient", x="much", y="1e99", angle="up", alpha="-1", walk="~x~", field="7"))
    assert numbers(broken) == ["25", "(6, 8)", "10", "53.13°"]


def test_an_experiment_sets_the_point_and_a_new_function_its_own(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("gradient"))
    tab.page.get_by_role("button", name="downhill misses the minimum").click()
    tab.settle()
    assert numbers(tab)[1] == "(6, 20)"


def test_your_turn_covers_the_length(server: Server, open_page: Callable[..., Tab]) -> None:
    tab = open_page(server.url("gradient"))
    tab.page.get_by_role("button", name="Ask me").click()
    assert numbers(tab)[2] == "?"
    assert "How fast?" in sentence(tab)
    tab.page.get_by_placeholder("a number").fill("14")
    tab.page.get_by_role("button", name="Check").click()
    expect(tab.page.get_by_text("both partial derivatives are added")).to_be_visible()
    tab.page.get_by_placeholder("a number").fill("10")
    tab.page.get_by_role("button", name="Check").click()
    expect(tab.page.get_by_text("By Pythagoras")).to_be_visible()
    assert numbers(tab)[2] == "10"
