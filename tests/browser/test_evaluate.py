"""What the browser computes is what the engine computes, and numbers are written the same on both sides."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from playwright.sync_api import Browser

from dashboard import components
from engine.backpropagation import gradients
from engine.domain import REASONS, why_undefined
from engine.expressions import parse
from engine.formulas import number
from engine.graph import apply, variable
from engine.networks import linear, sigmoid
from engine.operations import TABLE
from engine.program import evaluate, instructions

SCRIPT = components.read("evaluate.js")
TEXTS = (
    "x^3 - 3x^2 + 2x + 1",
    "sin(2x) cos(x) - tan(x)",
    "e^(-x^2)",
    "ln(|x| + 1) / sqrt(x^2 + 1)",
    "max(0, x) - min(x, 2)",
    "sigmoid(x) tanh(x)",
    "relu(x - 1)^2",
    "2^x - x^-1",
)
POINTS = (-2.5, -1.0, 0.0, 0.3, 1.0, 4.0)


def run(chromium: Browser, expression: str, argument: Any) -> Any:
    page = chromium.new_page()
    page.set_content("<p></p>")
    page.add_script_tag(content=SCRIPT + f"\nwindow.answer = (argument) => {expression};")
    answer = page.evaluate("(argument) => window.answer(argument)", argument)
    page.close()
    return answer


def test_the_browser_computes_typed_functions_and_their_slopes_as_the_engine_does(chromium: Browser) -> None:
    nodes = [parse(text, ("x",)) for text in TEXTS]
    outputs = [*nodes, *(gradients(node)["x"] for node in nodes)]
    told = run(
        chromium,
        "argument.points.map((x) => evaluate(argument.program, { x }).map(String))",
        {"program": instructions(outputs), "points": POINTS},
    )
    for x, row in zip(POINTS, told, strict=True):
        mine = [float(text.replace("Infinity", "inf")) for text in row]
        np.testing.assert_allclose(mine, [float(v) for v in evaluate(outputs, {"x": x})], rtol=1e-12, atol=1e-12)


def test_the_browser_computes_both_nets_as_the_engine_does(chromium: Browser) -> None:
    for net in (linear(), linear("squared"), sigmoid(), sigmoid("squared")):
        values = {name: 0.3 + 0.2 * place for place, name in enumerate((*net.weights, *net.data))}
        outputs = [net.loss, *(net.gradients[name] for name in net.weights)]
        told = run(
            chromium,
            "evaluate(argument.program, argument.values)",
            {"program": instructions(outputs), "values": values},
        )
        np.testing.assert_allclose(told, [float(v) for v in evaluate(outputs, values)], rtol=1e-12)


def test_the_browser_has_the_larger_the_smaller_and_the_whole_number_below(chromium: Browser) -> None:
    a, b = variable("a"), variable("b")
    outputs = [apply("maximum", a, b), apply("minimum", a, b), apply("floor", a)]
    outputs += [gradients(output)[name] for output in outputs[:2] for name in "ab"]
    for values in ({"a": -1.5, "b": 2.0}, {"a": 3.25, "b": -1.0}, {"a": 1.0, "b": 1.0}):
        argument = {"program": instructions(outputs), "values": values}
        told = run(chromium, "evaluate(argument.program, argument.values)", argument)
        assert told == [float(value) for value in evaluate(outputs, values)]


def test_the_browser_computes_every_operation_of_the_table_as_the_engine_does(chromium: Browser) -> None:
    a, b = variable("a"), variable("b")
    outputs = {name: apply(name, *(a, b)[: len(row.rules)]) for name, row in TABLE.items()}
    for values in ({"a": 2.5, "b": -1.5}, {"a": -0.75, "b": 3.0}, {"a": 0.0, "b": 0.0}):
        argument = {"program": instructions([*outputs.values()]), "values": values}
        told = run(chromium, "evaluate(argument.program, argument.values).map(String)", argument)
        expected = evaluate([*outputs.values()], values)
        for name, mine, engines in zip(outputs, told, expected, strict=True):
            number_told = float(mine.replace("Infinity", "inf"))
            np.testing.assert_allclose(number_told, engines, rtol=1e-12, err_msg=f"{name}: its `javascript`")


def test_numbers_are_written_as_the_engine_writes_them(chromium: Browser) -> None:
    drawn = np.random.default_rng(7)
    values = [0.0, 1.0, -18.0, 0.5, 1e-9, 123456.0, 9999.6, -0.00012345, 2.0e20, 20.0, 100.0]
    values += [-0.0, 10000.0, -99999.0, 100000.0, 12345.6]
    values += [float(m * 10.0**p) for m, p in zip(drawn.normal(size=300), drawn.integers(-12, 12, 300), strict=True)]
    for digits in (2, 4, 6, 10):
        told = run(
            chromium, "argument.values.map((v) => number(v, argument.digits))", {"values": values, "digits": digits}
        )
        assert told == [number(value, digits) for value in values]


def test_numbers_that_json_cannot_hold_reach_the_browser(chromium: Browser) -> None:
    node = parse("x + 1/0", ("x",))
    assert run(chromium, "String(evaluate(argument, { x: 1 })[0])", instructions([node])) == "Infinity"


# A text, a point, the slopes from both sides where they are a corner's.
CORNERS = (
    ("|x|", 0.0, (-1, 1)),
    ("|3x - 0.9|", 0.3, (-3, 3)),
    ("max(x, x^2)", 1.0, (1, 2)),
    ("1000000|x - 2|", 2.0, (-1e6, 1e6)),
    ("sqrt(x^2)", 0.0, (-1, 1)),
    ("100000000x", 1.0, None),
    ("100000000x^2 + 1", 3.0, None),
    ("(x + 100000000)^2 - 10^16", 0.5, None),
    ("x|x|", 0.0, None),
    ("sin(1000x)", 0.1, None),
    ("5", 1.0, None),
    ("sqrt(x)", 0.0, None),
)


def test_a_corner_is_seen_where_there_is_one_and_nowhere_else(chromium: Browser) -> None:
    found = run(
        chromium,
        "argument.map(([program, at]) => cornerOf((x) => evaluate(program, { x })[0], at))",
        [[instructions([parse(text, ("x",))]), at] for text, at, _ in CORNERS],
    )
    for (text, _, expected), sides in zip(CORNERS, found, strict=True):
        assert (sides is None) == (expected is None), text
        if expected is not None:
            np.testing.assert_allclose(sides, expected, rtol=1e-5, err_msg=text)


UNDEFINED = ("ln(x - 3)", "1/x", "x^-2", "sqrt(x - 1)", "(x - 1)^0.5", "e^(x + 1000)", "9^9^9 + x", "-1/x")


def test_the_browser_gives_the_same_reason_as_the_engine(chromium: Browser) -> None:
    nodes = [parse(text, ("x",)) for text in UNDEFINED]
    told = run(
        chromium,
        "argument[0].map((program) => reasonOf(program, { x: 0 }, argument[1]))",
        [[instructions([node]) for node in nodes], REASONS],
    )
    for text, node, mine in zip(UNDEFINED, nodes, told, strict=True):
        engine = why_undefined(node, {"x": 0.0})
        assert engine is not None
        # the engine names the part too: "x − 3 = −3" for "−3"
        kind = next(kind for kind, reason in REASONS.items() if _fits(reason, engine))
        assert _fits(REASONS[kind], mine), (text, mine, engine)


def _fits(reason: str, sentence: str) -> bool:
    pattern = "".join(".*" if part.startswith("{") else re.escape(part) for part in re.split(r"({\w+})", reason))
    return re.fullmatch(pattern, sentence) is not None
