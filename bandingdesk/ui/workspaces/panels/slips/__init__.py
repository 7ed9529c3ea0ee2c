"""Slips: members without the program, a part of the panels page. It has a view model of its own."""
