import numpy as np
import pytest

from engine.expressions import parse
from engine.landscapes import LANDSCAPES
from engine.optimizers import OPTIMIZERS, Adam, CosineAnnealing, GradientDescent, Momentum, Nesterov, Optimizer
from engine.settling import RATES, settled_after
from engine.sweep import Sweep, rank, sweep
from engine.training import descend

NET = LANDSCAPES["linear_net"]
START = NET.at(NET.start)


def test_gradient_descent_fares_with_each_rate_as_the_lesson_says() -> None:
    rates = (0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.021, 0.024, 0.03, 0.05)
    found = sweep(NET.function, START, GradientDescent(), 200, NET.target, rates)
    assert found.settled_after.tolist() == [93, 46, 17, 7, 5, 9, 4, 50, -1, -1]
    assert (found.best_rate, found.updates) == (0.021, 4)
    assert 17 < found.final[8] < 44
    assert np.isnan(found.final).tolist() == [rate == 0.05 for rate in rates]


@pytest.mark.parametrize("optimizer", [*(kind() for kind in OPTIMIZERS.values()), CosineAnnealing(Adam())])
def test_one_call_finds_what_single_runs_find(optimizer: Optimizer) -> None:
    found = sweep(NET.function, START, optimizer, 60, NET.target)
    assert found.rates == pytest.approx(RATES, rel=1e-12)
    for at in range(20, len(RATES), 9):
        alone = descend(NET.function, START, optimizer.with_rate(found.rates[at]), 60)
        if alone.outcome.kind == "finished":
            assert found.final[at] == pytest.approx(alone.loss[-1], rel=1e-9, abs=1e-12)
            assert found.lowest[at] == pytest.approx(alone.loss.min(), rel=1e-9, abs=1e-12)
            assert found.settled_after[at] == (-1 if (after := settled_after(alone.loss, 0.001)) is None else after)
        else:
            assert np.isnan(found.final[at])
            assert found.settled_after[at] == -1


def test_the_settings_besides_the_rate_are_kept() -> None:
    heavy, light = (sweep(NET.function, START, Momentum(1.0, momentum=beta), 50, NET.target) for beta in (0.99, 0.0))
    plain = sweep(NET.function, START, GradientDescent(), 50, NET.target)
    assert light.settled_after.tolist() == plain.settled_after.tolist() != heavy.settled_after.tolist()


def test_where_no_rate_settles_the_lowest_end_is_best() -> None:
    found = sweep(NET.function, START, GradientDescent(), 3, NET.target, (0.001, 0.01, 0.02, 0.1))
    assert found.settled_after.tolist() == [-1] * 4
    assert found.best == int(np.nanargmin(found.final)) == 2
    assert found.updates is None
    assert found.last == found.final[2]


def test_of_two_rates_alike_the_smaller_one_is_best() -> None:
    bowl = LANDSCAPES["bowl"]
    assert sweep(bowl.function, {"x": 1.0, "y": 0.0}, GradientDescent(), 40, 0.001, (0.3, 0.7)).best_rate == 0.3


def test_where_every_run_diverges_there_is_no_best() -> None:
    found = sweep(NET.function, START, GradientDescent(), 50, NET.target, (0.1, 1.0))
    assert (found.best, found.best_rate, found.updates) == (None, None, None)
    assert np.isnan(found.last)
    assert found.lowest.tolist() == [162.0, 162.0]


def test_a_run_that_fell_below_the_target_and_then_left_the_numbers_has_not_settled() -> None:
    # x² − y² falls without end: to −∞, which is below any target
    found = sweep(parse("x^2 - y^2", ("x", "y")), {"x": 0.0, "y": 1.0}, GradientDescent(), 1000, -1.0, (0.1, 7.0))
    assert found.settled_after.tolist() == [1, -1]
    assert found.best_rate == 0.1


def test_no_updates_are_a_walk_too() -> None:
    found = sweep(NET.function, START, Adam(), 0, NET.target)
    assert set(found.final.tolist()) == {162.0}
    assert found.best == 0


def test_the_ranks_go_by_updates_and_then_by_the_loss_at_the_end() -> None:
    def of(optimizer: Optimizer, rates: tuple[float, ...]) -> Sweep:
        return sweep(NET.function, START, optimizer, 50, NET.target, rates)

    gradient_descent = GradientDescent()
    sweeps = {
        "lost": of(gradient_descent, (1.0,)),
        "far": of(gradient_descent, (1e-6,)),
        "near": of(gradient_descent, (0.0005,)),
        "slow": of(gradient_descent, (0.005,)),
        "fast": of(gradient_descent, (0.01,)),
        "as fast": of(gradient_descent, (0.01,)),
        "second": of(Nesterov(), (0.007,)),
    }
    assert rank(sweeps) == {"fast": 1, "as fast": 1, "second": 3, "slow": 4, "near": 5, "far": 6, "lost": None}


def test_adam_is_not_always_best() -> None:
    for key in ("linear_net", "bowl", "valley", "rosenbrock", "beale", "himmelblau", "plateau"):
        landscape = LANDSCAPES[key]
        start = landscape.at(landscape.start)
        sweeps = {
            name: sweep(landscape.function, start, kind(), 200, landscape.target) for name, kind in OPTIMIZERS.items()
        }
        assert (rank(sweeps)["Adam"] or 99) > 3
