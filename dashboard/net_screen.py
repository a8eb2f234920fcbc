"""What the screens of the nets share: their inputs, and the numbers that are sent when an input changes.

A changed number runs one fragment again, which sends numbers, and what is drawn stays as it is. A choice (the loss,
the activation) changes what is drawn, so that it runs the whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard import (
    broken,
    calculator_view,
    components,
    deeper,
    path_view,
    restart,
    run_words,
    training_view,
    two_directions,
    walkthrough,
    your_turn,
)
from dashboard.charts import Feeds
from dashboard.controls import Choice, Control, Named, NumberInput, reset_button, set_to
from dashboard.experiments import Experiment
from dashboard.histories import History
from dashboard.kept_runs import KeptRuns, Written
from dashboard.net_settings import NetSettings
from engine.training import Run

RATE_KEY = "learning_rate"
LOSS = Choice("loss", "loss L", {"half_squared": "½(ŷ − y)²", "squared": "(ŷ − y)²"})
FOLDS_OF_NUMBERS = ("check", "paths", "directions", "calculator")  # what is folded away and follows the numbers

Chosen = Mapping[str, Any]  # the value of each control, by its key


@dataclass(frozen=True, eq=False)
class NetScreen:
    """One net's screen.

    `stem`: the page. `views`: its tabs. `all_numbers`, `choices`: its inputs. `settings`: what follows from the values
    of the inputs; what is not on the screen has its default. `numbers`: those of the number inputs that are on the
    screen, for what was chosen and for the tab that is open. `charts`: the rows of the charts of a tab, given the key
    of the number that is covered. `more`: draws what further inputs the choices ask for, the `further` ones, and gives
    back their values. `histories`: the charts of a run. `widest`: the choices that give the net with the most values.

    `reason`: why a run ended as it did. `more_feeds`: what else the browser is sent of a run. `drawn`: what further
    pictures are drawn from, which are drawn anew when it changes. `in_fragment`: parts that are drawn with the numbers.
    `folds`: what is folded away and follows the numbers. `on_set`: called before an experiment or *Reset* sets inputs.
    `program`: what else the page of its program is told.
    `asked`: of a screen without tabs, the keys of the numbers of its first update that *Your turn* asks for.
    """

    stem: str
    views: tuple[str, ...]
    all_numbers: tuple[NumberInput, ...]
    choices: tuple[Choice, ...]
    settings: Callable[[Chosen], NetSettings]
    numbers: Callable[[Chosen, str], tuple[NumberInput, ...]]
    charts: Callable[[NetSettings, str, str | None], Feeds]
    more: Callable[[Chosen], dict[str, Any]] = lambda choices: {}
    further: tuple[Control, ...] = ()
    histories: tuple[History, ...] = training_view.HISTORIES
    widest: Chosen = field(default_factory=dict)
    reason: Callable[[NetSettings, Run], str] = lambda chosen, run: ""
    more_feeds: Callable[[NetSettings, Run], dict[str, Any]] = lambda chosen, run: {}
    drawn: Callable[[NetSettings], Any] = lambda chosen: None
    in_fragment: Callable[[NetSettings], None] = lambda chosen: None
    folds: tuple[str, ...] = FOLDS_OF_NUMBERS
    on_set: Callable[[], None] = lambda: None
    asked: tuple[str, ...] | None = None
    program: Mapping[str, str] = field(default_factory=dict)

    @property
    def controls(self) -> tuple[Control, ...]:
        """All inputs, whether they are on the screen now or not."""
        return (*self.all_numbers, *self.choices, *self.further)

    @property
    def in_link(self) -> list[Control | Named]:
        """All that a link may say of this screen."""
        widest = self.settings(self.widest)
        view = Named("view", self.views, f"{self.views[0]} is open")
        questions = your_turn.in_link(widest.network, widest.optimizer, self.asked)
        return [*self.controls, *([view] if len(self.views) > 1 else []), questions, self.kept]

    @property
    def kept(self) -> KeptRuns:
        """The runs that are kept for comparison."""
        return KeptRuns(self.stem, [each for each in self.controls if isinstance(each, Written)], self.settings)

    def take(self, experiment: Experiment) -> None:
        """Set the state of an experiment; what it does not name is set to the course's numbers."""
        self.on_set()
        restart.begin_anew()
        set_to(self.controls, experiment.state)

    def reset(self) -> None:
        """Set all inputs to the course's numbers."""
        self.on_set()
        restart.begin_anew()
        set_to(self.controls, {})

    def take_offered_rate(self) -> None:
        """Set the rate that was offered after a divergence. For the event `rate` of the training player."""
        rate = components.finite(components.sent("training", "rate"))
        control = next(control for control in self.all_numbers if control.key == RATE_KEY)
        if rate is not None and control.accepts(str(rate)):
            st.session_state[RATE_KEY] = rate


