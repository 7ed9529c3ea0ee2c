"""Papers: advice asked and chased, versions of a paper, and how each report was answered.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
