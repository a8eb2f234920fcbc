from dashboard.app import frame

frame()

import streamlit as st

from dashboard import (
    components,
    deeper,
    experiments,
    link_check,
    race,
    race_experiments,
    race_field,
    race_table,
    small_maps,
)

for sentence in link_check.ignored_by_link(race.controls()):
    st.warning(sentence)
found = race.inputs()
components.part("race", {}, css=("player.css",), js=("player.js", "evaluate.js", "plane.js"))
left, right = st.columns([16, 10])
with left:
    race.show_map(found.field)
with right:
    race.show_heights(found.field)
st.markdown(race_field.told(found.field))
components.part("race_table", {"head": race_table.HEAD}, css=("epoch_table.css",), js=("evaluate.js",))

race.show_turn(found)
experiments.show(race_experiments.EXPERIMENTS, lambda experiment: race.set_to_course(experiment.state))
st.subheader("Go deeper", anchor=False)
deeper.fold("The same landscape in 3-D", "space", lambda: race.show_surface(found.field))
deeper.fold("A small map for each", "small", lambda: small_maps.show(found.field.node, found.field.view))
deeper.fold("Why did this step differ?", "why", lambda: race.show_why(found))
deeper.fold("The sweep, and a fair race", "sweep", lambda: race.show_sweep(found))
deeper.fold("Effective step: what is left of α", "effective", lambda: race.show_effective(found.field))
