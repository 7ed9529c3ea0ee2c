"""The timeline of a case: its clocks and what happened, painted and as a table, and why each date is what it is."""
