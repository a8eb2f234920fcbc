"""Visits to the app without a browser: a page by its stem and its link, and what was sent to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.controls import NumberInput

ROOT = Path(__file__).parents[2]


def visit(stem: str, **link: str | list[str]) -> AppTest:
    """The page `stem` as a link opens it. Any exception is a failure."""
    at = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=30).run()
    at.switch_page(f"pages/{stem}.py")
    at.query_params.update(link)
    return run(at)


def run(at: AppTest) -> AppTest:
    """Run the page again with what was done to it. Any exception is a failure."""
    at.run()
    assert not at.exception, at.exception[0].message
    return at


def feed(at: AppTest) -> dict[str, Any]:
    """The numbers that the page was sent."""
    (found,) = [part for part in at.get("bidi_component") if part.key == "feed"]
    return dict(json.loads(found.proto.json))


def set_all(at: AppTest, extreme: str) -> AppTest:
    """Every number input at its "min" or its "max"."""
    for control in at.number_input:
        control.set_value(getattr(control, extreme))
    return run(at)


def warnings(at: AppTest) -> list[str]:
    return [warning.value for warning in at.warning]


def press(at: AppTest, label: str) -> AppTest:
    """Click the button that says `label`."""
    next(button for button in at.button if button.label == label).click()
    return run(at)


def each_end(controls: Sequence[object]) -> pytest.MarkDecorator:
    """For `control` and `extreme`: every number input of `controls`, at its minimum and at its maximum."""
    numbers = [control for control in controls if isinstance(control, NumberInput)]
    return pytest.mark.parametrize(
        ("control", "extreme"),
        list(product(numbers, ("minimum", "maximum"))),
        ids=lambda part: getattr(part, "key", part),
    )
