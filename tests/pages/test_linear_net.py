"""The screen of the linear net on the server's side: every control at its ends, and every link that one can write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.controls import NumberInput, course_numbers
from dashboard.linear_net import EXPERIMENTS, RATE, SCREEN
from engine import networks
from engine.formulas import number
from engine.optimizers import GradientDescent
from engine.settling import settled_after
from engine.training import train
from engine.walk import numbers
from tests.pages.visits import each_end, feed, press, run, set_all, visit, warnings

VIEWS = ("One step", "Training")
QUESTION = "∂L/∂w₁"
each_view = pytest.mark.parametrize("view", VIEWS)


def open_lesson(**link: str | list[str]) -> AppTest:
    return visit("linear_net", **link)


def chosen(at: AppTest) -> dict[str, float | str]:
    """The values of the controls that are on the screen."""
    return {control.key: control.value for control in (*at.number_input, *at.selectbox)}


def course_with(at: AppTest, **changed: float | str) -> dict[str, float | str]:
    """The course's numbers with some changed, as far as their controls are on the screen."""
    return {key: value for key, value in {**course_numbers(SCREEN.controls), **changed}.items() if key in chosen(at)}


def holds_the_numbers_of_the_engine(at: AppTest) -> None:
    """What the page was sent is what the engine finds for what is set on it."""
    values = {**course_numbers(SCREEN.controls), **chosen(at)}
    net = networks.linear(values["loss"])
    optimizer = GradientDescent(values["learning_rate"])
    start, data = ({name: values[name] for name in names} for names in (net.weights, net.data))
    sent = feed(at)
    if "walkthrough" in sent:
        found = numbers(net, optimizer, {**start, **data})
        assert {name: sent["walkthrough"]["numbers"][name][0] for name in found} == {
            name: number(value) for name, value in found.items()
        }
    else:
        rows = sent["training"]["rows"]
        history = train(net, start, data, optimizer, int(values["epochs"] + 0.5)).value("y_hat")
        assert [row[0] for row in rows] == list(map(number, history.tolist()))


@each_view
def test_it_opens_with_the_numbers_of_the_course(view: str) -> None:
    at = open_lesson(view=view)
    assert chosen(at) == course_with(at)
    holds_the_numbers_of_the_engine(at)
    assert not warnings(at)


@each_view
@pytest.mark.parametrize("loss", ["half_squared", "squared"])
@pytest.mark.parametrize("extreme", ["min", "max"])
def test_it_stands_all_controls_at_their_ends_with_everything_opened(view: str, loss: str, extreme: str) -> None:
    at = open_lesson(view=view, ask=QUESTION)
    at.session_state["check"] = at.session_state["program"] = True
    at.selectbox(key="loss").set_value(loss)
    set_all(at, extreme)
    holds_the_numbers_of_the_engine(at)
    assert "They differ" not in " ".join(text.value for text in at.markdown)


@each_end(SCREEN.controls)
def test_it_stands_each_control_alone_at_its_ends(control: NumberInput, extreme: str) -> None:
    at = open_lesson(view="Training", **{control.key: repr(getattr(control, extreme))})
    assert chosen(at)[control.key] == getattr(control, extreme)
    assert not warnings(at)
    holds_the_numbers_of_the_engine(at)


BAD = ["two", "", "nan", "inf", "-inf", "1e999", "9" * 400, "1001", "-1001", "1,5", "<script>alert(1)</script>", "\x00"]


@pytest.mark.parametrize("text", BAD)
def test_a_bad_value_in_a_link_is_named_and_the_course_stands_in_its_place(text: str) -> None:
    keys = [control.key for control in SCREEN.controls]
    at = open_lesson(view="Training", **dict.fromkeys(keys, text))
    assert chosen(at) == course_numbers(SCREEN.controls)
    told = warnings(at)
    assert len(told) == len(keys)
    for control, sentence in zip(SCREEN.controls, told, strict=True):
        assert f"**{control.key}**" in sentence
        used = number(control.default) if isinstance(control, NumberInput) else control.options[control.default]
        assert sentence.endswith(f"so it starts at {used}.")
        assert "<" not in sentence
    holds_the_numbers_of_the_engine(at)


def test_only_the_bad_value_of_a_link_is_ignored() -> None:
    at = open_lesson(w1="4", w2="drei", learning_rate="0.02")
    assert chosen(at) == course_with(at, w1=4, learning_rate=0.02)
    (told,) = warnings(at)
    assert "w2" in told


def test_of_a_value_that_is_given_twice_the_last_one_counts() -> None:
    assert chosen(open_lesson(w1=["3", "4"]))["w1"] == 4
    (told,) = warnings(open_lesson(w1=["3", "four"]))
    assert "`four`" in told


