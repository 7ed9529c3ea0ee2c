"""Higher: panels above a panel: high cost, joint funding with shares, and oversight of decided cases.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
