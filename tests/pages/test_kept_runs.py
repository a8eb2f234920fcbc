"""Runs that are kept for comparison, on each screen that trains a net."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine import networks
from engine.optimizers import GradientDescent
from engine.training import train
from tests.pages.visits import feed, press, run, visit, warnings

SCREENS = {"linear_net": {"view": "Training"}, "gradient_descent": {}, "sigmoid_net": {"view": "Training"}}
each_screen = pytest.mark.parametrize("stem", SCREENS)


def opened(stem: str, **link: str) -> AppTest:
    return visit(stem, **SCREENS[stem], **link)


def lines(at: AppTest, key: str = "loss") -> dict[str, list[tuple[int, float]]]:
    """The kept lines of a history, by their names."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row in filter(None, feed(at)["inputs"][f"{key}_kept"].split("|")):
        name, update, height = row.split(";")
        found.setdefault(name, []).append((int(update), float(height or "nan")))
    return found


def with_rate(at: AppTest, rate: float) -> AppTest:
    at.number_input(key="learning_rate").set_value(rate)
    return run(at)


@each_screen
def test_nothing_is_kept_at_first(stem: str) -> None:
    assert not lines(opened(stem))


@each_screen
def test_a_kept_run_stays_behind_the_next_one(stem: str) -> None:
    at = press(opened(stem), "Keep this run")
    before = feed(at)["charts"]["loss"]
    kept = lines(at)
    assert list(kept) == ["0 loss"]
    with_rate(at, 0.02)
    assert feed(at)["charts"]["loss"] != before
    assert lines(at) == kept
    press(at, "Keep this run")
    assert list(lines(at)) == ["0 loss", "1 loss"]


def test_a_kept_line_is_the_history_of_that_run() -> None:
    at = press(opened("linear_net"), "Keep this run")
    with_rate(at, 0.02)
    net = networks.linear()
    found = train(net, dict(networks.LINEAR_START), dict(networks.LINEAR_DATA), GradientDescent(0.01), 10)
    assert [height for _, height in lines(at)["0 loss"]] == pytest.approx(found.loss.tolist())
    assert [height for _, height in lines(at, "weights")["0 w2"]] == pytest.approx(found.value("w2").tolist())


def test_four_are_kept_at_most_and_none_twice() -> None:
    at = opened("gradient_descent")
    for rate in (0.01, 0.01, 0.02, 0.03, 0.04):
        press(with_rate(at, rate), "Keep this run")
    assert len(lines(at)) == 4
    assert next(button for button in at.button if button.label == "Keep this run").disabled


def test_a_kept_run_is_named_by_what_is_not_as_in_the_course_and_can_be_let_go() -> None:
    at = opened("linear_net", w1="3", epochs="20", learning_rate="0.005")
    press(at, "Keep this run")
    assert "α = 0.005, w₁ = 3, 20 epochs" in [button.label for button in at.button]
    press(with_rate(at, 0.02), "Keep this run")
    press(at, "α = 0.005, w₁ = 3, 20 epochs")
    assert list(lines(at)) == ["0 loss"]
    assert "α = 0.02, w₁ = 3, 20 epochs" in [button.label for button in at.button]


def test_a_kept_run_that_diverges_leaves_the_picture() -> None:
    at = press(opened("linear_net", learning_rate="0.05", epochs="20"), "Keep this run")
    with_rate(at, 0.01)
    heights = [height for _, height in lines(at)["0 loss"]]
    assert any(height != height for height in heights)
    assert all(height != height or abs(height) <= 10 * 162 for height in heights)


def test_the_first_look_shows_no_run_that_was_kept_elsewhere() -> None:
    at = press(opened("linear_net"), "Keep this run")
    at.switch_page("pages/roadmap.py")
    assert "inputs" not in feed(run(at))


def written(at: AppTest) -> str:
    """What the link says of the kept runs."""
    (found,) = [part for part in at.get("bidi_component") if part.key == "kept_link"]
    return str(json.loads(found.proto.json)["kept"])


@each_screen
def test_the_link_brings_the_kept_runs_along(stem: str) -> None:
    at = press(opened(stem, w1="0.123456789012", loss="(ŷ − y)²", epochs="20"), "Keep this run")
    press(with_rate(at, 0.02), "Keep this run")
    other = opened(stem, kept=written(at))
    assert not warnings(other)
    assert len(lines(at)) > 1
    assert written(other) == written(at)
    assert [button.label for button in other.button if button.label.startswith("α")] == [
        button.label for button in at.button if button.label.startswith("α")
    ]


def test_kept_runs_over_examples_are_in_the_link_with_their_rows() -> None:
    for link in ({"examples": "OR"}, {"examples": "typed rows"}, {"examples": "typed rows", "rows": "1,2,3;4,5,6"}):
        at = press(opened("sigmoid_net", biases="b₁ and b₂", **link), "Keep this run")
        other = opened("sigmoid_net", kept=written(at))
        assert len(lines(at)) > 0
        assert lines(other) == lines(at)


def test_a_run_with_the_numbers_of_the_course_can_be_kept_in_a_link() -> None:
    at = press(opened("linear_net"), "Keep this run")
    assert written(at) == "course"
    assert list(lines(opened("linear_net", kept="course", w1="3"))) == ["0 loss"]


def test_a_kept_run_is_let_go_of_in_the_link_too() -> None:
    at = opened("linear_net", kept="course~w1=3")
    press(at, "α = 0.01")
    assert written(at) == "w1=3"


@each_screen
@pytest.mark.parametrize(
    "kept",
    ["banana", "w1=banana", "w1=1e9", "nothing=1", "w1=3~", "course~course~course~course~course", "epochs=2.5",
     "w1=3" * 1000, "loss=<script>", "rows=1,2", "w1=nan", "w1=3&&&"],
)  # fmt: skip
def test_what_a_link_may_not_keep_is_said_and_nothing_is_kept(stem: str, kept: str) -> None:
    at = opened(stem, kept=kept)
    assert not lines(at)
    assert any("no run is kept" in warning for warning in warnings(at))


def test_a_link_may_keep_examples_without_their_rows() -> None:
    assert list(lines(opened("sigmoid_net", kept="examples=OR"))) == ["0 loss"]
