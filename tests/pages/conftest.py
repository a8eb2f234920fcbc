"""Hypothesis without a clock: a slow machine is no reason for a red test."""

from hypothesis import settings

settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
