"""*Your turn* where the point lives in the browser: there the number is covered, here the answer is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.components import finite, part, sent
from dashboard.typed_answer import half_unit, typed_number
from engine.errors import ExpressionError

Matches = Callable[[float], bool]  # whether a number is the one that was answered

_REPLY = "reply of the turn"


def show(
    of: str,
    question: str,
    covers: Sequence[str],
    derivatives: Mapping[str, str],
    where: str,
    reply_to: Callable[[str, Mapping[str, Any]], tuple[str, str]],
) -> None:
    """The question, and what is said to the last answer.

    `of`: the function that is asked about; another one is another question. `covers`: the keys of the numbers that
    the question hides. `derivatives`: all that *predict first* hides, by key, as they are called.
    `where`: where the answer is to be seen. `reply_to(text, at)`: the kind of an answer, and what is said to it.
    """

    def judge() -> None:
        given = sent("turn", "answer")
        if not isinstance(given, dict) or not isinstance(given.get("at"), dict):
            return
        kind, words = reply_to(str(given.get("text", "")), given["at"])
        count = st.session_state.get(_REPLY, {}).get("count", 0) + 1
        st.session_state[_REPLY] = {"count": count, "kind": kind, "words": words}

    data = {
        "of": of,
        "question": question,
        "covers": list(covers),
        "derivatives": dict(derivatives),
        "shown": f"It is shown above, {where}.",
        "reply": st.session_state.get(_REPLY),
    }
    part("turn", data, js=("hiding.js",), on_answer_change=judge)


def coordinate(at: Mapping[str, Any], name: str, otherwise: float) -> float:
    """Where the point is, as the browser says it: `otherwise` where it says no number."""
    found = finite(at.get(name))
    return otherwise if found is None else found


def judged(
    text: str, right: float | None, causes: Callable[[Matches], list[str]], nowhere: str, praise: str, hint: str
) -> tuple[str, str]:
    """The kind of an answer, and what is said to it.

    `right`: the number; None where there is none, which `nowhere` says. `causes(matches)`: which slips the answer may
    come from, as they go on after "what comes out". `praise`: what follows "Right."; `hint`: what to do instead.
    """
    try:
        answer, slack = typed_number(text), half_unit(text)
    except ExpressionError as error:
        return "refused", str(error)

    def matches(number: float) -> bool:
        return _is_near(answer, number, slack)

    if right is None:
        return "unknown", nowhere
    if matches(right):
        return "right", f"Right. {praise}"
    if found := causes(matches):
        return "slip", f"Not yet. Your number is what comes out {' — or '.join(found[:2])}."
    return "unknown", f"Not yet. It is none of the usual slips. {hint}"


def _is_near(answer: float, number: float, slack: float) -> bool:
    """Whether an answer is `number`, but for rounding. `slack`: half a unit of its last decimal."""
    return abs(answer - number) <= max(1e-9 * abs(number), min(slack, 0.005 * abs(number)))
