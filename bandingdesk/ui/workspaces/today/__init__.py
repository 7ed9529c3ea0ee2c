"""Today: what waits for the person at the keys, most urgent by law first; their next panel; legal dates by week.

It imports widgets, theme and the reading modules of the store; it acts on nothing itself and only leads elsewhere.
"""
