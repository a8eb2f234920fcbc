"""The table of lessons and the folder of pages say the same."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.lessons import LESSONS, NUMBERED, find, neighbours

PAGES = Path(__file__).parents[2] / "pages"


def test_each_lesson_has_its_page_and_each_page_its_lesson() -> None:
    lessons, pages = {lesson.stem for lesson in LESSONS}, {page.stem for page in PAGES.glob("*.py")}
    assert lessons == pages, "each file of pages/ has a row in dashboard/lessons.py, and each row its file"


def test_no_two_lessons_share_an_address_or_a_title() -> None:
    assert len({lesson.stem for lesson in LESSONS}) == len({lesson.title for lesson in LESSONS}) == len(LESSONS)


def test_a_page_draws_the_frame_before_anything_else() -> None:
    for page in PAGES.glob("*.py"):
        first, blank, call = page.read_text(encoding="utf-8").split("\n")[:3]
        how = f"{page.name} begins with `from dashboard.app import frame`, an empty line, and `frame()`"
        assert first.startswith("from dashboard.app import frame"), how
        assert (blank, call) == ("", "frame()"), how


def test_the_sections_of_the_navigation_are_not_torn_apart() -> None:
    sections = [lesson.section for lesson in LESSONS]
    assert sections == sorted(sections, key=sections.index)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_lesson_says_itself_in_one_sentence(lesson) -> None:
    assert lesson.goal.endswith(".")
    assert lesson.goal.count(".") == 1


@pytest.mark.parametrize("lesson", NUMBERED, ids=lambda lesson: lesson.stem)
def test_a_numbered_lesson_tells_the_teacher_everything(lesson) -> None:
    missing = [name for name in ("teaches", "cures", "lectures", "can") if not getattr(lesson, name)]
    assert not missing, f"say {', '.join(missing)} of {lesson.stem} in dashboard/lessons.py, or leave its minutes out"


def test_an_address_finds_its_lesson_and_the_empty_or_an_unknown_one_the_first() -> None:
    assert [find(lesson.stem) for lesson in LESSONS] == list(LESSONS)
    assert find("") is find("no such page") is LESSONS[0]


def test_next_and_back_walk_through_all_lessons() -> None:
    assert neighbours(LESSONS[0])[0] is None
    assert neighbours(LESSONS[-1])[1] is None
    for before, after in pairwise(LESSONS):
        assert neighbours(before)[1] is after
        assert neighbours(after)[0] is before
