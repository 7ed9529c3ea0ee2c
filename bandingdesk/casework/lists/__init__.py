"""Lists: settings, placements, term dates and SEN2 modules that come in as files.

Pure: imports casework's own facts, council, the rule books and the ground, never panel, a disk or a screen.
"""
