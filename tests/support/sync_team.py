"""A team on one shared store, for tests of the sync: people with logins, laptops that joined, small acts on cases.

The ops are the product's own kinds, since the server knows those alone; their stories are as short as can be.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bandingdesk import seams
from bandingdesk.casework.ops import AppealLodged, CaseAssigned, CaseOpened, EvidenceAdded
from bandingdesk.ops import Op, Subject
from bandingdesk.panel.ops import RevealedSheet, RoundOpened, ScoresLocked, ScoresRevealed
from bandingdesk.store import blobs, folds, log
from bandingdesk.store.registry import Registry
from bandingdesk.store.store import Store, create_store
from bandingdesk.sync import enrol, remote
from tests.support import invariants, shared_store
from tests.support.clusters import Database
from tests.support.shared_store import Laptop

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CANARY = "Testpupil Rowan-017"


class Team:
    """One shared store and those who work on it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.laptops: list[Laptop] = []

    def person(self, login: str, *roles: str) -> None:
        """Give a person a login; its name is the person's id too."""
        shared_store.give_login(self.database, login, login, roles or ("caseworker",))

    def store(self, login: str, name: str | None = None, *, registry: Registry | None = None) -> Store:
        """Return a new store of LOGIN that joined nothing yet."""
        return create_store(
            self.folder / f"{name or login}.bdk",
            None,
            registry or folds.registry(),
            clock=seams.FixedClock(NOON),
            ids=seams.SystemIds(),
            person=login,
            plain=True,
        )

    def join(self, store: Store, login: str) -> Laptop:
        """Join a store to the shared one."""
        at = shared_store.address(self.database, login)
        with remote.connect(at, None) as line:
            enrol.enrol(store, line, at, f"laptop of {login}")
        laptop = Laptop(store, at)
        self.laptops.append(laptop)
        return laptop

    def laptop(self, login: str, name: str | None = None, **options: Any) -> Laptop:
        """Return a laptop of LOGIN that joined with an empty store."""
        return self.join(self.store(login, name, **options), login)

    def quiet(self, rounds: int = 2) -> None:
        """Let everybody sync until nothing is left to say."""
        for _ in range(rounds):
            for laptop in self.laptops:
                laptop.once()

    def whole(self) -> list[str]:
        """Return what is broken now (tests.support.invariants)."""
        return invariants.broken(self.database, [laptop.store for laptop in self.laptops])

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()


def case(id_: str = "c1") -> Subject:
    """Return a case."""
    return Subject("case", id_)


def opened(id_: str, by: str, name: str = CANARY) -> Op:
    """Open a case."""
    body = CaseOpened(
        f"child-{id_}", "plan", "s1", f"{name} School (invented)", "main", "4", "ks12", "SLCN", None, None, None, None,
        None, None,
    )  # fmt: skip
    return Op("case.opened", case(id_), None, by, NOON, body)


def assigned(id_: str, parent: str | None, by: str, to: str = "sam", seen: Any = ()) -> Op:
    """Give a case to somebody."""
    return Op("case.assigned", case(id_), parent, by, NOON, CaseAssigned(to), seen)


def appealed(id_: str, parent: str | None, by: str, words: str = CANARY) -> Op:
    """Record an appeal."""
    return Op("case.appeal_lodged", case(id_), parent, by, NOON, AppealLodged(NOON.date(), None, "contents", words))


def open_case(store: Store, id_: str = "c1") -> str:
    """Record a new case and return its head."""
    with store.act() as act:
        act.record(opened(id_, act.by))
        return str(act.head(case(id_)))


def assign(store: Store, to: str, id_: str = "c1", *, seen: Any = ()) -> str:
    """Load, ask, record: give a case to somebody; return the op."""
    with store.act() as act:
        act.record(assigned(id_, act.load(case(id_)).head, act.by, to, seen))
        return str(act.head(case(id_)))


def add_paper(store: Store, id_: str, contents: bytes, case_id: str = "c1") -> str:
    """Put a paper beside the store and record it; return its sha256."""
    blob = blobs.put(store, case_id, contents)
    body = EvidenceAdded(
        case_id, "Report", "Dr. A", "EP", NOON.date(), "advice", blob.sha256, blob.size, "application/pdf", 1
    )
    with store.act() as act:
        act.record(Op("evidence.added", Subject("evidence", id_), None, act.by, NOON, body))
    return blob.sha256


def open_round(store: Store, id_: str = "r1", scorers: tuple[str, ...] = ("ann", "ben")) -> None:
    """Open a round of blind scoring."""
    body = RoundOpened("m1", "i1", "c1", 1, "f" * 64, ("communication",), scorers)
    with store.act() as act:
        act.record(Op("round.opened", Subject("round", id_), None, act.by, NOON, body))


def lock(store: Store, id_: str = "r1") -> str:
    """Lock one's sheet of a round and return its op."""
    round_, sheet = Subject("round", id_), Subject("sheet", f"{id_}.{store.person}")
    with store.act() as act:
        seen = ((round_, str(act.head(round_))),)
        act.record(Op("scores.locked", sheet, act.head(sheet), act.by, NOON, ScoresLocked(id_, act.by, 1, ()), seen))
        return str(act.head(sheet))


def reveal(store: Store, sheets: dict[str, str], id_: str = "r1") -> None:
    """Reveal a round; SHEETS are the heads by person."""
    body = ScoresRevealed(tuple(RevealedSheet(who, f"{id_}.{who}", head) for who, head in sheets.items()))
    round_, seen = Subject("round", id_), tuple((Subject("sheet", f"{id_}.{who}"), sheets[who]) for who in sheets)
    with store.act() as act:
        act.record(Op("round.revealed", round_, act.head(round_), act.by, NOON, body, seen))


def states(store: Store) -> dict[str, str]:
    """Return the state of each op."""
    with store.read() as conn:
        rows = log.driver(conn).execute("SELECT o.op_id, x.state FROM op o JOIN outbox x ON x.seq = o.seq")
        return dict(rows.fetchall())


def conflicts(store: Store) -> dict[str, tuple[str, str | None, str]]:
    """Return kind, opponent and state of each listed conflict."""
    with store.read() as conn:
        rows = log.driver(conn).execute("SELECT op_id, kind, against_op, state FROM conflict").fetchall()
        return {row[0]: tuple(row[1:]) for row in rows}
