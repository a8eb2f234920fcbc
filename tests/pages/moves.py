"""A visitor who does one thing after another to a page: with its inputs, its folds, its parts, its address."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import strategies as some
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import NumberInput

from dashboard.lessons import LESSONS
from dashboard.present import IN_LINK
from tests.pages import hostile
from tests.pages.visits import visit

Draw = Callable[[some.SearchStrategy[Any]], Any]
STEMS = [lesson.stem for lesson in LESSONS]
# What is read from an address, beside the inputs that Streamlit has bound to it.
ALSO_IN_LINK = (
    *IN_LINK,
    "embed",
    "epoch",
    "step",
    "view",
    "race",
    "rows",
    "rates",
    "x0",
    "dx",
    "p_a",
    "f",
    "pieces",
    "ask",
)


@dataclass
class Account:
    """What a visit cost: for each rerun its processor time in seconds and what was done."""

    reruns: list[tuple[float, str]] = field(default_factory=list)


ACCOUNT = Account()


class Visitor:
    """Someone on a page. Each move runs the page once, and fails with what was done, should the page raise."""

    def __init__(self, stem: str) -> None:
        self.stem, self.done = stem, [f"open {stem}"]
        self.at = visit(stem)

    def follow(self, link: dict[str, str | list[str]]) -> None:
        """Open the same page anew by a link."""
        self.done = [f"open {self.stem} by {link!r}"]
        self._counted(lambda: setattr(self, "at", visit(self.stem, **link)))

    def go(self, stem: str) -> None:
        """Go on to another page."""
        self.stem = stem
        self.at.switch_page(f"pages/{stem}.py")
        self.send(f"go to {stem}")

    def send(self, told: str, *states: WidgetState) -> None:
        """Run the page with what was set on it and with `states`, as a browser sends them, or who says to be one."""
        self.done.append(told)
        every = self.at._tree.get_widget_states()
        sent = {state.id for state in states}
        kept = [state for state in every.widgets if state.id not in sent]
        del every.widgets[:]
        every.widgets.extend([*kept, *states])
        self._counted(lambda: self.at._run(every))

    def _counted(self, rerun: Callable[[], object]) -> None:
        began = time.process_time()
        rerun()
        ACCOUNT.reruns.append((time.process_time() - began, f"{self.stem}: {self.done[-1][:300]}"))
        assert not self.at.exception, "\n".join([*self.done, self.at.exception[0].message])


def parts(at: AppTest) -> dict[str, list[str]]:
    """The events that each of our parts on the page may send to the server, by the name under which it sends them."""
    known = at._session_state._state._new_widget_state.widget_metadata
    here = {f"{part.proto.id}__events" for part in at.get("bidi_component")}
    return {
        name: list(seen.callbacks or ())
        for name, seen in known.items()
        if seen.value_type == "json_trigger_value" and name.endswith(tuple(here))
    }


def bound(at: AppTest) -> list[str]:
    """The parameters of the address that are bound to an input of the page."""
    protos = (getattr(node, "proto", None) for node in at._tree)
    return [proto.query_param_key for proto in protos if getattr(proto, "query_param_key", "")]


def move(visitor: Visitor, draw: Draw) -> None:
    """One thing that can be done where the visitor is."""
    at = visitor.at
    moves: list[Callable[[], None]] = [lambda: visitor.go(draw(some.sampled_from(STEMS)))]
    moves.append(lambda: visitor.follow(draw(links(at))))
    for controls, change in (
        (at.number_input, _number),
        (at.text_input, _text),
        (at.selectbox, _choice),
        (at.get("button_group"), _pills),
        (at.slider, _slider),
    ):
        moves += [partial(change, visitor, control, draw) for control in controls]
    moves += [partial(_fold, visitor, fold.key) for fold in at.expander if fold.key]
    if at.button:
        moves += [lambda: _press(visitor, draw)] * 3
    if events := [(name, event) for name, found in parts(at).items() for event in found]:
        moves += [lambda: _part(visitor, *draw(some.sampled_from(events)), draw)] * 5
    if at.get("tab_container"):
        moves += [lambda: _view(visitor, draw)] * 2
    draw(some.sampled_from(moves))()


def links(at: AppTest) -> some.SearchStrategy[dict[str, Any]]:
    """Addresses of a page: what it reads, with any words, and what it does not read."""
    names = some.sampled_from([*bound(at), *ALSO_IN_LINK, "nobody", "<b>", ""])
    return some.dictionaries(names, some.one_of(hostile.words, some.lists(hostile.words, max_size=3)), max_size=6)


def _number(visitor: Visitor, control: NumberInput, draw: Draw) -> None:
    low, high = control.min, control.max
    assert low is not None
    assert high is not None
    inside = some.floats(low, high)
    value = draw(some.one_of(some.sampled_from([low, high, low + control.step, -low]), inside, hostile.numbers))
    visitor.send(f"{control.key} = {value!r}", WidgetState(id=control.id, double_value=value))


def _text(visitor: Visitor, control: Any, draw: Draw) -> None:
    type_into(visitor, control, draw(hostile.texts))


def type_into(visitor: Visitor, control: Any, value: str) -> None:
    """Type a text into a field: a browser stops at its longest one, whatever else sends does not."""
    visitor.send(f"{control.key} = {value[:150]!r}", WidgetState(id=control.id, string_value=value))


def _choice(visitor: Visitor, control: Any, draw: Draw) -> None:
    value = draw(some.one_of(some.sampled_from(control.options), some.sampled_from(control.options), hostile.texts))
    visitor.send(f"{control.key} = {value[:150]!r}", WidgetState(id=control.id, string_value=value))


def _pills(visitor: Visitor, control: Any, draw: Draw) -> None:
    options = [option.content for option in control.proto.options]
    chosen = draw(
        some.one_of(some.lists(some.sampled_from(options), max_size=1), some.lists(hostile.texts, max_size=2))
    )
    state = WidgetState(id=control.proto.id)
    state.string_array_value.data.extend(chosen)
    visitor.send(f"{control.proto.id.rpartition('-')[2]} = {chosen!r}"[:150], state)


def _slider(visitor: Visitor, control: Any, draw: Draw) -> None:
    value = draw(some.one_of(some.sampled_from([control.min, control.max]), hostile.numbers))
    state = WidgetState(id=control.id)
    state.double_array_value.data.append(value)
    visitor.send(f"{control.key} = {value!r}", state)


def _fold(visitor: Visitor, key: str) -> None:
    is_open = bool(visitor.at.session_state[key]) if key in visitor.at.session_state else False
    visitor.at.session_state[key] = not is_open
    visitor.send(f"fold {key}: {not is_open}")


def _view(visitor: Visitor, draw: Draw) -> None:
    visitor.at.session_state["view"] = view = draw(some.sampled_from(hostile.VIEWS))
    visitor.send(f"tab {view}")


def _press(visitor: Visitor, draw: Draw) -> None:
    button = draw(some.sampled_from(list(visitor.at.button)))
    visitor.send(f"press {button.label}", WidgetState(id=button.proto.id, trigger_value=True))


def _part(visitor: Visitor, name: str, event: str, draw: Draw) -> None:
    meant = hostile.ANSWERS_OF_PARTS[event]
    answer(visitor, name, event, draw(some.one_of(meant, meant, hostile.anything)))


def answer(visitor: Visitor, name: str, event: str, value: object) -> None:
    """Let a part of the page send `value`."""
    state = WidgetState(id=name, json_trigger_value=json.dumps([{"event": event, "value": value}]))
    visitor.send(f"part {name.rpartition('-')[2]}: {event} = {value!r}"[:300], state)
