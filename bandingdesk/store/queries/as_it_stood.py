"""A case as it stood: every act on it, and what was known after one of them, folded again from the record.

What was recorded later is not there, though it may be about an earlier day; it is listed apart. Whoever may not see a
thing today does not see it by going back, and what was blind then stays blind. Source: decision 0061.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bandingdesk.council import may
from bandingdesk.ops import Subject
from bandingdesk.seams import LONDON
from bandingdesk.store import erasure, folds, log, marks, past
from bandingdesk.store.past import Entry
from bandingdesk.store.queries import act_words, case_subjects, casework, closed, past_facts
from bandingdesk.store.queries.act_words import Told
from bandingdesk.store.queries.case_subjects import CaseSubjects
from bandingdesk.store.queries.past_facts import Fact, Sight

_Facts = tuple[Fact, ...] | None  # None: the case was closed to the viewer
Upto = str | date | None  # an act, the end of a day, or all that is known
_COUNCIL = ("person", "policy", "panel_type", "framework", "tariff")  # what a case is read beside
_ON_THE_WAY = timedelta(hours=1)  # an entry that reached the shared store later than this was not known there at once


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act on a case. `id` is its last op, KIND and TOLD make its words, COUNT how many entries it has.

    `about` is the day it is about, `who` is empty where it may not be told, `role` as held on that day. `arrived` is
    set where the shared store had it later than it was recorded.
    """

    id: str
    at: datetime
    kind: str
    told: Told
    about: date | None
    who: str
    role: str
    count: int = 1
    arrived: datetime | None = None
    is_erased: bool = False
    is_set_aside: bool = False

    @property
    def on(self) -> date:
        """The day in London on which it was recorded."""
        return self.at.astimezone(LONDON).date()

    @property
    def is_late(self) -> bool:
        """Whether it was recorded after the day that it is about."""
        return self.about is not None and self.about < self.on


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference from the moment before: a fact now, and what stood there; `now` is None where it is gone."""

    now: Fact | None
    before: Fact | None


@dataclass(frozen=True, slots=True)
class PastReading:
    """A case as it stood after the act at PLACE of ACTS (-1: before the first).

    `later` are acts recorded afterwards about days that had been. `was_closed`: the case was closed to the viewer then.
    `erased` is the rule under which the words of the case are gone.
    """

    case_id: str
    reference: str
    acts: tuple[ActRow, ...]
    place: int
    moment: datetime
    facts: tuple[Fact, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    later: tuple[ActRow, ...] = ()
    was_closed: bool = False
    erased: str = ""

    @property
    def act(self) -> ActRow | None:
        """The act after which it is shown."""
        return self.acts[self.place] if self.place >= 0 else None

    @property
    def day(self) -> date:
        """The civil day of the moment."""
        return self.moment.astimezone(LONDON).date()


class _Record:
    """The entries of a case, and the acts that they make up."""

    def __init__(self, conn: Connection, case_id: str, is_wanted: Callable[[], bool] = lambda: True) -> None:
        self._is_wanted = is_wanted
        self.require_wanted()
        self.conn, self.case_id, self.registry = conn, case_id, folds.registry()
        self.subjects = case_subjects.of_case(conn, case_id)
        device = marks.load(log.driver(conn), marks.DEVICE_ID)
        self.entries = past.entries(conn, self.registry.kinds, self.subjects.every, device)
        self.groups = _groups(self.entries, self.subjects)

    def require_wanted(self) -> None:
        """Raises NotWantedError where nobody waits for the answer any more."""
        if not self._is_wanted():
            raise NotWantedError

    def place(self, upto: Upto) -> int:
        """Return the act that UPTO names: the last one for None, -1 for a day before the first."""
        if isinstance(upto, date):
            return bisect.bisect_right([_civil(group[-1].at) for group in self.groups], upto) - 1
        found = [place for place, group in enumerate(self.groups) if any(one.op.op_id == upto for one in group)]
        return found[0] if found else len(self.groups) - 1

    def moment(self, upto: Upto, place: int) -> datetime:
        """Return the instant that UPTO means."""
        if isinstance(upto, date):
            return datetime.combine(upto + timedelta(days=1), time(), LONDON).astimezone(UTC) - timedelta(
                microseconds=1
            )
        return self.groups[place][-1].at if place >= 0 else datetime.min.replace(tzinfo=UTC)

    def known(self, place: int, moment: datetime) -> list[Entry]:
        """Return the entries that were recorded by the act at PLACE, or by MOMENT where that is later."""
        last = self.groups[place][-1] if place >= 0 else None
        return [
            one for one in self.entries if (last is not None and (one.at, one.seq) <= (last.at, last.seq))
            or (one.at < moment and (last is None or moment > last.at))
        ]  # fmt: skip


class NotWantedError(Exception):
    """Nobody waits for the answer any more: the slider has moved on. It never leaves the view-model."""


def read(
    conn: Connection, case_id: str, viewer: str, upto: Upto = None, *, is_wanted: Callable[[], bool] = lambda: True
) -> PastReading:
    """Return the case as it stood at UPTO, as VIEWER may see it. Raises CaseClosedError, CaseNotYoursError.

    IS_WANTED is asked on the way; where it says no the reading ends with NotWantedError.
    """
    closed.require_open(conn, case_id, viewer)
    record = _Record(conn, case_id, is_wanted)
    acts = tuple(_acts(record))
    place = record.place(upto)
    moment = record.moment(upto, place)
    reference, rule = casework.reference(conn, case_id), erased_under(conn, case_id)
    seen = PastReading(case_id, reference, acts, place, moment, erased=rule)
    later = tuple(one for one in acts[place + 1 :] if one.about is not None and one.about <= seen.day)
    before, facts = _facts(record, viewer, place, moment)
    changes = () if before is None or facts is None else _changes(before, facts)
    return replace(seen, facts=facts or (), changes=changes, later=later, was_closed=facts is None)


def acts(conn: Connection, case_id: str, viewer: str) -> tuple[ActRow, ...]:
    """Return every act on a case, the first one first. Raises CaseClosedError, CaseNotYoursError."""
    closed.require_open(conn, case_id, viewer)
    return tuple(_acts(_Record(conn, case_id)))


@contextmanager
def rows(conn: Connection, case_id: str, viewer: str, upto: Upto = None) -> Iterator[Connection]:
    """Give the rows of a case as it stood, for any query. Raises CaseClosedError, CaseNotYoursError."""
    closed.require_open(conn, case_id, viewer)
    record = _Record(conn, case_id)
    place = record.place(upto)
    with _laid(record, viewer, place, record.moment(upto, place)) as (then, _):
        yield then


def _facts(record: _Record, viewer: str, place: int, moment: datetime) -> tuple[_Facts, _Facts]:
    """Return what was known before the act at PLACE, and after it: laid down once, the act on top."""
    record.require_wanted()
    today = past_facts.sight(record.conn, record.case_id, viewer)
    if place < 1:
        with _laid(record, viewer, place, moment) as (then, _):
            return None, _told(then, record.case_id, today, moment)
    earlier = record.moment(None, place - 1)
    with _laid(record, viewer, place - 1, earlier) as (then, council):
        before = _told(then, record.case_id, today, earlier)
        record.require_wanted()
        known, were = record.known(place, moment), {one.seq for one in record.known(place - 1, earlier)}
        touched = {one.op.subject for one in known if one.seq not in were}
        past.lay(then, record.registry, past.folded(record.registry, [e for e in known if e.op.subject in touched]))
        past.lay(then, record.registry, past.folded(record.registry, [e for e in council if e.at <= moment]))
        return before, _told(then, record.case_id, today, moment)


def _told(then: Connection, case_id: str, today: Sight, moment: datetime) -> _Facts:
    """Return what the rows THEN tell the viewer; None where the case was closed to them."""
    try:
        closed.require_open(then, case_id, today.viewer)
    except (closed.CaseClosedError, closed.CaseNotYoursError):
        return None
    return past_facts.facts(then, case_id, today, _civil(moment))


@contextmanager
def _laid(record: _Record, viewer: str, place: int, moment: datetime) -> Iterator[tuple[Connection, list[Entry]]]:
    """Give the rows as they were, and the entries of what the council changed of its own record after that."""
    raw = log.driver(record.conn)
    reference = raw.execute("SELECT * FROM reference WHERE subject = ?", (f"case:{record.case_id}",)).fetchall()
    own = past.folded(record.registry, record.known(place, moment))
    with past.laid(record.registry, own, reference) as then:
        yield then, _lay_council(record, then, viewer, moment)


def _lay_council(record: _Record, then: Connection, viewer: str, moment: datetime) -> list[Entry]:
    """Lay down the council's own record as it was; the viewer with the roles of today, by which sight is asked."""
    raw, into = log.driver(record.conn), log.driver(then)
    changed: list[str] = []
    for kind in _COUNCIL:
        latest = (
            "SELECT subject FROM op WHERE subject > ? AND subject < ? GROUP BY subject HAVING max(wall_claimed) > ?"
        )
        newer = [row[0] for row in raw.execute(latest, (f"{kind}:", f"{kind};", log.micros(moment))).fetchall()]
        newer = [subject for subject in newer if subject != f"person:{viewer}"]
        changed += newer
        for table in record.registry.tables_of[kind]:
            held = ", ".join("?" * len(newer))
            found = raw.execute(f'SELECT * FROM "{table.name}" WHERE owner NOT IN ({held}) ORDER BY rowid', newer)
            _insert(into, table.name, found.fetchall())
    entries = past.entries(record.conn, record.registry.kinds, changed)
    past.lay(then, record.registry, past.folded(record.registry, [one for one in entries if one.at <= moment]))
    _insert(into, "op", raw.execute("SELECT * FROM op ORDER BY seq DESC LIMIT 1").fetchall())  # whose roles hold: today
    return entries


