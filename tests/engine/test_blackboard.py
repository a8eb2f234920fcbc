import pytest

from engine.blackboard import latex, latex_part, text
from engine.expressions import read


@pytest.mark.parametrize(
    ("typed", "in_latex", "in_text"),
    [
        ("12345x + 1", "12345 x + 1", "12345x + 1"),
        ("3.14159x^2", "3.14159 {x}^{2}", "3.14159x²"),
        ("100000000x", "100000000 x", "100000000x"),
        ("0.1 + x", "0.1 + x", "0.1 + x"),
        ("2 pi x", r"2 \pi \cdot x", "2π · x"),
        ("1e-9x", r"1\cdot 10^{-9} \cdot x", "1·10⁻⁹ · x"),
        ("3*2^x", r"3 \cdot {2}^{x}", "3 · 2^x"),
        ("2(x+1)", r"2 \left(x + 1\right)", "2(x + 1)"),
        ("-2x", "-2 x", "−2x"),
        ("3sin(x)", r"3 \sin\left(x\right)", "3sin(x)"),
        ("2|x|", r"2 \left|x\right|", "2|x|"),
        ("2 sqrt(x)", r"2 \sqrt{x}", "2√(x)"),
        ("x^2.5 y", r"{x}^{2.5} \cdot y", "x^2.5 · y"),
        ("x^2 y", r"{x}^{2} \cdot y", "x² · y"),
        ("e^x", r"e^{x}", "e^x"),
        ("2x/3", r"\frac{2 x}{3}", "2x/3"),
        ("x + 1/0", r"x + \frac{1}{0}", "x + 1/0"),
        ("1e999 x", r"\infty \cdot x", "∞ · x"),
    ],
)
def test_a_formula_is_written_as_it_was_typed(typed: str, in_latex: str, in_text: str) -> None:
    node = read(typed, ("x", "y")).node
    assert (latex(node), text(node)) == (in_latex, in_text)


@pytest.mark.parametrize(
    ("typed", "level", "written"),
    [("x + 1", "sum", "x + 1"), ("x + 1", "product", r"\left(x + 1\right)"), ("-2x", "sum", r"\left(-2 x\right)")],
)
def test_a_part_gets_brackets_where_it_needs_them(typed: str, level: str, written: str) -> None:
    assert latex_part(read(typed, ("x",)).node, level) == written
