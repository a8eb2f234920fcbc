from dashboard.app import frame, show_road

frame()

from dashboard import first_look

first_look.show()
show_road()
