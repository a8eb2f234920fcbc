"""Every way from a weight to the loss, each with its product of local derivatives, and their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import streamlit as st

from engine.backpropagation import Edge, paths
from engine.formulas import number
from engine.networks import Network
from engine.notation import gradient_name, plain_name
from engine.program import evaluate


def show(network: Network, values: Mapping[str, float]) -> None:
    """Draw the ways of all weights. `values`: the numbers of one example."""
    st.markdown(
        "Along a way the local derivatives are multiplied. Where several ways lead to the loss, their products are "
        "added."
    )
    for weight in network.weights:
        st.markdown(_told(weight, paths(network.loss, weight), values))


def _told(weight: str, routes: Sequence[Sequence[Edge]], values: Mapping[str, float]) -> str:
    count = "one way" if len(routes) == 1 else f"{len(routes)} ways"
    lines = [f"**{plain_name(weight)}**: {count} to the loss"]
    products = []
    for route in routes:
        factors = [float(factor) for factor in evaluate([edge.derivative for edge in route], values)]
        products.append(prod(factors))
        symbols = " · ".join(plain_name(gradient_name(_name(edge.target), _name(edge.source))) for edge in route)
        way = " → ".join([plain_name(weight), *(plain_name(_name(edge.target)) for edge in reversed(route))])
        lines.append(f"- {way}  \n  {symbols} = {' · '.join(map(_bracketed, factors))} = **{number(products[-1])}**")
    gradient = plain_name(gradient_name("loss", weight))
    total = number(sum(products))
    added = f"{' + '.join(map(_bracketed, products))} = {total}" if len(routes) > 1 else total
    return "\n".join(lines) + f"\n\n  Together: {gradient} = {added}"


def _bracketed(value: float) -> str:
    written = number(value)
    return f"({written})" if written.startswith("−") or "·" in written else written


def _name(node: object) -> str:
    return getattr(node, "name", None) or ""
