"""Backlog: what is due by week against places and hours, the last lawful panel, and the order of priority.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
