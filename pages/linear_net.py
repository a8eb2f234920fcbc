from dashboard.app import frame

frame()

import streamlit as st

from dashboard import experiments, linear_net, link_check, net_screen, training_view, walkthrough, your_turn

screen = linear_net.SCREEN
for sentence in link_check.ignored_by_link(screen.in_link):
    st.warning(sentence)

row = st.container()
one_step, training = st.tabs(screen.views, key="view", bind="query-params")
with row:
    chosen = net_screen.inputs(screen, "Training" if training.open else "One step")
net, optimizer, values = chosen.network, chosen.optimizer, chosen.values

if one_step.open:
    with one_step:
        walkthrough.show(net, optimizer)
        your_turn.show(net, optimizer, values)
        st.subheader("The loss against the prediction", anchor=False)
        linear_net.show_loss_curve(chosen)

if training.open:
    with training:
        training_view.show_player(take_offer=screen.take_offered_rate)
        training_view.show_histories()
        net_screen.keep(screen)
        training_view.show_table(net)
        net_screen.download(screen)

experiments.show(linear_net.EXPERIMENTS, screen.take)
st.subheader("Go deeper", anchor=False)
net_screen.go_deeper(chosen)
