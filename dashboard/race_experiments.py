"""*Try this* on the screen of the optimizers. A state names a landscape, a start, who races, how many steps."""

from __future__ import annotations

from dashboard.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        "Adam at the rate that everybody copies: 0.001",
        {"landscape": "linear_net", "race": "GradientDescent~Adam:learning_rate=0.001"},
        "Adam's step is about α, whatever the size of the gradient. With α = 0.001, 200 steps move each weight by 0.2 "
        "in all. Gradient descent is there after 7 steps. Adam is not always best, and its usual rate is for nets "
        "whose weights are small. Open Adam's settings and set α to 0.3.",
    ),
    Experiment(
        "Adagrad creeps in a long valley",
        {"landscape": "rosenbrock", "race": "Momentum~Adagrad~Adam", "steps": 1000.0},
        "Adagrad divides by the root of the sum of all squared gradients so far. This sum only grows, so that its "
        "steps only shrink. The steep wall at the start is remembered for ever, and the long flat valley is walked in "
        "tiny steps. Look at Effective step below.",
    ),
    Experiment(
        "Momentum overshoots and comes back",
        {"landscape": "bowl", "race": "GradientDescent~Momentum", "steps": 100.0},
        "In the bowl every gradient points straight at the minimum. But momentum keeps nine tenths of its velocity: it "
        "rolls past the minimum, up the other side, and swings until it rests.",
    ),
    Experiment(
        "Nothing brakes: momentum β = 1",
        {"landscape": "bowl", "race": "GradientDescent~Momentum:momentum=1", "steps": 200.0},
        "With β = 1 nothing of the velocity is lost. The ball swings through the bowl for ever, like one without "
        "friction. β below 1 is the friction.",
    ),
    Experiment(
        "One start, two minima",
        {"landscape": "himmelblau", "start_x": 0.0, "start_y": -1.0, "steps": 100.0},
        "All begin straight to the right: there the gradient has no part along y. Then comes a small slope along y, "
        "and downhill leads upwards on the map. Gradient descent, momentum and Nesterov hardly feel it, and beyond "
        "x = 2 it turns round: they end in the lower right. Adagrad, RMSprop and Adam divide by the size of the "
        "gradient, so that a small slope counts as much as a large one. They are far up by then. Both minima are "
        "equally low.",
    ),
    Experiment(
        "Who leaves the saddle first?",
        {"landscape": "saddle", "steps": 120.0},
        "Look at the steps to the target, f below −1. RMSprop is out after 24 steps, gradient descent after 49. Along "
        "y the slope is −0.02 at first, and gradient descent takes tiny steps there. RMSprop divides by the size of "
        "the gradient. Its mean of squares begins at 0 and is not corrected, so that its first step is ten times its "
        "rate. Later gradient descent overtakes it, since its steps grow with the slope.",
    ),
)
