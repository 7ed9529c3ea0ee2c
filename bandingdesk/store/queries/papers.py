"""The papers of a case that wait for an answer, as rows."""

from __future__ import annotations

from sqlalchemy import Connection

from bandingdesk.casework.papers import answers
from bandingdesk.store.queries import casework
from bandingdesk.store.queries.casework import EvidenceRow


def to_answer(conn: Connection, case_id: str) -> tuple[EvidenceRow, ...]:
    """Return the papers of the family and of professionals, the newest version of each, answered or not."""
    rows = casework.evidence(conn, case_id)
    return tuple(row for row in rows if row.sender in answers.ASKED and row.replaced_by is None)


def unanswered(conn: Connection, case_id: str) -> tuple[EvidenceRow, ...]:
    """Return those of them that nobody has answered yet: while there is one, no decision on the case is signed."""
    return tuple(row for row in to_answer(conn, case_id) if row.reliance is None)
