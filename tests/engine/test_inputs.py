import numpy as np
import pytest

from engine.errors import SettingError
from engine.inputs import as_numbers


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.int64(2), np.array(2), True + 1])
def test_any_number_becomes_one_of_64_bits(value) -> None:
    found = as_numbers("x", value)
    assert found == 2.0
    assert isinstance(found, np.float64)


def test_lists_become_arrays() -> None:
    found = as_numbers("x", [[1, 2], [3, 4]])
    assert found.dtype == np.float64
    assert found.shape == (2, 2)


@pytest.mark.parametrize("value", ["two", [1, "a"], [[1], [1, 2]], 1j, {"a": 1}, object()])
def test_anything_else_is_refused_by_name(value) -> None:
    with pytest.raises(SettingError, match=r"^w1 is .*: it must be a number or an array of numbers"):
        as_numbers("w1", value)
