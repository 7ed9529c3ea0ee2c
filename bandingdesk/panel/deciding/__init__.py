"""Deciding: what an outcome needs, Section F beside a band, what is in the way of a signature, hints, putting off.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