@pytest.mark.parametrize("text", ["", "Four steps", "<script>alert(1)</script>", "9" * 400])
def test_a_link_to_an_unknown_tab_or_question_opens_the_first_tab_without_a_question(text: str) -> None:
    at = open_lesson(view=text, ask=text)
    assert "walkthrough" in feed(at)
    assert feed(at)["walkthrough"]["covered"] is None
    assert not at.text_input


def test_a_link_can_ask() -> None:
    at = open_lesson(ask=QUESTION)
    assert feed(at)["walkthrough"]["covered"] == "dL_dw1"
    assert at.text_input(key="your_turn_answer").label == f"How much is {QUESTION}?"


HOSTILE = ["<img src=x onerror=alert(1)>", "__import__('os')", "(" * 99, "9**9**9", "1/0", "nan", "💥", "\x00", "$x$"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_answers_are_answered(typed: str) -> None:
    at = open_lesson(ask=QUESTION)
    at.text_input(key="your_turn_answer").set_value(typed)
    run(at)
    assert len([*at.error, *at.warning]) == 1
    assert feed(at)["walkthrough"]["covered"] == "dL_dw1"


def test_a_wrong_answer_names_its_slip_and_the_right_one_uncovers_the_number() -> None:
    at = open_lesson(ask=QUESTION)
    at.text_input(key="your_turn_answer").set_value("-43.92")
    run(at)
    assert "w₂ after the update" in at.error[0].value
    at.text_input(key="your_turn_answer").set_value("-18")
    run(at)
    assert at.success[0].value.startswith("**Right.**")
    assert feed(at)["walkthrough"]["covered"] is None


def test_new_numbers_cover_the_answer_again() -> None:
    at = open_lesson(ask=QUESTION)
    at.text_input(key="your_turn_answer").set_value("-18")
    run(at)
    at.number_input(key="w1").set_value(3.0)
    run(at)
    assert feed(at)["walkthrough"]["covered"] == "dL_dw1"
    assert not at.success


@each_view
def test_reset_brings_the_course_back_and_keeps_the_tab(view: str) -> None:
    at = open_lesson(view=view)
    at.selectbox(key="loss").set_value("squared")
    set_all(at, "max")
    press(at, "Reset")
    assert chosen(at) == course_with(at)
    assert ("training" in feed(at)) == (view == "Training")
    holds_the_numbers_of_the_engine(at)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.do)
@each_view
def test_an_experiment_sets_up_a_state_that_a_link_can_say_too(view: str, experiment) -> None:
    known = {control.key: control for control in SCREEN.controls}
    link = {
        key: str(value) if isinstance(known[key], NumberInput) else known[key].options[value]
        for key, value in experiment.state.items()
    }
    at = open_lesson(view=view, **link)
    assert not warnings(at)
    assert chosen(at) == course_with(at, **experiment.state)
    holds_the_numbers_of_the_engine(at)


def history(name: str, **changed: float) -> list[float]:
    """A history of the course's run with some numbers changed, as the experiments promise it."""
    values = {**networks.LINEAR_START, **networks.LINEAR_DATA, **changed}
    net = networks.linear()
    start, data = ({name: values[name] for name in names} for names in (net.weights, net.data))
    done = train(net, start, data, GradientDescent(changed.get("learning_rate", 0.01)), 10)
    return done.value(name).tolist()


def test_the_experiments_do_what_they_say() -> None:
    said = {experiment.do: experiment.state for experiment in EXPERIMENTS}
    assert set(history("loss", **said["Set w₁ = w₂ = 0: it never learns"])) == {200.0}
    resting = history("w1", **said["Set w₂ = 0 alone: w₁ rests for one step"])
    assert resting[0] == resting[1] != resting[2]
    high = said["Start too high: w₁ = 4, w₂ = 3"]
    assert history("w1", **high)[1] < history("w1", **high)[0]
    assert history("w2", **high)[1] < history("w2", **high)[0]


def test_a_rate_that_is_too_large_is_said_and_the_offered_one_settles() -> None:
    at = open_lesson(view="Training", learning_rate="0.05")
    told = feed(at)["training"]
    assert told["diverged"]
    assert "With α = 0.05 the run diverged" in told["outcome"]
    assert "After 9 updates the loss is no longer a finite number" in told["outcome"]
    rate = told["offer"]["rate"]
    assert f"α = {number(rate)}" in told["offer"]["words"]
    at.number_input(key="learning_rate").set_value(rate)
    told = feed(run(at))["training"]
    assert not told.get("diverged")
    settled = settled_after(train_at(rate), 0.001)
    assert settled is not None
    assert (
        told["outcome"] == f"The loss is below 0.001 after {settled} updates, and stays there to the end of this run."
    )


