"""One training step to walk through: player, sentence, graph, formula, table and code, all in step.

One part of the page, and nothing in it asks the server. It depends on the net alone and is written once; its numbers
come from the feed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any

from dashboard import graph_layout, graph_picture, hiding
from dashboard.components import part
from dashboard.step_words import origins, sign, sign_words, step_sentences
from engine.backpropagation import Edge, paths
from engine.formulas import latex, latex_part, latex_place, latex_places, mathml, number, place
from engine.networks import Network
from engine.notation import gradient_name, latex_name, plain_name
from engine.optimizers import Optimizer
from engine.walk import Step, new_name, numbers, steps

Numbers = Mapping[str, Any]


def show(network: Network, optimizer: Optimizer) -> None:
    """Draw the walk through one update of `network`. Its numbers come from the feed: see `feed_of`."""
    part("walkthrough", structure(network, optimizer.symbolic()), css=("player.css",), js=("player.js", "hiding.js"))


def feed_of(network: Network, optimizer: Optimizer, values: Mapping[str, float], covered: str | None) -> Numbers:
    """The numbers of the walk from `values` (weights and data). `covered`: the key of one that is hidden, if any."""
    found = numbers(network, optimizer, values)
    return {
        "numbers": {name: [number(value), number(value, 10)] for name, value in found.items()}
        | {f"words_{key}": [words, ""] for key, words in sign_words(network, found).items()},
        "signs": {name: sign(found[gradient_name("loss", name)]) for name in network.differentiated},
        "covered": covered,
    }


@lru_cache(maxsize=32)
def structure(network: Network, optimizer: Optimizer) -> dict[str, Any]:
    """All that does not depend on the numbers: HTML with marked places for them. `optimizer` is a symbolic one."""
    walk = steps(network, optimizer)
    drawn = {
        "count": len(walk),
        "keys": [step.key for step in walk],
        "kinds": [step.kind for step in walk],
        "names": [plain_name(step.about) for step in walk],
        "abouts": [step.about for step in walk],
        "sentences": step_sentences(network, walk),
        "derivatives": hiding.derivatives(network),
        "origins": origins(network, optimizer),
        "picture": graph_picture.picture(network, walk),
        "formula": _start_formula(network) + "".join(_formula(network, step, _places(walk)) for step in walk),
        "table": _table(network, walk),
        "code": _code(walk),
        "is_long": len(network.computed) > graph_layout.SHORT,
        "numbers_title": "The numbers of this example" if network.over_examples else "The numbers",
    }
    # what is drawn is drawn anew where any of it is another
    return {"id": sha256(repr(drawn).encode()).hexdigest()[:16], **drawn}


def _places(walk: Sequence[Step]) -> dict[str, int]:
    """Which step finds a number, by its key."""
    return {step.key: at for at, step in enumerate(walk, start=1)}


def _counted(walk: Sequence[Step]) -> list[tuple[int, Step]]:
    return list(enumerate(walk, start=1))


def _start_formula(network: Network) -> str:
    rows = "".join(
        f"<div>{mathml(latex_name(name) + ' = ' + latex(network.values[name]))}</div>" for name in network.computed
    )
    return f'<div class="formula" data-only="0"><div class="all">{rows}</div></div>'


def _formula(network: Network, step: Step, at_key: Mapping[str, int]) -> str:
    result = f'<div class="result">{_equals()}{mathml(latex_place(step.key).text)}</div>'
    routes = paths(network.loss, step.about) if step.kind == "backward" else []
    if len(routes) == 1:
        inside = _product(step, routes[0], at_key) + result
    else:
        left = rf"\mathrm{{new}}\ {latex_name(step.about)}" if step.kind == "update" else latex_name(step.key)
        inside = (
            f'<div class="line">{mathml(left)}{_equals()}{mathml(latex(step.node))}</div>'
            f'<div class="line">{_equals()}{mathml(latex_places(step.node))}</div>' + result
        )
    return f'<div class="formula {step.kind}" data-only="{at_key[step.key]}">{inside}</div>'


def _product(step: Step, route: Sequence[Edge], at_key: Mapping[str, int]) -> str:
    """The chain rule as a table: a column for each factor, its formula, and its number. A factor goes to its step."""
    columns = []
    for position, edge in enumerate(route):
        fresh = position == len(route) - 1
        guarded = latex_place(graph_picture.local_key(edge))
        number_text = guarded.text if position == 0 else guarded.guarded or guarded.text
        symbols = latex_part(edge.derivative, "sum" if len(route) == 1 else "product")
        cells = (
            latex_name(gradient_name(edge.target.name or "", edge.source.name or "")),
            symbols,
            symbols if edge.derivative.value is not None else number_text,
        )
        inside = "".join(f"<span>{mathml(cell)}</span>" for cell in cells)
        source = edge.source.name or ""
        go = at_key[gradient_name("loss", source)]
        spoken = f"show the step back to {plain_name(source)}"
        columns.append(
            f'<div class="factor{" fresh" if fresh else ""}" role="button" tabindex="0" data-go="{go}" '
            f'aria-label="{spoken}">{inside}</div>'
        )
    dot = '<div class="dot"><span>·</span><span>·</span><span>·</span></div>'
    left = f'<div class="factor left"><span>{mathml(latex_name(step.key))}</span><span></span><span></span></div>'
    equals = '<div class="dot"><span>=</span><span>=</span><span>=</span></div>'
    so_far = ""
    if len(route) > 1:
        before = gradient_name("loss", route[-1].target.name or "")
        so_far = f'<div class="so-far">so far {mathml(latex_name(before))} = {place(before)}, then the new factor</div>'
    return f'<div class="product">{left}{equals}{dot.join(columns)}</div>{so_far}'


def _equals() -> str:
    return '<span class="equals">=</span>'


def _table(network: Network, walk: Sequence[Step]) -> str:
    at = _places(walk)
    rows = []
    for name in graph_layout.reading_order(network):
        mine = [str(place) for place, step in _counted(walk) if step.about == name]
        value, gradient, new = at.get(name), at.get(gradient_name("loss", name)), at.get(new_name(name))
        go = f'data-go="{" ".join(mine)}"' if mine else "disabled"
        new_cell = f'<span data-step="{new}">{place(new_name(name))}</span>' if new else ""
        gradient_cell = f'<span data-step="{gradient}">{place(gradient_name("loss", name))}</span>' if gradient else "–"
        step = f' data-step="{value}"' if value else ""
        role = graph_picture.role(network, name)
        button = f'<button class="plain {role}" {go}>{plain_name(name)}</button>'
        rows.append(
            f'<tr data-lit="{" ".join(mine)}"><th scope="row">{button}</th>'
            f"<td><span{step}>{place(name)}</span></td><td>{gradient_cell}</td><td>{new_cell}</td></tr>"
        )
    return (
        '<table><thead><tr><th scope="col">name</th><th scope="col">value</th><th scope="col">gradient</th>'
        f'<th scope="col">new</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _code(walk: Sequence[Step]) -> str:
    titles = {"forward": "# forward pass", "backward": "# backward pass", "update": "# update"}
    lines: list[str] = []
    kind = ""
    for at, step in _counted(walk):
        if step.kind != kind:
            kind = step.kind
            lines.append(f'<div class="comment">{titles[kind]}</div>')
        lines.append(f'<button class="code" data-lit="{at}" data-go="{at}">{escape(str(step.line))}</button>')
    return "".join(lines)
