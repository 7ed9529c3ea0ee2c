"""The tray of letters: what a signed decision still asks for, what is issued, what is sent."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, select

from bandingdesk import resources
from bandingdesk.casework.around.addressee import Addressee, Receiver
from bandingdesk.panel import outcomes
from bandingdesk.statute import required_letters
from bandingdesk.statute.required_letters import LetterMatrix
from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import around, casework, closed
from bandingdesk.store.queries.casework import LetterRow

APPEAL_DAYS = 62


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
    to: str = ""  # the people around the child it goes to, joined by +; "" where none are recorded
    recipient_name: str = ""


def letters_to_write(
    conn: Connection, decision_id: str | None = None, *, viewer: str | None = None
) -> list[ToWriteRow]:
    """Return the letters still to write, by legal day: all, or those of one decision; none closed to VIEWER.

    The family's letter is one for each whom the record names: who lives apart stands here until written to. Nothing of
    a child whose death is recorded, but what the named lead opened.
    """
    d, t, c = panel_tables.DECISION, tables.CASE, tables.CHILD
    query = (
        select(
            d.c.id,
            d.c.case_id,
            d.c.final_outcome,
            d.c.final_band,
            d.c.signed_at,
            t.c.child_id,
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
    issued: dict[tuple[str, str], list[LetterRow]] = {}
    for letter_ in casework.letters(conn, decision_id=decision_id):
        issued.setdefault((letter_.decision_id, letter_.template), []).append(letter_)
    matrix, known, stops, today = _matrix(), around.with_people(conn), around.stops(conn), around.day(conn)
    found = []
    for row in conn.execute(query).mappings():
        stop = stops.get(row["child_id"])
        for template in templates(row["final_outcome"], has_band=row["final_band"] is not None):
            if stop is not None and not stop.lets(row["id"], template):
                continue
            done = issued.get((row["id"], template), [])
            is_family = not matrix.row(template).carries_band
            if is_family and row["child_id"] in known and not _is_over(done, today):
                to = around.addressee(conn, row["child_id"], today, row["id"])
                if to.receivers:
                    found += [_to_write(row, template, one.role, one) for one in _left(to, done)]
                    continue
            if not done:
                found.append(_to_write(row, template, "parent" if is_family else "setting"))
    return found


def _to_write(row: RowMapping, template: str, role: str, to: Receiver | None = None) -> ToWriteRow:
    return ToWriteRow(
        decision_id=row["id"],
        case_id=row["case_id"],
        reference=row["reference"],
        child_name=row["name"],
        template=template,
        recipient_role=role,
        decided_on=date.fromisoformat(row["signed_at"][:10]),
        law_day=date.fromisoformat(row["law_day"]) if row["law_day"] else None,
        to=to.key if to is not None else "",
        recipient_name=to.name if to is not None else "",
    )


def _is_over(done: Sequence[LetterRow], today: date) -> bool:
    """Return whether the letter went so long ago that whoever was recorded since is not written to about it.

    An appeal can be made within two months of the day it was sent (SI 2008/2699 r20(1)(c)); 62 days hold any two.
    """
    return any(one.sent_on is not None and (today - one.sent_on).days > APPEAL_DAYS for one in done)


def _left(to: Addressee, done: Sequence[LetterRow]) -> list[Receiver]:
    """Return who of TO has no letter among DONE. One that was written before anybody was recorded counts by its name,
    or else as the addressee's.
    """
    written = {id_ for one in done for id_ in one.to.split("+") if id_}
    for one in (one for one in done if not one.to):
        named = next((each for each in to.receivers if each.name == one.recipient_name), to.main)
        written |= set(named.to) if named is not None else set()
    return [one for one in to.receivers if not set(one.to) <= written]


def letters_to_send(conn: Connection) -> list[LetterRow]:
    """Return the letters that are issued and not sent, whose bytes are kept; none that a recorded death stops."""
    stops = around.stops(conn)
    children = _children(conn) if stops else {}
    found = []
    for row in casework.letters(conn):
        stop = stops.get(children.get(row.case_id, ""))
        if row.state == "issued" and row.sha256 and (stop is None or stop.lets(row.decision_id, row.template)):
            found.append(row)
    return found


def letter(conn: Connection, letter_id: str) -> LetterRow | None:
    """Return one letter, None where the record holds none."""
    return next((row for row in casework.letters(conn) if row.id == letter_id), None)


def templates(outcome: str, *, has_band: bool = True) -> list[str]:
    """Return the templates that a decision for OUTCOME asks for and that have a text here, the statutory one first.

    A letter that carries a band has nothing to say where none was decided.
    """
    rows = [_matrix().row(letter) for letter in outcomes.book().letters(outcome)]
    return [row.id for row in rows if required_letters.has_text(row.id) and (has_band or not row.carries_band)]


def asked_for(outcome: str) -> tuple[tuple[str, str, bool], ...]:
    """Return every letter that OUTCOME leads to: its id, its title, and whether it is written here."""
    return tuple((id_, title(id_), required_letters.has_text(id_)) for id_ in outcomes.book().letters(outcome))


def _children(conn: Connection) -> dict[str, str]:
    return {str(row.id): str(row.child_id) for row in conn.execute(select(tables.CASE.c.id, tables.CASE.c.child_id))}


@functools.cache
def _matrix() -> LetterMatrix:
    return required_letters.read(resources.text("statute/letters.json"))


def title(template: str) -> str:
    """Return what a letter is called in the shipped letter matrix."""
    return _matrix().row(template).title
