"""Take pictures of every screen, light and dark, on desktop, tablet and phone: `python -m docs.pictures.look`.

They are for a person to look through, in `docs/pictures/look/index.html`, and are not committed. Names of screens as
arguments take only those again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docs.pictures.take import dashboard, go, stretch, visitor
from tests.browser.helpers import Tab
from tests.browser.screens import FOLDS, SCREENS, unfolded

FOLDER = Path(__file__).parent / "look"
WINDOWS = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
SCHEMES = ("light", "dark")
STATES = {**SCREENS, **{f"{path}-unfolded": unfolded(path) for path in FOLDS}}

_STYLE = (
    "body{font:15px sans-serif;margin:1rem}td{vertical-align:top;padding:.3rem}img{width:15vw;border:1px solid #999}"
)


def main() -> None:
    """Take all pictures, or those of the screens that were named, and write the page that shows them."""
    names = sys.argv[1:] or list(STATES)
    unknown = set(names) - set(STATES)
    if unknown:
        sys.exit(f"There is no screen {', '.join(sorted(unknown))}. There are: {', '.join(STATES)}")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "index.html").write_text(index(), encoding="utf-8")
    with dashboard() as (server, browser):
        for device, (width, height) in WINDOWS.items():
            tab = visitor(browser, width, height)
            for name in names:
                tab.page.set_viewport_size({"width": width, "height": height})
                go(tab, server, *STATES[name])
                _take(tab, name, device)
                print(device, name, *tab.complaints(), flush=True)
    print(f"Look at {FOLDER / 'index.html'}")


def _take(tab: Tab, name: str, device: str) -> None:
    for scheme in SCHEMES:
        tab.page.emulate_media(color_scheme=scheme)
        stretch(tab, *WINDOWS[device])
        tab.page.screenshot(path=FOLDER / _file(name, device, scheme))


def _file(name: str, device: str, scheme: str) -> str:
    return f"{name}-{device}-{scheme}.png"


def index() -> str:
    """The page with all pictures: a row a screen, a column a variant; a click shows one as large as it is."""
    variants = [(device, scheme) for device in WINDOWS for scheme in SCHEMES]
    head = "".join(f"<th>{device}, {scheme}</th>" for device, scheme in variants)
    rows = "".join(f"<tr><th>{name}</th>{''.join(map(_cell, _files(name)))}</tr>" for name in STATES)
    table = f"<table><tr><th></th>{head}</tr>{rows}</table>"
    return f"<!doctype html><title>Every screen</title><style>{_STYLE}</style>{table}"


def _files(name: str) -> list[str]:
    return [_file(name, device, scheme) for device in WINDOWS for scheme in SCHEMES]


def _cell(file: str) -> str:
    return f'<td><a href="{file}"><img loading="lazy" src="{file}" alt="{file}"></a></td>'


if __name__ == "__main__":
    main()
