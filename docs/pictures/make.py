"""Take the pictures of the README from the running dashboard: `python -m docs.pictures.make`."""

from __future__ import annotations

from pathlib import Path

from docs.pictures.take import dashboard, go, visitor

FOLDER = Path(__file__).parent

# file: (page, its state, width, height)
PICTURES = {
    "linear_net.png": ("linear_net", {"step": 7}, 1280, 1000),
    "optimizers.png": ("optimizers", {"epoch": 12}, 1280, 720),
}


def main() -> None:
    """Open each screen in its state and take its picture."""
    with dashboard() as (server, browser):
        for file, (path, state, width, height) in PICTURES.items():
            tab = visitor(browser, width, height)
            go(tab, server, path, state)
            tab.page.screenshot(path=FOLDER / file)


if __name__ == "__main__":
    main()
