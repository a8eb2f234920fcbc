from dashboard.app import frame

frame()

import streamlit as st

from dashboard import deeper, experiments, nudges, partial_derivatives, partial_turn

function = partial_derivatives.choose()
partial_derivatives.show_stage(function)
partial_derivatives.show_nudges(function)

partial_turn.show(function)
experiments.show(partial_derivatives.EXPERIMENTS, partial_derivatives.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("The same table for a net: weights and loss", "net", nudges.show_linear_net)
deeper.fold("Gradient check: are the slopes right?", "check", lambda: partial_derivatives.show_check(function))
deeper.fold("The code", "code", lambda: partial_derivatives.show_code(function))
