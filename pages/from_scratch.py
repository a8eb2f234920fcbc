from dashboard.app import frame

frame()

import streamlit as st

from dashboard import deeper, experiments, from_scratch, from_scratch_experiments, from_scratch_settings, link_check

for sentence in link_check.ignored_by_link(from_scratch_settings.controls()):
    st.warning(sentence)
from_scratch.show()

experiments.show(from_scratch_experiments.EXPERIMENTS, from_scratch.take)
st.subheader("Go deeper", anchor=False)
deeper.fold(
    "The program that ran: the same lines, with arrays that keep all numbers", "program", from_scratch.show_program
)
