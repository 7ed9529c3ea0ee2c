"""Which cases are closed to a person on every screen: stepped out, or an interest that is not settled yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store.projections import panel as tables

CLOSING = ("withdraw", "declared")


class CaseClosedError(RefusedError):
    """The case is closed to the person who asks: they stepped out for it."""

    code = "CA-31"
    message = QT_TRANSLATE_NOOP("errors", "You stepped out for this case, so you can't open it.")
    kept = QT_TRANSLATE_NOOP("errors", "Your answer about the interest is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "If the interest no longer stands, tell the chair.")


def cases(person: str) -> Any:
    """Return the selection of the cases that are closed to PERSON."""
    c = tables.INTEREST.c
    return select(c.case_id).where(c.person == person, c.standing.in_(CLOSING))


def require_open(conn: Connection, case_id: str, person: str) -> None:
    """Check that a case may be opened by PERSON. Raises CaseClosedError."""
    if conn.execute(cases(person).where(tables.INTEREST.c.case_id == case_id)).first() is not None:
        raise CaseClosedError(case=case_id)
