"""Faults of a page are seen by every test: the sentence that a visitor gets would hide them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import pytest

from dashboard import broken


@pytest.fixture(scope="session", autouse=True)
def faults_are_seen() -> Iterator[None]:
    """Let Streamlit have what a page raises, and with it `AppTest.exception`."""

    def raise_it(fault: Exception) -> NoReturn:
        raise fault

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(broken, "say", raise_it)
        yield
