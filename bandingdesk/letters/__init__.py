"""Letters: what is posted. A decision's facts become a Letter value, a Letter value the bytes of a tagged PDF.

May import the rule books (statute) and the ground; takes values and gives values back. Never reads the store, never
syncs, never decides anything, and never puts a band into a letter that carries a right of appeal.
"""
