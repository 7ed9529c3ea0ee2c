"""Parts of the screen that two workspaces or more use: buttons, cards, lists, strips, fields, the big table. A part may
import the theme and the models, never a page, the desk or a query: it is given values, shows them and tells by a signal
what a person did. Each repaints itself when the theme changes; painted parts say with `cut_texts()` what did not fit.
"""
