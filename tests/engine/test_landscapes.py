import numpy as np
import pytest

from engine import curvature
from engine.backpropagation import gradients
from engine.graph import topological
from engine.landscapes import LANDSCAPES, Landscape
from engine.networks import LINEAR_DATA, LINEAR_START, linear
from engine.optimizers import GradientDescent, Momentum
from engine.program import evaluate
from engine.training import descend, train

ALL = [pytest.param(landscape, id=name) for name, landscape in LANDSCAPES.items()]
WITH_MINIMUM = [pytest.param(landscape, id=name) for name, landscape in LANDSCAPES.items() if landscape.minima]


def number(landscape: Landscape, point: tuple[float, float]) -> float:
    return float(evaluate([landscape.function], landscape.at(point))[0])


def slope(landscape: Landscape, point: tuple[float, float]) -> list[float]:
    found = gradients(landscape.function)
    return [float(value) for value in evaluate([found[name] for name in landscape.variables], landscape.at(point))]


def test_there_are_the_eight_of_the_lesson() -> None:
    assert list(LANDSCAPES) == [
        "linear_net", "bowl", "valley", "rosenbrock", "beale", "himmelblau", "saddle", "plateau",
    ]  # fmt: skip


# What each function is, said once more without the engine.
MEANING = {
    "linear_net": lambda w1, w2: 0.5 * (w2 * w1 * 2 - 20) ** 2,
    "bowl": lambda x, y: x * x + y * y,
    "valley": lambda x, y: x * x + 10 * y * y,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    "beale": lambda x, y: sum((c - x + x * y**k) ** 2 for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))),
    "himmelblau": lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    "saddle": lambda x, y: x * x - y * y,
    "plateau": lambda x, y: 1 - np.exp(-(x * x + y * y) / 2),
}


@pytest.mark.parametrize("name", LANDSCAPES)
def test_each_function_is_the_one_it_is_called(name: str) -> None:
    for point in ((0.5, 0.25), (-1.5, 2.0), (2.0, -0.75)):
        assert number(LANDSCAPES[name], point) == pytest.approx(MEANING[name](*point), rel=1e-13)


@pytest.mark.parametrize("landscape", WITH_MINIMUM)
def test_at_each_minimum_the_ground_is_flat_bends_up_and_is_as_low_as_said(landscape: Landscape) -> None:
    for point in landscape.minima:
        assert slope(landscape, point) == pytest.approx([0.0, 0.0], abs=1e-12)
        assert number(landscape, point) == pytest.approx(landscape.lowest, abs=1e-20)
        bends = curvature.eigenvalues(landscape.function, landscape.variables, landscape.at(point))
        assert bends[-1] > 0
        assert (abs(bends[0]) < 1e-12 * bends[-1]) if landscape.is_valley else bends[0] > 0


@pytest.mark.parametrize("landscape", WITH_MINIMUM)
def test_nowhere_on_the_map_is_it_lower(landscape: Landscape) -> None:
    (left, right), (low, high) = landscape.window
    across, up = np.linspace(left, right, 401), np.linspace(low, high, 401)[:, None]
    found = evaluate([landscape.function], dict(zip(landscape.variables, (across, up), strict=True)))[0]
    assert found.min() >= landscape.lowest
    assert found.min() < landscape.target  # so that the target can be seen on the map


@pytest.mark.parametrize("landscape", ALL)
def test_start_and_minima_lie_within_the_window_and_the_start_is_above_the_target(landscape: Landscape) -> None:
    for point in (landscape.start, *landscape.minima):
        assert all(low < at < high for at, (low, high) in zip(point, landscape.window, strict=True))
    assert number(landscape, landscape.start) > landscape.target
    assert any(abs(part) > 1e-3 for part in slope(landscape, landscape.start))
    assert landscape.lowest is None or landscape.lowest < landscape.target


@pytest.mark.parametrize("landscape", ALL)
def test_minimum_and_lowest_value_are_given_together(landscape: Landscape) -> None:
    assert (landscape.minimum is None) == (landscape.lowest is None) == (not landscape.minima)
    assert landscape.minimum is None or landscape.minimum == landscape.minima[0]
    assert landscape.title
    assert landscape.note.endswith(".")


@pytest.mark.parametrize("landscape", ALL)
def test_some_rate_of_a_rolling_ball_reaches_the_target_from_the_start(landscape: Landscape) -> None:
    rates = 10.0 ** np.linspace(-4, 1, 40)
    run = descend(landscape.function, landscape.at(landscape.start), Momentum(rates, 0.9), 1000, keep=("loss",))
    assert (run.loss <= landscape.target).any()


def test_the_saddle_is_flat_in_the_middle_and_has_no_minimum() -> None:
    saddle = LANDSCAPES["saddle"]
    assert slope(saddle, (0.0, 0.0)) == [0.0, 0.0]
    bends = curvature.eigenvalues(saddle.function, saddle.variables, saddle.at((0.0, 0.0)))
    assert bends.tolist() == [-2.0, 2.0]
    assert saddle.minimum is None


def test_the_slope_of_the_plateau_is_a_thirtieth_of_that_at_the_rim() -> None:
    plateau = LANDSCAPES["plateau"]
    at_start, at_rim = (np.hypot(*slope(plateau, point)) for point in (plateau.start, (1.0, 0.0)))
    assert at_start / at_rim == pytest.approx(1 / 30, rel=0.1)


def test_the_linear_net_as_a_landscape_is_the_linear_net() -> None:
    landscape = LANDSCAPES["linear_net"]
    assert landscape.at(landscape.start) == LINEAR_START
    walked = descend(landscape.function, landscape.at(landscape.start), GradientDescent(0.01), 10)
    trained = train(linear(), LINEAR_START, LINEAR_DATA, GradientDescent(0.01), 10)
    for name in ("w1", "w2", "loss"):
        assert walked.value(name).tolist() == pytest.approx(trained.value(name).tolist(), rel=1e-14)
    names = {node.name for node in topological([landscape.function]) if node.operation == "variable"}
    assert names == {"w1", "w2"}


def test_the_bend_of_rosenbrock_is_as_narrow_as_its_note_says() -> None:
    landscape = LANDSCAPES["rosenbrock"]
    bends = curvature.eigenvalues(landscape.function, landscape.variables, landscape.at(landscape.minima[0]))
    assert curvature.condition_number(bends) == pytest.approx(2508, abs=1)
