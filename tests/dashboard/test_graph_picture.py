"""The picture of the graph is text: it can be read, and measured, without a browser."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from dashboard import walkthrough
from dashboard.graph_picture import picture
from engine.backpropagation import edges
from engine.notation import gradient_name
from engine.walk import new_name
from tests.dashboard.nets import Lesson, each_net

KINDS = ("lying", "standing")
each_kind = pytest.mark.parametrize("kind", KINDS)


def drawn(lesson: Lesson, kind: str) -> Element:
    both = ElementTree.fromstring(f"<both>{picture(lesson.network, lesson.walk)}</both>")
    assert [svg.get("class") for svg in both] == list(KINDS)
    return both[KINDS.index(kind)]


def boxes(svg: Element) -> dict[str, Element]:
    """The group of each value, by the name that its number is filled in under."""
    groups = [group for group in svg.iter("g") if "box" in group.get("class", "").split()]
    names = [group.find("text[@class='number']/tspan").get("data-value") for group in groups]
    assert len(names) == len(set(names))
    return dict(zip(names, groups, strict=True))


def rectangle(box: Element) -> tuple[float, float, float, float]:
    """left, top, right, bottom"""
    x, y, width, height = (float(box.find("rect").get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def arrows(svg: Element, direction: str) -> list[Element]:
    return [path for path in svg.iter("path") if path.get("class") == direction]


def ends(path: Element) -> list[tuple[float, float]]:
    """Where a path begins and where it ends."""
    x = y = 0.0
    points = []
    for command, numbers in re.findall(r"([MLHVC])([^MLHVC]*)", path.get("d")):
        values = [float(value) for value in numbers.split()]
        if command == "H":
            x = values[-1]
        elif command == "V":
            y = values[-1]
        else:
            x, y = values[-2:]
        points.append((x, y))
    return [points[0], points[-1]]


def box_at(svg: Element, point: tuple[float, float], reach: float = 6) -> str:
    """The value whose box the point touches."""
    x, y = point
    found = [
        name
        for name, box in boxes(svg).items()
        if (edge := rectangle(box))
        and edge[0] - reach <= x <= edge[2] + reach
        and edge[1] - reach <= y <= edge[3] + reach
    ]
    assert len(found) == 1, f"{point} touches {found}"
    return found[0]


@each_net
@each_kind
def test_every_value_of_the_net_has_one_box(lesson: Lesson, kind: str) -> None:
    assert sorted(boxes(drawn(lesson, kind))) == sorted(lesson.network.values)


@each_net
@each_kind
def test_an_arrow_goes_from_each_value_to_each_that_is_computed_from_it(lesson: Lesson, kind: str) -> None:
    svg = drawn(lesson, kind)
    found = [tuple(box_at(svg, end) for end in ends(path)) for path in arrows(svg, "forward")]
    assert sorted(found) == sorted((edge.source.name, edge.target.name) for edge in edges(lesson.network.loss))


@each_net
@each_kind
def test_an_arrow_goes_back_to_each_value_that_has_a_gradient(lesson: Lesson, kind: str) -> None:
    svg = drawn(lesson, kind)
    found = [tuple(box_at(svg, end) for end in ends(path)) for path in arrows(svg, "backward")]
    expected = [
        (edge.target.name, edge.source.name)
        for edge in edges(lesson.network.loss)
        if edge.source.name in lesson.network.differentiated
    ]
    assert sorted(found) == sorted(expected)
    assert len(list(svg.iterfind("text[@class='local']"))) == len(expected)  # each with its local derivative


@each_net
@each_kind
def test_an_arrow_appears_with_the_step_that_uses_it(lesson: Lesson, kind: str) -> None:
    svg = drawn(lesson, kind)
    keys = {step.key: at for at, step in enumerate(lesson.walk, start=1)}
    for path in arrows(svg, "forward"):
        assert int(path.get("data-step")) == keys[box_at(svg, ends(path)[1])]
    for path in arrows(svg, "backward"):
        assert int(path.get("data-step")) == keys[gradient_name("loss", box_at(svg, ends(path)[1]))]


@each_net
@each_kind
def test_no_box_lies_on_another_or_leaves_the_picture(lesson: Lesson, kind: str) -> None:
    svg = drawn(lesson, kind)
    places = {name: rectangle(box) for name, box in boxes(svg).items()}
    for (one, a), (other, b) in combinations(places.items(), 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1], f"{one} lies on {other}"
    _, _, width, height = map(float, svg.get("viewBox").split())
    for name, (left, top, right, bottom) in places.items():
        assert left >= 0, name
        assert top >= 0, name
        assert right <= width, name
        assert bottom <= height, name


@each_net
@each_kind
def test_the_labels_stand_inside_the_picture(lesson: Lesson, kind: str) -> None:
    svg = drawn(lesson, kind)
    _, _, width, height = map(float, svg.get("viewBox").split())
    for label in svg.iter("text"):
        assert 0 < float(label.get("x")) < width
        assert 0 < float(label.get("y")) < height


@each_net
@each_kind
def test_a_box_shows_its_value_its_gradient_and_what_becomes_of_a_weight(lesson: Lesson, kind: str) -> None:
    for name, box in boxes(drawn(lesson, kind)).items():
        shown = [place.get("data-value") for place in box.iter() if "data-value" in place.attrib]
        net = lesson.network
        has_gradient = name in net.differentiated or name == "loss"
        expected = [name, *([new_name(name)] if name in net.weights else [])]
        assert shown == [*expected, *([gradient_name("loss", name)] if has_gradient else [])]


@each_net
def test_every_marked_place_has_a_number(lesson: Lesson) -> None:
    numbers = walkthrough.feed_of(lesson.network, lesson.optimizer, lesson.values, None)["numbers"]
    for kind in KINDS:
        places = {element.get("data-value") for element in drawn(lesson, kind).iter() if "data-value" in element.attrib}
        assert places
        assert places <= set(numbers)


@each_net
@each_kind
def test_every_box_that_has_a_step_can_be_reached_by_key_and_says_its_name(lesson: Lesson, kind: str) -> None:
    with_steps = {step.about for step in lesson.walk}
    for name, box in boxes(drawn(lesson, kind)).items():
        is_reached = (box.get("tabindex"), box.get("role")) == ("0", "button") and bool(box.get("aria-label"))
        assert is_reached == (name in with_steps)


@each_net
def test_the_two_pictures_share_no_id(lesson: Lesson) -> None:
    ids = [element.get("id") for kind in KINDS for element in drawn(lesson, kind).iter() if "id" in element.attrib]
    assert ids
    assert len(ids) == len(set(ids))


@each_net
@each_kind
def test_the_picture_says_the_net_in_words(lesson: Lesson, kind: str) -> None:
    assert "L = " in drawn(lesson, kind).get("aria-label")
    assert "ŷ = " in drawn(lesson, kind).get("aria-label")
