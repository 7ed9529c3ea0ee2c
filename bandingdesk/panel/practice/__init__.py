"""Practice: warm-up vignettes before a meeting, with feedback to the member alone.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
