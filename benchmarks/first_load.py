"""How long a screen takes to open, and how many bytes a change of it sends.

`python -m benchmarks.first_load` prints the table: each screen against an almost empty page with Streamlit's defaults,
in a server with the same imports, opened in turn. Cold: a browser that has never been there. Warm: its next page.
"""

from __future__ import annotations

import asyncio
import statistics
import sys

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.processes import machine
from benchmarks.screens import servers
from benchmarks.visitor import Visitor
from dashboard.lessons import LESSONS
from tests.browser.helpers import HOST, launch_chromium

ROUNDS = 6  # the first one warms the servers up
CHANGES = 10
QUIET = 1500  # ms without a change: then the page is there

EMPTY = "empty page, Streamlit's defaults"
PAGES = {
    EMPTY: "",
    "roadmap": "",
    **{lesson.stem: lesson.stem for lesson in LESSONS[1:]},
    "linear_net, Training": "linear_net?view=Training",
    "sigmoid_net, Training": "sigmoid_net?view=Training",
    "gradient_descent, 3-D open": "gradient_descent?space=true",
}

# In the page, from its very beginning: when anything on it last changed.
WATCH = """
  window.changed = 0;
  const seen = new WeakSet();
  const observer = new MutationObserver(() => { window.changed = performance.now(); look(); });
  const options = { subtree: true, childList: true, characterData: true, attributes: true };
  function look() {
    for (const element of document.querySelectorAll("*"))
      if (element.shadowRoot && !seen.has(element)) {
        seen.add(element);
        observer.observe(element.shadowRoot, options);
      }
  }
  observer.observe(document, options);
"""


def opened(context: BrowserContext, url: str) -> float:
    """Open a page, and how many ms after its beginning the last thing on it changed."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(f"performance.now() - window.changed > {QUIET}")
    found: float = page.evaluate("window.changed")
    page.close()
    return found


def cold_and_warm(browser: Browser, url: str) -> tuple[float, float]:
    """In a browser that has never been there, and again."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    times = opened(context, url), opened(context, url)
    context.close()
    return times


async def bytes_sent(port: int, page: str) -> tuple[int, int]:
    """What comes through the wire when the page is opened, and on average when an input is changed."""
    visitor = Visitor(f"{HOST}:{port}", page)
    await visitor.enter()
    first = visitor.received
    await visitor.change()
    before = visitor.received
    for _ in range(CHANGES):
        await visitor.change()
    await visitor.leave()
    return first, (visitor.received - before) // CHANGES


def main() -> None:
    """Print the table."""
    with servers() as (dashboard, empty), sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        where = {name: (empty if name == EMPTY else dashboard) for name in PAGES}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}
        for _ in range(ROUNDS):
            for name, path in PAGES.items():
                times[name].append(cold_and_warm(browser, where[name].url() + path))
        browser.close()
        # a visitor of the benchmark has no address but the page's
        own = [name for name, path in PAGES.items() if "?" not in path]
        sent = {name: asyncio.run(bytes_sent(where[name].port, PAGES[name])) for name in own}
    medians = {
        name: [statistics.median(column) for column in zip(*rows[1:], strict=True)] for name, rows in times.items()
    }
    base = medians[EMPTY]
    print(f"{machine()}, Python {sys.version.split()[0]}, medians of {ROUNDS - 1}\n")
    print("| page | cold, ms | × | warm, ms | × | kB to open | kB a change |\n|---|---|---|---|---|---|---|")
    for name, (cold, warm) in medians.items():
        kilobytes = " | ".join(f"{each / 1000:.1f}" for each in sent[name]) if name in sent else "– | –"
        print(f"| {name} | {cold:.0f} | {cold / base[0]:.2f} | {warm:.0f} | {warm / base[1]:.2f} | {kilobytes} |")


if __name__ == "__main__":
    main()
