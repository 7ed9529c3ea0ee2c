"""Returns: forms sent out to settings, families and professionals, and what came back.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
