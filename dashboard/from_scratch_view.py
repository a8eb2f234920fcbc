"""The script as lines that light up together with their formula, their node and their column of the output.

One part of the page, and nothing in it asks the server. Pictures and formulas depend on the net and the optimizer
alone; the lines of the script and all numbers come with the feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any

import numpy as np

from dashboard import graph_picture
from dashboard.components import part
from engine.formulas import latex, latex_place, latex_places, mathml, number
from engine.graph import Node, substitute, topological, variable
from engine.networks import Network
from engine.notation import gradient_name, latex_name, mean_name
from engine.optimizers import GradientDescent, Optimizer
from engine.script_lines import Line
from engine.scripts import printed
from engine.step_explained import gradient_symbol, lines
from engine.training_setup import TrainingSetup, key_of, of_weights
from engine.walk import gradient_for_update, new_name, numbers, of_example, steps

_ONE_PLACE = re.compile(r"\\text\{@+[\w!]+\}")
_TOKEN = re.compile(r"#.*|\"[^\"]*\"|[A-Za-z_][\w.]*|\d[\w.]*|.")
_COUNT = "examples"  # how many there are
_WORDS = frozenset({"for", "in", "if", "import", "print", "break", "try", "except", "not", "range"})


def show(setup: TrainingSetup) -> None:
    """Draw the script and what lights up with it. Its lines and numbers come from the feed: see `feed_of`."""
    drawn = structure(setup.network, setup.optimizer.symbolic())
    part("from_scratch", drawn, css=("player.css", "walkthrough.css"), js=("player.js", "scratch_light.js"))


@lru_cache(maxsize=64)
def structure(network: Network, optimizer: Optimizer) -> dict[str, Any]:
    """All that does not depend on the numbers. `optimizer` is a symbolic one."""
    walk = steps(network, GradientDescent().symbolic())  # the picture shows a new weight, however it was found
    formulas = dict(_formulas(network, optimizer))
    at = {step.key: place for place, step in enumerate(walk, start=1)}
    means = {mean_name(name): name for name in ("loss", *of_weights(network))} if network.over_examples else {}
    keys = {line.key: weight for weight in network.weights for line in lines(optimizer, weight) if line.key != weight}
    # what all weights share belongs to no box
    of_weight = {key: at[new_name(weight)] for key, weight in keys.items() if key.endswith(f"_{weight}")}
    drawn = {
        "picture": graph_picture.picture(network, walk),
        "formulas": formulas,
        "steps": {**of_weight, **at, **{key: at[name] for key, name in means.items()}},
        "kinds": {
            **dict.fromkeys(keys, "update"),
            **{step.key: step.kind for step in walk},
            **{key: "forward" if name == "loss" else "backward" for key, name in means.items()},
        },
        "isShort": len(network.computed) <= 3,
    }
    return {"id": sha256(repr(drawn).encode()).hexdigest()[:16], **drawn}


def _formulas(network: Network, optimizer: Optimizer) -> Iterator[tuple[str, str]]:
    """For each key its formula: symbols, numbers put in, result."""
    for step in steps(network, GradientDescent().symbolic()):
        if step.kind != "update":
            yield step.key, _equation(latex_name(step.key), step.node, step.key)
    for name in ("loss", *of_weights(network)) if network.over_examples else ():
        total = rf"\frac{{1}}{{{latex_place(_COUNT).text}}} \sum {latex_name(name)}"
        yield mean_name(name), _equal(latex_name(mean_name(name)), total, latex_place(mean_name(name)).text)
    for weight in network.weights:
        known = {variable(gradient_symbol(weight)): gradient_for_update(network, weight)}
        for line in lines(optimizer, weight):
            key, node = key_of(network, line.key), substitute(line.node, known)
            is_own = variable(line.name) in topological([node])  # its old number is on the right
            yield key, _equation((r"\mathrm{new}\ " if is_own else "") + latex_name(line.name), node, key)


def _equation(left: str, node: Node, key: str) -> str:
    parts = [left, latex(node), latex_places(node), latex_place(key).text]
    if _ONE_PLACE.fullmatch(parts[2]):
        del parts[2]  # the result says it
    return _equal(*parts)


def _equal(*parts: str) -> str:
    """Parts with = between them; where there is no room the middle ones go first."""
    first, *middle, last = map(mathml, parts)
    equals = '<span class="equals">=</span>'
    between = "".join(f'<span class="middle">{equals}{written}</span>' for written in middle)
    return f"<span>{first}</span>{between}<span>{equals}{last}</span>"


def feed_of(setup: TrainingSetup, script: Sequence[Line], note: str = "", example: int = 0) -> dict[str, Any]:
    """The lines of the script, what it prints, and the numbers of each row.

    `note`: stands below the script. `example`: the one whose numbers are shown, where there are several, from 0.
    """
    head, *rows = printed(setup)
    table = [row.split() for row in rows[: len(setup.rows)]]
    roles = _roles(setup.network)
    return {
        "lines": [[_coloured(line.text, roles), list(line.keys), line.is_gap] for line in script],
        "note": note,
        "head": head.split(),
        "columns": [key_of(setup.network, column) for column in setup.columns],
        "rows": table,
        "stopped": rows[len(table)].strip() if len(rows) > len(table) else None,
        "example": example + 1 if setup.network.over_examples else None,
        "numbers": [*_numbers(setup, example)],
    }


def _roles(network: Network) -> dict[str, str]:
    named = {name: graph_picture.role(network, name) for name in network.values}
    values = {name: {"value": "forward"}.get(role, role) for name, role in named.items()}
    gradients = {gradient_name("loss", name): "gradient" for name in network.gradients}
    return {**values, **gradients, mean_name("loss"): "loss"}


def _coloured(text: str, roles: Mapping[str, str]) -> str:
    """A line of code as HTML, each name in the colour of its role."""
    return "".join(_token(found.group(), roles) for found in _TOKEN.finditer(text))


def _token(token: str, roles: Mapping[str, str]) -> str:
    name = token.removesuffix(".grad")
    kind = "comment" if token.startswith("#") else "word" if token in _WORDS else roles.get(name)
    return f'<span class="{kind}">{escape(token)}</span>' if kind else escape(token)


def _numbers(setup: TrainingSetup, example: int) -> Iterator[dict[str, str]]:
    """What is filled into formulas and picture, for each row. Of an update's line its own numbers are `key:name`."""
    net, run = setup.network, setup.run
    data = {name: np.array(setup.each(name)) if net.over_examples else setup.each(name)[0] for name in net.data}
    count = {_COUNT: float(len(setup.each(net.data[0])))}
    descent = GradientDescent(0.0)
    for epoch in setup.rows:
        start = {name: float(run.value(name)[epoch - 1]) for name in net.weights}
        found = numbers(net, descent, of_example(net, start, data, example)) | count
        for weight, each in setup.explained.items():
            gradient = gradient_for_update(net, weight).name or ""
            for line in each.at(epoch - 1):
                key = key_of(net, line.line.key)
                given = {gradient if n == gradient_symbol(weight) else n: v for n, v in line.given.items()}
                found |= {key: line.result, **{f"{key}:{name}": value for name, value in given.items()}}
        yield {name: number(value) for name, value in found.items()}
