"""A net is a graph: every node is one operation on earlier nodes, and some nodes have a name.

A node holds no numbers of a run: values live beside the graph, never in it. Equal nodes are one
node, so that a value used twice is computed and written once.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from weakref import WeakValueDictionary

from engine.errors import GraphError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)

# Words of the written programs: a value of such a name would change what they mean.
RESERVED = frozenset(
    {"np", "math", "epoch", "epochs", "shape", "shapes", "examples", "histories", "example_histories"}
    | {"train", "evaluate", "range", "max", "min", "abs", "float"}
)


@dataclass(frozen=True, eq=False, repr=False)
class Node:
    """One value of a graph: an operation, its inputs, and optionally a name.

    `operation` is a row of `engine.operations.TABLE`, or "variable" (a named value that comes from
    outside) or "constant" (`value` holds it). Nodes are compared by identity: make them with
    `variable`, `constant`, `apply` or by arithmetic, which all return the one shared node.

    Arithmetic on nodes leaves out what changes nothing (`1·a`, `a + 0`, `−(−a)`) and computes what
    is known (`2 − 1`), so that derivatives come out as a person writes them. `apply` keeps
    everything as it is given.
    """

    operation: str
    inputs: tuple[Node, ...] = ()
    name: str | None = None
    value: float | None = None

    def named(self, name: str) -> Node:
        """The same value under `name`. Raises GraphError if that cannot be a name."""
        _check_name(name)
        if self.name is not None or self.operation == "constant":
            return _shared("identity", (self,), name, None)
        return _shared(self.operation, self.inputs, name, None)

    def __add__(self, other: Node | float) -> Node:
        other = as_node(other)
        if self is ZERO:
            return other
        if other is ZERO:
            return self
        if other.operation == "negate" and other.name is None:
            return self - other.inputs[0]
        return _folded("add", lambda a, b: a + b, self, other)

    def __sub__(self, other: Node | float) -> Node:
        other = as_node(other)
        if other is ZERO:
            return self
        if self is ZERO:
            return -other
        return _folded("subtract", lambda a, b: a - b, self, other)

    def __mul__(self, other: Node | float) -> Node:
        other = as_node(other)
        for one, rest in ((self, other), (other, self)):
            if one is ONE:
                return rest
            if one is ZERO:
                return ZERO
            if one is MINUS_ONE:
                return -rest
        return _folded("multiply", lambda a, b: a * b, self, other)

    def __truediv__(self, other: Node | float) -> Node:
        other = as_node(other)
        if other is ONE:
            return self
        if other.operation == "constant":  # a division by a constant 0 is left to the run
            return apply("divide", self, other)
        return ZERO if self is ZERO else apply("divide", self, other)

    def __pow__(self, other: Node | float) -> Node:
        other = as_node(other)
        if other is ONE:
            return self
        return ONE if other is ZERO else apply("power", self, other)

    def __neg__(self) -> Node:
        if self.operation == "negate" and self.name is None:
            return self.inputs[0]
        return constant(-self.value) if self.value is not None else apply("negate", self)

    def __radd__(self, other: float) -> Node:
        return as_node(other) + self

    def __rsub__(self, other: float) -> Node:
        return as_node(other) - self

    def __rmul__(self, other: float) -> Node:
        return as_node(other) * self

    def __rtruediv__(self, other: float) -> Node:
        return as_node(other) / self

    def __rpow__(self, other: float) -> Node:
        return as_node(other) ** self

    def __reduce__(self) -> tuple[Callable[..., Node], tuple[object, ...]]:
        # A copy, or a node that comes back from a cache, is the shared node again.
        return _shared, (self.operation, self.inputs, self.name, self.value)

    def __repr__(self) -> str:
        label = self.name or (f"{self.value:g}" if self.value is not None else "")
        inputs = ", ".join(node.name or node.operation for node in self.inputs)
        return f"Node({self.operation}{' ' if label else ''}{label}{': ' if inputs else ''}{inputs})"


_Key = tuple[str, tuple[Node, ...], str | None, str]
_table: WeakValueDictionary[_Key, Node] = WeakValueDictionary()
_lock = Lock()  # sessions run in threads, and one value must never become two nodes


def _shared(operation: str, inputs: tuple[Node, ...], name: str | None, value: float | None) -> Node:
    """The one node of these parts: that of before, if it still lives."""
    key = (operation, inputs, name, repr(value))  # repr, so that 0.0 and -0.0 stay two numbers
    with _lock:
        node = _table.get(key)
        if node is None:
            node = _table[key] = Node(operation, inputs, name, value)
        return node


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name in RESERVED or name.startswith("all_"):
        raise GraphError(
            f"{name!r} cannot be the name of a value: use letters, digits and _, a letter first, and no word of Python."
        )


def _folded(operation: str, compute: Callable[[float, float], float], left: Node, right: Node) -> Node:
    """The node of `operation`; of two constants, what they make."""
    if left.value is not None and right.value is not None:
        return constant(compute(left.value, right.value))
    return apply(operation, left, right)


def variable(name: str) -> Node:
    """A value that comes from outside: an input, a target, a weight, a rate."""
    _check_name(name)
    return _shared("variable", (), name, None)


def constant(value: float) -> Node:
    """A fixed number."""
    return _shared("constant", (), None, float(value))


def apply(operation: str, *inputs: Node | float) -> Node:
    """The node of `operation`, a row of `engine.operations.TABLE`, on `inputs`, kept as it is given."""
    return _shared(operation, tuple(as_node(node) for node in inputs), None, None)


def as_node(value: Node | float) -> Node:
    """`value` itself if it is a node, else the constant."""
    return value if isinstance(value, Node) else constant(value)


ZERO, ONE, MINUS_ONE = constant(0.0), constant(1.0), constant(-1.0)


def topological(outputs: Iterable[Node], stop: Callable[[Node], bool] = lambda node: False) -> list[Node]:
    """All nodes that `outputs` need, each after its inputs. Nodes for which `stop` holds end the walk.

    No recursion: a long chain of nodes must not meet Python's limit.
    """
    order: dict[Node, None] = {}
    pending: list[tuple[Node, bool]] = [(node, False) for node in reversed(list(outputs))]
    while pending:
        node, inputs_done = pending.pop()
        if node in order:
            continue
        if inputs_done or stop(node):
            order[node] = None
            continue
        pending.append((node, True))
        pending.extend((other, False) for other in reversed(node.inputs))
    return list(order)


def named_nodes(output: Node) -> dict[str, Node]:
    """The named values that `output` depends on, itself last, by name and in forward order.

    Raises GraphError where two different values have one name.
    """
    found: dict[str, Node] = {}
    for node in topological([output]):
        if node.name is not None and found.setdefault(node.name, node) is not node:
            raise GraphError(f"Two different values of this graph are called {node.name!r}: give one another name.")
    return found


def substitute(output: Node, replacements: Mapping[Node, Node]) -> Node:
    """The same graph with some nodes replaced; what depends on a replaced node is built anew."""
    rebuilt: dict[Node, Node] = {}
    for node in topological([output], stop=replacements.__contains__):
        if node in replacements:
            rebuilt[node] = replacements[node]
        elif node.inputs:
            rebuilt[node] = _shared(node.operation, tuple(rebuilt[other] for other in node.inputs), node.name, None)
        else:
            rebuilt[node] = node
    return rebuilt[output]
