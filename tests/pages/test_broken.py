"""A screen that raises: one sentence in its place, the frame around it stays, and no word of the fault is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import broken, components, derivatives, race, training_view
from dashboard.lessons import LESSONS
from tests.pages.visits import ROOT, run, visit

SAY = broken.say  # what a visitor gets, before any fixture
STOPPED = "This screen has stopped."
SECRET = "a word of the fault"


@pytest.fixture(autouse=True)
def as_in_public(faults_are_seen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broken, "say", SAY)


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], None]:
    """breaks(module, "name"): from now on this function raises."""

    def raise_it(*_: object, **__: object) -> NoReturn:
        raise ValueError(SECRET)

    return lambda module, name: monkeypatch.setattr(module, name, raise_it)


def said(at: AppTest) -> list[str]:
    """All that stands on the page."""
    protos = (getattr(node, "proto", None) for node in at._tree)
    return [str(proto) for proto in protos if proto is not None]


def stopped(at: AppTest) -> int:
    assert not any(told in words for words in said(at) for told in (SECRET, "Traceback (", str(ROOT)))
    return sum(STOPPED in html.proto.body for html in at.get("html"))


@pytest.mark.parametrize("stem", [lesson.stem for lesson in LESSONS])
def test_whatever_a_page_raises_the_frame_stays(stem: str, breaks: Callable[[object, str], None]) -> None:
    breaks(components, "feed")  # every screen sends its numbers
    at = visit(stem)
    assert stopped(at) == 1
    assert "class_tools" in [part.key for part in at.get("bidi_component")]
    assert any(button.label.startswith(("Next", "Back")) for button in at.button)


def test_what_stood_before_the_fault_stays_and_the_next_run_recovers(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(derivatives, "show_stage", lambda function: 1 / 0)
        at = visit("derivatives")
        assert stopped(at) == 1
        assert at.text_input(key="f").value
    run(at)
    assert stopped(at) == 0


@pytest.mark.parametrize(
    ("stem", "module", "name", "link"),
    [("linear_net", training_view, "feed_of", {"view": "Training"}), ("optimizers", race, "_send", {})],
)
def test_a_part_that_runs_alone_says_it_too(
    stem: str, module: object, name: str, link: dict[str, str], breaks: Callable[[object, str], None]
) -> None:
    breaks(module, name)
    assert stopped(visit(stem, **link)) == 1


def test_the_fault_is_in_the_log(breaks: Callable[[object, str], None], caplog: pytest.LogCaptureFixture) -> None:
    breaks(derivatives, "show_stage")
    visit("derivatives")
    assert SECRET in caplog.text
