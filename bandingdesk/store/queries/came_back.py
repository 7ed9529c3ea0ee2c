"""What came back from the Tribunal and from mediation: with the days it sets, the decision appealed, what was noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from bandingdesk.panel.after import outcomes
from bandingdesk.panel.after.outcomes import CameBack
from bandingdesk.store.projections import after as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import council, register
from bandingdesk.store.queries.register import ClockLine, EntryRow

N = tables.NOTE
_SETTING_DAYS = ("ORDER.", "UNOPPOSED.", "MED.AGREE")  # the rules whose days an order, a concession, an agreement sets


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One noting of what came back."""

    by: str  # a name
    at: datetime
    decision: str
    says: str
    theme: str
    meeting: str
    words: str


@dataclass(frozen=True, slots=True)
class BackRow:
    """An appeal or a mediation that came to something, with the days it sets and what was noted of it.

    `decision` is the one that was appealed, "" where this record has none before it.
    """

    entry_id: str
    kind: Literal["appeal", "mediation"]
    back: CameBack
    says: str
    clocks: tuple[ClockLine, ...]
    decision: str
    notes: tuple[NoteRow, ...]


def rows(conn: Connection, case_id: str, today: date) -> tuple[BackRow, ...]:
    """Return the appeals and mediations of a case that came to something, the latest first."""
    lines = register.clock_lines(conn, case_id)
    names = {person.id: person.name for person in council.people(conn)}
    found = []
    for entry in register.entries(conn, case_id, today):
        back = outcomes.came_back(entry.type, entry.values) if entry.withdrawn is None else None
        if back is None:
            continue
        notes = _notes(conn, entry.id, names)
        decision = notes[-1].decision if notes else appealed(conn, entry)
        clocks = tuple(one for one in lines if one.entry_id == entry.id and one.rule.startswith(_SETTING_DAYS))
        kind: Any = entry.type
        found.append(BackRow(entry.id, kind, back, said(entry, back), clocks, decision, notes))
    return tuple(sorted(found, key=lambda row: row.back.on, reverse=True))


def said(entry: EntryRow, back: CameBack) -> str:
    """Return what was ordered or conceded in the register's own words, "" for an agreement."""
    field = {"ordered": "order", "conceded": "conceded"}.get(back.what, "")
    codes = dict(entry.kind.fields[field].codes) if field else {}
    return str(codes.get(back.code, back.code))


def appealed(conn: Connection, entry: EntryRow) -> str:
    """Return the decision that an appeal or a mediation is about: the last one signed before its notice was sent."""
    sent = str(entry.values.get("notice_sent") or "")
    d = panel_tables.DECISION.c
    query = select(d.id).where(d.case_id == entry.case_id, d.step == "signed", d.signed_at < f"{sent}T24")
    return str(conn.execute(query.order_by(d.signed_at.desc()).limit(1)).scalar() or "") if sent else ""


def signed_on(conn: Connection, decision_id: str) -> date | None:
    """Return the day on which a decision was signed, None where it was not."""
    d = panel_tables.DECISION.c
    at = conn.execute(select(d.signed_at).where(d.id == decision_id)).scalar()
    return date.fromisoformat(at[:10]) if at else None


def _notes(conn: Connection, entry_id: str, names: dict[str, str]) -> tuple[NoteRow, ...]:
    rows = conn.execute(select(N).where(N.c.entry == entry_id).order_by(N.c.position)).mappings()
    return tuple(
        NoteRow(
            names.get(row["by_person"], ""),
            datetime.fromisoformat(row["at"]),
            row["decision"],
            row["says"],
            row["theme"],
            row["meeting"],
            row["words"],
        )
        for row in rows
    )
