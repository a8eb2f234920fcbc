"""Hypothesis without a clock, and faults that are seen: the sentence for a visitor would hide them from a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import pytest
from hypothesis import settings

from dashboard import broken

# A slow machine is no reason for a red test.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def faults_are_seen() -> Iterator[None]:
    """Let Streamlit have what a page raises, and with it `AppTest.exception`."""

    def raise_it(fault: Exception) -> NoReturn:
        raise fault

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(broken, "say", raise_it)
        yield
