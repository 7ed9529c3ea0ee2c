"""Meeting: the live meeting in the room, from the reveal to the decision maker's signature.

A page, its panes and a view model on QtCore alone. It shows what the queries let the person at the keys see, acts
through the desk, and never assembles a rule or a sentence of its own.
"""
