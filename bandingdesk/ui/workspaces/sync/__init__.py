"""Sync: how this laptop stands to the others, what waits, what needs a choice, devices, the record's check, backups.

It may import the parts under `ui/`, desk values and store queries; it never writes to the store but through the desk.
"""
