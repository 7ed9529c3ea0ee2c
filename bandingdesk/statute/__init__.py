"""What the law asks, and when: dated rules with their source, days and how they are counted, clocks, grounds, letters.

May import the ground only. It knows no child's name, no store and no screen, it never adds days to a clock, and no
limit stands in its code: limits are dated data in `resources/statute/`.
"""
