"""The one thing that must not happen: no browser, and the tests pass all the same."""

import sys
from pathlib import Path

import pytest

from tests.browser import find_chromium


@pytest.fixture(autouse=True)
def empty_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(find_chromium, "candidates", lambda: iter(()))
    monkeypatch.setattr(find_chromium, "install_from_debian", lambda: False)
    monkeypatch.setattr(find_chromium, "install_from_playwright", lambda: False)


def test_no_browser_and_no_way_to_install_one_is_one_clear_sentence() -> None:
    with pytest.raises(find_chromium.BrowserMissingError, match="install Chromium, Google Chrome or Microsoft Edge"):
        find_chromium.ensure_chromium()


def test_the_variable_is_named_when_it_points_at_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(find_chromium.BrowserMissingError, match="CHROMIUM is set to /no/such/browser"):
        find_chromium.ensure_chromium()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' browsers cannot be asked for their version")
def test_a_wrapper_that_only_says_what_to_install_is_no_browser(tmp_path: Path) -> None:
    wrapper = tmp_path / "chromium"
    wrapper.write_text("#!/bin/sh\necho 'Chromium: please install the snap' >&2\nexit 1\n")
    wrapper.chmod(0o755)
    assert not find_chromium.answers(str(wrapper))