def _insert(into: Any, table: str, found: Sequence[Any]) -> None:
    if found:
        into.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(found[0]))})', found)


def _groups(entries: Sequence[Entry], subjects: CaseSubjects) -> list[list[Entry]]:
    """Return the entries that tell of the case, act by act, in the order in which each act ended."""
    items, whole = set(subjects.items), {Subject.parse(one) for one in subjects.meetings}
    joined: set[Subject] = set()
    found: dict[str, list[Entry]] = {}
    for one in entries:
        subject, body = one.op.subject, one.op.body
        if subject in whole:
            item = getattr(body, "item", None)
            if one.op.kind == "meeting.item_added" and item in items:
                joined.add(subject)
            if (item is not None and item not in items) or (subject.kind == "meeting" and subject not in joined):
                continue
        found.setdefault(one.op.act_id, []).append(one)
    return sorted(found.values(), key=lambda group: (group[-1].at, group[-1].seq))


def _acts(record: _Record) -> Iterator[ActRow]:
    raw = log.driver(record.conn)
    names = dict(raw.execute("SELECT id, name FROM council_person").fetchall())
    held: dict[str, list[tuple[str, str, str | None]]] = {}
    for person, role, starts, ends in raw.execute("SELECT person, role, starts, ends FROM council_role").fetchall():
        held.setdefault(person, []).append((role, starts, ends))
    for group in record.groups:
        first, last = group[0], group[-1]
        kind, body = first.op.kind, first.op.body
        is_erased = any(one.is_erased for one in group)
        on = _civil(last.at)
        nameless = kind.partition(".")[0] in act_words.NAMELESS
        told = () if is_erased or first.is_sealed else act_words.told(kind, body)
        came = max((one.arrived for one in group if one.arrived is not None), default=None)
        yield ActRow(
            id=last.op.op_id,
            at=last.at,
            kind=kind,
            told=told,
            about=None if is_erased or first.is_sealed else act_words.about(kind, body),
            who="" if nameless else names.get(first.op.by, ""),
            role=_role(kind, held.get(first.op.by, ()), on.isoformat()),
            count=len(group),
            arrived=came if came is not None and came - last.at > _ON_THE_WAY else None,
            is_erased=is_erased,
            is_set_aside=not any(one.stands for one in group),
        )


