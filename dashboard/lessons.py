"""The table of lessons: navigation, headers, footers and the roadmap are read from it.

To add a screen is to write `pages/<stem>.py` and to add its row here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One screen. `stem`: its file in `pages/` and its address. `goal`: the lesson in one sentence.

    The rest is for the teacher: `minutes` it takes, the `lectures` of the course that it covers,
    what it teaches, and the misconception that it `cures`. `can`: what a student can do after it, as it
    goes on after "you can".
    """

    stem: str
    section: str
    title: str
    goal: str
    minutes: int = 0
    teaches: str = ""
    cures: str = ""
    lectures: str = ""
    can: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether it counts as a lesson: the way in does not."""
        return self.minutes > 0


LESSONS = (
    Lesson(
        "roadmap",
        "Start here",
        "Roadmap",
        "See a net learn, then take its learning apart, number by number.",
    ),
    Lesson(
        "derivatives",
        "Calculus",
        "Derivatives",
        "The slope of the secant, when its step Δx shrinks to nothing.",
        minutes=15,
        teaches="The derivative as a rate of change and as the slope of a tangent; the difference quotient; the rules.",
        cures="“A derivative is a formula to memorise.”",
        lectures="Derivatives as rate of change, slopes of tangents; the numerical derivative of x³ − 3x² + 2x + 1; "
        "the power rule; small Δx.",
        can="say how fast a value changes at a point, and check it by a small step",
    ),
    Lesson(
        "partial_derivatives",
        "Calculus",
        "Partial derivatives",
        "Freeze every variable but one; what is left is an ordinary slope.",
        minutes=15,
        teaches="A partial derivative is the slope along one variable while all others keep still; "
        "a weight's partial derivative says how the loss answers to that weight alone.",
        cures="“∂f/∂x says how f changes when everything changes.”",
        lectures="Partial derivatives isolate each input; x, y or z; the tie to weight updates.",
        can="say what one input does while all others keep still",
    ),
    Lesson(
        "gradient",
        "Calculus",
        "Gradient",
        "The gradient collects all partial derivatives and points straight uphill.",
        minutes=10,
        teaches="The gradient as the direction of steepest increase and as the slope there; at right angles to the "
        "contour; the slope in every other direction; a step against it.",
        cures="“The gradient points to the minimum's far side” and “Downhill means towards the minimum.”",
        lectures="The gradient collects all partial derivatives, steepest increase; six and eight at (3, 4).",
        can="find the steepest way up, and the way down",
    ),
    Lesson(
        "chain_rule",
        "Calculus",
        "Chain rule",
        "A chain of functions stretches a nudge once per link: slopes multiply.",
        minutes=15,
        teaches="The chain rule as slopes that multiply along a way and add over the ways; a whole net as one chain.",
        cures="“Derivatives of parts are added.”",
        lectures="The chain rule for composite functions; multiplying derivatives carries a weight's influence to the "
        "loss.",
        can="carry a change through a chain of functions",
    ),
    Lesson(
        "linear_net",
        "Linear net",
        "One input, two weights",
        "Backpropagation is the chain rule, applied from the loss back to every weight.",
        minutes=20,
        teaches="The forward pass, the loss, the backward pass and the update, each number by hand.",
        cures="“Backpropagation is something else than the chain rule.”",
        lectures="One input, two weights and a label on a computation graph; forward pass; ∂L/∂ŷ = ŷ − y; "
        "the loss against ŷ; the gradients of w₁ and w₂; the update with α = 0.01.",
        can="work out every gradient of a net by hand",
    ),
    Lesson(
        "gradient_descent",
        "Linear net",
        "Gradient descent",
        "Every update is a step downhill, against the gradient; its length is up to you.",
        minutes=20,
        teaches="The loss as a surface over the weights; the path downhill; what the learning rate does, and what "
        "limits it; the training loop.",
        cures="“A larger rate is faster” and “The loss falls at every step.”",
        lectures="Minimize the loss opposite the gradient; the 3-D loss surface; the learning rate; positive and "
        "negative gradients; the training loop of ten epochs; loss to zero, ŷ to 20.",
        can="choose a learning rate, and say why it works",
    ),
    Lesson(
        "sigmoid_net",
        "Sigmoid net",
        "Two inputs, a sigmoid",
        "Every gradient is the one after it, times one local derivative.",
        minutes=25,
        teaches="How the error travels back through σ to w₁, w₂ and w₃; σ′ = σ(1 − σ); why a net needs a bend; "
        "why gradients vanish.",
        cures="“The gradient of a layer depends on that layer alone.”",
        lectures="Two inputs, sigmoid, non-linearity; forward pass to h₁ and ŷ; the derivative of the sigmoid; "
        "dŷ/dz₂ = ŷ(1 − ŷ); ∂L/∂z₂, ∂L/∂w₃, ∂L/∂z₁; the update with rate 0.1; ten epochs.",
        can="follow the error back through a net, and see why gradients vanish",
    ),
    Lesson(
        "optimizers",
        "Optimizers",
        "Optimizers side by side",
        "One start, one landscape, many update rules: watch who gets down, and why.",
        minutes=25,
        teaches="What momentum and adaptive rates change about a step; why no optimizer wins everywhere; how much "
        "depends on the learning rate.",
        cures="“Adam is always best.”",
        lectures="Adaptive optimizers such as Adagrad, RMSprop and Adam adjust α.",
        can="say what an update rule does with a gradient, and compare rules fairly",
    ),
    Lesson(
        "from_scratch",
        "Code",
        "From scratch",
        "Every line of the program is one line of the mathematics.",
        minutes=30,
        teaches="The whole training as a short program without a library; which line is which formula; what a "
        "framework does by itself.",
        cures="“The code is something else than the mathematics.”",
        lectures="Gradient descent and backpropagation from scratch in Colab with NumPy; the gradients; the training "
        "loop; updating; the sigmoid notebook; without any libraries.",
        can="write a net, its gradients and its training yourself",
    ),
)

NUMBERED = tuple(lesson for lesson in LESSONS if lesson.is_numbered)


def find(stem: str) -> Lesson:
    """The lesson of the page `stem`; the first one for the empty address of the default page."""
    return next((lesson for lesson in LESSONS if lesson.stem == stem), LESSONS[0])


def neighbours(lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """The lessons before and after this one."""
    place = LESSONS.index(lesson)
    return (
        LESSONS[place - 1] if place > 0 else None,
        LESSONS[place + 1] if place + 1 < len(LESSONS) else None,
    )
