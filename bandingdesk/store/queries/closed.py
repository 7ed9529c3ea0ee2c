"""Which cases are closed to a person on every screen: stepped out, an interest not settled yet, or a guest's bounds.

A guest holds no role today but auditor, and sees the cases they were asked to audit alone; somebody whose roles have
all ended is a guest without any (design, store 5.4).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select, union_all

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store.projections import casework, council, oversight
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries.council import is_held

CLOSING = ("withdraw", "declared")


class CaseClosedError(RefusedError):
    """The case is closed to the person who asks: they stepped out for it."""

    code = "CA-31"
    message = QT_TRANSLATE_NOOP("errors", "You stepped out for this case, so you can't open it.")
    kept = QT_TRANSLATE_NOOP("errors", "Your answer about the interest is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "If the interest no longer stands, tell the chair.")


class CaseNotYoursError(RefusedError):
    """The case is none of those that a guest was asked to audit."""

    code = "PE-13"
    message = QT_TRANSLATE_NOOP("errors", "This case is not one that you were asked to audit.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the quality lead to give it to you, if you need it.")


def cases(person: str) -> Any:
    """Return the selection of the cases that are closed to PERSON."""
    return union_all(_stepped_out(person), _beyond(person))


def people(conn: Connection, case_id: str, guests: Collection[str]) -> frozenset[str]:
    """Return to whom a case is closed: who stepped out, and those of the GUESTS (auditors alone) not asked for it."""
    c = tables.INTEREST.c
    out = conn.execute(select(c.person).where(c.case_id == case_id, c.standing.in_(CLOSING))).scalars()
    case = casework.CASE.c.id
    beyond = (guest for guest in guests if conn.execute(_beyond(guest).where(case == case_id)).first() is not None)
    return frozenset((*out, *beyond))


def require_open(conn: Connection, case_id: str, person: str) -> None:
    """Check that a case may be opened by PERSON. Raises CaseClosedError, CaseNotYoursError."""
    if conn.execute(_stepped_out(person).where(tables.INTEREST.c.case_id == case_id)).first() is not None:
        raise CaseClosedError(case=case_id)
    if conn.execute(_beyond(person).where(casework.CASE.c.id == case_id)).first() is not None:
        raise CaseNotYoursError(case=case_id)


def _stepped_out(person: str) -> Any:
    c = tables.INTEREST.c
    return select(c.case_id).where(c.person == person, c.standing.in_(CLOSING))


def _beyond(person: str) -> Any:
    """Return the cases outside a guest's bounds: none for anybody else."""
    role = council.ROLE.c
    others = select(role.person).where(role.person == person, role.role != "auditor", is_held())
    is_guest = select(role.person).where(role.person == person, ~others.exists()).exists()
    audit, decision, case = oversight.AUDIT.c, tables.DECISION.c, casework.CASE
    theirs = (
        select(decision.case_id).join(oversight.AUDIT, audit.decision_id == decision.id).where(audit.auditor == person)
    )
    return select(case.c.id).where(is_guest, case.c.id.not_in(theirs))
