"""A small record for tests of the store: cases with notes, their folds, and the rows they lay down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, Table, Text

from bandingdesk import seams
from bandingdesk.ops import Erased, Kind, Op, Recorded, Subject
from bandingdesk.store import blobs, store
from bandingdesk.store.registry import Fold, Registry, Row

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))

TABLES = MetaData()
CASES = Table(
    "case_row",
    TABLES,
    Column("owner", Text, primary_key=True),
    Column("name", Text),
    Column("opened", Date),
    Column("notes", Integer),
    info={"of": "case"},
)
NOTES = Table(
    "note_row",
    TABLES,
    Column("owner", Text, index=True),
    Column("place", Integer),
    Column("text", Text),
    info={"of": "case"},
)


@dataclass(frozen=True)
class Opened:
    """A case was opened."""

    name: str
    day: date


@dataclass(frozen=True)
class Noted:
    """A note was written."""

    text: str


@dataclass(frozen=True)
class Kept:
    """A paper of a case, named by the hash of its contents."""

    case: str
    sha256: str


@dataclass(frozen=True)
class Case:
    """A case as its ops left it."""

    id: str
    head: str
    name: str
    day: date
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Round:
    """A neighbour that rules rely on."""

    id: str
    head: str
    count: int


def apply_case(state: Case | None, op: Recorded) -> Case:
    if op.kind == "case.opened":
        if isinstance(op.body, Erased):
            return Case(op.subject.id, op.op_id, "erased", date.min)
        return Case(op.subject.id, op.op_id, op.body.name, op.body.day)
    assert state is not None
    if isinstance(op.body, Kept):
        return replace(state, head=op.op_id, notes=(*state.notes, op.body.sha256))
    text = "erased" if isinstance(op.body, Erased) else op.body.text
    return replace(state, head=op.op_id, notes=(*state.notes, text))


def apply_round(state: Round | None, op: Recorded) -> Round:
    return Round(op.subject.id, op.op_id, 1 if state is None else state.count + 1)


def case_rows(case: Case) -> Iterable[Row]:
    yield CASES, {"name": case.name, "opened": case.day, "notes": len(case.notes)}
    for place, text in enumerate(case.notes):
        yield NOTES, {"place": place, "text": text}


def registry(version: int = 1, **changes: Any) -> Registry:
    parts: dict[str, Any] = {
        "kinds": {
            "case.opened": Kind(Opened),
            "note.written": Kind(Noted),
            "paper.kept": Kind(Kept),
            "round.moved": Kind(Noted),
        },
        "folds": {"case": Fold(Case, apply_case), "round": Fold(Round, apply_round)},
        "projections": {"case": case_rows},
        "tables": TABLES,
        "version": version,
        "referenced": {"case": "{year}-{number:04d}"},
    }
    return Registry(**{**parts, **changes})


def opened(id_: str, name: str = "Testpupil Rowan-017", at: datetime = NOON) -> Op:
    return Op("case.opened", Subject("case", id_), None, "sam", at, Opened(name, date(2026, 9, 1)))


def noted(id_: str, parent: str | None, text: str, seen: Any = ()) -> Op:
    return Op("note.written", Subject("case", id_), parent, "sam", NOON, Noted(text), seen)


def moved(id_: str, parent: str | None) -> Op:
    return Op("round.moved", Subject("round", id_), parent, "sam", NOON, Noted("on"))


def new(path: Path, *, seed: int = 1, key: bytes | None = KEY, with_registry: Registry | None = None) -> store.Store:
    clock, ids = seams.FixedClock(NOON), seams.SeededIds(seed, NOON)
    return store.create_store(
        path, key, with_registry or registry(), clock=clock, ids=ids, person="sam", plain=key is None
    )


def again(path: Path, *, key: bytes | None = KEY, with_registry: Registry | None = None, **options: Any) -> store.Store:
    return store.open_store(
        path,
        key,
        with_registry or registry(),
        clock=seams.FixedClock(NOON),
        ids=seams.SystemIds(),
        person="sam",
        plain=key is None,
        **options,
    )


def write_note(box: store.Store, id_: str, text: str) -> None:
    """Load, ask, record: as the desk does."""
    with box.act() as act:
        case = act.load(Subject("case", id_))
        act.record(noted(id_, case.head, text))


def keep_paper(box: store.Store, id_: str, contents: bytes) -> str:
    """Keep a file of the case beside the store, record it, and return its hash."""
    sha256 = blobs.put(box, id_, contents).sha256
    with box.act() as act:
        parent = act.load(Subject("case", id_)).head
        act.record(Op("paper.kept", Subject("case", id_), parent, "sam", NOON, Kept(id_, sha256)))
    return sha256
