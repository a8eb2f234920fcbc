"""The text of the rates that are compared: what may be typed, and what is said to anything else."""

from __future__ import annotations

import re

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.function_input import show_error
from engine.errors import ExpressionError
from engine.formulas import number

MOST = 8
HIGHEST = 10.0
_KEPT = "last good rates"
_NUMBER = re.compile(r"(?:[0-9]{1,4}\.?[0-9]{0,12}|\.[0-9]{1,12})(?:e[+-]?[0-9]{1,2})?", re.ASCII | re.IGNORECASE)
_LONGEST = 120


class RatesInput:
    """The input of the rates, one line of text. `key` is its name in the link."""

    key = "rates"
    default = "0.001, 0.005, 0.01, 0.02, 0.024, 0.03, 0.05"
    otherwise = "the ready rates stand there"

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""
        return f"1 to {MOST} numbers from 0 to {number(HIGHEST)} with commas or blanks between them"

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`. What stands in the field is explained there, and is not the link's."""
        if get_script_run_ctx(suppress_warning=True) and st.session_state.get(self.key) == text:
            return True
        try:
            parse(text)
        except ExpressionError:
            return False
        return True

    def draw(self) -> tuple[float, ...]:
        """Put it on the screen and return its rates, each once, in rising order; of a bad text the last good ones."""
        # while the fold is closed there is no input: what was typed before comes back
        if self.key not in st.session_state and self.key not in st.query_params and _KEPT in st.session_state:
            st.session_state[self.key] = st.session_state[_KEPT]
        text = st.text_input(
            f"Rates α to compare, at most {MOST}",
            value=self.default,
            key=self.key,
            bind="query-params",
            max_chars=_LONGEST,
            autocomplete="off",
            help="Put commas or blanks between the rates. Decimals take a point: 0.01, not 0,01.",
        )
        try:
            rates = parse(text)
        except ExpressionError as error:
            show_error(error, re.sub(r"\s", " ", text), "rates")
            return parse(st.session_state.get(_KEPT, self.default))
        st.session_state[_KEPT] = text
        return rates


RATES = RatesInput()


def parse(text: str) -> tuple[float, ...]:
    """The rates in `text`, each once, in rising order. Raises ExpressionError, which says what is wrong and where."""
    if len(text) > _LONGEST:
        raise ExpressionError(f"This text is longer than {_LONGEST} characters.", _LONGEST)
    if comma := re.search(r"(?:^|[\s,])0,(?=[0-9])", text):
        raise ExpressionError(
            f"Decimals take a point, as in 0.01: a comma begins the next rate. Look at character {comma.end()}. "
            "If you mean two rates, put a blank behind the comma.",
            comma.end() - 1,
        )
    rates: dict[float, None] = {}
    for word in re.finditer(r"[^\s,]+", text):
        rates[_rate(word[0], word.start())] = None
        if len(rates) > MOST:
            raise ExpressionError(
                f"At most {MOST} rates can be compared: here, at character {word.start() + 1}, a further one begins.",
                word.start(),
            )
    if not rates:
        raise ExpressionError("There is no rate. Type at least one, such as 0.01.", 0)
    return tuple(sorted(rates))


def _rate(word: str, place: int) -> float:
    where = f"at character {place + 1}"
    if not _NUMBER.fullmatch(word):
        raise ExpressionError(
            f"What stands {where} is no rate. Type numbers such as 0.01, with commas or blanks between them.", place
        )
    value = float(word)
    if value > HIGHEST:
        raise ExpressionError(f"The rate {where} is too large: rates go from 0 to {number(HIGHEST)}.", place)
    return value
