"""What `deploy/` says in one file holds in the others. That it works, `python -m benchmarks.behind_nginx` shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import nginx
from tests.browser.helpers import ROOT

DEPLOY = ROOT / "deploy"


def read(name: str) -> str:
    """A file of `deploy/` without its comments."""
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def dealt_out(site: str) -> list[str]:
    """The ports that first visits are dealt out to."""
    return re.findall(r"server 127\.0\.0\.1:(\d+) ", site)


def test_a_cookie_can_name_each_process_and_no_other() -> None:
    named = re.findall(r"(\d+) 127\.0\.0\.1:(\d+);", read("nginx.conf"))
    assert [port for port, _ in named] == [port for _, port in named] == dealt_out(read("nginx.conf"))


def test_two_and_more_processes_are_started_in_each_way_of_starting_them() -> None:
    ports = dealt_out(read("nginx.conf"))
    assert len(ports) >= 2
    assert re.findall(r'PORT: "(\d+)"', read("compose.yaml")) == ports
    as_units = " ".join(f"backprop@{port}" for port in ports)
    for text in ("README.md", "backprop@.service"):
        assert as_units in (DEPLOY / text).read_text(encoding="utf-8")


def test_nginx_talks_to_this_machine_alone() -> None:
    site = read("nginx.conf")
    assert set(re.findall(r"proxy_pass http://([^;]+);", site)) == {"$chosen", "any"}
    assert set(re.findall(r"\d+\.\d+\.\d+\.\d+", site)) == {"127.0.0.1"}
    assert "--server.address 127.0.0.1" in read("backprop@.service")
    assert re.findall(r"ADDRESS: ([\d.]+)", read("compose.yaml")) == ["127.0.0.1"] * len(dealt_out(site))


@pytest.mark.parametrize(
    "line",
    [
        "proxy_http_version 1.1;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_set_header Host $http_host;",  # with its port, or Streamlit takes the page for a stranger
    ],
)
def test_a_websocket_passes_through(line: str) -> None:
    assert line in read("nginx.conf")


@pytest.mark.parametrize(
    ("visitor_and_answer", "is_set"),
    [(" 8501", True), ("8501 8501", False), ("8501 8502", True), ("850 8501", True), ("8501 ", False), (" ", False)],
)
def test_the_cookie_is_set_when_another_process_answers(visitor_and_answer: str, is_set: bool) -> None:
    table = re.search(r'map "\$cookie\S+ \$answered" \$new_cookie \{(.+?)\}', read("nginx.conf"), re.DOTALL)
    assert table
    without = [pattern.replace(r"\k<same>", "(?P=same)") for pattern in re.findall(r'"~(.+?)" "";', table[1])]
    assert len(without) == 2
    found = any(re.search(pattern.replace("(?<", "(?P<"), visitor_and_answer) for pattern in without)
    assert found is not is_set


@pytest.mark.parametrize("name", ["backprop@.service", "Dockerfile"])
def test_a_process_starts_as_the_benchmarks_start_it(name: str) -> None:
    assert " ".join(nginx.AS_DEPLOYED) in read(name)
    assert "-m streamlit run streamlit_app.py --server.headless true" in read(name)


def test_an_image_holds_all_that_the_app_is_made_of() -> None:
    copied = set(re.findall(r"^COPY (\S+)", read("Dockerfile"), re.MULTILINE))
    assert copied == {"requirements.txt", "streamlit_app.py", ".streamlit", "engine", "dashboard", "pages"}
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("ports", [[7001], [7001, 7002, 7003]])
def test_the_benchmark_puts_its_own_ports_into_the_configuration(ports: list[int]) -> None:
    site = nginx.site(7000, ports, Path("elsewhere"))
    assert dealt_out(site) == [str(port) for port in ports]
    assert [f"{port} 127.0.0.1:{port};" in site for port in ports] == [True] * len(ports)
    assert "listen 127.0.0.1:7000;" in site
    assert not re.search(r"850\d|listen 80|/var/", site)
