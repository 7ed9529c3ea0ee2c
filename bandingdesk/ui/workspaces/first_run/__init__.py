"""First run: look around with demo data, or set up this laptop in four short pages.

It imports widgets, theme and `ui.setup`; there is no desk yet, and it hands the one it makes to the window.
"""
