"""What colleagues recorded since a person was last here: who did what, on which of their cases, in the record's order.

It goes by the record's own order and never by a clock, so a laptop whose clock was set back still tells all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, literal, or_, select

from bandingdesk.store import log
from bandingdesk.store import tables as log_tables
from bandingdesk.store.projections import casework, council
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.queries import closed

_T, _C = casework.CASE, casework.CHILD
_LOOKED_AT = 400  # entries, the newest: whoever was away for months reads the cases, not a list
_LONDON = ZoneInfo("Europe/London")
_TOLD = ("title", "who", "type")  # columns whose words name what was done, where a subject's rows have one


@dataclass(frozen=True, slots=True)
class NewsRow:
    """What one colleague did on one case: KIND of entry, the last one's own words, how many, when."""

    who: str
    kind: str
    case_id: str
    reference: str
    child_name: str
    words: str
    count: int
    at: datetime


def last_entry(conn: Connection) -> tuple[int, date | None]:
    """Return the place of the record's last entry, and the day on which its device's clock stood; (0, None) if none."""
    op = log_tables.op.c
    row = conn.execute(select(op.seq, op.wall_claimed).order_by(op.seq.desc()).limit(1)).first()
    return (0, None) if row is None else (row.seq, log.instant(row.wall_claimed).astimezone(_LONDON).date())


def news(conn: Connection, person: str, after: int, limit: int = 8) -> list[NewsRow]:
    """Return what others recorded behind the place AFTER on the cases that PERSON holds, the newest first."""
    op = log_tables.op.c
    query = (
        select(op.kind, op.subject, op.entered_by, op.wall_claimed)
        .where(op.seq > after, op.entered_by != person)
        .order_by(op.seq.desc())
        .limit(_LOOKED_AT)
    )
    rows = conn.execute(query).all()
    cases = _cases_of(conn, {row.subject for row in rows})
    known = _held(conn, person, {case for case, _ in cases.values()})
    names = {row[0]: row[1] for row in conn.execute(select(council.PERSON.c.id, council.PERSON.c.name))}
    found: dict[tuple[str, str, str], NewsRow] = {}
    for row in rows:
        case_id, words = cases.get(row.subject, ("", ""))
        if case_id not in known:
            continue
        key = (row.entered_by, row.kind, case_id)
        if key in found:
            before = found[key]
            found[key] = NewsRow(
                before.who, before.kind, case_id, before.reference, before.child_name, before.words,
                before.count + 1, before.at,
            )  # fmt: skip
        elif len(found) < limit:
            who, (reference, name) = names.get(row.entered_by, ""), known[case_id]
            at = log.instant(row.wall_claimed)
            found[key] = NewsRow(who, row.kind, case_id, reference, name, words, 1, at)
    return list(found.values())


def _cases_of(conn: Connection, subjects: set[str]) -> dict[str, tuple[str, str]]:
    """Return (case, words) of each of SUBJECTS that hangs on a case."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _, id_ = subject.partition(":")
        by_kind.setdefault(kind, []).append(id_)
    found = {f"case:{id_}": (id_, "") for id_ in by_kind.get("case", ())}
    for table in METADATA.tables.values():
        ids = by_kind.get(table.info["of"])
        if ids and "id" in table.c and "case_id" in table.c:
            words = next((table.c[name] for name in _TOLD if name in table.c), literal(""))
            for id_, case_id, told in conn.execute(
                select(table.c.id, table.c.case_id, words).where(table.c.id.in_(ids))
            ):
                found[f"{table.info['of']}:{id_}"] = (case_id, told or "")
    return found


def _held(conn: Connection, person: str, cases: set[str]) -> dict[str, tuple[str, str]]:
    """Return (reference, name) of those of CASES that PERSON holds, or nobody; none that is closed to them."""
    r = log_tables.reference
    query = (
        select(_T.c.id, r.c.text, _C.c.name)
        .join(_C, _C.c.id == _T.c.child_id)
        .outerjoin(r, r.c.subject == _T.c.owner)
        .where(
            _T.c.id.in_(sorted(cases)),
            or_(_T.c.assigned == person, _T.c.assigned.is_(None)),
            _T.c.id.not_in(closed.cases(person)),
        )
    )
    return {row[0]: (row[1] or "", row[2]) for row in conn.execute(query)}
