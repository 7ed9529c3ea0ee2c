"""Band query: a school's query of a band: received, disputed, decided by people who did not sit, answered.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
