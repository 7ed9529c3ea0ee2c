"""The local record: an append-only log of ops in an encrypted SQLite file, with the rows that the screens read.

Stands on the work (`oversight`, `panel`, `casework`, `council`) and the ground. `store.py` is the one door for acts,
`queries/` holds all reading SQL, `projections/` lay folded states into rows. The store never interprets an op (folds
stand beside their rules), never speaks to a server, and never opens a file whose settings it could not read back.
"""
