"""Processes of the dashboard behind nginx, set up as `deploy/nginx.conf` says, for as long as a `with` lasts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.browser.helpers import HOST, PATIENCE, ROOT, Server, free_port

SITE = ROOT / "deploy" / "nginx.conf"
# As deploy/ starts a process: without looking after every run whether a file has changed.
AS_DEPLOYED = ("--server.fileWatcherType", "none")

_MAIN = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/site.conf;
}}
"""


def site(listen: int, ports: Sequence[int], cache: Path) -> str:
    """The site's configuration with these ports, and as many processes as there are."""
    text = SITE.read_text(encoding="utf-8")
    text = re.sub(r"listen 80;", f"listen {HOST}:{listen};", text)
    text = re.sub(r"/var/cache/nginx-backprop", str(cache), text)
    for line in (r"    server 127\.0\.0\.1:(\d+) .*\n", r"    (\d+) 127\.0\.0\.1:\d+;\n"):
        first, *others = re.finditer(line, text)
        new = "".join(first[0].replace(first[1], str(port)) for port in ports)
        text = text[: first.start()] + new + text[(others or [first])[-1].end() :]
    return text


@contextmanager
def nginx(ports: Sequence[int]) -> Iterator[int]:
    """Debian's nginx before the processes at `ports`: the port at which it listens."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise SystemExit("There is no nginx: on Debian and Ubuntu, apt install nginx-light brings it.")
    with tempfile.TemporaryDirectory() as name:
        folder, listen = Path(name), free_port()
        user = "user root;" if os.geteuid() == 0 else ""  # who may write into the folder
        (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
        (folder / "site.conf").write_text(site(listen, ports, folder / "cache"), encoding="utf-8")
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            _wait_for(f"http://{HOST}:{listen}/_stcore/health", process)
            yield listen
        finally:
            process.terminate()
            process.wait(timeout=10)


@contextmanager
def processes(count: int) -> Iterator[tuple[int, list[Server]]]:
    """`count` processes of the dashboard behind nginx: its port, and the processes."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(*AS_DEPLOYED)) for _ in range(count)]
        yield stack.enter_context(nginx([server.port for server in servers])), servers


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    raise SystemExit("nginx did not start.")
