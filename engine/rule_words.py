"""The rules of differentiation: their names, and what each says in one sentence."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """The rules, one a row: its name, its sentence, and the function of one input that it is for, if it is.

    `sentence` fits every use of the rule. `operation` is a row of `engine.operations.TABLE`, or empty.
    """

    sentence: str
    operation: str

    def __new__(cls, name: str, sentence: str, operation: str = "") -> Rule:
        """A rule is its name: it compares and prints as that text."""
        rule = str.__new__(cls, name)
        rule._value_, rule.sentence, rule.operation = name, sentence, operation
        return rule

    CONSTANT = "constant", "Constant: it does not change with the variable, so its derivative is 0."
    VARIABLE = "variable", "The variable itself: it grows exactly as fast as itself, so its derivative is 1."
    CONSTANT_MULTIPLE = "constant multiple", "Constant multiple: the constant stays, times the derivative of the rest."
    SUM = "sum", "Sum rule: differentiate each term on its own; the signs between them stay."
    DIFFERENCE = "difference", "Difference rule: derivative of the first minus derivative of the second."
    PRODUCT = (
        "product",
        "Product rule: derivative of the first times the second, plus the first times the derivative of the second.",
    )
    QUOTIENT = (
        "quotient",
        "Quotient rule: derivative of the top times the bottom, minus the top times the derivative of the bottom, "
        "all over the bottom squared.",
    )
    POWER = "power", "Power rule: the exponent comes down as a factor, and the new exponent is smaller by 1."
    CHAIN = (
        "chain",
        "Chain rule: derivative of the outer function, taken at the inner one, times the derivative of the inner one.",
    )
    EXPONENTIAL = "exponential", "Exponential: e^x is its own derivative; another base a brings a factor ln(a).", "exp"
    GENERAL_POWER = (
        "general power",
        "Base and exponent both change: f^g is e^(g·ln f), so its derivative is f^g times the derivative of g·ln f.",
    )
    LOGARITHM = "logarithm", "Logarithm: the derivative of ln is 1 over its argument.", "log"
    SINE = "sine", "Sine: its derivative is the cosine.", "sin"
    COSINE = "cosine", "Cosine: its derivative is minus the sine.", "cos"
    SQUARE_ROOT = "square root", "Square root: its derivative is 1 over twice the root.", "sqrt"
    ABSOLUTE_VALUE = "absolute value", "Absolute value: slope 1 right of zero, −1 left of it; zero is a corner.", "abs"
    TANH = "tanh", "tanh: its derivative is 1 minus its own square.", "tanh"
    SIGMOID = "sigmoid", "Sigmoid: its derivative is σ times 1 − σ.", "sigmoid"
    RELU = "relu", "relu: slope 1 right of zero, 0 left of it; zero is a corner.", "relu"
    OPERATION = "operation", "The local derivative by each input times the derivative of that input, all added up."


BY_OPERATION = {rule.operation: rule for rule in Rule if rule.operation}
