from dashboard.app import frame, show_road

frame()

import streamlit as st

from dashboard import first_look

first_look.show()
st.header("The road", anchor=False)
show_road()
