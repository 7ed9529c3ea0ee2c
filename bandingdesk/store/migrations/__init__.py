"""How the log's own tables of an older store become today's, an epoch a file. Projections are not migrated: they are
rebuilt by replay. Imports alembic, and nothing but `upgrade` and its tests imports this folder.
"""
