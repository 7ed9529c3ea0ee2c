"""Where a case can go on when a panel puts it off, and on whose agenda it can stand next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from bandingdesk.panel.deciding.deferral import Ways
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries import backlog, council, panel
from bandingdesk.store.queries.panel import ItemRow, MeetingRow


@dataclass(frozen=True, slots=True)
class WaysRow:
    """What the form for putting off shows: `ways`, and who may decide out of panel, by id and name."""

    ways: Ways
    officers: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]  # who may find out what a question asks


def ways(conn: Connection, meeting_id: str, item: str, today: date) -> Ways:
    """Return where an item of a meeting can go on: its panel's next meeting in time, else the delegated officer."""
    row = panel.meeting(conn, meeting_id)
    law_day = next((one.law_day for one in panel.agenda(conn, meeting_id) if one.item == item), None)
    return _ways(conn, row, law_day, today)


def _ways(conn: Connection, meeting: MeetingRow, law_day: date | None, today: date) -> Ways:
    calendar = backlog.calendar(conn, today)
    panel_type, on = meeting.panel_type, max(meeting.on, today)
    found = calendar.next_of(panel_type, on, law_day)
    if found is not None:
        return Ways(law_day, (found.id, found.on))
    if law_day is None:
        return Ways(None)
    return Ways(law_day, None, _officer_by(calendar.officer_by(panel_type, law_day), law_day, on))


def _officer_by(by: date, law_day: date, on: date) -> date:
    """Return the day for the officer: BY leaves time for the letter; past that the law's last day; past both, ON."""
    return next((day for day in (by, law_day) if day >= on), on)


def ways_row(conn: Connection, meeting: MeetingRow, item: ItemRow, today: date) -> WaysRow:
    """Return what the form for putting off an item shows; both rows are read already where it is asked."""
    people = [one for one in council.people(conn) if one.roles]
    officers = tuple((one.id, one.name) for one in people if "decision_maker" in one.roles)
    owners = tuple((one.id, one.name) for one in people)
    return WaysRow(_ways(conn, meeting, item.law_day, today), officers, owners)


def next_meeting(conn: Connection, panel_type: str, today: date, case: str) -> str:
    """Return the next planned meeting of PANEL_TYPE on whose agenda CASE can stand, "" where none is planned."""
    m, i = tables.MEETING, tables.ITEM
    on_it = select(i.c.meeting).where(i.c.case_id == case, i.c.state == "waiting")
    query = (
        select(m.c.id)
        .where(m.c.panel_type == panel_type, m.c.state == "planned", m.c.on_day >= today.isoformat())
        .where(m.c.id.not_in(on_it))
        .order_by(m.c.on_day, m.c.starts)
        .limit(1)
    )
    return str(conn.execute(query).scalar() or "")
