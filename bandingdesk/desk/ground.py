"""What every part of the desk stands on: the open store, the seams, and who is at the keys."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from bandingdesk.council import may, people
from bandingdesk.council.people import Person
from bandingdesk.desk import asked
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.seams import Clock, Ids
from bandingdesk.store import keys, log
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.store import Store

Matches = Callable[[str, bytes, bytes], bool]


class Made(NamedTuple):
    """The id of what an act made, and what the act changed."""

    id: str
    changes: Changes

    @property
    def subjects(self) -> frozenset[Subject]:
        """The subjects the act touched, as in its changes."""
        return self.changes.subjects

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the act's ops, as in its changes."""
        return self.changes.kinds


class Ground:
    """The open store and the person at the keys. `matches` compares a PIN with a kept hash (scrypt)."""

    __slots__ = ("clock", "ids", "matches", "me", "store")

    def __init__(self, store: Store, clock: Clock, ids: Ids, me: str, matches: Matches = keys.pin_matches) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids
        self.me = me
        self.matches = matches

    def act(self) -> AbstractContextManager[Act]:
        """Open one act of the person at the keys: of each op it is asked whether they hold a role for it."""
        return self.store.act(by=self.me, ask=asked.Asked(self.me, self.clock.today()))

    def require(self, kind: str) -> None:
        """Check that the person at the keys may record KIND somewhere: before files are written or a long job begins.

        The act asks again, of each op. Raises RoleNeededError.
        """
        me: Person = self.store.load(Subject("person", self.me))
        if not may.somewhere(me, kind, self.clock.today()):
            raise people.RoleNeededError(role=may.words(may.rule(kind).writers), person=me.id)

    def switch(self, person: str) -> None:
        """Put PERSON at the keys."""
        self.me = person

    def fresh(self, state: Any, shown: str | None) -> None:
        """Check that a screen which showed the head SHOWN still shows STATE as it is. Raises StaleCaseError."""
        if shown is not None and shown != state.head:
            raise StaleCaseError(subject=state.id, parent=shown, head=state.head)

    def pin_fits(self, act: Act, pin: str) -> bool:
        """Return whether PIN is that of the person at the keys; False where no PIN is set."""
        person: Person = act.load(Subject("person", self.me))
        if person.pin is None or not pin:
            return False
        return self.matches(pin, bytes.fromhex(person.pin.salt), bytes.fromhex(person.pin.hash))

    def checkpoint(self, act: Act) -> str:
        """Return the device chain's head (hex), as minutes print it."""
        return log.tail(log.driver(act.rows), self.store.device_id).hash.hex()
