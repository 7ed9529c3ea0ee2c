"""Papers of a case as rows: those that wait for an answer, and those that a file may be already."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bandingdesk.casework.papers import answers
from bandingdesk.store.projections import casework as casework_tables
from bandingdesk.store.projections import papers as tables
from bandingdesk.store.queries import casework
from bandingdesk.store.queries.casework import EvidenceRow


def to_answer(conn: Connection, case_id: str) -> tuple[EvidenceRow, ...]:
    """Return the papers of the family and of professionals, the newest version of each, answered or not."""
    rows = casework.evidence(conn, case_id)
    return tuple(row for row in rows if row.sender in answers.ASKED and row.replaced_by is None)


def unanswered(conn: Connection, case_id: str) -> tuple[EvidenceRow, ...]:
    """Return those of them that nobody has answered yet: while there is one, no decision on the case is signed."""
    return tuple(row for row in to_answer(conn, case_id) if row.reliance is None)


def of_size(conn: Connection, case_id: str, size: int) -> tuple[EvidenceRow, ...]:
    """Return the papers of a case whose files have SIZE bytes."""
    return tuple(row for row in casework.evidence(conn, case_id) if row.size == size)


def with_hash(conn: Connection, case_id: str, sha256: str) -> EvidenceRow | None:
    """Return the paper of a case whose file has this hash, None where there is none."""
    e = tables.EVIDENCE
    query = select(e.c.id).where(e.c.sha256 == sha256, e.c.case_id == case_id)
    known = conn.execute(query).scalar()
    return None if known is None else casework.paper(conn, known)


def is_replaced(conn: Connection, evidence_id: str) -> bool:
    """Return whether a paper has a newer version."""
    e = tables.EVIDENCE
    mine = select(e.c.case_id).where(e.c.id == evidence_id).scalar_subquery()
    return conn.execute(select(e.c.id).where(e.c.case_id == mine, e.c.replaces == evidence_id)).first() is not None


def is_named(conn: Connection, case_id: str, sha256: str) -> bool:
    """Return whether a paper or a letter of the case names the file with this hash."""
    t = casework_tables.LETTER
    letter = select(t.c.id).where(t.c.case_id == case_id, t.c.sha256 == sha256)
    return with_hash(conn, case_id, sha256) is not None or conn.execute(letter).first() is not None
