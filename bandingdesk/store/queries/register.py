"""The statutory register of a case: its entries, its clocks, and what they come out of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping, select

from bandingdesk.casework.register import clocks, entry
from bandingdesk.casework.register.clocks import Clock, Facts
from bandingdesk.casework.register.ops import Excuse, Values
from bandingdesk.statute import register
from bandingdesk.statute.register import EntryType, Whose
from bandingdesk.store import log
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import register as tables

_E = tables.ENTRY


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A statutory entry. `doubts` are (field, sentence): warnings that never block. `withdrawn` is the reason."""

    id: str
    head: str
    case_id: str
    type: str
    of: str | None
    book: str
    values: Values
    excuses: tuple[Excuse, ...]
    doubts: tuple[tuple[str, str], ...]
    withdrawn: str | None
    entered_by: str
    entered_at: datetime
    source: str | None

    @property
    def kind(self) -> EntryType:
        """The kind of entry, as the register's data describes it."""
        return register.book().types[self.type]

    @property
    def main_day(self) -> date | None:
        """The day that dates the entry."""
        kind = self.kind
        return entry.day(self.values, kind.main) if kind.fields[kind.main].kind == "date" else None


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock of a case. `state` does not know today: a running one is late when its law's last day has passed.

    `whose` tells the council's own limits from the family's time, another body's, a note or a mere target. `trigger`
    is what `clocks.why(rule, trigger)` counts from. `fault` is the code of why no day could be worked out.
    """

    case_id: str
    entry_id: str | None
    rule: str
    chain: str
    whose: Whose
    step: str
    trigger: str
    starts: date | None
    law_day: date | None
    target: date | None
    provision: str
    law_version: str
    state: Literal["running", "met", "met_late", "ended"]
    stopped_on: date | None
    stopped_by: str | None
    excused: tuple[Excuse, ...]
    is_pressing: bool
    fault: str | None

    def days_left(self, today: date) -> int | None:
        """Return the days to the law's last day, negative once it has passed; None where there is none."""
        return (self.law_day - today).days if self.law_day is not None else None


def entries(conn: Connection, case_id: str, today: date) -> tuple[EntryRow, ...]:
    """Return the entries of a case, withdrawn ones too, in the order in which they were made."""
    query = select(_E).where(_E.c.case_id == case_id).order_by(_E.c.id)
    return tuple(_entry(row, today) for row in conn.execute(query).mappings())


def entry_ids(conn: Connection, case_id: str) -> list[str]:
    """Return the ids of the entries of a case that were not withdrawn."""
    query = select(_E.c.id).where(_E.c.case_id == case_id, _E.c.withdrawn.is_(None)).order_by(_E.c.id)
    return list(conn.execute(query).scalars())


def entry_row(conn: Connection, entry_id: str, today: date) -> EntryRow | None:
    """Return one entry, None where it is not in the record or was erased."""
    row = conn.execute(select(_E).where(_E.c.id == entry_id)).mappings().first()
    return None if row is None else _entry(row, today)


def clock_lines(conn: Connection, case_id: str) -> tuple[ClockLine, ...]:
    """Return every clock of a case, running or stopped, chain by chain: reckoned from its facts as they stand."""
    known = facts(conn, case_id)
    if known is None:
        return ()
    found = clocks.running(known)
    press = clocks.pressing(found)
    excuses = {one.id: one for of in known.entries for one in of.excuses}
    return tuple(_line(case_id, one, excuses, one is press) for one in found)


def facts(conn: Connection, case_id: str) -> Facts | None:
    """Return what the clocks of a case come out of, None for a case that is not in the record."""
    return next(iter(tables.read(log.driver(conn), [case_id])), None)


def six_month_note(conn: Connection, case_id: str, received: date) -> date | None:
    """Return the day until which an earlier assessment of the same child speaks against one asked for on RECEIVED.

    It looks at all cases of the child. A warning, never a block (CFA s36(6)(b)).
    """
    t = case_tables.CASE
    child = select(t.c.child_id).where(t.c.id == case_id).scalar_subquery()
    cases = list(conn.execute(select(t.c.id).where(t.c.child_id == child)).scalars())
    found = (clocks.six_months_after(one, received) for one in tables.read(log.driver(conn), cases))
    return max((day for day in found if day is not None), default=None)


def _entry(row: RowMapping, today: date) -> EntryRow:
    values: Values = json.loads(row["fields"])
    kind = register.book().types.get(row["type"])
    return EntryRow(
        id=row["id"],
        head=row["head"],
        case_id=row["case_id"],
        type=row["type"],
        of=row["of_entry"],
        book=row["book"],
        values=values,
        excuses=tables.excuses(row["excuses"]),
        doubts=tuple(entry.doubts(kind, values, today)) if kind is not None else (),
        withdrawn=row["withdrawn"],
        entered_by=row["entered_by"],
        entered_at=datetime.fromisoformat(row["entered_at"]),
        source=row["source"],
    )


def _line(case_id: str, one: Clock, excuses: dict[str, Excuse], is_pressing: bool) -> ClockLine:
    return ClockLine(
        case_id=case_id,
        entry_id=one.entry or None,
        rule=one.rule,
        chain=one.chain,
        whose=one.whose,
        step=one.step,
        trigger=one.trigger,
        starts=one.starts,
        law_day=one.law_day,
        target=one.target,
        provision=one.provision,
        law_version=one.law_version,
        state=one.state,
        stopped_on=one.stopped_on,
        stopped_by=one.stopped_by or None,
        excused=tuple(excuses[id_] for id_ in one.excuses),
        is_pressing=is_pressing,
        fault=one.fault or None,
    )
