"""Take the pictures of the README from the running dashboard: `python -m docs.pictures.make`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.helpers import Server, Tab, launch_chromium

FOLDER = Path(__file__).parent

# file: (page, its state, width, height)
PICTURES = {
    "linear_net.png": ("linear_net", {"step": 7}, 1280, 1000),
    "optimizers.png": ("optimizers", {"epoch": 12}, 1280, 720),
}


def main() -> None:
    """Open each screen in its state and take its picture."""
    with Server() as server, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for file, (path, state, width, height) in PICTURES.items():
            tab = Tab(browser.new_page(viewport={"width": width, "height": height}))
            tab.page.goto(server.url(path, **state))
            tab.settle()
            tab.page.screenshot(path=FOLDER / file)
        browser.close()


if __name__ == "__main__":
    main()
