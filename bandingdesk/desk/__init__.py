"""The desk: one function is one thing a person does. Load, ask the rule, record; no rule, SQL or wording lives here.

Stands on store, letters and everything below; never imports the screen.
"""
