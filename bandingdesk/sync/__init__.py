"""Carries the record between devices: to a council's own server and back, or through sealed bundles in a folder.

It may import the store and what lies below, never the desk or the screen. It carries bytes and does not judge them: the
rules are the work's, the outcomes are kept in the store, and a person resolves what differs by an op.
"""
