"""What the engine says when it cannot go on: every message names the culprit and what is allowed."""


class EngineError(ValueError):
    """A request that the engine refuses. The message is fit to be shown to a student."""


class GraphError(EngineError):
    """A graph that cannot be: a bad name, an unknown operation, two values of one name."""


class UnknownNameError(EngineError):
    """A name that the net, the run or the table does not have, or one that was left out."""


class ShapeError(EngineError):
    """Arrays of sizes that cannot be combined."""


class SettingError(EngineError):
    """A number outside of what makes sense: epochs below zero, a rate that is not finite."""


class ExpressionError(EngineError):
    """Typed text that cannot be read.

    `position` is the index of the character, counted from 0, that the message points at.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position
