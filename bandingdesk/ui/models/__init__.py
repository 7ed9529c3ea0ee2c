"""Qt item models that more than one workspace uses. A model may import QtCore and QtGui, never a widget, the desk or a
query: it is given functions that fetch, and holds no more rows than a screen or two.
"""
