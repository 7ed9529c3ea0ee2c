"""The steps from epoch to epoch, each first adding what the new version needs, then taking away what nobody reads.

The epoch stands in the file's header (user_version) and changes in the same transaction as the tables. Alembic's own
version table is not kept: a replay clears tables that it does not know, and two marks of one thing could differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from bandingdesk.store import tables
from bandingdesk.store.migrations import arrivals

STEPS: Mapping[int, Callable[[Operations], None]] = {1: arrivals.upgrade}


def carry(conn: Connection, epoch: int) -> None:
    """Take the store that CONN is writing to from EPOCH to today's, in CONN's transaction."""
    op = Operations(MigrationContext.configure(conn))
    for step in range(epoch, tables.EPOCH):
        STEPS[step](op)
    conn.exec_driver_sql("UPDATE mark SET value = '' WHERE name = 'projections'")  # rebuilt at the next opening
    conn.exec_driver_sql(f"PRAGMA user_version = {tables.EPOCH}")
