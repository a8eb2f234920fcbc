"""Several visitors at once, and the way from lesson to lesson out of a changed state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import Server, Tab


def test_visitors_who_change_tabs_at_once_do_not_disturb_one_another(
    fresh_server: Server, open_page: Callable[..., Tab]
) -> None:
    tabs = [open_page(fresh_server.url("linear_net")) for _ in range(4)]
    for turn in range(6):
        for tab in tabs:  # nobody waits for anybody
            tab.page.get_by_role("tab", name="Training" if turn % 2 == 0 else "One step").click(no_wait_after=True)
    for tab in tabs:
        expect(tab.page.locator(".st-key-walkthrough .sentence")).to_contain_text("Given are")
        expect(tab.page.get_by_text("encountered an error")).to_have_count(0)


@pytest.mark.parametrize("state", [{"x": 3}, {"view": "Training"}, {"ask": "h"}])
def test_the_keys_lead_on_from_a_changed_state(
    server: Server, open_page: Callable[..., Tab], state: dict[str, object]
) -> None:
    tab = open_page(server.url("linear_net", **state))
    tab.page.keyboard.press("p")
    expect(tab.page.get_by_role("heading", name="Chain rule", level=1)).to_be_visible()
    expect(tab.page.get_by_text("encountered an error")).to_have_count(0)
