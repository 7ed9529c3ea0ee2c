"""Room: who is in the room, what members say and ask there, votes, and what the room's screen may show.

Pure: imports casework, council, the rule books and the ground, never oversight, a disk or a screen.
"""
