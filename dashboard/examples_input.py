"""The training examples as a small table that can be edited; in a link they are one line of text."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard.components import part, sent
from engine.formulas import number

Rows = tuple[tuple[float, float, float], ...]  # x1, x2 and the target y of each example

# The truth tables that everybody begins with, as a link writes them.
PRESETS = {"or": "0,0,0;0,1,1;1,0,1;1,1,1", "and": "0,0,0;0,1,0;1,0,0;1,1,1", "typed": "0,0,0;0,1,1;1,0,1;1,1,0"}
MOST = 8
_LIMIT = 100.0


@dataclass(frozen=True, eq=False)
class ExamplesInput:
    """The input of typed rows. `key` is its name in the link, `presets` the key of the choice between the tables."""

    key: str
    presets: str

    @property
    def default(self) -> str:
        """What typed rows begin with: XOR, which a net with one hidden neuron cannot learn."""
        return PRESETS["typed"]

    @property
    def allowed(self) -> str:
        """What a link may say, in words."""
        return f"1 to {MOST} rows of x₁,x₂,y with ; between them, numbers from −{number(_LIMIT)} to {number(_LIMIT)}"

    @property
    def otherwise(self) -> str:
        """What is done where a link may not say what it says."""
        return "the rows of XOR stand there"

    def accepts(self, text: str) -> bool:
        """Whether a link may set it to `text`."""
        return self.read(text) is not None

    @property
    def usual(self) -> str:
        """The rows of kept runs are always written: which ones are usual depends on the choice between the tables."""
        return ""

    def write(self, value: Rows) -> str:
        """Rows as a link says them."""
        return write(value)

    def read(self, text: str) -> Rows | None:
        """The rows that a link says; None where it is not what `allowed` says."""
        return parse(text)

    def value(self, preset: str) -> Rows:
        """The rows of a preset, or the typed ones."""
        if preset != "typed":
            return parse(PRESETS[preset]) or ()
        typed = st.session_state.get(self.key) or st.query_params.get(self.key, "")
        return parse(typed) or parse(self.default) or ()

    def draw(self, preset: str) -> Rows:
        """Put the table on the screen and return its rows. An edited preset becomes typed rows."""
        rows = self.value(preset)
        st.session_state[self.key] = written = write(rows)
        if preset == "typed" and written != self.default:
            st.query_params[self.key] = written
        elif self.key in st.query_params:
            del st.query_params[self.key]
        shown = {"rows": [[f"{value:g}" for value in row] for row in rows], "most": MOST, "limit": _LIMIT}
        part("examples_table", shown, on_rows_change=self._take)
        return rows

    def _take(self) -> None:
        typed = sent("examples_table", "rows")
        if isinstance(typed, str) and self.accepts(typed):
            st.session_state[self.key] = typed
            st.session_state[self.presets] = "typed"


def parse(text: str) -> Rows | None:
    """The rows of a link; None where it is not what `ExamplesInput.allowed` says."""
    rows = []
    for line in text.split(";") if len(text) < 1000 else ():
        try:
            row = tuple(float(cell) for cell in line.split(","))
        except ValueError:
            return None
        if len(row) != 3 or not all(abs(cell) <= _LIMIT for cell in row):
            return None
        rows.append((row[0], row[1], row[2]))
    return tuple(rows) if 0 < len(rows) <= MOST else None


def write(rows: Rows) -> str:
    """The rows as a link writes them."""
    return ";".join(",".join(f"{value:g}" for value in row) for row in rows)
