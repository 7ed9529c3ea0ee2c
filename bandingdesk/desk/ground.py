"""What every part of the desk stands on: the open store, the seams, and who is at the keys."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from bandingdesk.council import may, people
from bandingdesk.council.people import Person
from bandingdesk.desk import asked
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError, StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.seams import Clock, Ids
from bandingdesk.store import checkpoints, keys, log, pins
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.checkpoints import End
from bandingdesk.store.queries import council
from bandingdesk.store.store import Store

Matches = Callable[[str, bytes, bytes], bool]


class PinWaitError(RefusedError):
    """After wrong PINs nothing is looked at for a while: SECONDS more."""

    code = "PE-09"
    message = QT_TRANSLATE_NOOP("errors", "Wrong PINs were entered. The next is looked at in {wait}.")
    kept = QT_TRANSLATE_NOOP("errors", "Everything on the screen is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Wait, then enter it again. If it is forgotten, an administrator can reset it.")
    seconds: int
    wait: str

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        words = f"{seconds} seconds" if seconds < 60 else f"{minutes} minute{'s' if minutes > 1 else ''}"
        super().__init__(seconds=seconds, wait=words)


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

    def others_who_may(self, act: Act, kind: str) -> tuple[str, ...]:
        """Return who else of the record may be the actor of KIND today: whether a second person can be asked for."""
        known = [act.load(Subject("person", row.id)) for row in council.people(act.rows) if row.id != self.me]
        return tuple(person.id for person in known if may.somewhere(person, kind, self.clock.today()))

    def switch(self, person: str) -> None:
        """Put PERSON at the keys."""
        self.me = person

    def fresh(self, state: Any, shown: str | None) -> None:
        """Check that a screen which showed the head SHOWN still shows STATE as it is. Raises StaleCaseError."""
        if shown is not None and shown != state.head:
            raise StaleCaseError(subject=state.id, parent=shown, head=state.head)

    def pin_fits(self, pin: str, person: str | None = None) -> bool:
        """Return whether PIN is that of PERSON, by default of who is at the keys; False where none is set.

        Asked before an act opens: it takes a while by design, and a wrong one is counted though the act is undone.
        Raises PinWaitError while wrong ones slow it down; a demo's PIN is published and slows nobody.
        """
        who = person or self.me
        state: Person | None = self.store.find(Subject("person", who))
        if state is None or state.pin is None or not pin:
            return False
        if not self.store.is_demo and (wait := pins.waiting(self.store, who, self.clock.now())):
            raise PinWaitError(max(1, math.ceil(wait.total_seconds())))
        fits = self.matches(pin, bytes.fromhex(state.pin.salt), bytes.fromhex(state.pin.hash))
        if fits:
            pins.note_right(self.store, who)
        else:
            pins.note_wrong(self.store, who, self.clock.now())
        return fits

    def pin_signs(self, pin: str) -> bool:
        """Return whether PIN is that of who is at the keys, and their own. Raises PinTemporaryError, PinWaitError."""
        fits = self.pin_fits(pin)
        if fits and self.store.load(Subject("person", self.me)).is_pin_temporary:
            raise people.PinTemporaryError()
        return fits

    def checkpoint(self, act: Act) -> str:
        """Return the device chain's head (hex), as minutes print it, and keep it: verifying compares it for good."""
        raw = log.driver(act.rows)
        end = log.tail(raw, self.store.device_id)
        checkpoints.keep(raw, End(self.store.device_id, end.device_seq, end.hash), self.clock.now(), "minutes")
        return end.hash.hex()
