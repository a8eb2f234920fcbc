import numpy as np
import pytest

from engine.backpropagation import gradients
from engine.program import evaluate
from engine.sigmoid_derivation import definition, derivation

Z = np.linspace(-20, 20, 81)


def test_the_definition_is_the_sigmoid() -> None:
    assert evaluate([definition()], {"z": Z})[0] == pytest.approx(1 / (1 + np.exp(-Z)), rel=1e-15)


@pytest.mark.parametrize("place", range(len(derivation())))
def test_every_line_is_the_derivative_of_the_definition(place: int) -> None:
    by_backpropagation = evaluate([gradients(definition())["z"]], {"z": Z})[0]
    # 1 − σ loses digits where σ is almost 1
    assert evaluate([derivation()[place].node], {"z": Z})[0] == pytest.approx(by_backpropagation, rel=1e-7, abs=1e-16)


def test_no_two_lines_are_the_same() -> None:
    assert len({line.node for line in derivation()}) == len(derivation())
