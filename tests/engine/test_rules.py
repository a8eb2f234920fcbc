from collections.abc import Iterator

import pytest
from hypothesis import given

from engine.backpropagation import gradients
from engine.differences import check_gradients
from engine.expressions import MAX_DEPTH, MAX_LENGTH, MAX_NODES, parse, read
from engine.formulas import text
from engine.graph import ZERO, apply, named_nodes, variable
from engine.networks import sigmoid
from engine.program import evaluate
from engine.rule_words import BY_OPERATION
from engine.rules import Rule, Step, differentiate, sentence
from engine.vocabulary import FUNCTIONS
from tests.engine import trees

# (typed, rule at the top, derivative, parts of the sub-steps)
WORKED = [
    ("5", "constant", "0", []),
    ("y^2 + 1", "constant", "0", []),
    ("x", "variable", "1", []),
    ("x^3", "power", "3 · x^2", []),
    ("x^2", "power", "2 · x", []),
    ("x^-2", "power", "−2 · x^(−3)", []),
    ("x^y", "power", "y · x^(y − 1)", []),
    ("3x^2", "constant multiple", "6 · x", ["x^2"]),
    ("x^2·y", "constant multiple", "2 · x · y", ["x^2"]),
    ("x^2/5", "constant multiple", "2 · x / 5", ["x^2"]),
    ("-x^3", "constant multiple", "−3 · x^2", ["x^3"]),
    ("x^3 - 3x^2 + 2x + 1", "sum", "3 · x^2 − 6 · x + 2", ["x^3", "3 · x^2", "2 · x", "1"]),
    ("x^2 - x", "difference", "2 · x − 1", ["x^2", "x"]),
    ("x·e^x", "product", "exp(x) + x · exp(x)", ["x", "exp(x)"]),
    ("x/(x+1)", "quotient", "(x + 1 − x) / (x + 1)^2", ["x", "x + 1"]),
    ("1/x", "quotient", "−(1 / x^2)", ["1", "x"]),
    ("(2x+1)^3", "chain", "6 · (2 · x + 1)^2", ["u^3", "2 · x + 1"]),
    ("e^x", "exponential", "exp(x)", []),
    ("2^x", "exponential", "2^x · ln(2)", []),
    ("2^(3x)", "chain", "3 · 2^(3 · x) · ln(2)", ["2^u", "3 · x"]),
    ("e^(-x^2)", "chain", "−2 · exp(−x^2) · x", ["exp(u)", "−x^2"]),
    ("x^x", "general power", "x^x · (ln(x) + x / x)", ["x · ln(x)"]),
    ("ln x", "logarithm", "1 / x", []),
    ("ln(3x)", "chain", "1 / x", ["ln(u)", "3 · x"]),
    ("sin x", "sine", "cos(x)", []),
    ("cos x", "cosine", "−sin(x)", []),
    ("cos 2x", "chain", "−2 · sin(2 · x)", ["cos(u)", "2 · x"]),
    ("√x", "square root", "1 / (2 · √(x))", []),
    ("√(x^2+1)", "chain", "x / √(x^2 + 1)", ["√(u)", "x^2 + 1"]),
    ("|x|", "absolute value", "sign(x)", []),
    ("tanh x", "tanh", "1 − tanh(x)^2", []),
    ("σ(x)", "sigmoid", "σ(x) · (1 − σ(x))", []),
    ("relu(x)", "relu", "[x > 0]", []),
    ("2πx", "constant multiple", "2 · π", ["x"]),
    ("sin(y)·x", "constant multiple", "sin(y)", ["x"]),
]


@pytest.mark.parametrize(("typed", "rule", "derivative", "parts"), WORKED, ids=[row[0] for row in WORKED])
def test_each_rule_is_used_where_a_person_uses_it(typed: str, rule: str, derivative: str, parts: list[str]) -> None:
    step = differentiate(parse(typed, "xy"), "x")
    assert (step.rule, text(step.derivative)) == (rule, derivative)
    assert [text(sub.part) for sub in step.steps] == parts


def test_the_tree_unfolds_down_to_parts_that_explain_themselves() -> None:
    step = differentiate(parse("x^2·sin(3x) + 5", "x"), "x")
    product, five = step.steps
    power, chain = product.steps
    outer, inner = chain.steps
    assert [part.rule for part in (step, product, five)] == ["sum", "product", "constant"]
    assert [part.rule for part in (power, chain, outer, inner)] == ["power", "chain", "sine", "constant multiple"]
    assert [text(part.derivative) for part in (power, chain, outer, inner)] == [
        "2 · x",
        "3 · cos(3 · x)",
        "cos(u)",
        "3",
    ]


