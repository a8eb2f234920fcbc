"""*Try this* on the screen of the code: what to look for in the script, and why it is so."""

from __future__ import annotations

from dashboard.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        "Take the loss without ½: which lines change?",
        {"loss": "squared"},
        "Two. The line of the loss has lost its 0.5, and the line of ∂L/∂ŷ has a 2, because the derivative of (ŷ − y)² "
        "is 2(ŷ − y). Every other line is the same, letter by letter: the chain rule only passes the 2 on. So all "
        "gradients in the table are twice as large.",
    ),
    Experiment(
        "Adam in place of gradient descent: which lines change?",
        {"optimizer": "Adam"},
        "Only the lines of the update, and the memories above the loop. Forward pass and backward pass do not know "
        "which optimizer follows. Gradient descent has one line a weight, Adam has five: two running means, two "
        "corrections, and the step.",
    ),
    Experiment(
        "Tanh in place of σ: which lines change?",
        {"network": "sigmoid", "activation": "tanh"},
        "Four: h₁ and ŷ in the forward pass, and in the backward pass the two lines that go back through them. There "
        "h(1 − h) has become 1 − h².",
    ),
    Experiment(
        "Four examples in place of one: what is new?",
        {"network": "sigmoid", "examples": "or", "learning_rate": 2.0, "epochs": 100},
        "A loop over the examples. In it stand the lines that you know, for one example after the other. Only the loss "
        "and each ∂L/∂w are added up, with +=, and then divided by 4: the gradient of a mean is the mean of the "
        "gradients. NumPy has all four in one array, and needs no loop.",
    ),
    Experiment(
        "PyTorch: where is the backward pass?",
        {"language": "torch"},
        "In one line, loss.backward(). PyTorch has noted each operation of the forward pass, and walks back through "
        "them by the same chain rule. The output is the same, line by line. Now you know what that one line does.",
    ),
    Experiment(
        "Learn too boldly: α = 0.06",
        {"learning_rate": 0.06, "epochs": 15},
        "After ten updates the loss is too large for a number of 64 bits. NumPy would go on with inf and nan, plain "
        "Python would stop with an OverflowError: look at the lines that catch it.",
    ),
)
