"""Agenda: the agenda before a meeting: its order, readers, deadline, late papers, packs and interests.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
