"""What is loaded is set aside once, and not again before more is loaded."""

from __future__ import annotations

import gc
import sys
from types import ModuleType

import pytest

from dashboard import collector


def test_what_is_loaded_is_set_aside_once(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(len(sys.modules)))
    monkeypatch.setattr(collector, "_known", 0)
    collector.set_aside_what_is_loaded()
    collector.set_aside_what_is_loaded()
    assert len(frozen) == 1
    monkeypatch.setitem(sys.modules, "a module that a page brings", ModuleType("more"))
    collector.set_aside_what_is_loaded()
    assert len(frozen) == 2


def test_garbage_is_not_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setattr(collector, "_known", 0)
    collector.set_aside_what_is_loaded()
    assert done == ["collect", "freeze"]
