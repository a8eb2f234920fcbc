"""Finds the browser that the tests drive, and installs one where that is allowed.

`python -m tests.browser.find_chromium` does both and prints the path. At import it needs the standard
library alone, and it never skips: without a browser the tests fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MISSING = (
    "No browser to run the tests in: install Chromium, Google Chrome or Microsoft Edge, "
    "or set the variable CHROMIUM to the path of one."
)
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
# What a bare system lacks besides: a font that draws ŷ, ∂, α and ₁, and a library of Playwright's driver.
DEBIAN_PACKAGES = ("chromium", "fonts-dejavu-core", "libatomic1")


class BrowserMissingError(RuntimeError):
    """No browser, and none could be installed."""


def find_chromium() -> str:
    """The path of an installed browser; the variable CHROMIUM goes before everything else."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        if answers(wanted):
            return wanted
        raise BrowserMissingError(f"CHROMIUM is set to {wanted}, which does not start as a browser.")
    for path in candidates():
        if answers(path):
            return path
    raise BrowserMissingError(MISSING)


def ensure_chromium() -> str:
    """The path of a browser, installed first if need be."""
    try:
        return find_chromium()
    except BrowserMissingError:
        if os.environ.get("CHROMIUM"):  # somebody's own choice: say that it is wrong, install nothing
            raise
    for install in (install_from_debian, install_from_playwright):
        if install():
            with suppress(BrowserMissingError):
                return find_chromium()
    raise BrowserMissingError(MISSING)


def candidates() -> Iterator[str]:
    """Where a browser may be, the likeliest first."""
    yield from filter(None, map(shutil.which, NAMES))
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (str(folder / f"{name}.app/Contents/MacOS/{name}") for name in MAC)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if variable in os.environ:
            yield from (str(Path(os.environ[variable], place)) for place in WINDOWS)
    # Last, since it starts Playwright to ask it where its own download is.
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    yield output(sys.executable, "-c", ask).strip()


def answers(path: str) -> bool:
    """Is it a browser, and not, say, Ubuntu's wrapper around a snap that is not there?"""
    if not Path(path).is_file():
        return False
    # On Windows --version opens a window instead of an answer.
    return sys.platform == "win32" or any(name in output(path, "--version") for name in ("Chrom", "Edge"))


def output(*command: str) -> str:
    """What a command printed; nothing if it failed."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root without a question; None if that cannot be."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if output("sudo", "-n", "id", "-u").strip() == "0" else None


def install_from_debian() -> bool:
    """Debian's and Ubuntu's own package, where we may install it."""
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    print("No browser found; installing Debian's chromium.", file=sys.stderr)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y"]
    return succeeds(*apt, "update") and succeeds(*apt, "install", "--no-install-recommends", *DEBIAN_PACKAGES)


def install_from_playwright() -> bool:
    """Playwright's own download, with the libraries it needs where we may install those."""
    print("No browser found; asking Playwright for its own.", file=sys.stderr)
    libraries = ["--with-deps"] if sys.platform == "linux" and root_prefix() is not None else []
    return succeeds(sys.executable, "-m", "playwright", "install", *libraries, "chromium")


def succeeds(*command: str) -> bool:
    """Did the command work? What it printed is shown only if it did not."""
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=True,
        )
    except subprocess.CalledProcessError as failure:
        print(failure.stdout, file=sys.stderr)
        return False
    except OSError:
        return False
    return True


if __name__ == "__main__":
    try:
        print(f"Browser for the tests: {ensure_chromium()}")
    except BrowserMissingError as problem:
        sys.exit(str(problem))
