from dashboard.app import frame

frame()

import streamlit as st

from dashboard import chain_rule, chain_turn, chains, deeper, experiments

typed, composite = chain_rule.choose()
chain_rule.show_stage(typed, composite)

chain_turn.show(typed, composite)
experiments.show(chains.EXPERIMENTS, chain_rule.take)
st.subheader("Go deeper", anchor=False)
deeper.fold("A whole net is one such chain", "net", chain_rule.show_net)
deeper.fold("Gradient check: are the slopes right?", "check", lambda: chain_rule.show_check(composite))
deeper.fold("The code", "code", lambda: chain_rule.show_code(typed, composite))
