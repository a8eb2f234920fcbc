"""How smoothly a race plays: frames and moves a second in the browser, and messages to the server (there are none).

`python -m benchmarks.race` prints the table.
"""

from __future__ import annotations

import os

from playwright.sync_api import Page, sync_playwright

from tests.browser.helpers import Server, Tab, launch_chromium

STEPS = 200
OPENED = {
    "map, heights, table": (),
    "and a small map for each": ("A small map for each",),
    "and why each step differed": ("Why did this step differ?",),
    "and effective steps": ("Effective step",),
}

# From the press on Play to the last step: frames that the browser drew, and moves of the player, a second.
COUNT = """(steps) => new Promise((done) => {
  let frames = 0, moves = 0, begun = null;
  const isOver = () => window.lesson.positions.epoch >= steps;
  const frame = () => { frames++; isOver() ? end() : requestAnimationFrame(frame); };
  const moved = () => moves++;
  const end = () => {
    const seconds = (performance.now() - begun) / 1000;
    document.removeEventListener("lesson-position", moved);
    done([frames / seconds, moves / seconds]);
  };
  document.addEventListener("lesson-position", moved);
  begun = performance.now();
  const parts = [...document.querySelectorAll("*")].filter((part) => part.shadowRoot?.querySelector(".player .play"));
  parts[0].shadowRoot.querySelector(".play").click();
  requestAnimationFrame(frame);
})"""


def play(page: Page) -> tuple[float, float]:
    """Play the race once: frames and moves a second."""
    frames, moves = page.evaluate(COUNT, STEPS)
    return float(frames), float(moves)


def main() -> None:
    """Print the table."""
    print(f"{os.cpu_count()} cores, six optimizers, {STEPS} steps, 1440×900\n")
    print("| open | frames a second | moves a second | messages |\n|---|---|---|---|")
    with Server() as server, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for name, folds in OPENED.items():
            tab = Tab(browser.new_page(viewport={"width": 1440, "height": 900}))
            tab.page.goto(server.url("optimizers", steps=STEPS))
            tab.settle()
            for fold in folds:
                tab.page.get_by_text(fold).first.click()
                tab.settle()
            tab.page.wait_for_timeout(2000)
            before = len(tab.sent_frames)
            frames, moves = play(tab.page)
            print(f"| {name} | {frames:.0f} | {moves:.0f} | {len(tab.sent_frames) - before} |")
            tab.page.close()
        browser.close()


if __name__ == "__main__":
    main()
