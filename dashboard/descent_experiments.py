"""*Try this* on the screen of gradient descent."""

from __future__ import annotations

from dashboard.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        "Watch |∂L/∂w₁| rise while the loss falls",
        {"epochs": 10.0},
        "Press Update three times and read ∂L/∂w₁ beside the map. It is (ŷ − y) · w₂ · x. The error ŷ − y shrinks, "
        "but w₂ grows faster at first. So |∂L/∂w₁| rises from 18 to 39 in three updates, though every one of them "
        "makes the loss smaller. A large gradient does not mean a large loss.",
    ),
    Experiment(
        "α = 0.021: a lucky landing",
        {"learning_rate": 0.021, "epochs": 60.0},
        "It settles after 4 updates. That is luck: the fourth update happens to land almost on a goal. Take 0.022: so "
        "little more, and it takes 13. Close to the limit a run can hardly be foreseen.",
    ),
    Experiment(
        "α = 0.022: hardly more",
        {"learning_rate": 0.022, "epochs": 60.0},
        "Compare with α = 0.021. A larger rate is not a faster one: from some rate on, each update jumps over the "
        "valley.",
    ),
    Experiment(
        "α = 0.03: it bounces for ever",
        {"learning_rate": 0.03, "epochs": 60.0},
        "At every goal the loss bends with λmax of at least 2|x·y| = 80. Then α must be below 2/80 = 0.025, or a step "
        "from near the goal leads further away. With 0.03 no goal can hold the path.",
    ),
    Experiment(
        "Start at w₁ = 4, w₂ = 3: both weights shrink",
        {"w1": 4.0, "w2": 3.0},
        "ŷ = 24 is above the target, so both partial derivatives are positive. Against the sign means: down. The path "
        "comes to the valley from the other side.",
    ),
    Experiment(
        "Start at w₁ = 10: the same α = 0.01 diverges",
        {"w1": 10.0},
        "α = 0.01 is far below 0.025. But from (10, 0.5) the first update jumps to where the loss is much steeper. The "
        "start decides too.",
    ),
)
