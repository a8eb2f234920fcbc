from dashboard.app import frame

frame()

import streamlit as st

from dashboard import (
    deeper,
    descent_experiments,
    experiments,
    gradient_descent,
    legend,
    link_check,
    net_screen,
    rate_map,
    rates_view,
    training_view,
    your_turn,
)

screen = gradient_descent.SCREEN
for sentence in link_check.ignored_by_link(screen.in_link):
    st.warning(sentence)
chosen = net_screen.inputs(screen, "Training")

training_view.show_player(take_offer=screen.take_offered_rate)
left, right = st.columns([16, 9])
with left:
    gradient_descent.show_map(chosen)
    legend.show(gradient_descent.LEGEND)
with right:
    gradient_descent.show_words()
    training_view.show_outcome()
training_view.show_charts()
net_screen.keep(screen)
training_view.show_table(chosen.network)
net_screen.download(screen)

your_turn.show(chosen.network, chosen.optimizer, chosen.values, screen.asked)
experiments.show(descent_experiments.EXPERIMENTS, screen.take)
st.subheader("Go deeper", anchor=False)
net, values = chosen.network, chosen.values
deeper.fold("The same surface in 3-D", "space", lambda: gradient_descent.show_surface(chosen))
deeper.fold("Several rates side by side", "rates_side_by_side", lambda: rates_view.show(chosen))
deeper.fold("The rate map: which rate works from which start?", "rate_map", lambda: rate_map.show(chosen))
deeper.fold("Gradient check: is every gradient right?", "check", lambda: deeper.gradient_check(net, values))
deeper.fold("The whole training loop, as it ran", "program", lambda: deeper.whole_program(net, chosen.optimizer))
