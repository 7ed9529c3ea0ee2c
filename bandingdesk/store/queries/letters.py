"""The tray of letters: what a signed decision still asks for, what is issued, what is sent."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from bandingdesk import resources
from bandingdesk.statute import required_letters
from bandingdesk.statute.required_letters import LetterMatrix
from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import casework, closed
from bandingdesk.store.queries.casework import LetterRow


@dataclass(frozen=True, slots=True)
class ToWriteRow:
    """A letter that a signed decision asks for and that is not issued yet."""

    decision_id: str
    case_id: str
    reference: str
    child_name: str
    template: str
    recipient_role: str
    decided_on: date
    law_day: date | None


def letters_to_write(
    conn: Connection, decision_id: str | None = None, *, viewer: str | None = None
) -> list[ToWriteRow]:
    """Return the letters still to write, by legal day: all, or those of one decision; none closed to VIEWER."""
    d, t, c = panel_tables.DECISION, tables.CASE, tables.CHILD
    query = (
        select(
            d.c.id,
            d.c.case_id,
            d.c.final_outcome,
            d.c.signed_at,
            t.c.law_day,
            c.c.name,
            log.reference.c.text.label("reference"),
        )  # fmt: skip
        .join(t, t.c.id == d.c.case_id)
        .join(c, c.c.id == t.c.child_id)
        .join(log.reference, log.reference.c.subject == t.c.owner)
        .where(d.c.step == "signed")
        .order_by(t.c.law_day.is_(None), t.c.law_day, d.c.id)
    )
    if decision_id is not None:
        query = query.where(d.c.id == decision_id)
    if viewer is not None:
        query = query.where(d.c.case_id.not_in(closed.cases(viewer)))
    issued = {(row.decision_id, row.template) for row in casework.letters(conn, decision_id=decision_id)}
    matrix = _matrix()
    found = []
    for row in conn.execute(query).mappings():
        for template in asked_for(matrix, row["final_outcome"]):
            if (row["id"], template) not in issued:
                found.append(
                    ToWriteRow(
                        decision_id=row["id"],
                        case_id=row["case_id"],
                        reference=row["reference"],
                        child_name=row["name"],
                        template=template,
                        recipient_role="setting" if matrix.row(template).carries_band else "parent",
                        decided_on=date.fromisoformat(row["signed_at"][:10]),
                        law_day=date.fromisoformat(row["law_day"]) if row["law_day"] else None,
                    )
                )
    return found


def letters_to_send(conn: Connection) -> list[LetterRow]:
    """Return the letters that are issued and not sent, whose bytes are kept."""
    return [row for row in casework.letters(conn) if row.state == "issued" and row.sha256]


def letter(conn: Connection, letter_id: str) -> LetterRow | None:
    """Return one letter, None where the record holds none."""
    return next((row for row in casework.letters(conn) if row.id == letter_id), None)


def templates(outcome: str) -> list[str]:
    """Return the templates that a review's OUTCOME with a band asks for, by the shipped letter matrix."""
    return asked_for(_matrix(), outcome)


def asked_for(matrix: LetterMatrix, outcome: str) -> list[str]:
    """Return the templates that a review's OUTCOME with a band asks for; ceasing has its own letters, not built yet."""
    if outcome == "cease":
        return ["L15"]
    return required_letters.required(matrix, required_letters.Decision("annual_review", outcome, band=True))


@functools.cache
def _matrix() -> LetterMatrix:
    return required_letters.read(resources.text("statute/letters.json"))
