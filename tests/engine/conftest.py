"""Hypothesis without a clock: a slow machine is no reason for a red test; and warnings that raise."""

import warnings
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")


@pytest.fixture
def every_warning_raises() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        yield
