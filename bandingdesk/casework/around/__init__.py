"""Around: the people around a child, whom a letter reaches, and what stops letters.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
