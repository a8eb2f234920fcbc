"""Makes the golden paths of the optimizers with PyTorch, which the tests themselves do not need.

    python -m tests.golden.make_optimizers

writes `optimizers.json` beside this file: where each optimizer of `torch.optim` is after some of 100
updates, on five functions written here once more in PyTorch's own words, in float64. A run that makes
a tiny difference of its start large would differ in the last bit's choice, and is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch.optim import SGD, Adadelta, Adagrad, Adam, AdamW, NAdam, Optimizer, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LinearLR, LRScheduler, SequentialLR, StepLR

STEPS = 100
KEPT = (1, 2, 3, 10, 30, 100)
NUDGE, LARGEST_GROWTH = 1e-9, 1e-6  # of the start, and what may become of it

Point = tuple[float, float]
Function = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
# Each function with its start and what the rates below are multiplied with: steep ones need smaller steps.
# First for rules whose step grows with the gradient, then for those that divide by its size.
LANDSCAPES: dict[str, tuple[Function, Point, float, float]] = {
    "bowl": (lambda x, y: x**2 + y**2, (3.0, 2.0), 1.0, 1.0),
    "valley": (lambda x, y: x**2 + 10 * y**2, (3.0, -2.0), 0.2, 1.0),
    "rosenbrock": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, (-1.2, 1.0), 0.003, 0.2),
    "beale": (
        lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
        (1.0, 1.5),
        0.01,
        0.3,
    ),
    "linear_net": (lambda w1, w2: 0.5 * (w2 * w1 * 2.0 - 20.0) ** 2, (2.0, 0.5), 0.03, 1.0),
}

Maker = Callable[..., Optimizer]


def _momentum(parameters: Sequence[torch.Tensor], lr: float, momentum: float) -> Optimizer:
    return SGD(parameters, lr=lr, momentum=momentum)


def _nesterov(parameters: Sequence[torch.Tensor], lr: float, momentum: float) -> Optimizer:
    return SGD(parameters, lr=lr, momentum=momentum, nesterov=True)


def _adam(kind: Maker, **fixed: object) -> Maker:
    def make(parameters, lr: float, beta1: float, beta2: float, epsilon: float, **more: float) -> Optimizer:
        return kind(parameters, lr=lr, betas=(beta1, beta2), eps=epsilon, **fixed, **more)

    return make


# The rule; PyTorch's; whether its step grows with the gradient; several settings, the rate before it is multiplied.
CASES: list[tuple[str, Maker, bool, list[dict[str, float]]]] = [
    ("GradientDescent", lambda p, lr: SGD(p, lr=lr), True, [{"learning_rate": r} for r in (0.02, 0.1, 0.3)]),
    (
        "Momentum",
        _momentum,
        True,
        [{"learning_rate": r, "momentum": m} for r, m in ((0.05, 0.5), (0.03, 0.9), (0.02, 0.0))],
    ),
    (
        "Nesterov",
        _nesterov,
        True,
        [{"learning_rate": r, "momentum": m} for r, m in ((0.05, 0.5), (0.03, 0.9), (0.02, 0.3))],
    ),
    (
        "Adagrad",
        lambda p, lr, epsilon: Adagrad(p, lr=lr, eps=epsilon),
        False,
        [{"learning_rate": r, "epsilon": e} for r, e in ((0.1, 1e-10), (0.5, 1e-10), (0.5, 0.1), (1.0, 2.0))],
    ),
    (
        "RMSprop",
        lambda p, lr, decay, epsilon, centered: RMSprop(p, lr=lr, alpha=decay, eps=epsilon, centered=bool(centered)),
        False,
        [
            {"learning_rate": r, "decay": d, "epsilon": e, "centered": c}
            for r, d, e, c in (
                (0.01, 0.99, 1e-8, False),
                (0.02, 0.9, 0.1, False),
                (0.05, 0.95, 2.0, False),
                (0.01, 0.99, 1e-8, True),
                (0.02, 0.95, 0.1, True),
            )
        ],
    ),
    (
        "Adadelta",
        lambda p, lr, decay, epsilon: Adadelta(p, lr=lr, rho=decay, eps=epsilon),
        False,
        [
            {"learning_rate": r, "decay": d, "epsilon": e}
            for r, d, e in ((1.0, 0.9, 1e-6), (2.0, 0.95, 1e-4), (0.05, 0.9, 0.1))
        ],
    ),
    *(
        (
            name,
            maker,
            False,
            [
                {"learning_rate": r, "beta1": b1, "beta2": b2, "epsilon": e, **more}
                for (r, b1, b2, e), more in zip(
                    ((0.1, 0.9, 0.999, 1e-8), (0.05, 0.8, 0.9, 0.1), (0.3, 0.5, 0.99, 2.0), (0.02, 0.0, 0.95, 1e-8)),
                    extra,
                    strict=True,
                )
            ],
        )
        for name, maker, extra in (
            ("Adam", _adam(Adam), [{}] * 4),
            ("AdamW", _adam(AdamW), [{"weight_decay": d} for d in (0.01, 0.1, 0.5, 0.0)]),
            ("AMSGrad", _adam(Adam, amsgrad=True), [{}] * 4),
            ("NAdam", _adam(NAdam), [{"momentum_decay": d} for d in (0.004, 0.05, 0.0, 0.004)]),
        )
    ),
]

# Schedules: the name, PyTorch's, the settings.
SCHEDULES: list[tuple[str, Callable[[Optimizer], LRScheduler], dict[str, float]]] = [
    ("StepDecay", lambda o: StepLR(o, 7, gamma=0.6), {"drop": 0.6, "drop_every": 7.0}),
    ("ExponentialDecay", lambda o: ExponentialLR(o, gamma=0.97), {"rate_decay": 0.97}),
    ("CosineAnnealing", lambda o: CosineAnnealingLR(o, 120), {"cosine_updates": 120.0, "final_rate": 0.0}),
    (
        "CosineAnnealing",
        # PyTorch's wave goes up again after T: what stays at the bottom is put behind it
        lambda o: SequentialLR(
            o, [CosineAnnealingLR(o, 40, eta_min=0.002), LinearLR(o, 0.002 / 0.05, 0.002 / 0.05)], [40]
        ),
        {"cosine_updates": 40.0, "final_rate": 0.002},
    ),
    (
        "WarmUp",
        lambda o: LinearLR(o, start_factor=1 / 20, end_factor=1.0, total_iters=19),
        {"warm_up_updates": 20.0},
    ),
]
SCHEDULED_RATE = 0.05


def walk(function: Function, start: Point, make: Maker, settings: dict, schedule=None) -> list[Point]:
    """The positions after each update, the start first."""
    x, y = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in start)
    given = {name: value for name, value in settings.items() if name != "learning_rate"}
    optimizer = make([x, y], lr=settings["learning_rate"], **given)
    scheduler = None if schedule is None else schedule(optimizer)
    path = [start]
    for _ in range(STEPS):
        optimizer.zero_grad()
        function(x, y).backward()
        optimizer.step()
        if scheduler is not None:
            scheduler.step()
        path.append((x.item(), y.item()))
    return path


def case(name: str, landscape: str, make: Maker, settings: dict, schedule=None) -> dict[str, object]:
    """One run as a line of the file. Raises SystemExit for one that does not settle."""
    function, start = LANDSCAPES[landscape][:2]
    path = walk(function, start, make, settings, schedule)
    nudged = walk(function, (start[0] + NUDGE, start[1] - NUDGE), make, settings, schedule)
    apart = max(abs(a - b) for one, other in zip(path, nudged, strict=True) for a, b in zip(one, other, strict=True))
    losses = [function(*map(torch.tensor, point)).item() for point in (path[0], path[-1])]
    if not (apart < LARGEST_GROWTH and losses[1] < losses[0]):
        raise SystemExit(f"{name} on {landscape} with {settings} does not settle: {apart:.1e} apart, loss {losses}.")
    return {
        "optimizer": name,
        "landscape": landscape,
        "start": list(start),
        "settings": settings,
        "path": [list(path[step]) for step in KEPT],
    }


def cases() -> list[dict[str, object]]:
    """Every optimizer on every function with all its settings; every schedule around two optimizers."""
    found = []
    for landscape, (_, _, steep, divided) in LANDSCAPES.items():
        for name, make, grows, several in CASES:
            for settings in several:
                rate = float(f"{settings['learning_rate'] * (steep if grows else divided):.3g}")
                found.append(case(name, landscape, make, {**settings, "learning_rate": rate}))
    for name, make, settings in (
        ("GradientDescent", CASES[0][1], {"learning_rate": SCHEDULED_RATE}),
        ("Adam", _adam(Adam), {"learning_rate": SCHEDULED_RATE, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
    ):
        for schedule, scheduler, own in SCHEDULES:
            made = case(name, "valley", make, settings, scheduler)
            found.append({**made, "schedule": schedule, "schedule_settings": own})
    return found


def main() -> None:
    # NAdam keeps its product of momenta in the default type, and this one must be as exact as all else
    torch.set_default_dtype(torch.float64)
    made = cases()
    head = {"made_by": f"python -m tests.golden.make_optimizers, PyTorch {torch.__version__}", "steps": KEPT}
    lines = ",\n".join(json.dumps(one) for one in made)
    path = Path(__file__).with_name("optimizers.json")
    path.write_text(f'{json.dumps(head)[:-1]}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{path.name}: {len(made)} runs, {path.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
