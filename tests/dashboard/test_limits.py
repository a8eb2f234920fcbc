"""Limits on the work of a rerun: what nobody could read is not written, and what would take long is not begun."""

from __future__ import annotations

import pytest

from dashboard import maps
from dashboard.maps import View, contours
from engine import blackboard, formulas
from engine.backpropagation import gradients
from engine.expressions import parse
from engine.formulas import LONGEST, TOO_LONG, legible
from tests.pages.visits import feed, run, visit

TANGENTS = "tan(tan(tan(tan(tan(tan(x))))))"
ROUGH = parse("sin(9x)*sin(9y)", ("x", "y"))


def test_a_formula_is_whole_or_words() -> None:
    assert legible("x" * LONGEST) == "x" * LONGEST
    assert legible("x" * (LONGEST + 1)) == TOO_LONG
    slope = gradients(parse(TANGENTS, ("x",)))["x"]
    assert blackboard.latex(slope) == formulas.latex(slope) == TOO_LONG


@pytest.mark.parametrize(
    ("stem", "key"),
    [("derivatives", "f"), ("partial_derivatives", "fxyz"), ("gradient", "fxy"), ("chain_rule", "pieces")],
)
def test_a_short_text_makes_no_endless_page(stem: str, key: str) -> None:
    at = visit(stem)
    at.text_input(key=key).set_value(f"y = {TANGENTS}" if key == "pieces" else TANGENTS)
    for fold in ("show_rules", "formula", "check"):
        at.session_state[fold] = True
    run(at)
    assert not at.error
    assert max(part.proto.ByteSize() for part in at.get("bidi_component")) < 1_000_000
    assert all(len(written.value) < 2 * LONGEST for written in at.latex)


def test_a_rough_map_has_fewer_bands_and_a_smooth_one_has_all() -> None:
    rough = contours(ROUGH, View(half=3.0))
    assert 2 <= len(rough.bands) < 8
    assert sum(len(outline) for _, outline in rough.bands) < 2 * maps._MOST_POINTS
    smooth = contours(parse("x^2 + y^2", ("x", "y")), View(half=3.0))
    assert len(smooth.bands) >= 8


def test_a_race_refuses_a_function_that_is_too_much_and_goes_on_with_the_last_one() -> None:
    at = visit("optimizers", landscape="your own")
    before = feed(at)["race"]["runs"]
    at.text_input(key="f").set_value("*".join(f"(x - {k}y)" for k in range(1, 16)))
    run(at)
    assert "take more than 64 operations" in at.error[0].value
    assert feed(at)["race"]["runs"] == before
