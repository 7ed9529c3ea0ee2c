"""Demo: a synthetic council, made by the desk's own acts and marked as invented everywhere.

It stands on the desk and everything below it; nothing of the product imports it but the doors. No real child, school
or person is in it.
"""
