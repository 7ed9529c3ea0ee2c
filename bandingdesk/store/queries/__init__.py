"""Queries: rows as frozen values for the screens. All reading SQL is here; nothing here writes.

Stands on the projections' tables and the work's values; never on the screen.
"""
