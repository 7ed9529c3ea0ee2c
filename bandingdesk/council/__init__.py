"""Council: its people and roles, its policies, and which framework and tariff are in force on a day.

Pure: imports the rule books and the ground, never casework, panel, oversight, a disk or a screen.
"""
