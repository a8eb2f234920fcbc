"""Who races, as text: what is written is read again, and nothing else is read."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.race_rates import RATES
from dashboard.race_settings import FEWEST, LIMITS, default, fields, parse, vocabulary, write
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS, SCHEDULES, Adam, RMSprop, WarmUp
from engine.training import descend

LINEAR = RATES["linear_net"]


def test_an_optimizer_that_is_only_named_has_its_defaults() -> None:
    found = parse("GradientDescent~Adam", LINEAR)
    assert found == {"GradientDescent": default("GradientDescent", 0.01), "Adam": default("Adam", 0.1)}
    assert write(found, LINEAR) == "GradientDescent~Adam"


def test_settings_options_and_a_schedule_are_read() -> None:
    text = "RMSprop:centered=1,decay=0.9~Adam:learning_rate=0.3,schedule=WarmUp,warm_up_updates=20"
    assert parse(text, LINEAR) == {
        "RMSprop": RMSprop(LINEAR["RMSprop"], decay=0.9, centered=True),
        "Adam": WarmUp(Adam(0.3), warm_up_updates=20.0),
    }


def test_the_racers_stand_in_the_order_of_the_table() -> None:
    assert list(parse("Adam~Momentum~GradientDescent", LINEAR) or {}) == ["GradientDescent", "Momentum", "Adam"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Adam",  # one is no race
        "Adam~Adam",
        "Adam~SGD",
        "Adam~Momentum:",  # read as it is: nothing is set
        "Adam~Momentum:momentum",
        "Adam~Momentum:momentum=",
        "Adam~Momentum:momentum=1.1",
        "Adam~Momentum:momentum=nan",
        "Adam~Momentum:learning_rate=inf",
        "Adam~Momentum:learning_rate=-0.1",
        "Adam~Momentum:beta1=0.9",
        "Adam~Momentum:__class__=1",
        "Adam~Momentum:schedule=Fast",
        "Adam~Momentum:drop=0.5",  # of a schedule that it has not
        "Adam:beta2=1~Momentum",
        "RMSprop:centered=yes~Adam",
        "Adam:centered=1~Momentum",
        "Adam~" * 1000,
        "__import__('os')~Adam",
    ],
)
def test_anything_else_is_no_race(text: str) -> None:
    if text.endswith("Momentum:"):
        assert parse(text, LINEAR) == parse("Adam~Momentum", LINEAR)
    else:
        assert parse(text, LINEAR) is None


def _numbers(keys: list[str]) -> st.SearchStrategy[dict[str, float]]:
    def within(key: str) -> st.SearchStrategy[float]:
        low, high, _ = LIMITS[key]
        return st.floats(low, high).map(lambda value: min(max(float(f"{value:.9g}"), low), high))

    return st.fixed_dictionaries({key: within(key) for key in keys})


@st.composite
def racers(draw: st.DrawFn) -> dict:
    """Two or more optimizers with any settings that the fields allow, some within a schedule."""
    names = draw(st.lists(st.sampled_from(list(OPTIMIZERS)), min_size=FEWEST, unique=True))
    found = {}
    for name in (name for name in OPTIMIZERS if name in names):
        optimizer = OPTIMIZERS[name]()
        optimizer = dataclasses.replace(optimizer, **draw(_numbers(list(optimizer.own_settings()))))
        for option in optimizer.OPTIONS:
            optimizer = dataclasses.replace(optimizer, **{option: draw(st.booleans())})
        schedule = draw(st.sampled_from(list(SCHEDULES)))
        if schedule != "Constant":
            around = draw(_numbers(list(SCHEDULES[schedule]().own_settings())))
            optimizer = SCHEDULES[schedule](optimizer=optimizer, **around)
        found[name] = optimizer
    return found


@given(racers())
def test_what_is_written_is_read_again(found: dict) -> None:
    assert parse(write(found, LINEAR), LINEAR) == found


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_and_never_raises(text: str) -> None:
    parse(text, LINEAR)
    parse(f"Adam~Momentum:{text}", LINEAR)


def test_every_setting_has_a_field_with_limits_that_its_optimizer_accepts() -> None:
    labels = vocabulary()["limits"]
    for name, kind in OPTIMIZERS.items():
        shown = fields(name, default(name, LINEAR[name]))
        assert [key for key, _ in shown["numbers"]] == list(kind().own_settings())
        for key, value in shown["numbers"]:
            low, high, _ = LIMITS[key]
            assert low <= float(value) <= high
            for end in (low, high):
                assert parse(f"{name}:{key}={end}~{'Adam' if name != 'Adam' else 'Momentum'}", LINEAR)
            assert labels[key][1:] == [low, high]


@pytest.mark.parametrize("key", [*LANDSCAPES])
def test_with_the_rates_that_a_race_begins_with_nobody_diverges_and_somebody_gets_down(key: str) -> None:
    landscape = LANDSCAPES[key]
    start = landscape.at(landscape.start)
    runs = [descend(landscape.function, start, default(name, RATES[key][name]), 200) for name in OPTIMIZERS]
    assert all(run.outcome.kind == "finished" for run in runs)
    assert any(run.loss[-1] < landscape.target for run in runs)
    assert all(run.loss[-1] < run.loss[0] for run in runs)
