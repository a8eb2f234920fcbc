from dashboard.app import frame

frame()

import streamlit as st

from dashboard import deeper, derivative_turn, derivatives, experiments

function = derivatives.choose()
derivatives.show_stage(function)

derivative_turn.show(function)
experiments.show(derivatives.EXPERIMENTS, derivatives.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("Which rule was used on which part", "show_rules", lambda: derivatives.show_rules(function))
deeper.fold("The error of the quotient against Δx", "show_errors", derivatives.show_errors)
deeper.fold("A table of Δx and the quotient", "show_quotients", derivatives.show_quotients)
deeper.fold("Gradient check: is the slope right?", "check", lambda: derivatives.show_check(function))
deeper.fold("The code", "code", lambda: derivatives.show_code(function))