def _role(kind: str, held: Iterable[tuple[str, str, str | None]], on: str) -> str:
    """Return the role in which KIND was done: of those held on the day the one that may do it, else the first."""
    then = [role for role, starts, ends in held if starts <= on and (ends is None or ends >= on)]
    writers = may.TABLE[kind].writers if kind in may.TABLE else ()
    return next((role for role in writers if role in then), then[0] if then else "")


def _changes(before: Sequence[Fact], now: Sequence[Fact]) -> tuple[ChangeRow, ...]:
    was, known = {one.key: one for one in before}, {one.key for one in now}
    found = [ChangeRow(one, was.get(one.key)) for one in now if was.get(one.key) != one]
    return (*found, *(ChangeRow(None, one) for one in before if one.key not in known))


def erased_under(conn: Connection, case_id: str) -> str:
    """Return the retention rule under which the words of a case are gone, "" where they are there."""
    raw = log.driver(conn)
    if not erasure.is_erased(raw, f"case:{case_id}"):
        return ""
    return str(raw.execute("SELECT rule FROM erasure WHERE subject = ?", (f"case:{case_id}",)).fetchone()[0])


def _civil(instant: datetime) -> date:
    return instant.astimezone(LONDON).date() if instant > datetime.min.replace(tzinfo=UTC) else date.min
