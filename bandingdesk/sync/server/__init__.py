"""The council's own server: its schema, its roles and its functions as SQL files, and what lays them there.

The functions are the only way in. Nobody but their owner, who cannot log in, may read or write a table.
"""
