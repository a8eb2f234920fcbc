"""What every page of the table of lessons must stand, whoever links to it."""

from __future__ import annotations

import pytest

from dashboard.lessons import LESSONS
from tests.pages.visits import visit

each_page = pytest.mark.parametrize("stem", [lesson.stem for lesson in LESSONS])


@each_page
def test_a_page_opens_at_its_defaults(stem: str) -> None:
    at = visit(stem)
    assert not at.warning
    assert not at.error


@each_page
@pytest.mark.parametrize(
    "link",
    [
        {"nobody": "knows me"},
        {"epoch": "many", "step": "<b>"},
        {"epoch": "1e999", "step": "-1"},
        {"embed": "true"},
        {"": ""},
        {"x" * 500: "y" * 5000},
    ],
    ids=lambda link: " ".join(link)[:20] or "empty",
)
def test_a_page_stands_a_link_with_parameters_that_mean_nothing(stem: str, link: dict[str, str]) -> None:
    visit(stem, **link)


def test_the_road_has_a_link_to_each_lesson() -> None:
    at = visit("roadmap")
    assert [link.proto.page for link in at.get("page_link")] == [lesson.stem for lesson in LESSONS if lesson.minutes]
    assert all(lesson.goal in [text.value for text in at.markdown] for lesson in LESSONS if lesson.minutes)
