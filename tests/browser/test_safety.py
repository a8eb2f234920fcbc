"""In public: nothing typed or linked becomes part of a page, a broken part stays alone, a lost server comes back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from dashboard.lessons import LESSONS
from tests.browser.helpers import HOST, ROOT, Server, Tab
from tests.browser.lesson import box, has_address, has_frame, set_number
from tests.pages.moves import ALSO_IN_LINK

Visit = Callable[..., Tab]
StartServer = Callable[..., Server]
MARKUP = (
    "<img src=reached onerror=reached=1><script>reached=1</script>![x](https://reached.example/x.png)"
    "[x](https://reached.example) $\\href{https://reached.example}{x}$ :material/bug_report: :red[reached]"
)
# The address and the marks of an element that was made of such a text, wherever it is.
ELEMENTS = """() => {
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const marks = [...element.attributes].filter(({name}) => ["src", "href", "onerror"].includes(name));
      const text = element.textContent;
      const kind = element.tagName;
      if (kind !== "LINK" && marks.some(({value}) => value.includes("reached"))) found.push(element.outerHTML);
      if (element.dataset.testid === "stIconMaterial" && text === "bug_report") found.push("an icon");
      if (element.className === "katex" && text.includes("reached")) found.push("a formula");
      if (kind === "SPAN" && text === "reached" && element.style.color) found.push("a colour");
      if (kind === "SCRIPT" && text === "reached=1") found.push("a script");
    }
  };
  look(document);
  return [...found, ...(window.reached ? ["it ran"] : [])];
}"""
each_page = pytest.mark.parametrize("stem", [lesson.stem for lesson in LESSONS])
# Questions and further fields are on the page only where a link asks for them.
FIELDS_OF = {
    "linear_net": {"ask": "∂L/∂w₁"},
    "gradient_descent": {"ask": "∂L/∂w₁"},
    "sigmoid_net": {"ask": "∂L/∂w₁", "examples": "typed rows"},
    "optimizers": {"landscape": "your own", "ask": "Adam"},
}


# Where numbers alone can be set there is nothing to type a text into.
FEWEST_FIELDS = {"roadmap": 0, "from_scratch": 0, "optimizers": 2}


def path_of(stem: str) -> str:
    """The address of a page: the first one is at the root."""
    return "" if stem == LESSONS[0].stem else stem


def plain(page: Page) -> None:
    assert page.evaluate(ELEMENTS) == []


def open_all(tab: Tab) -> None:
    """Open everything that is folded away, and what has a field only after a click."""
    closed = "[data-testid=stExpander] details:not([open]) summary, .st-key-turn .root button"
    tab.page.locator(closed).evaluate_all("found => found.forEach((each) => each.click())")
    tab.settle()


def test_elements_made_of_text_are_found(visit: Visit) -> None:
    page = visit("derivatives").page
    plain(page)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p><a href=\"https://reached.example\">x</a></p>')")
    assert page.evaluate(ELEMENTS)


@each_page
def test_what_a_link_says_is_never_markup(visit: Visit, stem: str) -> None:
    names = {*ALSO_IN_LINK, "fxy", "fxyz", "pieces", "w1", "x", "loss", "landscape", "network", "language", "examples"}
    tab = visit(path_of(stem), **dict.fromkeys(sorted(names - {"embed"}), MARKUP))
    has_frame(tab.page)
    plain(tab.page)


@each_page
def test_what_is_typed_is_never_markup(visit: Visit, stem: str) -> None:
    tab = visit(path_of(stem), **FIELDS_OF.get(stem, {}))
    open_all(tab)
    fields = tab.page.locator("input[type=text], input:not([type]), textarea").locator(":scope:not([tabindex='-1'])")
    typed = 0
    for field in fields.all():
        if field.is_visible() and field.is_editable() and not field.get_attribute("role"):
            field.fill(MARKUP)
            field.press("Enter")
            plain(tab.page)
            typed += 1
    tab.settle()
    plain(tab.page)
    assert typed >= FEWEST_FIELDS.get(stem, 1)


def app_with(folder: Path, before: str = "", **scripts: str) -> Path:
    """A copy of the app that does `before` first, and whose scripts of the dashboard are others."""
    for name in ("dashboard", "engine", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, script in scripts.items():
        (folder / "dashboard" / f"{name}.js").write_text(script, encoding="utf-8")
    (folder / "streamlit_app.py").write_text(f"{before}\nfrom dashboard.app import main\n\nmain()\n", encoding="utf-8")
    return folder


UNLUCKY = """
from dashboard import net_screen

