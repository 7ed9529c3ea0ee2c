"""After: what follows a decision: minutes, actions, feedback, correction, ratification, outcomes of appeals.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
