"""Slips: scoring workbooks and paper slips for members without the program, and what came back.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
