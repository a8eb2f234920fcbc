"""The walk holds places, the feed holds numbers: each place must have its number, and each step its words."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser

import pytest

from dashboard import step_words, walkthrough
from engine.notation import gradient_name
from engine.walk import numbers
from tests.dashboard import nets
from tests.dashboard.nets import Lesson, each_net

VOID = ("input", "br")


class Reader(HTMLParser):
    """Takes HTML apart and holds that every element is closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def structure(lesson: Lesson) -> dict:
    return walkthrough.structure(lesson.network, lesson.optimizer.symbolic())


def feed(lesson: Lesson, covered: str | None = None) -> dict:
    return dict(walkthrough.feed_of(lesson.network, lesson.optimizer, lesson.values, covered))


@each_net
@pytest.mark.parametrize("part", ["picture", "formula", "table", "code", "sentences"])
def test_every_place_has_a_number_in_the_feed(lesson: Lesson, part: str) -> None:
    html = structure(lesson)[part]
    places = Reader(html if isinstance(html, str) else "".join(html)).having("data-value")
    assert set(places) <= set(feed(lesson)["numbers"])
    assert bool(places) == (part != "code")


@each_net
def test_every_step_has_one_sentence_one_formula_and_one_line_of_code(lesson: Lesson) -> None:
    walk, shown = lesson.walk, structure(lesson)
    places = [str(at) for at in range(1, len(walk) + 1)]
    assert shown["count"] == len(walk)
    assert len(shown["sentences"]) == 1 + len(walk)  # the start has one too
    assert Reader(shown["formula"]).having("data-only") == ["0", *places]
    assert Reader(shown["code"]).having("data-go") == places
    for step, sentence in zip(walk, shown["sentences"][1:], strict=True):
        assert step.key in Reader(sentence).having("data-value")
        assert str(step.line) in Reader(shown["code"]).text
    for list_of in ("keys", "kinds", "names", "abouts"):
        assert len(shown[list_of]) == len(walk)


@each_net
def test_every_row_of_the_table_goes_to_the_steps_of_its_value(lesson: Lesson) -> None:
    table = Reader(structure(lesson)["table"])
    rows = [attributes["data-lit"].split() for tag, attributes in table.elements if "data-lit" in attributes]
    assert len(rows) == len(lesson.network.values)
    assert sorted(int(place) for row in rows for place in row) == list(range(1, len(lesson.walk) + 1))
    assert sorted(table.having("data-go")) == sorted(" ".join(row) for row in rows if row)


@each_net
def test_the_formula_of_a_gradient_has_a_factor_for_each_arrow_on_the_way(lesson: Lesson) -> None:
    formulas = structure(lesson)["formula"].split("data-only=")[2:]
    for step, formula in zip(lesson.walk, formulas, strict=True):
        fresh = formula.count('class="factor fresh"')
        assert fresh == (step.kind == "backward")


@each_net
def test_the_numbers_of_the_feed_are_those_of_the_engine(lesson: Lesson) -> None:
    exact = numbers(lesson.network, lesson.optimizer, lesson.values)
    for name, value in exact.items():
        short, long = feed(lesson)["numbers"][name]
        assert as_number(short) == pytest.approx(value, rel=5e-4)
        assert as_number(long) == pytest.approx(value, rel=5e-10)


def as_number(shown: str) -> float:
    plain = shown.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-"))
    return float(plain.replace("·10", "e"))


@each_net
def test_the_feed_has_a_sign_and_its_words_for_each_gradient(lesson: Lesson) -> None:
    told = feed(lesson)
    exact = numbers(lesson.network, lesson.optimizer, lesson.values)
    assert set(told["signs"]) == set(lesson.network.differentiated)
    for name, sign in told["signs"].items():
        key = gradient_name("loss", name)
        assert sign == (exact[key] > 0) - (exact[key] < 0)
        assert told["numbers"][f"words_{key}"][0]


def test_the_course_hears_that_y_hat_should_grow() -> None:
    told = feed(nets.linear())["numbers"]["words_dL_dy_hat"][0]
    assert told == "Negative: if ŷ grows, the loss shrinks. So ŷ should grow."


@pytest.mark.parametrize(
    ("value", "begins", "advice"),
    [
        (-18.0, "Negative", "should grow"),
        (18.0, "Positive", "should shrink"),
        (0.0, "Zero", "does not change the loss"),
        (-0.0, "Zero", "does not change the loss"),
        (1e-300, "Positive", "should shrink"),
        (math.inf, "Positive", "should shrink"),
        (math.nan, "Not a number", "too large for the computer"),
    ],
)
@each_net
def test_a_sign_is_put_into_words(lesson: Lesson, value: float, begins: str, advice: str) -> None:
    net = lesson.network
    told = step_words.sign_words(net, {gradient_name("loss", name): value for name in net.differentiated})
    assert set(told) == {gradient_name("loss", name) for name in net.differentiated}
    assert all(words.startswith(begins) and advice in words for words in told.values())


def test_what_is_not_a_number_has_no_sign_to_guess() -> None:
    lesson = nets.linear(w1=math.inf, w2=0.0)
    assert feed(lesson)["signs"]["w1"] is None


@each_net
def test_the_walk_keeps_its_name_while_numbers_change_and_has_another_for_another_net(lesson: Lesson) -> None:
    names = [structure(other)["id"] for other in nets.LESSONS]
    assert len(set(names)) == len(names)
    assert structure(lesson)["id"] in names


@each_net
def test_what_is_covered_is_said_and_is_a_step(lesson: Lesson) -> None:
    for step in lesson.walk:
        assert feed(lesson, step.key)["covered"] in structure(lesson)["keys"]


@each_net
def test_a_formula_is_mathematics_and_not_the_red_text_of_a_bad_command(lesson: Lesson) -> None:
    formula = structure(lesson)["formula"]
    assert formula.count("<math") == formula.count("</math>") > len(lesson.walk)
    assert "\\" not in Reader(formula).text
    assert not re.search(r"@|_\{", Reader(formula).text)
