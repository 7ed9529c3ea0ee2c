"""The papers of a case on its page: read in place, marked, added, answered; advice asked and chased.

A view model and its parts; nothing here opens a paper in another program without asking.
"""
