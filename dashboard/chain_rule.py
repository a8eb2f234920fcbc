"""What the screen of the chain rule draws; the page arranges it. What moves is worked out in the browser."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard import components, composite_picture, composite_words, deeper, function_input, live, point_check
from dashboard.chains import READY, chain
from dashboard.composite_words import ends
from dashboard.experiments import Experiment
from engine import networks
from engine.backpropagation import paths
from engine.composites import INPUT, Composite, derivative_text, read_pieces
from engine.domain import REASONS
from engine.errors import ExpressionError
from engine.formulas import latex, number, text_part
from engine.notation import latex_name, plain_name
from engine.program import evaluate, instructions

_FIELD, _GOOD = "pieces", "last good pieces"


def choose() -> tuple[str, Composite]:
    """Draw the inputs and return the text and the composite; of a text that cannot be read, the last good one."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="chain"):
        typed = st.text_input(
            "Pieces, each made of x and the ones before it",
            value=READY[0].pieces,
            key=_FIELD,
            bind="query-params",
            max_chars=200,
            autocomplete="off",
            help="Type names and formulas, with commas between: u = sin(x), v = 2u + 1, y = u v. The last one is "
            "the result.",
        )
        function_input.offer([one.shows for one in READY], "or a ready chain", lambda at: _set(READY[at].pieces))
        function_input.reset_button(lambda: _set(READY[0].pieces))
    try:
        composite = read_pieces(typed)
    except ExpressionError as error:
        function_input.show_error(error, typed, "chain")
        typed = st.session_state.get(_GOOD, READY[0].pieces)
        composite = read_pieces(typed)
    st.session_state[_GOOD] = typed
    for note in composite.notes:
        st.caption(note)
    return typed, composite


def show_stage(typed: str, composite: Composite) -> None:
    """Sliders, player, number lines, graph and formula: one part, which works everything out itself."""
    components.feed(charts={})
    begin = chain(typed)
    components.part(
        "chain_rule",
        {
            "id": typed,
            "set": live.settings(),
            "x": begin.at,
            "dx": begin.nudge,
            "reach": begin.reach,
            "own": not begin.pieces,
            **structure(typed),
        },
        css=("player.css", "sliders.css", "covered.css"),
        js=("player.js", "evaluate.js", "sliders.js", "number_lines.js", "chain_words.js"),
    )


@lru_cache(maxsize=64)
def structure(typed: str) -> dict[str, Any]:
    """All that does not depend on x: programs for the browser, words, and HTML with marked places for numbers."""
    composite = read_pieces(typed)
    names = list(composite.values)
    number_of = {link: place for place, link in enumerate(composite.links)}
    return {
        "names": names,
        "output": composite.name,
        "symbols": {name: plain_name(name) for name in names},
        "titles": {name: composite_words.title(composite, name) for name in names},
        "program": instructions(
            [*composite.values.values(), *(link.derivative for link in composite.links), *composite.slopes.values()]
        ),
        "links": [
            {
                "source": ends(link)[0],
                "target": ends(link)[1],
                "name": composite_words.link_name(composite, link),
                "symbols": composite_words.symbols(link),
                "piece": instructions([composite.piece(link)]),
            }
            for link in composite.links
        ],
        "ways": [[number_of[link] for link in way] for way in composite.ways],
        "slope": derivative_text(composite.name, INPUT, True),
        "picture": composite_picture.picture(composite) if composite_picture.can_draw(composite) else "",
        "formula": composite_words.formula(composite),
        "table": composite_words.table(composite),
        "reasons": REASONS,
    }


def take(experiment: Experiment) -> None:
    """Set the chain of an experiment."""
    st.session_state[_FIELD] = experiment.state["pieces"]


def show_code(typed: str, composite: Composite) -> None:
    """The values forward and the slopes backward as lines of Python."""
    deeper.code([composite.output], list(composite.slopes.values()), {INPUT: chain(typed).at})


def show_check(composite: Composite) -> None:
    """The slope by every value against its central difference."""
    slopes = {name: composite_words.slope_name(composite, name) for name in composite.values}
    point_check.show(composite.output, plain_name(composite.name), slopes, (INPUT,), {})


def show_net() -> None:
    """The sigmoid net as one composite, taken apart layer by layer down to a weight."""
    net = networks.sigmoid()
    st.markdown(
        "A net is a long chain, and its loss is the last piece. With the inputs x₁ and x₂, the weights w₁, w₂, w₃, the "
        "target y and the sigmoid σ, the course's net of two layers is one function:"
    )
    st.latex(r"L = \tfrac{1}{2}\left(\sigma(w_3 \cdot \sigma(w_1 x_1 + w_2 x_2)) - y\right)^2")
    values = {**networks.SIGMOID_START, **networks.SIGMOID_DATA}
    listed = ", ".join(f"{plain_name(name)} = {number(value)}" for name, value in values.items())
    weight = st.segmented_control(
        "How does the loss follow this weight?",
        list(net.weights),
        format_func=plain_name,
        default="w1",
        key="net_weight",
        bind="query-params",
    )
    st.markdown(
        f"{layers(weight or 'w1')}\n\nHere {listed}. Multiply from the loss back: each product uses the one "
        "above it. The rows down to w₁ and w₂ are the same except for the last: they are worked out once. "
        "That is all that backpropagation is."
    )


@lru_cache(maxsize=8)
def layers(weight: str) -> str:
    """The way from the loss of the sigmoid net down to `weight`, as a table: piece, slope, product so far."""
    net = networks.sigmoid()
    values = {**networks.SIGMOID_START, **networks.SIGMOID_DATA}
    way = paths(net.loss, weight)[0]
    rows = []
    for link in way:
        source, target = (node.name or "" for node in (link.source, link.target))
        slope, so_far = (number(float(v)) for v in evaluate([link.derivative, net.gradients[source]], values))
        rows.append(
            f"| ${latex_name(target)} = {latex(link.target)}$ | {derivative_text(target, source, False)} = "
            f"{text_part(link.derivative)} = {slope} | {derivative_text('loss', source, False)} = {so_far} |"
        )
    return "| piece | slope of this piece | product so far |\n|:--|:--|:--|\n" + "\n".join(rows)


def _set(pieces: str) -> None:
    st.session_state[_FIELD] = pieces
