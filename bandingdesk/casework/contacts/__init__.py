"""Contacts: who asked what, when and by which way, and what was answered.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
