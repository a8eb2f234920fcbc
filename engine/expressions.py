"""Typed text becomes a graph, through a tokenizer and a small grammar. Nothing typed is ever run by Python.

    sum      = product (("+" | "−") product)*
    product  = factor (("·" | "/") factor | power)*       a power right after a factor: they are multiplied
    factor   = "−" factor | power
    power    = atom ("^" factor)?
    atom     = number | name | "(" sum ")" | "|" sum "|" | "√" power
             | function "(" sum ("," sum)? ")" | function ("^" number)? argument
    argument = power power*                               up to the next sign or function: sin 2x is sin(2x)

What could be read in two ways is read as a mathematician does, and `read` says so in a note.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.cursor import MAX_DEPTH, MAX_NODES, Cursor
from engine.errors import ExpressionError
from engine.graph import Node, apply, constant, variable
from engine.spelling import Token, tokens
from engine.vocabulary import CONSTANTS, FUNCTIONS

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "MAX_NODES", "Reading", "parse", "read"]

MAX_LENGTH = 200


@dataclass(frozen=True)
class Reading:
    """What was understood. `parameters`: the free letters, in the order they appear. `notes`: doubts, in words."""

    node: Node
    parameters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def parse(text: str, variables: Collection[str] = ()) -> Node:
    """The graph of a typed expression in `variables`. Raises ExpressionError: one sentence and a position.

    Read are numbers (`.5`, `1e-3`), `+ - * / ^ **`, brackets, |x|, √x, x², the signs −, ·, ×, ÷, the
    functions of `engine.vocabulary.FUNCTIONS`, e, π, and products without a sign (`3xy`, `2sin(x)`, `(x+1)(x-1)`).
    A power binds more tightly than a minus before it and is read from the right: −2^2 is −4, 2^3^2 is 2^9.
    """
    return read(text, variables).node


def read(text: str, variables: Collection[str] = (), free_letters: bool = False) -> Reading:
    """As `parse`, with what was noticed on the way. `free_letters`: other single letters become parameters."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"This is longer than {MAX_LENGTH} characters. Write it shorter.", MAX_LENGTH)
    reader = _Reader(tokens(text, variables, free_letters), text, frozenset(variables))
    node = reader.whole()
    return Reading(node, tuple(reader.parameters), tuple(dict.fromkeys(reader.notes)))


