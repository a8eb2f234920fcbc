import inspect

import pytest

from engine import errors
from engine.errors import EngineError, ExpressionError

CHILDREN = [error for _, error in inspect.getmembers(errors, inspect.isclass) if issubclass(error, EngineError)]


@pytest.mark.parametrize("error", CHILDREN)
def test_every_refusal_is_an_engine_error_and_a_value_error(error) -> None:
    assert issubclass(error, EngineError)
    assert issubclass(error, ValueError)
    assert error.__doc__


def test_an_expression_error_knows_its_place() -> None:
    refused = ExpressionError("A number is missing at place 3.", 2)
    assert (str(refused), refused.position) == ("A number is missing at place 3.", 2)
