"""Deciding: Section F beside a band, a case sent higher, new evidence after a signature, a correction, putting off.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
