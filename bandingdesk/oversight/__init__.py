"""Oversight: samples and audits of decided cases, and what the record says about how decisions are made.

Pure: imports panel, casework, council, the rule books and the ground, never a disk or a screen. It changes no band.
"""
