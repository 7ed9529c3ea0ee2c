"""Lists taken in: when settings are closed, how columns were matched before, what an import made and who used it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from bandingdesk.casework.lists import terms
from bandingdesk.casework.lists.ops import Closure
from bandingdesk.casework.lists.placements import CaseKnown
from bandingdesk.casework.lists.terms import Terms
from bandingdesk.casework.lists.undo import Use
from bandingdesk.ops import Subject
from bandingdesk.store import log
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import lists as tables
from bandingdesk.store.projections import register as register_tables
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.queries import casework, plans

_AT_ONCE = 500
_IMPORT_OP = "SELECT seq, act_id, act_size FROM op WHERE subject = ? AND kind = 'import.recorded' ORDER BY seq LIMIT 1"
_OF_ACT = "SELECT subject, parent_op, seq FROM op WHERE act_id = ? AND subject <> ?"
_LATER = "SELECT subject, kind, actor, wall_claimed, act_id FROM op WHERE subject IN ({marks}) AND seq > ? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One list as it was taken in. `what` is its kind; `undone` the reason where it was taken back, which may be ""."""

    id: str
    file: str
    what: str
    read: int
    new: int
    changed: int
    same: int
    rejected: int
    by: str
    at: datetime
    undone: str | None


class Touched(NamedTuple):
    """A subject that an import made (`before` is None) or changed (`before` is its head until then)."""

    subject: Subject
    before: str | None


def closures(conn: Connection, setting_urn: str, starts: date, ends: date) -> tuple[Closure, ...]:
    """Return when a setting is closed on any day from STARTS to ENDS; an empty URN asks for the council's own list.

    A setting's own closures, and the council's where it has none of its own at that time.
    """
    t = tables.CLOSURE
    query = select(t.c.setting, t.c.closes, t.c.reopens, t.c.name).where(
        t.c.setting.in_(("", setting_urn)), t.c.closes <= ends.isoformat(), t.c.reopens > starts.isoformat()
    )
    own: list[Closure] = []
    council: list[Closure] = []
    for setting, closes, reopens, name in conn.execute(query.order_by(t.c.closes)):
        (own if setting else council).append(Closure(date.fromisoformat(closes), date.fromisoformat(reopens), name))
    return terms.of_setting(own, council)


def terms_known(conn: Connection) -> tuple[Terms, ...]:
    """Return the closures on record, a value for each setting that has a list of its own."""
    t = tables.CLOSURE
    found: dict[str, list[Closure]] = {}
    for row in conn.execute(select(t.c.setting, t.c.closes, t.c.reopens, t.c.name).order_by(t.c.closes)):
        found.setdefault(row[0], []).append(Closure(date.fromisoformat(row[1]), date.fromisoformat(row[2]), row[3]))
    return tuple(Terms(setting or terms.ALL, "", setting, tuple(some)) for setting, some in found.items())


def settings_with_closures(conn: Connection) -> tuple[str, ...]:
    """Return the URNs that have a list of their own, "" among them where the council has one."""
    return tuple(row[0] for row in conn.execute(select(tables.CLOSURE.c.setting).distinct()))


def remembered(conn: Connection, what: str) -> tuple[dict[str, str], ...]:
    """Return how the columns of earlier lists of this kind were matched, {field: title}, the newest first."""
    t = case_tables.IMPORT
    rows = conn.execute(select(t.c.mapping).where(t.c.what == what).order_by(t.c.id.desc()).limit(20)).scalars()
    return tuple(dict(json.loads(text)) for text in rows)


def imports(conn: Connection, limit: int = 20) -> tuple[ImportRow, ...]:
    """Return the lists taken in, the newest first."""
    t = case_tables.IMPORT
    rows = conn.execute(select(t)).mappings().all()  # tens of them, and only their ops tell their order
    first = _first_ops(conn, [f"import:{row['id']}" for row in rows])
    found = [
        ImportRow(
            row["id"], row["file"], row["what"], row["read"], row["new"], row["changed"], row["same"], row["rejected"],
            *first[f"import:{row['id']}"], row["undone"],
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.at, row.id), reverse=True)[:limit])


def touched(conn: Connection, import_id: str) -> tuple[Touched, ...]:
    """Return what an import made or changed, in the order in which it did; its own record is not among it."""
    raw = log.driver(conn)
    known = raw.execute(_IMPORT_OP, (f"import:{import_id}",)).fetchone()
    if known is None:
        return ()
    seq, act_id, act_size = known
    near = f"{_OF_ACT} AND seq BETWEEN ? AND ? ORDER BY seq"  # where this device took the act as a whole, as it does
    rows = raw.execute(near, (act_id, f"import:{import_id}", seq - act_size + 1, seq)).fetchall()
    if len(rows) != act_size - 1:
        rows = raw.execute(f"{_OF_ACT} ORDER BY seq", (act_id, f"import:{import_id}")).fetchall()
    first: dict[str, str | None] = {}
    for subject, parent, _ in rows:
        first.setdefault(subject, parent)
    return tuple(Touched(Subject.parse(subject), parent) for subject, parent in first.items())