if not hasattr(net_screen, "unbroken"):
    net_screen.unbroken = net_screen._send

    def send(screen, chosen, view):
        if chosen.start["w1"] == 13:
            raise ValueError("a word of the fault")
        net_screen.unbroken(screen, chosen, view)

    net_screen._send = send
"""


def test_a_number_that_breaks_a_screen_leaves_the_frame_and_the_way_back(
    start_server: StartServer, open_page: Callable[..., Tab], tmp_path: Path
) -> None:
    server = start_server(root=app_with(tmp_path, UNLUCKY))
    server.is_to_raise = True
    tab = open_page(server.url("linear_net"))
    page = tab.page
    stopped = page.get_by_role("alert").filter(has_text="This screen has stopped.")
    set_number(tab, "weight w₁", "13")  # this runs the fragment of the inputs alone
    expect(stopped).to_be_visible()
    has_frame(page)
    page.reload()  # this runs all of the page
    expect(stopped).to_be_visible()
    tab.settle()
    has_frame(page)
    shown = page.locator("body").inner_text()
    assert not any(told in shown for told in ("a word of the fault", "ValueError", "Traceback", str(tmp_path), '.py"'))
    page.get_by_role("link", name="start this lesson anew").click()
    expect(stopped).to_be_hidden()
    tab.settle()
    has_address(page)
    expect(box(page, "w1")).to_contain_text("2")
    assert "a word of the fault" in server.log()


def test_a_script_that_breaks_leaves_the_other_parts_alone(
    start_server: StartServer, open_page: Callable[..., Tab], tmp_path: Path
) -> None:
    broken = "export default function () { throw new Error('broken on purpose'); }"
    server = start_server(root=app_with(tmp_path, words=broken, experiments=broken))
    tab = open_page(server.url("linear_net"))
    page = tab.page
    has_frame(page)
    expect(box(page, "h")).to_contain_text("4")
    page.locator(".player button.forward").first.click()
    set_number(tab, "weight w₁", "3")
    expect(box(page, "h")).to_contain_text("6")
    assert any("broken on purpose" in error for error in tab.errors)
    tab.errors.clear()


def test_a_server_that_comes_back_shows_what_the_address_says(
    start_server: StartServer, open_page: Callable[..., Tab]
) -> None:
    server = start_server()
    tab = open_page(server.url("linear_net", w1=3))
    page = tab.page
    set_number(tab, "input x", "5")
    has_address(page, w1=3, x=5)
    expect(box(page, "h")).to_contain_text("15")
    server.stop()
    expect(page.locator('[data-testid="stApp"]')).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    server.__enter__()
    tab.settle()
    has_address(page, w1=3, x=5)
    expect(box(page, "h")).to_contain_text("15")
    set_number(tab, "weight w₂", "2")
    expect(box(page, "y_hat")).to_contain_text("30")
    page.reload()
    tab.settle()
    expect(box(page, "y_hat")).to_contain_text("30")
    tab.errors.clear()  # the browser tells of the connection that was lost


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nobody_can_leave_a_file_on_the_server(server: Server, method: str) -> None:
    address = HTTPConnection(HOST, server.port, timeout=30)
    path = f"/_stcore/upload_file/{quote('no session')}/file"
    address.request(method, path, body=b"x" * 100_000, headers={"Content-Type": "application/octet-stream"})
    answer = address.getresponse()
    told = answer.read().decode()
    address.close()
    assert answer.status in (400, 403, 404, 405)
    assert "Traceback" not in told
    assert str(ROOT) not in told
