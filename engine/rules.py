"""The derivative of a typed function as a person works it out: which rule, on which part.

What each operation does on its own is read from the table of operations; here stands how the parts
are put together. Source: L. Euler, "Institutiones calculi differentialis" (1755), chapters 5 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, count

from engine.arithmetic import minus, over, plus, times
from engine.graph import ONE, ZERO, Node, apply, as_node, constant, substitute, topological
from engine.graph import variable as variable_node
from engine.operations import row
from engine.rule_words import BY_OPERATION, Rule

__all__ = ["Rule", "Step", "differentiate", "sentence"]


@dataclass(frozen=True)
class Step:
    """One rule, used on one part; with its sub-steps it is a tree.

    `part`: the node it was used on. `derivative`: the derivative of `part` by the variable.
    `steps`: all terms of a sum, both parts of a product or quotient, the other factor of a constant
    multiple, g·ln f of a general power. Of a chain: the outer rule, then the inner part; the outer
    rule is told on one letter (u, if it is free) that stands for the inner part: `u^3`, `3 · u^2`.
    """

    rule: Rule
    part: Node
    derivative: Node
    steps: tuple[Step, ...] = ()


def sentence(step: Step) -> str:
    """What the rule of `step` says, in one sentence that fits every use of it."""
    return step.rule.sentence


def differentiate(node: Node, variable: str) -> Step:
    """How the derivative of `node` by `variable` comes about. A name that is not in `node` leaves a constant.

    The derivative has the value that `engine.backpropagation.gradients` has, but for rounding, and
    is written as a person writes it. Raises GraphError for an operation that is not in the table.
    """
    order = topological([node])
    used = {part.name for part in order} | {variable}
    letters = chain("uvwst", (f"u{number}" for number in count(1)))
    work = _Work(variable, variable_node(next(letter for letter in letters if letter not in used)))
    for part in order:  # each after its inputs: no recursion, however deep the text
        work.found[part] = work.step(part)
    return work.found[node]


@dataclass
class _Work:
    """The steps found so far, and the letter that stands for an inner part."""

    variable: str
    letter: Node
    found: dict[Node, Step] = field(default_factory=dict)

    def step(self, part: Node) -> Step:
        if part.operation == "variable" and part.name == self.variable:
            return Step(Rule.VARIABLE, part, ONE)
        changing = [at for at, inner in enumerate(part.inputs) if self.found[inner].rule is not Rule.CONSTANT]
        match part.operation, changing:
            case _, []:
                return Step(Rule.CONSTANT, part, ZERO)
            case "add" | "subtract", _:
                return self.sum(part)
            case "multiply", [0, 1]:
                return self.product(part)
            case ("negate" | "multiply", [index]) | ("divide", [0 as index]):
                return self.multiple(part, index)
            case "divide", _:
                return self.quotient(part)
            case "power", [0, 1]:
                return self.general_power(part)
            case _, [index]:
                return self.function(part, index)
        return self.operation(part)

    def multiple(self, part: Node, index: int) -> Step:
        inner = self.found[part.inputs[index]]
        changed = [inner.derivative if at == index else other for at, other in enumerate(part.inputs)]
        return Step(Rule.CONSTANT_MULTIPLE, part, times(apply(part.operation, *changed)), (inner,))

    def sum(self, part: Node) -> Step:
        """All terms at once: a + b − c is one sum, though the graph holds it as (a + b) − c."""
        signs, terms, left = [], [], part
        while left.operation in ("add", "subtract") and (left is part or left.name is None):
            signs.append(left.operation)
            left, right = left.inputs
            terms.append(self.found[right])
        derivative = self.found[left].derivative
        for sign, term in zip(reversed(signs), reversed(terms), strict=True):
            derivative = (plus if sign == "add" else minus)(derivative, term.derivative)
        rule = Rule.DIFFERENCE if signs == ["subtract"] else Rule.SUM
        return Step(rule, part, derivative, (self.found[left], *reversed(terms)))

    def product(self, part: Node) -> Step:
        left, right = (self.found[factor] for factor in part.inputs)
        derivative = plus(times(left.derivative, right.part), times(left.part, right.derivative))
        return Step(Rule.PRODUCT, part, derivative, (left, right))

    def quotient(self, part: Node) -> Step:
        top, bottom = (self.found[side] for side in part.inputs)
        above = minus(times(top.derivative, bottom.part), times(top.part, bottom.derivative))
        return Step(Rule.QUOTIENT, part, over(above, bottom.part**2), (top, bottom))

    def general_power(self, part: Node) -> Step:
        logarithm = apply("log", part.inputs[0])
        product = apply("multiply", part.inputs[1], logarithm)
        for new in (logarithm, product):
            self.found[new] = self.step(new)
        inner = self.found[product]
        return Step(Rule.GENERAL_POWER, part, times(part, inner.derivative), (inner,))

    def function(self, part: Node, index: int) -> Step:
        """A function of one changing input: its own rule on the plain variable, else the chain rule."""
        inner = self.found[part.inputs[index]]
        exact = [_number(other) for other in part.inputs]
        rule = BY_OPERATION.get(part.operation, Rule.OPERATION)
        if part.operation == "power":
            rule = (Rule.POWER, Rule.EXPONENTIAL)[index]
        if inner.rule is Rule.VARIABLE:
            return Step(rule, part, as_node(row(part.operation).rules[index](part, *exact)))
        exact[index] = self.letter
        outer = apply(part.operation, *exact)
        local = as_node(row(part.operation).rules[index](outer, *exact))
        derivative = times(substitute(local, {self.letter: inner.part}), inner.derivative)
        return Step(Rule.CHAIN, part, derivative, (Step(rule, outer, local), inner))

    def operation(self, part: Node) -> Step:
        """Any other row of the table with several changing inputs."""
        steps = tuple(self.found[inner] for inner in part.inputs)
        local = [as_node(rule(part, *part.inputs)) for rule in row(part.operation).rules]
        terms = [times(one, inner.derivative) for one, inner in zip(local, steps, strict=True)]
        return Step(Rule.OPERATION, part, reduce(plus, terms), steps)


def _number(node: Node) -> Node:
    """A typed −2, which is the negation of 2, as the number it is."""
    value = node.inputs[0].value if node.operation == "negate" else None
    return node if value is None else constant(-value)
