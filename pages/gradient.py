from dashboard.app import frame

frame()

import streamlit as st

from dashboard import deeper, experiments, gradient, gradient_turn

function = gradient.choose()
gradient.show_stage(function)

gradient_turn.show(function)
experiments.show(gradient.EXPERIMENTS, gradient.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("How the function was read", "reading", lambda: gradient.show_reading(function))
deeper.fold("The formula, and the slope in any direction", "formula", lambda: gradient.show_formula(function))
