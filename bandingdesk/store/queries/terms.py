"""The council's terms of casework as rows: what is in force, since when, by which minute, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from bandingdesk.casework import terms as rules
from bandingdesk.casework.terms import Term
from bandingdesk.store.projections import council
from bandingdesk.store.queries import backlog


@dataclass(frozen=True, slots=True)
class TermRow:
    """A policy. `term` None: what was adopted can't be read. `starts` None: none was, what ships holds.

    `next_on` is the first day of what was adopted for later.
    """

    id: str
    term: Term | None
    starts: date | None
    minute: str
    next_on: date | None


def terms(conn: Connection, on: date) -> list[TermRow]:
    """Return the terms of casework as in force on a day."""
    return [_term(conn, key, on) for key in rules.KEYS]


def _term(conn: Connection, key: str, on: date) -> TermRow:
    t = council.POLICY
    held = backlog.in_force(conn, key, on)
    later = conn.execute(select(func.min(t.c.starts)).where(t.c.key == key, t.c.starts > on.isoformat())).scalar()
    next_on = date.fromisoformat(later) if later else None
    return TermRow(key, rules.read(key, held.value), held.starts, held.minute, next_on)