def train_at(rate: float, epochs: int = 10):
    net = networks.linear()
    return train(net, dict(networks.LINEAR_START), dict(networks.LINEAR_DATA), GradientDescent(rate), epochs).loss


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({}, "The loss is below 0.001 after 7 updates, and stays there to the end of this run."),
        ({"epochs": "5"}, "The loss is still 0.1973 after 5 updates, and still falls."),
        ({"epochs": "1"}, "The loss is still 107.8 after 1 update, and still falls."),
        ({"learning_rate": "0"}, "The loss is still 162 after 10 updates: nothing moves any more."),
        (
            {"learning_rate": "0.03", "epochs": "200"},
            "The loss bounces between 17.83 and 43.28, and goes on like this for ever.",
        ),
        ({"w2": "5"}, "The loss is below 0.001 after 0 updates, and stays there to the end of this run."),
    ],
)
def test_how_a_run_ended_is_said_in_words(link: dict[str, str], words: str) -> None:
    assert feed(open_lesson(view="Training", **link))["training"]["outcome"] == words


def test_chaos_is_called_by_what_is_seen_of_it() -> None:
    told = feed(open_lesson(view="Training", learning_rate="0.04", epochs="200"))["training"]["outcome"]
    assert told.endswith("after 200 updates. It goes up and down, and no end is to be seen.")


def test_where_no_rate_helps_that_is_said_and_nothing_is_offered() -> None:
    told = feed(open_lesson(view="Training", x="100", w1="100", w2="100"))["training"]
    assert told["diverged"]
    assert "offer" not in told
    assert "Of a grid of rates none brings this start below 0.001 in 200 updates." in told["outcome"]


def test_the_gradient_check_agrees_and_says_so() -> None:
    at = open_lesson()
    at.session_state["check"] = True
    told = " ".join(text.value for text in run(at).markdown)
    assert "They agree." in told
    assert "−18" in told
    assert "−72" in told


def test_the_gradient_check_has_nothing_to_compare_at_the_goal() -> None:
    at = open_lesson(w1="0", w2="0", y="0")
    at.session_state["check"] = True
    told = " ".join(text.value for text in run(at).markdown)
    assert "too small to compare" in told
    assert "100" not in told


def test_the_program_that_is_shown_is_the_program_that_ran() -> None:
    at = open_lesson(view="Training")
    at.session_state["program"] = True
    (code,) = run(at).code
    space: dict = {}
    exec("import numpy as np\n" + code.value, space)
    histories = space["train"](w1=2.0, w2=0.5, x=2.0, y=20.0, learning_rate=0.01, epochs=10)
    assert train_at(0.01).tolist() in histories.tolist()


texts = st.one_of(st.sampled_from([*HOSTILE, "-18", "−18", "-43.92", ""]), st.text(max_size=20))
moves = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["x", "y", "w1", "w2", "learning_rate", "epochs"]), st.floats(0, 1)),
        st.tuples(st.just("loss"), st.sampled_from(["half_squared", "squared"])),
        st.tuples(st.just("view"), st.sampled_from(VIEWS)),
        st.tuples(st.just("ask"), st.sampled_from(["h", "ŷ", "L", "∂L/∂ŷ", QUESTION, "new w₂", None])),
        st.tuples(st.just("answer"), texts),
        st.tuples(st.sampled_from(["check", "program"]), st.booleans()),
        st.tuples(st.just("reset"), st.none()),
    ),
    min_size=6,
    max_size=12,
)


def do(at: AppTest, what: str, value) -> None:
    """One thing that a visitor may do; nothing, where it is not on the screen."""
    if what in ("check", "program", "view"):
        at.session_state[what] = value
        run(at)
    elif what == "reset":
        press(at, "Reset")
    elif what == "loss":
        at.selectbox(key="loss").set_value(value)
        run(at)
    elif what == "ask":
        if at.get("button_group"):
            at.button_group(key="ask").set_value(value)
            run(at)
    elif what == "answer":
        if at.text_input:
            at.text_input(key="your_turn_answer").set_value(value)
            run(at)
    elif what in [control.key for control in at.number_input]:
        control = at.number_input(key=what)
        control.set_value(round(control.min + value * (control.max - control.min), 3))
        run(at)


@given(moves)
@settings(max_examples=20)
def test_whatever_a_visitor_does_the_page_shows_the_numbers_of_what_is_set(done: list[tuple]) -> None:
    at = open_lesson()
    for what, value in done:
        do(at, what, value)
        holds_the_numbers_of_the_engine(at)
    assert RATE.key in chosen(at)


def test_what_another_screen_has_left_under_the_same_name_is_dropped_where_it_does_not_fit() -> None:
    at = visit("sigmoid_net", view="Training", epochs="1000")
    assert at.number_input(key="epochs").value == 1000
    at.switch_page("pages/linear_net.py")
    at.query_params["view"] = "Training"
    assert run(at).number_input(key="epochs").value == 10
    assert feed(at)["training"]["updates"] == list(range(11))
