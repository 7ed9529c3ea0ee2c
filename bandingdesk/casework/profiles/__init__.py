"""Profiles: what setting and officer enter apart, and the gap between them.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
