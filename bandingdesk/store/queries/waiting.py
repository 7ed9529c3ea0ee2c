"""What waits to be sent, by what it is about: counts and the oldest instant, no content."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bandingdesk.store import log, standing

_SELECT = (
    "SELECT substr(o.subject, 1, instr(o.subject, ':') - 1), count(*), count(DISTINCT o.subject),"
    " min(o.wall_claimed), sum(x.state = 'waiting_blob')"
    f" FROM outbox x JOIN op o ON o.seq = x.seq WHERE x.state IN {standing.IN_TO_SEND}"
    " GROUP BY 1 ORDER BY min(o.seq)"
)


class WaitingRow(NamedTuple):
    """How many changes about subjects of one KIND wait, since when, and how many of them for their file."""

    kind: str
    changes: int
    subjects: int
    since: datetime
    for_files: int


def waiting(conn: Connection) -> list[WaitingRow]:
    """Return what waits, what has waited longest first. On a store without a peer all of it waits for one."""
    rows = log.driver(conn).execute(_SELECT).fetchall()
    return [WaitingRow(row[0], row[1], row[2], log.instant(row[3]), row[4]) for row in rows]
