"""The room's screen: what the projector shows. It is given a RoomView and nothing else: it never receives a case, a row
of the store, or the desk, so what nobody allowed can't reach it. It has no controls.
"""
