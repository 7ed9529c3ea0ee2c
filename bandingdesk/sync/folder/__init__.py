"""A council without a server: the same ops carried through sealed, signed bundles in a folder that all devices reach.

Each device writes in its own sub-folder alone and reads the others'. It begins in `joining` (who belongs) and `run`
(one sync); `bundle`, `cards` and `place` know the files, `sending` and `taking` carry, `causes`, `members`, `judging`
and `settling` say what stands. It may import the store and the work, never the desk or the screen, and it never writes
in a foreign sub-folder. Source: design, store 7.6.
"""
