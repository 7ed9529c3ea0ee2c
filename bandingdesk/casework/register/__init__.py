"""Register: the statutory entries of a case and the clocks that run from them.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
