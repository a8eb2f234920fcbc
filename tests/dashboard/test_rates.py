"""Several rates side by side: what may be typed, the runs of the chart and of the table, names that do not collide."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard import end_names, linear_net, rates_chart, rates_view
from dashboard.end_names import End
from dashboard.net_settings import NetSettings
from dashboard.rates_input import HIGHEST, MOST, RATES, parse
from engine.endings import Ending
from engine.errors import ExpressionError
from engine.optimizers import GradientDescent
from engine.settling import settled_after
from engine.training import train
from tests.engine.course import DIVERGES_AFTER, UPDATES_NEEDED

COURSE = linear_net.course()


def chosen(rate: float = 0.01, epochs: int = 10, **start: float) -> NetSettings:
    return replace(COURSE, learning_rate=rate, epochs=epochs, start={**COURSE.start, **start})


def layer_rows(spec: dict[str, Any]) -> list[list[dict[str, str]]]:
    """The data of each layer."""
    return [list(csv.DictReader(io.StringIO(layer["data"]["values"]))) for layer in spec["layer"]]


def fold(settings):
    # Streamlit runs only these lines: what stands above in this file is not there.
    import streamlit as st

    from dashboard import link_check, rates_input, rates_view

    for sentence in link_check.ignored_by_link([rates_input.RATES]):
        st.warning(sentence)
    rates_view.show(settings)


def visit(settings: NetSettings = COURSE, **link: str) -> AppTest:
    at = AppTest.from_function(fold, args=(settings,), default_timeout=30)
    at.query_params.update(link)
    at.run()
    assert not at.exception
    return at


def table(at: AppTest) -> list[list[str]]:
    """The cells of the table of rates."""
    lines = at.markdown[0].value.splitlines()
    return [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


# --- what may be typed


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("0.01", (0.01,)),
        ("0.03, 0.01 0.02", (0.01, 0.02, 0.03)),
        (" ,0.01,, .5 ,", (0.01, 0.5)),
        ("1e-3\t1E-2", (0.001, 0.01)),
        ("0.01, 0.010, 1e-2", (0.01,)),
        ("0, 10", (0.0, 10.0)),
        ("1,2", (1.0, 2.0)),
    ],
)
def test_numbers_between_commas_or_blanks_are_rates_each_once_in_rising_order(
    text: str, rates: tuple[float, ...]
) -> None:
    assert parse(text) == rates
    assert RATES.accepts(text)


@pytest.mark.parametrize(
    ("text", "words", "position"),
    [
        ("", "no rate", 0),
        (" , ", "no rate", 0),
        ("0.01, abc", "character 7", 6),
        ("0.01; 0.02", "character 1", 0),
        ("0.01 -0.02", "character 6", 5),
        ("nan", "no rate", 0),
        ("inf", "no rate", 0),
        ("0x10", "no rate", 0),
        ("1e999", "no rate", 0),
        ("1_0", "no rate", 0),
        ("٣", "no rate", 0),
        ("0.01, 11", "too large", 6),
        ("0,01", "take a point", 1),
        ("0.1, 0,02", "take a point", 6),
        ("1 2 3 4 5 6 7 8 9", "At most 8", 16),
        ("1 " * 100, "longer", 120),
        ("<b>1</b>", "no rate", 0),
        ("`1`; import os", "no rate", 0),
    ],
)
def test_of_anything_else_it_is_said_what_is_wrong_and_where(text: str, words: str, position: int) -> None:
    with pytest.raises(ExpressionError, match=words) as error:
        parse(text)
    assert error.value.position == position
    assert not RATES.accepts(text)


@given(st.text(max_size=130))
def test_whatever_is_typed_there_are_rates_within_the_limits_or_a_sentence(text: str) -> None:
    if RATES.accepts(text):
        rates = parse(text)
        assert 0 < len(rates) <= MOST
        assert all(0 <= rate <= HIGHEST for rate in rates)
        assert list(rates) == sorted(set(rates))
        return
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert 0 <= error.value.position <= len(text)


def test_its_default_is_among_what_a_link_may_say() -> None:
    assert RATES.accepts(RATES.default)


def test_a_bad_text_is_explained_and_the_last_good_rates_stay() -> None:
    at = visit(rates="0.005 0.02")
    assert [row[0] for row in table(at)] == ["0.005", "0.01 (yours)", "0.02"]
    for bad in ("0.02, <script>alert(1)</script>", "0,02", "🙂`", "", "9" * 119):
        at.text_input[0].set_value(bad).run()
        assert not at.exception
        assert len(at.error) == 1
        assert not at.warning  # it is no fault of the link
        assert "script" not in at.error[0].value
        assert [row[0] for row in table(at)] == ["0.005", "0.01 (yours)", "0.02"]
    at.text_input[0].set_value("0.5").run()
    assert not at.error
    assert [row[0] for row in table(at)] == ["0.01 (yours)", "0.5"]


def test_a_link_with_a_bad_text_opens_with_the_ready_rates() -> None:
    at = visit(rates="0.01 zero\n\r\tone")
    assert len(at.warning) == 1
    assert "the ready rates stand there" in at.warning[0].value
    assert not at.error
    assert len(table(at)) == len(parse(RATES.default))


# --- the runs


@given(
    rate=st.floats(0, 10),
    others=st.lists(st.floats(0, 10), min_size=1, max_size=8),
    w1=st.floats(-100, 100),
    w2=st.floats(-100, 100),
)
def test_every_line_is_the_run_of_its_rate_alone(rate: float, others: list[float], w1: float, w2: float) -> None:
    settings = chosen(rate, w1=w1, w2=w2)
    lines = rates_view.compared(settings, others)
    assert [line.rate for line in lines] == sorted({rate, *others})
    assert [line.rate for line in lines if line.is_chosen] == [rate]
    for line in lines:
        # an array too: the square of a single number may differ in its last digit
        optimizer = GradientDescent(np.array([line.rate]))
        loss = train(settings.network, settings.start, settings.data, optimizer, 200).loss[:, 0]
        assert np.array_equal(line.loss, loss, equal_nan=True)
        assert line.ending.after == settled_after(loss, 0.001)
    json.dumps(rates_chart.spec(lines), allow_nan=False)  # whatever the numbers, the chart has only finite ones


@pytest.mark.parametrize(("epochs", "updates"), [(1, 200), (200, 200), (300, 300), (5000, 1000)])
def test_it_runs_as_long_as_the_screen_but_within_limits(epochs: int, updates: int) -> None:
    assert {len(line.loss) for line in rates_view.compared(chosen(epochs=epochs), [0.1])} == {updates + 1}


def test_the_table_has_the_figures_of_lessons_md() -> None:
    at = visit(rates=" ".join(map(str, UPDATES_NEEDED)))
    found = {row[0].removesuffix(" (yours)"): row[1:] for row in table(at)}
    assert {float(rate): int(cells[0]) for rate, cells in found.items()} == UPDATES_NEEDED
    assert all(cells[1].startswith("settles") for cells in found.values())
    at = visit(rates="0.03 0.04 " + " ".join(map(str, DIVERGES_AFTER)))
    found = {row[0]: row[1:] for row in table(at)}
    for rate, updates in DIVERGES_AFTER.items():
        assert found[str(rate)][:2] == ["never", f"diverges: no finite number after {updates} updates"]
    assert found["0.03"][:2] == ["never", "bounces between 17.83 and 43.28"]
    assert found["0.04"][:2] == ["never", "wanders up and down"]


def test_only_the_row_of_the_chosen_rate_is_marked_and_bold() -> None:
    at = visit(chosen(0.0123))
    bold = [line for line in at.markdown[0].value.splitlines() if line.startswith("| **")]
    assert len(bold) == 1
    assert "0.0123 (yours)" in bold[0]


def test_the_words_below_say_that_a_larger_rate_is_not_always_faster() -> None:
    lines = rates_view.compared(COURSE, parse(RATES.default))
    assert rates_view.message(lines) == (
        "Of these rates α = **0.01** needs the fewest updates: 7. A larger rate is not always faster: α = 0.02 needs 9."
    )
    assert "settles after 93 updates" in rates_view.alternative(lines)
    assert "never settles" in rates_view.message(rates_view.compared(COURSE, [0.03]))
    assert "None of these rates" in rates_view.message(rates_view.compared(chosen(0.04), [0.05]))
    assert "at a goal already" in rates_view.message(rates_view.compared(chosen(w2=5.0), [0.05]))
    assert "larger" not in rates_view.message(rates_view.compared(COURSE, [0.001]))


# --- the picture


def test_lines_end_in_a_dot_where_they_have_settled_and_leave_at_the_top_where_they_diverge() -> None:
    spec = rates_chart.spec(rates_view.compared(COURSE, parse(RATES.default)))
    dots = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert len(dots) == 1
    (rows,) = layer_rows({"layer": dots})
    needed = {row["name"]: int(float(row["update"])) for row in rows}
    assert needed == {str(rate): UPDATES_NEEDED[rate] for rate in (0.001, 0.005, 0.01, 0.02, 0.024)}
    drawn = [row for rows in layer_rows(spec) for row in rows if row["kind"] == "diverges"]
    assert {row["name"] for row in drawn} == {"0.05"}
    loss = {float(row["update"]): float(row["loss"]) for row in drawn}
    run = train(COURSE.network, COURSE.start, COURSE.data, GradientDescent(0.05), 9)
    *inside, last = sorted(loss)
    assert [loss[update] for update in inside] == pytest.approx(run.loss[: len(inside)], rel=1e-4)
    assert len(inside) - 1 < last < len(inside)
    assert loss[last] <= run.loss[len(inside)]


def test_a_long_line_keeps_its_lowest_and_its_highest_points() -> None:
    (line,) = rates_view.compared(chosen(0.04, epochs=1000), [0.04])
    rows = [row for rows in layer_rows(rates_chart.spec([line])) for row in rows if row["kind"]]
    losses = [float(row["loss"]) for row in rows]
    shown = line.loss[: math.ceil(max(float(row["update"]) for row in rows)) + 1]
    assert (min(losses), max(losses)) == pytest.approx((shown.min(), shown.max()), rel=1e-4)
    assert len(rows) < 300


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9), st.integers(1, 14))
def test_names_in_rows_stand_neither_on_each_other_nor_on_the_way_to_another_one(
    across: list[float], letters: int
) -> None:
    ends = [End("0" * letters, "below", at, 0.0) for at in across]
    placed = [(200 * math.sqrt(end.across / 100), row) for end, row in end_names.in_rows(ends, 100)]
    assert sorted(end.across for end, _ in end_names.in_rows(ends, 100)) == sorted(across)
    for (left, row), (other, other_row) in itertools.permutations(placed, 2):
        # the name of `left` reaches to its right; the line to `other` comes down through all rows before its own
        crosses = left <= other < left + 8 * letters
        assert not (crosses and row == other_row)
        assert not (left < other < left + 8 * letters and other_row > row)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=9))
def test_names_at_the_side_are_apart_in_their_order_and_where_they_belong_if_there_is_room(
    heights: list[float],
) -> None:
    wanted = sorted(heights)
    found = end_names.apart(wanted, 0.5)
    assert all(after - before >= 0.5 - 1e-9 for before, after in itertools.pairwise(found))
    if all(after - before >= 0.5 for before, after in itertools.pairwise(wanted)):
        assert found == pytest.approx(wanted)


def test_a_run_that_rests_or_falls_is_said_to() -> None:
    history = np.ones(5)
    assert rates_view.outcome(rates_chart.Line(0.0, history, Ending("resting"))) == "rests: nothing moves any more"
    assert "falling" in rates_view.outcome(rates_chart.Line(0.0, history, Ending("falling")))
    assert "rising" in rates_view.outcome(rates_chart.Line(0.0, history, Ending("rising")))


def test_a_fold_that_is_opened_again_has_the_rates_that_were_typed() -> None:
    def page():
        import streamlit as st

        from dashboard import linear_net, rates_view

        if st.toggle("open", value=True):
            rates_view.show(linear_net.course())

    at = AppTest.from_function(page, default_timeout=30).run()
    at.text_input[0].set_value("0.02 0.03").run()
    at.toggle[0].set_value(False).run()
    assert not at.text_input
    at.toggle[0].set_value(True).run()
    assert not at.exception
    assert at.text_input[0].value == "0.02 0.03"
    assert [row[0] for row in table(at)] == ["0.01 (yours)", "0.02", "0.03"]
