"""A composite in words, formulas and a table. The browser fills in the numbers, at places marked with keys."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from engine.backpropagation import Edge
from engine.blackboard import latex, latex_part, text
from engine.composites import INPUT, Composite, derivative_latex, derivative_text
from engine.formulas import latex_place, mathml, place
from engine.graph import topological
from engine.notation import plain_name

_FEW, _MANY = 8, 16  # factors that are written as symbols, and at all

_Writer = Callable[[Composite, Edge, bool], str]


def ends(link: Edge) -> tuple[str, str]:
    """The names of the two values that a link connects."""
    return link.source.name or "", link.target.name or ""


def local_key(link: Edge) -> str:
    """Under which the slope of a link is known in the browser."""
    return "local_{}_{}".format(*ends(link))


def slope_key(name: str) -> str:
    """Under which the derivative of the output by a value is known in the browser."""
    return f"slope_{name}"


def way_key(number: int) -> str:
    """Under which the product along one way from x to the output is known in the browser."""
    return f"way_{number}"


def title(composite: Composite, name: str) -> str:
    """`u = 3x + 1`, and `x` for what goes in."""
    return plain_name(name) if name == INPUT else f"{plain_name(name)} = {text(composite.values[name])}"


def link_name(composite: Composite, link: Edge) -> str:
    """`du/dx`, or `∂y/∂u` where the piece has other inputs."""
    source, target = ends(link)
    return derivative_text(target, source, composite.is_ordinary(link))


def slope_name(composite: Composite, name: str) -> str:
    """`dy/du`, or `∂y/∂u` where the output reaches x past this value."""
    return derivative_text(composite.name, name, composite.is_total(name))


def symbols(link: Edge) -> str:
    """The slope of a link as plain text; empty if there are no symbols that say more than its number."""
    slope = link.derivative
    if slope.value is not None or _is_step(link):
        return ""
    return plain_name(slope.name) if slope.name else text(slope)


def _is_step(link: Edge) -> bool:
    """Whether the slope jumps, as that of relu does: its sign is not part of the course."""
    return any(node.operation == "step" for node in topological([link.derivative], lambda node: node.name is not None))


def formula(composite: Composite) -> str:
    """dy/dx as a sum over the ways of products along each: names, then symbols, numbers, result."""
    left = f'<span class="left">{mathml(derivative_latex(composite.name, INPUT, True))}</span>'
    factors = [link for way in composite.ways for link in way]
    rows: list[str] = []
    if 1 < len(factors) <= _MANY:
        rows.append(_sum(composite, _named))
    if len(factors) <= _FEW and any(link.derivative.value is None for link in factors):
        rows.append(_sum(composite, _written))
    if 1 < len(factors) <= _MANY:
        rows.append(_sum(composite, _filled))
    if len(composite.ways) > 1:
        shares = range(min(len(composite.ways), _MANY))
        rows.append("".join(_term("+" if at else "", f"<mn>{place(way_key(at), at > 0)}</mn>") for at in shares))
    rows.append(f'<b class="result" data-value="{slope_key(INPUT)}"></b>')
    lines = "".join(f'<div class="row">{_term("=", "")}{row}</div>' for row in rows)
    return f'<div class="formula">{left}<div class="rows">{lines}</div></div>'


def _sum(composite: Composite, write: _Writer) -> str:
    return "".join(
        _term("·" if at else "+" if number else "", write(composite, link, at > 0 or len(way) > 1))
        for number, way in enumerate(composite.ways)
        for at, link in enumerate(reversed(way))
    )


def _term(sign: str, inside: str) -> str:
    """A part of a formula with the sign before it: the line may break before the sign, not after it."""
    return f'<span class="term">{f"<i>{sign}</i>" if sign else ""}{inside}</span>'


def _named(composite: Composite, link: Edge, is_factor: bool) -> str:
    source, target = ends(link)
    return mathml(derivative_latex(target, source, composite.is_ordinary(link)))


def _written(composite: Composite, link: Edge, is_factor: bool) -> str:
    slope = link.derivative
    if _is_step(link):
        return _filled(composite, link, is_factor)
    is_alone = not is_factor and slope.name is None and slope.value is None
    return mathml(latex(slope) if is_alone else latex_part(slope, "product"))


def _filled(composite: Composite, link: Edge, is_factor: bool) -> str:
    piece = latex_place(local_key(link))
    return mathml(piece.guarded or piece.text if is_factor else piece.text)


def table(composite: Composite) -> str:
    """Every value with its slopes: how it follows the ones before it, and how the output follows it."""
    head = ("piece", "value", "its slope", f"slope of {plain_name(composite.name)}")
    rows = []
    for name in composite.values:
        into = [link for link in composite.links if ends(link)[1] == name]
        local = "<br>".join(f"{link_name(composite, link)} = {_symbols_then(link)}" for link in into) or "–"
        rows.append(
            f'<tr><th scope="row">{escape(title(composite, name))}</th><td class="value">{place(name)}</td>'
            f"<td>{local}</td><td>{slope_name(composite, name)} = {place(slope_key(name))}</td></tr>"
        )
    titles = "".join(f'<th scope="col">{each}</th>' for each in head)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _symbols_then(link: Edge) -> str:
    written = symbols(link)
    return (f"{escape(written)} = " if written else "") + place(local_key(link))