class _Reader(Cursor):
    """The grammar: each rule is a method, which reads its part and gives its node."""

    def whole(self) -> Node:
        if self.is_at_end():
            example = "x^2" if self.variables else "−18 or −9·2"
            raise ExpressionError(f"Nothing is typed yet. Type for example {example}.", 0)
        node = self.sum()
        if not self.is_at_end():
            if self.token.text == ",":
                self.refuse("Write a decimal point, not a comma,")
            self.refuse("A bracket is closed that was not opened" if self.token.text == ")" else "A sign is missing")
        return node

    def sum(self) -> Node:
        node = self.product()
        while sign := self.accept("+", "-"):
            node = self.node("add" if sign == "+" else "subtract", node, self.product())
        return node

    def product(self) -> Node:
        node = self.factor()
        divided = False
        while True:
            start = self.token
            if sign := self.accept("*", "/"):
                divided = sign == "/"
                node = self.node("multiply" if sign == "*" else "divide", node, self.factor())
            elif self.begins_a_factor():
                if divided:
                    self.notes.append(
                        f"The quotient ends before “{start.text}”, which is multiplied: 1/2x is (1/2)·x. "
                        "For a product below the line write brackets."
                    )
                divided = False
                node = self.node("multiply", node, self.power())
            else:
                return node

    def factor(self) -> Node:
        if self.accept("-"):
            return self.deeper(lambda: self.node("negate", self.factor()))
        if self.accept("+"):
            return self.deeper(self.factor)
        return self.power()

    def power(self) -> Node:
        base = self.atom()
        if not self.accept("^"):
            return base
        exponent = self.deeper(self.factor)
        multiplied = base.value is not None and self.token.kind in ("name", "function") and not self.token.spaced
        if multiplied or (exponent.value == 1 and self.token.text == "/"):  # e^2x, x^1/2
            self.notes.append(
                f"The exponent ends before “{self.token.text}”. Write brackets to put more into the exponent."
            )
        return self.raised(base, exponent)

    def raised(self, base: Node, exponent: Node) -> Node:
        is_e = base.value == CONSTANTS["e"]
        return self.node("exp", exponent) if is_e else self.node("power", base, exponent)

    def atom(self) -> Node:
        token = self.token
        if self.is_at_end():
            raise ExpressionError("It ends too early: a number is missing at the end.", len(self.text))
        if token.kind == "function":
            return self.deeper(self.function)
        if token.kind in ("number", "name"):
            self.next += 1
            return self.number_or_name(token)
        if self.accept("√"):
            return self.deeper(lambda: self.node("sqrt", self.power()))
        if self.accept("("):
            return self.bracket()
        if self.accept("|"):
            return self.deeper(self.absolute)
        self.refuse("A number is missing")

    def number_or_name(self, token: Token) -> Node:
        if token.kind == "number":
            return constant(float(token.text))
        if token.text in self.variables:
            return variable(token.text)
        if token.text in CONSTANTS:
            return constant(CONSTANTS[token.text])
        self.parameters[token.text] = None
        return variable(token.text)

    def bracket(self) -> Node:
        outside, self.bars = self.bars, 0
        node = self.deeper(self.sum)
        self.bars = outside
        if not self.accept(")"):
            self.refuse("A closing bracket is missing")
        return node

    def absolute(self) -> Node:
        self.bars += 1
        node = self.sum()
        self.bars -= 1
        if not self.accept("|"):
            self.refuse("A closing | is missing")
        return self.node("abs", node)

    def function(self) -> Node:
        name = self.token.text
        self.next += 1
        if name == "log":
            self.notes.append("log is read as the natural logarithm, ln.")
        exponent = self.deeper(self.factor) if self.accept("^") else None
        if self.accept("("):
            arguments = self.arguments(name)
        elif self.token.text == "|" and self.bars == 0:
            arguments = [self.atom()]
        else:
            arguments = [self.bare_argument(name)]
        node = self.called(name, arguments)
        return node if exponent is None else self.raised(node, exponent)

    def arguments(self, name: str) -> list[Node]:
        outside, self.bars = self.bars, 0
        wanted = 2 if name in ("max", "min") else 1
        found = [self.deeper(self.sum)]
        while self.accept(","):
            if len(found) == wanted == 1:
                self.refuse(f"{name} takes one number. Write a decimal point, not a comma,", back=True)
            if len(found) == wanted:
                self.refuse(f"{name} takes two numbers. There is another comma", back=True)
            found.append(self.deeper(self.sum))
        self.bars = outside
        if not self.accept(")"):
            self.refuse("A closing bracket is missing")
        if len(found) < wanted:
            self.refuse(f"{name} takes two numbers, with a comma between. The bracket closes", back=True)
        return found

    def bare_argument(self, name: str) -> Node:
        if name in ("max", "min"):
            self.refuse(f"After {name} a bracket is missing")
        node = self.factor() if self.token.text in ("-", "+") else self.power()
        while self.begins_a_factor() and self.token.kind != "function":
            node = self.node("multiply", node, self.power())
        if node.inputs:  # sin x alone can be read in one way only
            self.notes.append(
                f"A function without brackets, as {name} here, takes all up to the next sign or function."
            )
        return node

    def called(self, name: str, arguments: list[Node]) -> Node:
        match name:
            case "tan":
                return self.node("divide", self.node("sin", arguments[0]), self.node("cos", arguments[0]))
            case "max" | "min":
                # max(a, b) = a + relu(b − a), min(a, b) = a − relu(a − b)
                a, b = arguments
                size = 3 + 2 * self.size(a) + self.size(b)
                return self.sized(a + apply("relu", b - a) if name == "max" else a - apply("relu", a - b), size)
            case _:
                return self.node(FUNCTIONS[name], arguments[0])