def uses(conn: Connection, import_id: str) -> tuple[Use, ...]:
    """Return what was done since with what an import made or changed: each of these stops it from being taken back."""
    raw = log.driver(conn)
    known = raw.execute(_IMPORT_OP, (f"import:{import_id}",)).fetchone()
    if known is None:
        return ()
    subjects = [str(one.subject) for one in touched(conn, import_id)]
    about = {subject: subject for subject in subjects} | _about(raw, subjects)
    forgiven = _forgiven(conn)
    found = [
        (about[subject], kind, by, at)
        for part in _parts(list(about))
        for subject, kind, by, at, act in raw.execute(_marked(_LATER, part), (*part, known[0])).fetchall()
        if act not in forgiven
    ]
    names = _names(conn, [row[0] for row in found])
    return tuple(Use(names[subject], kind, by, log.instant(at)) for subject, kind, by, at in found)


def cases_known(conn: Connection) -> tuple[CaseKnown, ...]:
    """Return the cases on record as a list may name them, each with its head."""
    t = case_tables.CASE
    heads = {row[0]: row[1] for row in conn.execute(select(t.c.id, t.c.head))}
    references = casework.references(conn)
    return tuple(
        CaseKnown(one.case, heads[one.case], references.get(one.case, ""), one.plan) for one in plans.on_record(conn)
    )


def entries_of(conn: Connection, type_: str) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return (entry, case, fields) of every entry of a kind that was not withdrawn."""
    t = register_tables.ENTRY
    query = select(t.c.id, t.c.case_id, t.c.fields).where(t.c.type == type_, t.c.withdrawn.is_(None))
    return tuple((id_, case, json.loads(fields)) for id_, case, fields in conn.execute(query.order_by(t.c.id)))


def every_entry(conn: Connection) -> tuple[tuple[str, str, str, dict[str, Any]], ...]:
    """Return (entry, case, type, fields) of every entry that was not withdrawn."""
    t = register_tables.ENTRY
    rows = conn.execute(select(t.c.id, t.c.case_id, t.c.type, t.c.fields).where(t.c.withdrawn.is_(None)))
    return tuple((id_, case, type_, json.loads(fields)) for id_, case, type_, fields in rows)


def all_entries(conn: Connection, case: str) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return (entry, type, fields) of every entry of a case that was not withdrawn."""
    t = register_tables.ENTRY
    query = select(t.c.id, t.c.type, t.c.fields).where(t.c.case_id == case, t.c.withdrawn.is_(None))
    return tuple((id_, type_, json.loads(fields)) for id_, type_, fields in conn.execute(query))


def _about(raw: Any, subjects: Sequence[str]) -> dict[str, str]:
    """Return what else is recorded of the cases and children among SUBJECTS, each with the one it is recorded of."""
    mine = set(subjects)
    found: dict[str, str] = {}
    for kind in ("case", "child"):
        ids = [subject.partition(":")[2] for subject in subjects if subject.startswith(f"{kind}:")]
        for table in METADATA.sorted_tables:
            if f"{kind}_id" not in table.columns:
                continue
            query = f'SELECT owner, {kind}_id FROM "{table.name}" WHERE {kind}_id IN ({{marks}})'
            for part in _parts(ids):
                rows = raw.execute(_marked(query, part), part).fetchall()
                found |= {owner: f"{kind}:{of}" for owner, of in rows if owner not in mine}
    return found


def _forgiven(conn: Connection) -> set[str]:
    """Return the acts that are no use of an import: imports that were taken back, and what took them back."""
    t = case_tables.IMPORT
    gone = conn.execute(select(t.c.owner).where(t.c.undone.is_not(None))).scalars().all()
    query = "SELECT act_id FROM op WHERE subject IN ({marks})"
    rows = [row for part in _parts(gone) for row in log.driver(conn).execute(_marked(query, part), part).fetchall()]
    return {row[0] for row in rows}


def _names(conn: Connection, subjects: Iterable[str]) -> dict[str, str]:
    """Return SUBJECTS as people call them: the child's name, else the kind."""
    c, t = case_tables.CHILD, case_tables.CASE
    found = {subject: subject.partition(":")[0] for subject in subjects}
    children = [subject[6:] for subject in found if subject.startswith("child:")]
    cases = [subject[5:] for subject in found if subject.startswith("case:")]
    for part in _parts(children):
        rows = conn.execute(select(c.c.id, c.c.name).where(c.c.id.in_(part)))
        found |= {f"child:{id_}": name for id_, name in rows}
    for part in _parts(cases):
        rows = conn.execute(select(t.c.id, c.c.name).join(c, c.c.id == t.c.child_id).where(t.c.id.in_(part)))
        found |= {f"case:{id_}": name for id_, name in rows}
    return found


def _first_ops(conn: Connection, subjects: Sequence[str]) -> dict[str, tuple[str, datetime]]:
    query = "SELECT subject, actor, wall_claimed FROM op WHERE subject IN ({marks}) AND kind = 'import.recorded'"
    rows = log.driver(conn).execute(_marked(query, subjects), tuple(subjects)).fetchall() if subjects else []
    return {subject: (by, log.instant(at)) for subject, by, at in rows}


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def _marked(query: str, part: Sequence[str]) -> str:
    return query.format(marks=", ".join("?" * len(part)))
