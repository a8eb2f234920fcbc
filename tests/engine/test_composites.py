"""Chains of named pieces: what is read, what is refused, and the ways from x to the last piece."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.chain_slips import chain_slips
from engine.composites import MAX_PIECES, MAX_WAYS, Composite, derivative_latex, derivative_text, read_pieces
from engine.errors import ExpressionError
from engine.program import evaluate

TWO_PIECES, TWO_WAYS = "u = 3x + 1, y = u^2", "u = x^2, v = 3x + 1, y = u v"


def at(composite: Composite, x: float) -> dict[str, float]:
    """Values by their names, and the slope of the output by x under "slope"."""
    found = evaluate([*composite.values.values(), composite.slopes["x"]], {"x": x})
    return dict(zip([*composite.values, "slope"], map(float, found), strict=True))


def shares(composite: Composite, x: float) -> list[float]:
    return [
        math.prod(float(v) for v in evaluate([link.derivative for link in way], {"x": x})) for way in composite.ways
    ]


def test_the_course_numbers() -> None:
    assert at(read_pieces(TWO_PIECES), 1.0) == {"x": 1, "u": 4, "y": 16, "slope": 24}
    branching = read_pieces(TWO_WAYS)
    assert at(branching, 1.0)["slope"] == 11
    assert shares(branching, 1.0) == [8, 3]


@pytest.mark.parametrize(
    "text", [TWO_PIECES, "u=3x+1;y=u²", " u = 3x + 1 ,\n y = u^2, ", "u(x) = 3x + 1, y(u) = u^2", "a = 3x + 1, b = a^2"]
)
def test_one_chain_in_many_spellings(text: str) -> None:
    assert at(read_pieces(text), 1.0)["slope"] == 24


def test_a_comma_inside_a_function_ends_no_piece() -> None:
    assert at(read_pieces("u = max(x, 2), y = 3u"), 5.0) == {"x": 5, "u": 5, "y": 15, "slope": 3}


def test_text_without_a_name_is_one_piece_with_a_hint() -> None:
    composite = read_pieces("(3x + 1)^2")
    assert at(composite, 1.0) == {"x": 1, "y": 16, "slope": 24}
    assert "Name its inside" in composite.notes[0]


def test_what_is_not_used_is_left_out_and_said() -> None:
    composite = read_pieces("u = 3x, v = x^2, y = u + 1")
    assert list(composite.values) == ["x", "u", "y"]
    assert any("v" in note and "Not used" in note for note in composite.notes)


def test_an_output_that_does_not_depend_on_x() -> None:
    composite = read_pieces("u = 3, y = 2u")
    assert composite.ways == ()
    assert at(composite, 1.0) == {"x": 1, "u": 3, "y": 6, "slope": 0}


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("", 0, "Nothing is typed"),
        ("u =", 3, "Nothing stands after"),
        ("u = 3x + 1, y = w^2", 16, "I don't know “w”"),
        ("u = v, v = x", 4, "I don't know “v”"),
        ("u = x = 3", 6, "second ="),
        ("x = 3", 0, "x is what goes in"),
        ("u = 3, u = 4", 7, "Two pieces are called u"),
        ("e = 3x", 0, "is a number already"),
        ("speed = 3x", 0, "one letter"),
        ("3x, y = 2", 0, "no name"),
        ("u = (3x", 7, "bracket"),
        ("u = __import__('os')", 4, "I can't read"),
        ("u = 3x" + " " * 300, 200, "longer than"),
        (", ".join(f"u{n} = x" for n in range(MAX_PIECES + 1)), 108, "more than 12 pieces"),
    ],
)
def test_what_is_refused_is_pointed_at(text: str, position: int, said: str) -> None:
    with pytest.raises(ExpressionError, match=said) as refused:
        read_pieces(text)
    if "12 pieces" not in said:
        assert refused.value.position == position


def test_places_in_messages_are_places_in_the_whole_text() -> None:
    with pytest.raises(ExpressionError, match="at place 17"):
        read_pieces("u = 3x + 1, y = w^2")


def test_too_many_ways_are_refused_at_once() -> None:
    names = "xabcdfghk"
    text = ", ".join(f"{new}={'+'.join(names[: place + 1])}" for place, new in enumerate(names[1:]))
    with pytest.raises(ExpressionError, match=f"more than {MAX_WAYS} ways"):
        read_pieces(text)


@given(st.text(alphabet="uvyx=,;+*/^()|√ 0123456789.einslg\n", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    position = 0
    try:
        read_pieces(text)
    except ExpressionError as refused:
        position = refused.position
    assert 0 <= position <= len(text)


@given(st.floats(-3, 3))
def test_the_ways_add_up_to_the_slope(x: float) -> None:
    for text in (TWO_WAYS, "u = x^2, v = u + x, y = u v", "u = sin(x), v = u x, y = v e^u"):
        composite = read_pieces(text)
        assert sum(shares(composite, x)) == pytest.approx(at(composite, x)["slope"], abs=1e-12)


def test_d_where_there_is_one_input_and_a_curly_one_where_there_are_more() -> None:
    chain, branching = read_pieces(TWO_PIECES), read_pieces(TWO_WAYS)
    assert all(map(chain.is_ordinary, chain.links))
    assert [branching.is_ordinary(link) for link in branching.links] == [True, True, False, False]
    assert branching.is_total("x")
    assert not branching.is_total("u")
    assert chain.is_total("u")
    assert derivative_text("u1", "x", True) == "du₁/dx"
    assert derivative_text("y", "u", False) == "∂y/∂u"
    assert derivative_latex("y", "u", False) == r"\frac{\partial y}{\partial u}"


def test_a_piece_alone_takes_its_inputs_as_variables() -> None:
    branching = read_pieces(TWO_WAYS)
    assert evaluate([branching.piece(branching.links[-1])], {"u": 5.0, "v": 7.0}) == [35.0]


def test_slips_are_exact() -> None:
    def numbers(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
        slips = chain_slips(read_pieces(text))
        found = evaluate([slip.node for slip in slips], {"x": 1.0, "dx": 0.1})
        return {(slip.kind, slip.about): float(v) for slip, v in zip(slips, found, strict=True)}

    assert numbers(TWO_PIECES) == {
        ("added", ()): 11.0,
        ("factor left out", ("u", "x")): 8.0,
        ("factor left out", ("y", "u")): 3.0,
        ("nudge", ()): pytest.approx(2.4),
        ("sign", ()): -24.0,
        ("value", ()): 16.0,
    }
    branching = numbers(TWO_WAYS)
    assert branching["one way", ("u",)] == 8.0
    assert branching["one way", ("v",)] == 3.0
    assert branching["ways multiplied", ()] == 24.0
