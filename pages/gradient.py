from dashboard.app import frame

frame()

import streamlit as st

from dashboard import deeper, experiments, gradient, gradient_turn

function = gradient.choose()
gradient.show_stage(function)

gradient_turn.show(function)
experiments.show(gradient.EXPERIMENTS, gradient.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("The formula, and the slope in any direction", "formula", lambda: gradient.show_formula(function))
deeper.fold("Gradient check: is the gradient right?", "check", lambda: gradient.show_check(function))
deeper.fold("The code", "code", lambda: gradient.show_code(function))
