"""What an optimizer needs beside its rule; each test says where that is written. In the order of CONTRIBUTING.md."""

import pytest

from dashboard.race_rates import RATES
from dashboard.race_settings import LIMITS
from dashboard.theme import OPTIMIZERS as LOOKS
from dashboard.why_words import words_of
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS
from engine.torch_twin import CALLS

each_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


@each_optimizer
def test_it_has_a_rate_on_each_landscape(name: str) -> None:
    assert set(RATES) == {*LANDSCAPES, "typed"}, "a column for each landscape in dashboard/race_rates.py"
    for landscape, rates in RATES.items():
        assert name in rates, f"give {name} a row in dashboard/race_rates.py: it has no rate on {landscape}"


@each_optimizer
def test_each_of_its_settings_has_limits(name: str) -> None:
    missing = set(OPTIMIZERS[name]().own_settings()) - set(LIMITS)
    assert not missing, f"give {missing} of {name} a row in LIMITS of dashboard/race_settings.py"


@each_optimizer
def test_it_has_a_colour_and_a_shape(name: str) -> None:
    assert name in LOOKS, (
        f"give {name} a row at the end of _OPTIMIZERS in dashboard/theme.py; for its colour ask "
        "`python -m tests.dashboard.find_colour`"
    )


def test_colours_stand_in_the_order_of_the_optimizers() -> None:
    assert list(LOOKS) == list(OPTIMIZERS)


@each_optimizer
def test_there_are_words_for_why_its_step_is_what_it_is(name: str) -> None:
    words_of(OPTIMIZERS[name])  # if there are none, it says what to do


@each_optimizer
def test_it_has_its_call_in_pytorch(name: str) -> None:
    assert name in CALLS, f"write how {name} is made in PyTorch, or by hand, into CALLS of engine/torch_twin.py"
