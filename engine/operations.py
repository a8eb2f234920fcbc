"""Every operation is one row: its derivative rules, and how it is written as code, text and LaTeX.

To add an operation is to add a row. A rule is given the operation's own result first, then its
inputs, all as nodes, and returns the derivative by one input, again as a node. What works on whole
matrices has a table of its own, and rules that take the gradient back instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.errors import GraphError
from engine.graph import ONE, ZERO, Node, apply
from engine.notation import ATOM, NEGATION, POWER, PRODUCT, SUM

Rule = Callable[..., Node | float]


@dataclass(frozen=True)
class Operation:
    """One row of the table.

    `rules`: the derivative by each input; on matrices, the gradient of each input. `level`: how
    tightly the written code binds. `numpy`: the code that runs. `text` and `latex`: for people.
    `python` and `javascript`: the code without NumPy, and that of the browser, where they differ.
    `formula_level`: how tightly text and LaTeX bind, where that differs from the code. Templates are
    those of `engine.notation`.
    """

    name: str
    rules: tuple[Rule, ...]
    level: int
    numpy: str
    text: str
    latex: str
    python: str | None = None
    javascript: str | None = None
    formula_level: int | None = None

    @property
    def text_level(self) -> int:
        """How tightly the plain text binds."""
        return self.level if self.formula_level is None else self.formula_level

    @property
    def latex_level(self) -> int:
        """How tightly the LaTeX binds. A fraction holds itself together; e with an exponent is a power."""
        return {"divide": NEGATION, "exp": POWER}.get(self.name, self.text_level)


def _power_by_base(out: Node, a: Node, b: Node) -> Node:
    return b * a ** (b - 1)


def _power_by_exponent(out: Node, a: Node, b: Node) -> Node | float:
    return 0.0 if b.operation == "constant" else out * apply("log", a)


_ROWS = (
    #         name        derivative by each input            binds    NumPy                           text                    LaTeX
    Operation("identity", (lambda out, a: 1.0,),              ATOM,     "<a:atom>",                    "<a:atom>",             "<a:atom>"),
    Operation("add",      (lambda out, a, b: 1.0,
                           lambda out, a, b: 1.0),            SUM,      "<a:sum> + <b:product!>",      "<a:sum> + <b:product!>", "<a:sum> + <b:product!>"),
    Operation("subtract", (lambda out, a, b: 1.0,
                           lambda out, a, b: -1.0),           SUM,      "<a:sum> - <b:product!>",      "<a:sum> − <b:product!>", "<a:sum> - <b:product!>"),
    Operation("multiply", (lambda out, a, b: b,
                           lambda out, a, b: a),              PRODUCT,  "<a:product> * <b:negation!>", "<a:product> · <b:negation!>", r"<a:product> \cdot <b:negation!>"),
    Operation("divide",   (lambda out, a, b: 1.0 / b,
                           lambda out, a, b: -(a / b ** 2)),  PRODUCT,  "<a:product> / <b:negation!>", "<a:product> / <b:negation!>", r"\frac{<a>}{<b>}"),
    Operation("power",    (_power_by_base,
                           _power_by_exponent),               POWER,    "<a:atom>**<b:power!>",        "<a:atom>^<b:atom>",    "{<a:atom>}^{<b>}"),
    Operation("negate",   (lambda out, a: -1.0,),             NEGATION, "-<a:negation!>",              "−<a:negation!>",       "-<a:negation!>"),
    Operation("exp",      (lambda out, a: out,),              ATOM,     "np.exp(<a>)",                 "exp(<a>)",             r"e^{<a>}",
              python="math.exp(<a>)", javascript="Math.exp(<a>)"),
    Operation("log",      (lambda out, a: 1.0 / a,),          ATOM,     "np.log(<a>)",                 "ln(<a>)",              r"\ln\left(<a>\right)",
              python="math.log(<a>)", javascript="Math.log(<a>)"),
    Operation("sin",      (lambda out, a: apply("cos", a),),  ATOM,     "np.sin(<a>)",                 "sin(<a>)",             r"\sin\left(<a>\right)",
              python="math.sin(<a>)", javascript="Math.sin(<a>)"),
    Operation("cos",      (lambda out, a: -apply("sin", a),), ATOM,     "np.cos(<a>)",                 "cos(<a>)",             r"\cos\left(<a>\right)",
              python="math.cos(<a>)", javascript="Math.cos(<a>)"),
    Operation("tanh",     (lambda out, a: ONE - out ** 2,),   ATOM,     "np.tanh(<a>)",                "tanh(<a>)",            r"\tanh\left(<a>\right)",
              python="math.tanh(<a>)", javascript="Math.tanh(<a>)"),
    # exp may become inf on the way; 1 / (1 + inf) is 0, as it should be, and programs run with NumPy's warnings off.
    Operation("sigmoid",  (lambda out, a: out * (1.0 - out),), PRODUCT, "1 / (1 + np.exp(-<a:negation!>))", "σ(<a>)",          r"\sigma\left(<a>\right)",
              python="1 / (1 + math.exp(-<a:negation!>))", javascript="1 / (1 + Math.exp(-<a:negation!>))", formula_level=ATOM),
    Operation("relu",     (lambda out, a: apply("step", a),), ATOM,     "np.maximum(0.0, <a>)",        "relu(<a>)",            r"\mathrm{relu}\left(<a>\right)",
              python="max(<a>, 0.0)",  # this way round nan stays nan, and −0 stays −0, as in NumPy
              javascript="Math.max(0, <a>)"),
    Operation("abs",      (lambda out, a: apply("sign", a),), ATOM,     "np.abs(<a>)",                 "|<a>|",                r"\left|<a>\right|",
              python="abs(<a>)", javascript="Math.abs(<a>)"),
    Operation("sqrt",     (lambda out, a: 1.0 / (2.0 * out),), ATOM,    "np.sqrt(<a>)",                "√(<a>)",               r"\sqrt{<a>}",
              python="math.sqrt(<a>)", javascript="Math.sqrt(<a>)"),
    # At their corner, 0, the derivatives of relu and |a| are set to 0, as PyTorch does.
    Operation("step",     (lambda out, a: 0.0,),              ATOM,     "np.heaviside(<a>, 0.0)",      "[<a> > 0]",            r"\left[<a> > 0\right]",
              python="float(<a:sum> > 0)", javascript="(Number.isNaN(<a>) ? <a> : <a> > 0 ? 1 : 0)"),
    Operation("sign",     (lambda out, a: 0.0,),              ATOM,     "np.sign(<a>)",                "sign(<a>)",            r"\mathrm{sign}\left(<a>\right)",
              python="float((<a>) > 0) - float((<a>) < 0)", javascript="Math.sign(<a>)"),
    # Where both are equal, maximum and minimum follow a, as a + relu(b − a) does (PyTorch gives each side half).
    Operation("maximum",  (lambda out, a, b: ONE - apply("step", b - a),
                           lambda out, a, b: apply("step", b - a)), ATOM, "np.maximum(<a>, <b>)",      "max(<a>, <b>)",        r"\max\left(<a>, <b>\right)",
              python="max(<a>, <b>)", javascript="Math.max(<a>, <b>)"),
    Operation("minimum",  (lambda out, a, b: ONE - apply("step", a - b),
                           lambda out, a, b: apply("step", a - b)), ATOM, "np.minimum(<a>, <b>)",      "min(<a>, <b>)",        r"\min\left(<a>, <b>\right)",
              python="min(<a>, <b>)", javascript="Math.min(<a>, <b>)"),
    Operation("floor",    (lambda out, a: 0.0,),              ATOM,     "np.floor(<a>)",               "⌊<a>⌋",                r"\left\lfloor <a>\right\rfloor",
              python="math.floor(<a>)", javascript="Math.floor(<a>)"),
    Operation("half_squared_error", (lambda out, a, b: a - b,
                           lambda out, a, b: b - a),          PRODUCT,  "0.5 * (<a:sum> - <b:product!>)**2", "½(<a:sum> − <b:product!>)²", r"\tfrac{1}{2}\left(<a:sum> - <b:product!>\right)^{2}"),
    Operation("squared_error", (lambda out, a, b: 2.0 * (a - b),
                           lambda out, a, b: 2.0 * (b - a)),  POWER,    "(<a:sum> - <b:product!>)**2", "(<a:sum> − <b:product!>)²", r"\left(<a:sum> - <b:product!>\right)^{2}"),
)  # fmt: skip

TABLE = {row.name: row for row in _ROWS}


def _of_matrices(operation: str, *inputs: Node) -> Node:
    """The node of `operation`; zero, where a gradient that it takes back is zero."""
    return ZERO if ZERO in inputs else apply(operation, *inputs)


def _transposed(a: Node) -> Node:
    """`a` turned over; what was turned over already comes back."""
    return a.inputs[0] if a.operation == "transpose" and a.name is None else _of_matrices("transpose", a)


def entrywise(a: Node, b: Node | float) -> Node:
    """The product of each entry of the matrix `a` with that of `b`. A number is a common factor."""
    product = a * b
    is_of_matrices = product.inputs == (a, b) and all(factor.value is None for factor in product.inputs)
    return apply("multiply_entries", *product.inputs) if is_of_matrices else product


# The derivative of a matrix by a matrix is no factor, so these rules are given the gradient of the result first, then
# the inputs, and return the gradient of one input. Every gradient has the shape of its value.
_MATRIX_ROWS = (
    #         name                 gradient of each input                     binds    NumPy                           text                    LaTeX
    Operation("matmul",           (lambda gradient, a, b: _of_matrices("matmul", gradient, _transposed(b)),
                                   lambda gradient, a, b: _of_matrices("matmul", _transposed(a), gradient)),
                                                                              PRODUCT, "<a:product> @ <b:negation!>",  "<a:negation> · <b:negation!>", r"<a:negation> \cdot <b:negation!>"),
    Operation("transpose",        (lambda gradient, a: _transposed(gradient),), ATOM,  "<a:atom>.T",                   "<a:atom>ᵀ",            r"{<a:atom>}^{\top}", formula_level=POWER),
    Operation("multiply_entries", (lambda gradient, a, b: entrywise(gradient, b),
                                   lambda gradient, a, b: entrywise(gradient, a)),
                                                                              PRODUCT, "<a:product> * <b:negation!>",  "<a:product> ⊙ <b:negation!>", r"<a:product> \odot <b:negation!>"),
    Operation("add_to_rows",      (lambda gradient, a, b: gradient,
                                   lambda gradient, a, b: _of_matrices("sum_over_rows", gradient)),
                                                                              SUM,     "<a:sum> + <b:product!>",       "<a:sum> + <b:product!>", "<a:sum> + <b:product!>"),
    Operation("sum_over_rows",    (lambda gradient, a: _of_matrices("spread_over_rows", gradient, a),),
                                                                              ATOM,    "np.sum(<a>, axis=0)",          "Σ rows <a:negation>",  r"\sum_{\text{rows}} <a:negation>", formula_level=PRODUCT),
    Operation("spread_over_rows", (lambda gradient, a, b: _of_matrices("sum_over_rows", gradient),
                                   lambda gradient, a, b: ZERO),              ATOM,    "np.broadcast_to(<a>, np.shape(<b>))", "rows of <a:negation>", r"\mathbf{1} \cdot <a:negation>", formula_level=PRODUCT),
    # n is how many entries there are: of the examples' losses, if the net has one output, how many examples.
    Operation("mean",             (lambda gradient, a: gradient * apply("share_of_mean", a),),
                                                                              ATOM,    "np.mean(<a>)",                 "mean(<a>)",            r"\mathrm{mean}\left(<a>\right)"),
    Operation("share_of_mean",    (lambda gradient, a: ZERO,),                ATOM,    "np.full_like(<a>, 1 / np.size(<a>))", "1 / n",         r"\frac{1}{n}", formula_level=PRODUCT),
)  # fmt: skip

MATRIX_TABLE = {row.name: row for row in _MATRIX_ROWS}


def has_matrices(nodes: Iterable[Node]) -> bool:
    """Whether one of `nodes` works on whole matrices."""
    return any(node.operation in MATRIX_TABLE for node in nodes)


def row(name: str) -> Operation:
    """The row of the operation `name`. Raises GraphError with the names there are."""
    try:
        return TABLE[name] if name in TABLE else MATRIX_TABLE[name]
    except KeyError:
        raise GraphError(
            f"There is no operation {name!r}. The table has: {', '.join((*TABLE, *MATRIX_TABLE))}."
        ) from None
