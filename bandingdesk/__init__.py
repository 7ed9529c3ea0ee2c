"""Banding Desk: how much support a child gets, decided by people, explained and recorded.

Five storeys, imports run downwards only; `docs/house.md` is the map.
"""

__version__ = "0.1.0"
