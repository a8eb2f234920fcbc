from dashboard.app import frame

frame()

import streamlit as st

from dashboard import components, controls, experiments, race, race_table

for sentence in controls.ignored_by_link(race.controls()):
    st.warning(sentence)
field = race.choose()
run = race.inputs(field)
components.part("race", {}, css=("player.css",), js=("player.js", "evaluate.js", "plane.js"))
left, right = st.columns([16, 10])
with left:
    race.show_map(field)
with right:
    race.show_heights(field)
components.part("race_table", {"head": race_table.HEAD}, css=("epoch_table.css",), js=("evaluate.js",))
