"""Runs of the course's nets from the course's numbers, with what a test wants changed."""

from engine.networks import LINEAR_DATA, LINEAR_START, SIGMOID_DATA, SIGMOID_START, linear, sigmoid
from engine.optimizers import GradientDescent
from engine.training import Run, train


def linear_run(rate=0.01, epochs: int = 10, keep=None, loss="half_squared", **changes) -> Run:
    start = {**LINEAR_START, **{name: value for name, value in changes.items() if name in LINEAR_START}}
    data = {**LINEAR_DATA, **{name: value for name, value in changes.items() if name in LINEAR_DATA}}
    return train(linear(loss), start, data, GradientDescent(rate), epochs, keep)


def sigmoid_run(rate=0.1, epochs: int = 10, **changes) -> Run:
    start = {**SIGMOID_START, **{name: value for name, value in changes.items() if name in SIGMOID_START}}
    data = {**SIGMOID_DATA, **{name: value for name, value in changes.items() if name in SIGMOID_DATA}}
    return train(sigmoid(), start, data, GradientDescent(rate), epochs)
