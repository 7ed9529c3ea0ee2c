"""Which subjects of the record a case is made of, told by the rows they lay down today: quick, for one case.

`retention.belongings` reads the log itself instead, since an erasure may miss nothing; it takes seconds.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework, panel
from bandingdesk.store.projections.tables import METADATA

# What hangs on a case and is no part of its story: the council's own checks of itself, and lists of many cases.
_APART = frozenset({"audit", "sample", "import", "retention", "resolution"})
_ITEMS = select(panel.ITEM.c.item, panel.ITEM.c.meeting)


class CaseSubjects(NamedTuple):
    """The subjects ("kind:id") of a case, and of the panels that took it: its places on their agendas, their rounds."""

    own: tuple[str, ...]
    meetings: tuple[str, ...]
    items: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys((*self.own, *self.meetings)))


def of_case(conn: Connection, case_id: str) -> CaseSubjects:
    """Return the subjects of a case; those that its erasure named, where it was erased."""
    erased = _erased(conn, case_id)
    if erased:
        return CaseSubjects(erased, (), ())
    places = conn.execute(_ITEMS.where(panel.ITEM.c.case_id == case_id)).all()
    items = tuple(dict.fromkeys(item for item, _ in places))
    meetings = tuple(dict.fromkeys(meeting for _, meeting in places))
    own = {f"case:{case_id}", *_owners(conn, "case_id", [case_id])}
    own |= _owners(conn, "item", items)
    own |= _owners(conn, "round", [one.partition(":")[2] for one in own if one.startswith("round:")])
    own |= _owners(conn, "decision_id", [one.partition(":")[2] for one in own if one.startswith("decision:")])
    own |= _of_child(conn, case_id)
    whole = {f"meeting:{one}" for one in meetings} | _owners(conn, "meeting", meetings)
    return CaseSubjects(tuple(sorted(own - whole)), tuple(sorted(whole)), items)


def _erased(conn: Connection, case_id: str) -> tuple[str, ...]:
    e = log.erasure.c
    by = select(e.op_id).where(e.subject == f"case:{case_id}").scalar_subquery()
    return tuple(conn.execute(select(e.subject).where(e.op_id == by).order_by(e.subject)).scalars())


def _of_child(conn: Connection, case_id: str) -> set[str]:
    """Return the child's registration and the people around it."""
    c = casework.CASE.c
    child = conn.execute(select(c.child_id).where(c.id == case_id)).scalar()
    if child is None:
        return set()
    return {f"child:{child}"} | {one for one in _owners(conn, "child_id", [child]) if not one.startswith("case:")}


def _owners(conn: Connection, column: str, values: Sequence[str]) -> set[str]:
    """Return the subjects that have a row where COLUMN is one of VALUES."""
    found: set[str] = set()
    for table in _tables(column) if values else ():
        found.update(conn.execute(select(table.c.owner).where(table.c[column].in_(values)).distinct()).scalars())
    return found


@functools.cache
def _tables(column: str) -> tuple[Table, ...]:
    """Return the tables to look through by COLUMN; by a meeting only those whose rows are the whole meeting's own."""
    narrower = ("case_id", "item", "round") if column == "meeting" else ()
    return tuple(
        table
        for table in METADATA.sorted_tables
        if column in table.c and not _APART & set(_kinds(table)) and not any(name in table.c for name in narrower)
        if column != "item" or "meeting" not in _kinds(table)
    )


def _kinds(table: Any) -> Iterable[str]:
    of = table.info["of"]
    return (of,) if isinstance(of, str) else tuple(of)
