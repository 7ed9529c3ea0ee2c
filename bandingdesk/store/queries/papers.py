"""Papers of a case as rows: those that wait for an answer, and those that a file may be already."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bandingdesk.casework.papers import answers
from bandingdesk.casework.returns import form
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.store.projections import casework as casework_tables
from bandingdesk.store.projections import papers as tables
from bandingdesk.store.projections import returns
from bandingdesk.store.queries import casework
from bandingdesk.store.queries.casework import EvidenceRow

FAMILY_FORM = QT_TRANSLATE_NOOP("record", "Views of the family, by form")


def to_answer(conn: Connection, case_id: str) -> tuple[EvidenceRow, ...]:
    """Return the papers of the family and of professionals, the newest version of each, answered or not."""
    rows = casework.evidence(conn, case_id)
    return tuple(row for row in rows if row.sender in answers.ASKED and row.replaced_by is None)


def unanswered(conn: Connection, case_id: str) -> tuple[EvidenceRow, ...]:
    """Return those of them that nobody has answered yet: while there is one, no decision on the case is signed."""
    return tuple(row for row in to_answer(conn, case_id) if row.reliance is None)


def as_they_stand(conn: Connection, case_id: str) -> tuple[tuple[str, str], ...]:
    """Return every paper of a case and every form that the family sent in, (id, sha256): what a signature knew of.

    A newer version of a paper is a paper of its own; a form that was taken over has no hash of its own.
    """
    e, r = tables.EVIDENCE, returns.RETURN
    papers = conn.execute(select(e.c.id, e.c.sha256).where(e.c.case_id == case_id).order_by(e.c.id))
    views = conn.execute(
        select(r.c.id).where(r.c.case_id == case_id, r.c.state == "taken", r.c.kind.in_(form.VIEWS)).order_by(r.c.id)
    )
    return (*((str(row.id), str(row.sha256)) for row in papers), *((str(row.id), "") for row in views))


def titles(conn: Connection, case_id: str) -> dict[str, str]:
    """Return what each paper of a case is called; a form of the family is called so."""
    named = {row.id: row.title for row in casework.evidence(conn, case_id)}
    return {id_: named.get(id_, FAMILY_FORM) for id_, _sha256 in as_they_stand(conn, case_id)}


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
