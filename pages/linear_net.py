from dashboard.app import frame

frame()

import streamlit as st

from dashboard import controls, deeper, experiments, linear_net, training_view, walkthrough, your_turn

for sentence in controls.ignored_by_link(linear_net.CONTROLS):
    st.warning(sentence)

row = st.container()
one_step, training = st.tabs(["One step", "Training"], key="view", bind="query-params")
with row:
    chosen = linear_net.inputs(is_training=bool(training.open))
net, optimizer, values = chosen.network, chosen.optimizer, chosen.values

if one_step.open:
    with one_step:
        walkthrough.show(net, optimizer)
        your_turn.show(net, optimizer, values)
        st.subheader("The loss against the prediction", anchor=False)
        linear_net.show_loss_curve(chosen)

if training.open:
    with training:
        training_view.show_player(take_offer=linear_net.take_offered_rate)
        training_view.show_histories()
        training_view.show_table(net)
        linear_net.download()

experiments.show(linear_net.EXPERIMENTS, linear_net.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("Gradient check: is every gradient right?", linear_net.CHECK, lambda: deeper.gradient_check(net, values))
deeper.fold("The whole training loop, as it ran", "program", lambda: deeper.whole_program(net, optimizer))
