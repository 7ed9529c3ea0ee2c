"""A framework as a workbook that its authors fill in, and back: the same bytes of the definition after a round trip.

May import the definition, its files and the sheets. Never guesses: what a cell can't mean is named with sheet, row and
column, all faults at once.
"""
