"""Laptops that share a record through a folder: each with a store, a desk and a keyring of its own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import keyring
from keyring.backend import KeyringBackend

from bandingdesk import seams
from bandingdesk.casework.ops import CaseOpened, ChildRegistered
from bandingdesk.council.ops import PersonAdded, Role, RoleGranted
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Op, Subject
from bandingdesk.store import folds, log, replay, verify
from bandingdesk.store.store import Store, create_store
from bandingdesk.sync.folder import joining, run
from bandingdesk.sync.folder.result import FolderResult
from tests.support import notebook, reckoned
from tests.support.keyrings import InMemory

NOW = notebook.NOON
TODAY = NOW.date()
STARTS = date(2026, 4, 1)
ADMIN = "p-admin"


class Laptop:
    """One device. `ring` is its keyring: use it by `with laptop:` or through the methods here."""

    def __init__(self, store: Store, where: Path, me: str) -> None:
        self.store = store
        self.where = where
        self.me = me
        self.ring = InMemory()
        self._before: list[KeyringBackend] = []

    def __enter__(self) -> Laptop:
        self._before.append(keyring.get_keyring())
        keyring.set_keyring(self.ring)
        return self

    def __exit__(self, *_: object) -> None:
        keyring.set_keyring(self._before.pop())

    def sync(self) -> FolderResult:
        with self:
            return run.sync(self.store, self.where)

    def desk(self, me: str | None = None) -> Desk:
        return Desk(self.store, self.store.clock, self.store.ids, me or self.me, is_demo=True)

    def put(self, kind: str, subject: Subject, body: Any, *, by: str | None = None, at: Any = None) -> str:
        """Record one op on top of the head, as nobody asks; return its id."""
        who = by or self.me
        with self.store.act(by=who) as act:
            act.record(Op(kind, subject, act.head(subject), who, at or self.store.clock.now(), body))
            return str(act.head(subject))

    def states(self) -> dict[str, str]:
        """Return the state of every op that has one of its own: what is sent and stands is one thing."""
        rows = self.rows("SELECT o.op_id, x.state FROM op o JOIN outbox x ON x.seq = o.seq")
        return {op_id: "stands" if state in ("recorded", "pending", "applied") else state for op_id, state in rows}

    def heads(self) -> dict[str, tuple[str, Any]]:
        rows = self.rows("SELECT subject, head_op, state FROM head")
        return {subject: (head, json.loads(state)) for subject, head, state in rows}

    def references(self) -> dict[str, str]:
        return dict(self.rows("SELECT subject, text FROM reference"))

    def conflicts(self) -> dict[str, tuple[str, str]]:
        rows = self.rows("SELECT op_id, kind, state FROM conflict WHERE state = 'open'")
        return {op_id: (kind, state) for op_id, kind, state in rows}

    def whole(self) -> tuple[Any, ...]:
        """Return all that must be the same on every device."""
        return self.states(), self.heads(), self.conflicts(), self.references()

    def check(self) -> None:
        """The chain verifies and every head is a replay."""
        with self.store.read() as conn:
            found = verify.verify(conn)
            assert found.ok, found.first_bad
            assert replay.differing(conn, self.store.registry) == []
        reckoned.check(self.store)

    def close(self) -> None:
        self.store.close()

    def rows(self, statement: str) -> list[Any]:
        with self.store.read() as conn:
            return list(log.driver(conn).execute(statement).fetchall())


def first(folder: Path, where: Path, *, seed: int = 1, people: dict[str, tuple[Role, ...]] | None = None) -> Laptop:
    """Return the laptop of a council with an administrator and PEOPLE, before it shares anything."""
    clock, ids = seams.FixedClock(NOW), seams.SeededIds(seed, NOW)
    store = create_store(folder / "a.desk", None, folds.registry(), clock=clock, ids=ids, person=ADMIN, plain=True)
    laptop = Laptop(store, where, ADMIN)
    for person, roles in {ADMIN: ("administrator", "qa_lead"), **(people or {})}.items():
        laptop.put("person.added", Subject("person", person), PersonAdded(person, person[-2:].upper(), "Invented"))
        for role in roles:
            laptop.put("person.role_granted", Subject("person", person), RoleGranted(role, STARTS))  # type: ignore[arg-type]
    return laptop


def begin(laptop: Laptop, name: str = "Office", person: str | None = None) -> FolderResult:
    laptop.where.mkdir(exist_ok=True)
    with laptop:
        return joining.begin(laptop.store, laptop.where, name, by=laptop.me, person=person)


def join(folder: Path, admin: Laptop, name: str, me: str, *, seed: int, person: str | None = None) -> Laptop:
    """Return a further laptop, admitted by ADMIN and with the whole record."""
    laptop = ask(folder, admin, name, me, seed=seed)
    with laptop:
        code = joining.request(laptop.store, laptop.where, name).code
    with admin:
        joining.admit(admin.store, admin.where, laptop.store.device_id, code, by=admin.me, person=person)
    laptop.sync()
    return laptop


def ask(folder: Path, admin: Laptop, name: str, me: str, *, seed: int) -> Laptop:
    """Return an empty laptop that has asked to join."""
    folder.mkdir(parents=True, exist_ok=True)
    clock, ids = seams.FixedClock(NOW), seams.SeededIds(seed, NOW)
    path = folder / f"{name.lower().replace(' ', '-')}.desk"
    store = create_store(path, None, folds.registry(), clock=clock, ids=ids, person=me, plain=True)
    laptop = Laptop(store, admin.where, me)
    with laptop:
        joining.request(store, admin.where, name)
    return laptop


def child(n: int) -> ChildRegistered:
    return ChildRegistered(
        f"Rowan-{n:03d}", "Testpupil", date(2017, 5, 3), "F", "WBRI", None, None, "ZZ99 3VZ", False, True
    )


def case_of(child_id: str) -> CaseOpened:
    return CaseOpened(
        child_id, "annual_review", "s1", "Elmfield Primary (invented)", "main", "4", "ks12", "SLCN", None,
        date(2022, 9, 1), date(2025, 11, 20), date(2026, 11, 20), "B2", 120_000,
    )  # fmt: skip
