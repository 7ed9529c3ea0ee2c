"""The phone card of a case: all that one needs while somebody is on the phone, read at once.

Of a decision that is not signed nothing is read into it: no outcome, band, level or amount can be said by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bandingdesk.casework.contacts import telling
from bandingdesk.casework.contacts.telling import Telling
from bandingdesk.panel import spoken
from bandingdesk.panel.spoken import Moment, Sayable
from bandingdesk.seams import LONDON
from bandingdesk.store.queries import around, casework, contacts, decisions, panel, sync
from bandingdesk.store.queries.around import Stop
from bandingdesk.store.queries.casework import CaseRow, ClockRow
from bandingdesk.store.queries.contacts import ContactRow
from bandingdesk.store.queries.decisions import DecisionRow


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A signed decision as far as it may be said aloud. `letter_on` is when the family's letter was sent."""

    outcome: str
    on: date
    by: str  # the role that decides, not a name: names are never said
    letter_on: date | None


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A case on the phone. `decided` is the last signed decision; `moment` says whether it is the current one."""

    case_id: str
    reference: str
    child_name: str
    is_young_person: bool
    callers: tuple[Telling, ...]
    is_recorded: bool  # whether anybody around the child is on record
    has_withheld: bool  # an address around the child is withheld
    stop: Stop | None
    moment: Moment
    sayable: Sayable
    review_on: date | None
    panel_on: date | None
    decided: DecidedRow | None
    clock: ClockRow | None
    asked: tuple[ContactRow, ...]  # their questions that are not answered yet, by reply day
    is_disputed: bool


def card(conn: Connection, case_id: str, viewer: str, today: date) -> PhoneRow:
    """Return the phone card of a case. Raises CaseClosedError, CaseNotYoursError, UnknownCaseError."""
    case = casework.case(conn, case_id, viewer)
    made = decisions.decisions(conn, case_id, viewer)
    newest = made[0] if made else None
    last = next((row for row in made if row.signed is not None), None)
    people = around.people(conn, case.child_id, today)
    addressee = around.addressee(conn, case.child_id, today, newest.id if newest is not None else "")
    callers = [telling.Person(row.id, row.facts, bool(row.limits), row.ended is not None) for row in people]
    panel_on = _panel_day(conn, case_id, newest, viewer)
    letter_on = _letter_day(conn, last)
    is_decided = last is not None and last is newest and not _is_before_review(last, case)
    at = spoken.moment(
        review_held=case.review is not None,
        on_agenda=panel_on is not None,
        step=newest.step if newest is not None else None,
        is_letter_sent=letter_on is not None,
        is_decided=is_decided,
    )
    return PhoneRow(
        case_id=case_id,
        reference=case.reference,
        child_name=case.child_name,
        is_young_person=addressee.is_young_person,
        callers=telling.tellings(callers, addressee, case.setting_name),
        is_recorded=addressee.is_recorded,
        has_withheld=any(row.facts.withheld for row in people),
        stop=around.stopped(conn, case.child_id),
        moment=at,
        sayable=spoken.sayable(at),
        review_on=case.review.on if case.review else None,
        panel_on=panel_on,
        decided=_decided(last, letter_on),
        clock=case.clock,
        asked=tuple(row for row in contacts.contacts(conn, case_id) if row.is_open),
        is_disputed=bool(sync.disputed(conn, case_id)),
    )


def _is_before_review(signed: DecisionRow, case: CaseRow) -> bool:
    assert signed.signed is not None
    return case.review is not None and _day(signed.signed.at) < case.review.on


def _decided(last: DecisionRow | None, letter_on: date | None) -> DecidedRow | None:
    if last is None or last.signed is None:
        return None
    return DecidedRow(last.final_outcome or last.outcome, _day(last.signed.at), last.delegation, letter_on)


def _letter_day(conn: Connection, last: DecisionRow | None) -> date | None:
    """Return the first day on which the family's letter of a decision was sent."""
    if last is None:
        return None
    rows = casework.letters(conn, decision_id=last.id)
    return min((row.sent_on for row in rows if row.sent_on and row.recipient_role != "setting"), default=None)


def _panel_day(conn: Connection, case_id: str, newest: DecisionRow | None, viewer: str) -> date | None:
    """Return the day of the panel that has, or had, the case before it: what is still to be decided."""
    if newest is not None and newest.step != "signed":
        return panel.meeting(conn, newest.meeting).on
    for meeting in panel.meetings(conn):
        if meeting.state != "closed" and any(row.case_id == case_id for row in panel.agenda(conn, meeting.id, viewer)):
            return meeting.on
    return None


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
