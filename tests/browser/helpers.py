"""What the browser tests stand on: a real server, and a tab that keeps account of what went on in it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.find_chromium import find_chromium

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
# No file is edited while the tests run, and to watch all folders costs a busy machine more than the pages do.
CALM = ("--server.fileWatcherType", "none")
PATIENCE = 30  # seconds until a server that does not start, or a page that does not come to rest, is a failure

# Connected, nothing running, nothing half drawn.
AT_REST = (
    '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
    ':not(:has([data-testid="stStatusWidget"], [data-testid="stSkeleton"]))'
)
# On a deep link Streamlit looks for its server below the page first, in vain, then at the root; the
# browser prints these two 404s on any app.
PROBE = re.compile(r":\d+/[^/]+/_stcore/(health|host-config)$")


FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No test reaches the network, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def launch_chromium(playwright: Playwright) -> Browser:
    """The browser that this machine has. Not finding one is an error, never a skip."""
    # Chromium's sandbox refuses to run as root.
    flags = [*FLAGS, "--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=find_chromium(), args=flags)


class Server:
    """`streamlit run` in a process of its own. Use it in a `with`: it always stops what it started."""

    def __init__(self, *options: str, root: Path = ROOT) -> None:
        self.port = free_port()
        where = ("--server.headless", "true", "--server.address", HOST, "--server.port", str(self.port))
        self.command = (sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *where, *options)
        self.root = root
        self.is_to_raise = False  # a test that breaks the app on purpose says so

    def __enter__(self) -> Server:
        self._folder = tempfile.TemporaryDirectory()
        self._log = Path(self._folder.name, "server.log")
        environment = {**os.environ, "PYTHONUTF8": "1"}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.root, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        log = self.stop()
        assert self.is_to_raise or "Traceback" not in log, f"The server's log has a traceback:\n{log}"

    def url(self, path: str = "", **params: object) -> str:
        """The address of a page, with its state as query parameters."""
        return f"http://{HOST}:{self.port}/{path}" + (f"?{urlencode(params)}" if params else "")

    def log(self) -> str:
        """What the server has printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> str:
        """End the process, by force if it does not listen, and give back its log."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with self._folder:
            return self.log()

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url("_stcore/health"), timeout=PATIENCE):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"The server did not start. Its log:\n{self.log()}")


class Tab:
    """A page in the browser, and what it said, asked for and sent.

    `errors` (console and page), `requests` (addresses, websockets too) and `sent_frames` (the kind of
    each message to the server, "rerun_script" above all) are plain lists. A test that provokes an
    error on purpose clears `errors` afterwards.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.sent_frames: list[str] = []
        self._answered = True
        self._frames = 0
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"page: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", self._listen)

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not PROBE.search(said.location["url"]):
            self.errors.append(f"console: {said.text} ({said.location['url']})")

    def _listen(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        kind = BackMsg.FromString(frame).WhichOneof("type") if isinstance(frame, bytes) else "text"
        self.sent_frames.append(str(kind))
        self._frames += 1
        self._answered = self._answered and kind != "rerun_script"

    def _received(self, frame: str | bytes) -> None:
        self._frames += 1
        message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        if message.WhichOneof("type") == "script_finished":
            # A run that was cut short for a newer one is no answer yet.
            self._answered = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def settle(self, quiet: int = 300) -> None:
        """Wait until Streamlit has answered, has drawn, and `quiet` ms have passed without a message.

        The quiet time is longer than any widget waits before it sends what was done to it.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.page.locator(AT_REST).wait_for(state="attached", timeout=PATIENCE * 1000)
            before = self._frames
            self.page.wait_for_timeout(quiet)
            if self._answered and self._frames == before and self.page.locator(AT_REST).count():
                return
        raise AssertionError(f"The page did not come to rest in {PATIENCE} s: {self.page.url}")

    @contextmanager
    def sends_nothing(self) -> Iterator[None]:
        """What is done inside stays in the browser: not one message to the server."""
        before = len(self.sent_frames)
        yield
        self.settle()
        sent = self.sent_frames[before:]
        assert not sent, f"The page sent to the server: {', '.join(sent)}"

    def complaints(self) -> list[str]:
        """What no page may do: raise, print an error, or talk to anyone but our server."""
        strangers = [url for url in self.requests if urlsplit(url).hostname not in (HOST, None)]
        return self.errors + [f"request to another host: {url}" for url in strangers]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
