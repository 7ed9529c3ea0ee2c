"""Casework: a child's case with its dates, evidence, profiles and letters, and what councils send in as lists.

Pure: imports council, the rule books and the ground, never panel, oversight, a disk or a screen.
"""
