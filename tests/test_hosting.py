"""The settings for a public address: no details of a fault, no uploads to speak of, no word to anyone else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
# What Streamlit protects by itself; a setting could only take it away.
LEFT_AS_THEY_ARE = ("enableXsrfProtection", "enableCORS", "corsAllowedOrigins", "allowRunOnSave", "maxMessageSize")


@pytest.mark.parametrize(
    ("section", "setting", "value"),
    [
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "toolbarMode", "minimal"),
        ("browser", "gatherUsageStats", False),
        ("server", "showEmailPrompt", False),
    ],
)
def test_a_visitor_is_shown_nothing_of_the_server_and_nobody_hears_of_the_visitor(
    section: str, setting: str, value: object
) -> None:
    assert SETTINGS[section][setting] == value


def test_an_upload_is_small_since_no_screen_takes_one() -> None:
    assert SETTINGS["server"]["maxUploadSize"] == 1
    sources = [
        path.read_text(encoding="utf-8") for folder in ("dashboard", "pages") for path in (ROOT / folder).glob("*.py")
    ]
    takes = re.compile(r"st\.(file_uploader|camera_input|audio_input|chat_input|data_editor)\b")
    assert sources
    assert not any(takes.search(source) for source in sources)


@pytest.mark.parametrize("name", LEFT_AS_THEY_ARE)
def test_what_protects_is_not_switched_off(name: str) -> None:
    assert name not in SETTINGS["server"]


def test_no_secret_and_no_server_of_others_is_in_the_settings() -> None:
    text = (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
    assert not re.search(r"https?://|secret|password|token", text, re.IGNORECASE)
    assert [path.name for path in (ROOT / ".streamlit").iterdir()] == ["config.toml"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_has_a_range_that_a_weekly_job_can_move(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert wanted
    for line in wanted:
        assert re.fullmatch(r"[\w-]+>=\d+(\.\d+)*,<\d+(\.\d+)*", line), line
