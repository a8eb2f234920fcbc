"""The sweep on the screen: its chart, its table and its sentences say what the sweep found."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import sweep_chart, sweep_view, sweep_words
from dashboard.optimizer_words import label
from engine.expressions import parse
from engine.formulas import number
from engine.landscapes import LANDSCAPES, Landscape
from engine.optimizers import OPTIMIZERS, Adam, GradientDescent, Nesterov
from engine.sweep import Sweep, rank, sweep

NET = LANDSCAPES["linear_net"]
TYPED = dataclasses.replace(LANDSCAPES["bowl"], function=parse("x^2 + y^2 + 1", ("x", "y")), lowest=None, target=1.001)
each_landscape = pytest.mark.parametrize("key", [*LANDSCAPES, "typed"])


def landscape_of(key: str) -> Landscape:
    return TYPED if key == "typed" else LANDSCAPES[key]


def swept(landscape: Landscape, names: tuple[str, ...] = tuple(OPTIMIZERS), steps: int = 100) -> dict[str, Sweep]:
    start = landscape.at(landscape.start)
    return {name: sweep(landscape.function, start, OPTIMIZERS[name](), steps, landscape.target) for name in names}


def rows(spec: Mapping[str, Any], best: bool) -> list[dict[str, Any]]:
    return [row for row in spec["data"]["values"] if ("lane" in row) == best]


@each_landscape
def test_the_chart_has_every_finite_end_and_a_gap_for_the_others(key: str) -> None:
    landscape = landscape_of(key)
    sweeps = swept(landscape)
    spec, words = sweep_chart.sweep_spec(landscape, sweeps, 100)
    upwards = sweep_chart.heights(landscape, sweeps, 100)
    drawn = rows(spec, best=False)
    begin = min(row["rate"] for row in drawn)
    for name, found in sweeps.items():
        mine = {row["rate"]: row for row in drawn if row["name"] == name}
        assert list(mine) == [rate for rate in found.rates if rate >= begin]
        for at, rate in enumerate(found.rates):
            if rate < begin:
                continue
            if np.isnan(upwards.of[name][at]):
                assert mine[rate]["height"] is None
            elif key == "saddle":
                assert mine[rate]["height"] == found.settled_after[at]
            else:
                above = max(found.final[at] - (landscape.lowest or 0.0), sweep_chart.FLOOR)
                assert 10 ** mine[rate]["height"] == pytest.approx(above, rel=1e-3)
        assert f"{label(name)} is best at {number(found.best_rate or 0.0)}" in words


@each_landscape
def test_the_best_rate_of_each_has_a_mark_on_its_line_and_a_label(key: str) -> None:
    sweeps = swept(landscape_of(key))
    spec, _ = sweep_chart.sweep_spec(landscape_of(key), sweeps, 100)
    line = {(row["name"], row["rate"]): row["height"] for row in rows(spec, best=False)}
    marks = rows(spec, best=True)
    assert [mark["name"] for mark in marks] == list(sweeps)
    for mark in marks:
        assert mark["rate"] == sweeps[mark["name"]].best_rate
        assert mark["height"] == line[mark["name"], mark["rate"]]
        assert mark["words"] == f"{label(mark['name'])}: {number(mark['rate'])}"


@each_landscape
def test_no_label_meets_a_line_another_label_or_its_rule_on_a_phone(key: str) -> None:
    sweeps = swept(landscape_of(key))
    spec, _ = sweep_chart.sweep_spec(landscape_of(key), sweeps, 100)
    upwards = sweep_chart.heights(landscape_of(key), sweeps, 100)
    first, last = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    marks = rows(spec, best=True)
    at = {mark["name"]: 270 * np.log(mark["rate"] / first) / np.log(last / first) for mark in marks}
    for mark in marks:
        assert mark["lane"] < upwards.low
        begins = at[mark["name"]] - 7.6 * len(mark["words"])
        for other in marks:
            is_under = begins < at[other["name"]] <= at[mark["name"]] and other is not mark
            # the other's rule ends above this label, or its label is another row
            assert not is_under or other["lane"] != mark["lane"]
            assert not (is_under and at[other["name"]] < at[mark["name"]]) or other["lane"] > mark["lane"]


def table(sweeps: Mapping[str, Sweep], steps: int) -> list[list[str]]:
    html = sweep_words.table(sweeps, steps)
    body = html[html.index("<tbody>") :]
    return [re.findall(r"<t[dh][^>]*>([^<]*)<", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]


def test_the_table_has_the_figures_of_the_lesson() -> None:
    rates = (0.001, 0.01, 0.015, 0.02, 0.021, 0.03, 0.05)
    found = sweep(NET.function, NET.at(NET.start), GradientDescent(), 200, NET.target, rates)
    ((place, name, rate, updates, _, works),) = table({"GradientDescent": found}, 200)
    assert (place, name, rate, updates, works) == ("1", "Gradient descent", "0.021", "4", "5 of 7")


@each_landscape
def test_the_table_is_in_the_order_of_the_ranks(key: str) -> None:
    sweeps = swept(landscape_of(key))
    ranks = rank(sweeps)
    drawn = table(sweeps, 100)
    assert {row[1]: row[0] for row in drawn} == {label(name): str(ranks[name]) for name in sweeps}
    assert [int(row[0]) for row in drawn] == sorted(int(row[0]) for row in drawn)
    for _, title, rate, updates, _, _ in drawn:
        found = next(sweeps[name] for name in sweeps if label(name) == title)
        assert rate == number(found.best_rate or 0.0)
        assert updates == ("not within 100" if found.updates is None else str(found.updates))


def test_who_ran_away_is_named_with_the_first_rate() -> None:
    sweeps = swept(NET, ("GradientDescent", "Nesterov", "Adam"))
    told = sweep_words.missing(sweeps)
    assert "Gradient descent from α = 0.05 on" in told  # the lesson: 0.05 is not finite after 9 updates
    assert "Nesterov at" in told
    assert "Adam" not in told
    assert sweep_words.missing(swept(NET, ("Adam",))) == ""


def test_the_verdict_on_the_linear_net_is_that_adam_is_not_best() -> None:
    told = sweep_words.verdict(NET, swept(NET, steps=200))
    assert "**Who wins depends on the rate.**" in told
    assert "**Gradient descent** (α = 0.015) and **Adagrad** (α = 1) come first, after 5 updates" in told
    assert re.search(rf"Adam is [2-9]th of {len(OPTIMIZERS)}: it is not always best\.", told)


@each_landscape
def test_the_winners_that_are_named_for_one_rate_win_with_it(key: str) -> None:
    landscape = landscape_of(key)
    sweeps = swept(landscape)
    named = re.findall(r"with α = ([\d., or]+) it is ([\w ]+?)[,.]", sweep_words.verdict(landscape, sweeps))
    assert named or key != "linear_net"
    for rates, title in named:
        winner = next(name for name in sweeps if label(name) == title)
        for rate in re.split(r", | or ", rates):
            at = sweeps[winner].rates.index(float(rate))
            after = [found.settled_after[at] for found in sweeps.values() if found.settled_after[at] >= 0]
            assert sweeps[winner].settled_after[at] == min(after)


def test_nobody_reaches_a_target_that_is_too_low() -> None:
    low = dataclasses.replace(NET, target=-1.0)
    sweeps = {"Adam": sweep(low.function, low.at(low.start), Adam(), 20, low.target)}
    assert "Nobody reaches it" in sweep_words.verdict(low, sweeps)
    assert table(sweeps, 20)[0][3] == "not within 20"


def test_where_no_run_stays_finite_the_chart_is_empty_and_the_words_say_so() -> None:
    found = {"Nesterov": sweep(NET.function, NET.at(NET.start), Nesterov(), 50, NET.target, (3.0, 5.0, 7.0))}
    spec, words = sweep_chart.sweep_spec(NET, found, 50)
    assert rows(spec, best=True) == []
    assert words.endswith("No rate works.")
    assert table(found, 50)[0][:4] == ["–", "Nesterov", "none stays finite", "not within 50"]
    assert sweep_words.verdict(NET, found) == "- The target is a loss that stays below 0.001."


def page() -> None:
    import streamlit as st

    from dashboard import sweep_view
    from engine.landscapes import LANDSCAPES
    from engine.optimizers import Adam, GradientDescent

    landscape = LANDSCAPES[st.selectbox("landscape", list(LANDSCAPES), key="landscape")]
    optimizers = {} if st.checkbox("none", key="none") else {"GradientDescent": GradientDescent(), "Adam": Adam()}

    def on_race(rates: dict[str, float]) -> None:
        st.session_state["raced"] = rates

    sweep_view.show_sweep(landscape, landscape.start, optimizers, 100, on_race)


def test_the_fair_race_gets_the_best_rate_of_each() -> None:
    app = AppTest.from_function(page).run()
    app.button(key="fair_race").click().run()
    best = {name: found.best_rate for name, found in swept(NET, ("GradientDescent", "Adam")).items()}
    assert app.session_state["raced"] == best == {"GradientDescent": 0.015, "Adam": best["Adam"]}


@pytest.mark.parametrize("key", LANDSCAPES)
def test_every_landscape_can_be_swept(key: str) -> None:
    app = AppTest.from_function(page)
    app.session_state["landscape"] = key
    app.run()
    assert not app.exception
    assert "the same 48 rates from 1·10⁻⁷ to 7, the same 100 updates, the same start" in app.markdown[0].value


def test_without_optimizers_there_is_nothing_to_sweep() -> None:
    app = AppTest.from_function(page)
    app.session_state["none"] = True
    app.run()
    assert not app.exception
    assert "Choose an optimizer" in app.markdown[0].value


def test_what_takes_long_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sweep_view, "PATIENCE", -1.0)
    monkeypatch.setattr(
        "streamlit.delta_generator.DeltaGenerator.progress", lambda _self, _part, text: told.append(text)
    )
    AppTest.from_function(page).run()
    assert told == ["Trying the rates of Gradient descent", "Trying the rates of Adam"]
