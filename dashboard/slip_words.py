"""What is said to a typed answer. The slip itself is found by the engine; here it gets its sentence."""

from __future__ import annotations

from engine.backpropagation import Edge
from engine.formulas import number, text, text_part
from engine.graph import Node
from engine.judgement import Judgement
from engine.notation import gradient_name, plain_name
from engine.slips import Slip
from engine.walk import Step


def words(judgement: Judgement, step: Step) -> str:
    """The answer to a person, as Markdown."""
    match judgement.kind:
        case "right":
            return f"**Right.** {equation(step)}."
        case "short":
            return f"**Right**, rounded to {_decimals(judgement)}. Exact: {number(judgement.exact or 0.0, 10)}."
        case "rounded":
            return (
                f"**Right, but rounded early.** Your number comes out when every result on the way is rounded "
                f"to {_decimals(judgement)}. Keep more digits until the end."
            )
        case "slip":
            causes = list(dict.fromkeys(_cause(slip) for slip in judgement.slips))[:2]
            return f"**Not yet.** Your number is what comes out {' — or '.join(causes)}."
        case _:
            return f"**Not yet.** It is not one of the usual slips. Try this line again: {equation(step)}."


def equation(step: Step) -> str:
    """The line of the step in symbols: `∂L/∂w₂ = ∂L/∂ŷ · h`."""
    return f"{symbol(step)} = {text(step.node)}"


def symbol(step: Step) -> str:
    """What the step finds: ŷ, ∂L/∂w₂, or the new w₂."""
    return f"new {plain_name(step.about)}" if step.kind == "update" else plain_name(step.key)


def _decimals(judgement: Judgement) -> str:
    return {0: "a whole number", 1: "one decimal"}.get(judgement.decimals or 0, f"{judgement.decimals} decimals")


def _cause(slip: Slip) -> str:
    culprit = _culprit(slip.culprit)
    return {
        "sign": "with the wrong sign",
        "factor left out": f"when the factor {culprit} is left out",
        "only the local derivative": f"when only the last factor, {culprit}, is taken: multiply it by what came before",
        "term left out": f"when a part of the sum, {culprit}, is left out",
        "added": "when the two are added, not multiplied",
        "other loss": "with the other loss: look at whether it has the ½",
        "not squared": "when the error is not squared",
        "updated weight": f"with {culprit} after the update: all gradients are taken with the old weights",
        "input of the activation": f"when the input of the activation stands where its result {culprit} belongs",
        "activation left out": "when the activation is left out",
        "plus for minus": "when the step is added: go against the gradient, so subtract",
        "rate left out": "when the learning rate α is left out",
        "one example only": "with the gradient of this example alone: the weight moves by the mean over all examples",
        "only the step": "for the step alone: add it to the old weight",
    }[slip.kind]


def _culprit(culprit: Edge | Node | None) -> str:
    if isinstance(culprit, Edge):
        name = plain_name(gradient_name(culprit.target.name or "", culprit.source.name or ""))
        return f"{name} = {text_part(culprit.derivative)}"
    return "" if culprit is None else plain_name(culprit.name) if culprit.name else text(culprit)
