"""Panel: meetings, interests, blind sheets, the reveal, agreed levels and the decision, as rules of procedure.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