def test_the_letter_for_the_inner_part_is_a_free_one() -> None:
    node = read("sin(u·v·x)", "x", free_letters=True).node
    assert text(differentiate(node, "x").steps[0].part) == "sin(w)"
    assert text(differentiate(parse("sin(2u)", "u"), "u").steps[0].part) == "sin(v)"
    every = read("sin(" + "+".join("uvwstx") + ")", "x", free_letters=True).node
    assert text(differentiate(every, "x").steps[0].part) == "sin(u₁)"


def test_a_net_s_loss_is_a_function_too() -> None:
    net = sigmoid()
    values = {"x1": 1.0, "x2": 2.0, "y": 1.0, "w1": 0.5, "w2": -0.5, "w3": 0.5}
    step = differentiate(net.loss, "w1")
    assert float(evaluate([step.derivative], values)[0]) == pytest.approx(-0.01318769734, rel=1e-9)  # LESSONS.md


def test_any_other_row_of_the_table_is_differentiated_by_its_inputs() -> None:
    a, b = variable("a"), variable("b")
    step = differentiate(apply("squared_error", a * b, a), "a")
    assert step.rule is Rule.OPERATION
    assert len(step.steps) == 2
    assert float(evaluate([step.derivative], {"a": 3.0, "b": 5.0})[0]) == 2 * (15 - 3) * (5 - 1)


def every_step(step: Step) -> Iterator[Step]:
    yield step
    for sub in step.steps:
        yield from every_step(sub)


def test_every_rule_has_a_sentence_of_its_own() -> None:
    sentences = [sentence(Step(rule, ZERO, ZERO)) for rule in Rule]
    assert len(set(sentences)) == len(sentences)
    assert all(line[0].isalnum() and line.endswith(".") and ". " not in line for line in sentences)
    assert sentence(differentiate(parse("x·x", "x"), "x")) == (
        "Product rule: derivative of the first times the second, plus the first times the derivative of the second."
    )


@pytest.mark.parametrize("operation", sorted({*FUNCTIONS.values()} - {""}))
def test_every_function_that_may_be_typed_has_a_rule_in_words(operation: str) -> None:
    assert operation in BY_OPERATION, f"give {operation} a row in Rule of engine/rule_words.py: its name and its rule"


LEAVES = set(Rule) - {Rule.SUM, Rule.DIFFERENCE, Rule.PRODUCT, Rule.QUOTIENT, Rule.CHAIN, Rule.CONSTANT_MULTIPLE}


@given(trees.trees(trees.TYPED), trees.exact_points)
def test_every_step_of_the_tree_is_what_reverse_mode_says(tree, point) -> None:
    values = {**point, "u": 0.75}
    for name in (*trees.NAMES, "absent"):
        for step in every_step(differentiate(trees.node(tree), name)):
            by = "u" if "u" in named_nodes(step.part) else name  # the outer rule of a chain is told on u
            assert trees.agree(step.derivative, gradients(step.part).get(by, ZERO), values)
            assert step.steps or step.rule in LEAVES


@given(trees.trees({**trees.SMOOTH, "exp": None}), trees.points)
def test_the_rules_agree_with_central_differences(tree, point) -> None:
    node = trees.node(tree)
    names = [name for name in trees.NAMES if name in named_nodes(node)]
    found = {name: differentiate(node, name).derivative for name in names}
    checked = check_gradients(node, point, found)
    assert checked.passed, checked


@pytest.mark.parametrize(
    "typed",
    [
        "x" * MAX_LENGTH,
        "+".join("x" * (MAX_LENGTH // 2)),
        "-" * (MAX_DEPTH - 1) + "x",
        "√" * MAX_DEPTH + "x",
        "sin " * MAX_DEPTH + "x",
        "x^" * MAX_DEPTH + "x",
        "(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH,
        "|x|" * (MAX_LENGTH // 3),
        "tan(" * 5 + "x" + ")" * 5,
        "max(" * 5 + "x" + ",x²)" * 5,
    ],
    ids=lambda typed: typed[:8],
)
def test_the_longest_and_deepest_texts_are_worked_out(typed: str) -> None:
    node = parse(typed, "x")
    step = differentiate(node, "x")
    assert trees.agree(step.derivative, gradients(node)["x"], {"x": 0.875})
    assert sum(1 for _ in every_step(step)) < 20 * MAX_NODES
    assert len(text(step.derivative)) < 500_000
