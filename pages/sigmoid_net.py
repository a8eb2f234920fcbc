from dashboard.app import frame

frame()

import streamlit as st

from dashboard import (
    activation_view,
    experiments,
    link_check,
    net_screen,
    sigmoid_net,
    training_view,
    walkthrough,
    your_turn,
)

screen = sigmoid_net.SCREEN
for sentence in link_check.ignored_by_link(screen.in_link):
    st.warning(sentence)

row = st.container()
one_step, sigmoid, training = st.tabs(screen.views, key="view", bind="query-params")
view = "Training" if training.open else "The sigmoid" if sigmoid.open else "One step"
with row:
    chosen = net_screen.inputs(screen, view)
net, optimizer, values = chosen.network, chosen.optimizer, chosen.values

if one_step.open:
    with one_step:
        walkthrough.show(net, optimizer)
        your_turn.show(net, optimizer, values)

if sigmoid.open:
    with sigmoid:
        activation_view.show(net)

if training.open:
    with training:
        training_view.show_player(take_offer=screen.take_offered_rate)
        training_view.show_histories(screen.histories)
        net_screen.keep(screen)
        training_view.show_table(net, chosen.example, screen.histories)
        net_screen.download(screen)

experiments.show(sigmoid_net.EXPERIMENTS, screen.take)
st.subheader("Go deeper", anchor=False)
net_screen.go_deeper(chosen)
