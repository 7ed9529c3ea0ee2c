"""Provision: the lines of Section F as hours and pence.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