def inputs(screen: NetScreen, view: str) -> NetSettings:
    """Draw the inputs for the tab `view`, send the numbers that follow from them, and return the settings."""
    # many choices have a row of their own
    with st.container(
        horizontal=True, vertical_alignment="bottom", key="inputs" if len(screen.choices) == 1 else "many_inputs"
    ):
        numbers, choices = st.container(key="numbers"), st.container(horizontal=True, key="choices")
    with choices:
        chosen: dict[str, Any] = {control.key: control.draw() for control in screen.choices}
        chosen |= screen.more(chosen)
        reset_button(screen.reset)
    with numbers:
        return _numbers(screen, chosen, view)


@broken.fragment
def _numbers(screen: NetScreen, choices: dict[str, Any], view: str) -> NetSettings:
    with st.container(horizontal=True, gap="small"):
        drawn = {control.key: control.draw() for control in screen.numbers(choices, view)}
    values = {**choices, **drawn}
    chosen = screen.settings(values)
    _send(screen, chosen, view)
    screen.in_fragment(chosen)
    page = _page(screen)
    is_new = page.get("chosen") != chosen
    page["chosen"], page["values"] = chosen, values
    # what is drawn the first time is drawn by the page that is on its way
    pictures = screen.drawn(chosen)
    is_other = page.get("drawn", pictures) != pictures
    page["drawn"] = pictures
    if is_other or (is_new and (your_turn.is_asking() or any(map(deeper.is_open, screen.folds)))):
        st.rerun()  # there is more on the page that depends on the numbers
    return chosen


def _send(screen: NetScreen, chosen: NetSettings, view: str) -> None:
    if view == "Training":
        run = chosen.trained()
        told = {
            **training_view.feed_of(run, chosen.example),
            **run_words.outcome(chosen, run, screen.reason(chosen, run)),
        }
        if screen.asked:
            key = your_turn.covered(chosen.network, chosen.optimizer, chosen.values, screen.asked)
            told |= {"covered": key, "table": training_view.covered_table(told["table"], chosen.network, key)}
        components.feed(
            training=told,
            restarts=restart.count(),
            charts=training_view.charts_of(run, screen.histories),
            inputs=training_view.kept_of(run, screen.kept.runs(), screen.histories),
            **screen.more_feeds(chosen, run),
        )
        return
    covered = your_turn.covered(chosen.network, chosen.optimizer, chosen.values)
    components.feed(
        walkthrough=walkthrough.feed_of(chosen.network, chosen.optimizer, chosen.values, covered),
        charts=screen.charts(chosen, view, covered),
    )


def _page(screen: NetScreen) -> dict[str, Any]:
    """What the page last drew: it lives as long as the visit, and a download can look into it."""
    page: dict[str, Any] = st.session_state.setdefault(f"{screen.stem}_page", {})
    return page


def keep(screen: NetScreen) -> None:
    """The button that keeps the run behind the next ones, and those that let kept runs go."""
    page = _page(screen)
    screen.kept.show(lambda: page["values"])


def download(screen: NetScreen) -> None:
    """The buttons that download the run of the numbers that are set when they are pressed, or show it as a program."""
    page = _page(screen)
    with st.container(horizontal=True, key="take_along"):
        training_view.show_download(lambda: page["chosen"].trained())
        # what has the same name on the other page has the same value there
        if st.button(
            "This run as a program",
            icon=":material/code:",
            on_click=lambda: st.session_state.update(screen.program),
            help="In plain Python, NumPy or PyTorch.",
        ):
            st.switch_page("pages/from_scratch.py", query_params={})


def go_deeper(chosen: NetSettings) -> None:
    """What is folded away on every net's screen."""
    net, optimizer, values = chosen.network, chosen.optimizer, chosen.values
    for key, (title, draw) in {
        "check": ("Gradient check: is every gradient right?", lambda: deeper.gradient_check(net, values)),
        "paths": ("Every way from a weight to the loss", lambda: path_view.show(net, values)),
        "directions": ("Backward or forward: what does one sweep save?", lambda: two_directions.show(net, values)),
        "calculator": ("By calculator: your own numbers", lambda: calculator_view.show(net, optimizer, values)),
        "program": ("The whole training loop, as it ran", lambda: deeper.whole_program(net, optimizer)),
    }.items():
        deeper.fold(title, key, draw)
