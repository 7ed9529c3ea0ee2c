"""Projections: folded states laid into rows, in the same transaction as the op. They never interpret an op again.

Stands on the work's states and the registry's types; knows no file, key or screen.
"""
