from dashboard.app import frame

frame()

import streamlit as st

from dashboard import controls, deeper, experiments, linear_net, net_screen, training_view, walkthrough, your_turn

screen = linear_net.SCREEN
for sentence in controls.ignored_by_link(screen.controls):
    st.warning(sentence)

row = st.container()
one_step, training = st.tabs(["One step", "Training"], key="view", bind="query-params")
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
        training_view.show_table(net)
        net_screen.download(screen)

experiments.show(linear_net.EXPERIMENTS, screen.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("Gradient check: is every gradient right?", net_screen.CHECK, lambda: deeper.gradient_check(net, values))
deeper.fold("The whole training loop, as it ran", "program", lambda: deeper.whole_program(net, optimizer))
