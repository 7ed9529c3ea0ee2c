"""What people do about the end of a case's time: review it, hold it, release it, and, another person, erase it."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from bandingdesk.casework import retention
from bandingdesk.casework.ops import CaseDestroyed, HoldReason, RetentionHeld, RetentionReleased, RetentionReviewed
from bandingdesk.casework.retention import Retention
from bandingdesk.council import may
from bandingdesk.council.people import Person
from bandingdesk.desk.ground import Ground
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Subject
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.store import backup, erasure, log
from bandingdesk.store.backup import Remembered
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import retention as query
from bandingdesk.store.queries.retention import KeepingRow

KINDS = ("retention.reviewed", "retention.held", "retention.released", "retention.destroyed")


class UnsentError(RefusedError):
    """COUNT changes of this device on the case have not been sent to the shared store."""

    code = "RT-21"
    message = QT_TRANSLATE_NOOP("errors", "This device has {count} changes to this case that are not sent yet.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was erased, and the changes wait as before.")
    do = QT_TRANSLATE_NOOP("errors", "Sync first, then erase the case.")


class Erased(NamedTuple):
    """What an erasure did. `waits`: the shared store has to take it first, and the next sync carries it out here.

    `scrubbed` is False while another window keeps old pages: it is done when that closes.

    `backups` were made before and still hold the case: renew them, or destroy them.
    """

    changes: Changes
    subjects: int
    bodies: int
    scrubbed: bool
    waits: bool
    backups: tuple[Remembered, ...]


class RetentionDesk:
    """The acts of retention. Nothing is erased by itself, and never by one person alone."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def listed(self, within_days: int = 0) -> list[KeepingRow]:
        """Return the review list: cases whose time is over or will be in so many days, on hold, or erased."""
        with self._ground.store.read() as conn:
            return query.listed(conn, self._ground.clock.today(), within_days=within_days)

    def refused(self) -> frozenset[str]:
        """Return the kinds of these acts that the person at the keys may not record today: a screen says so first."""
        me: Person = self._ground.store.load(Subject("person", self._ground.me))
        return frozenset(kind for kind in KINDS if not may.somewhere(me, kind, self._ground.clock.today()))

    def review(
        self,
        case: str,
        rule: str,
        finding: Literal["destroy", "keep"],
        words: str,
        *,
        keep_until: date | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Record what a look at the case found. Raises the leaves of retention.py."""
        ground, today = self._ground, self._ground.clock.today()
        with ground.act() as act:
            state = self._state(act.find(Subject("retention", case)), shown)
            found = retention.find(query.rules(act.rows, today), rule)
            due = query.due_day(act.rows, case, found, today) or date.max
            head = act.load(Subject("case", case)).head
            body = RetentionReviewed(case, head, rule, due, finding, words, keep_until)
            return act.record(retention.review(state, ground.me, ground.clock.now(), body, today=today))

    def hold(self, case: str, reason: HoldReason, words: str, *, shown: str | None = None) -> Changes:
        """Put a case on hold: nothing of it is erased until the hold is released."""
        ground = self._ground
        with ground.act() as act:
            act.load(Subject("case", case))
            state = self._state(act.find(Subject("retention", case)), shown)
            body = RetentionHeld(case, reason, words)
            return act.record(retention.hold(state, ground.me, ground.clock.now(), body))

    def release(self, case: str, words: str, *, shown: str | None = None) -> Changes:
        """End a hold; the case is then to be reviewed again."""
        ground = self._ground
        with ground.act() as act:
            state = self._state(act.find(Subject("retention", case)), shown)
            return act.record(retention.release(state, ground.me, ground.clock.now(), RetentionReleased(words)))

    def erase(self, case: str, rule: str, reason: str, pin: str, *, shown: str | None = None) -> Erased:
        """Erase a case that another person reviewed: bodies, drafts, files. The chain stays whole and says so.

        Raises the leaves of retention.py, PinNeededError, UnsentError.
        """
        ground = self._ground
        checked = ground.pin_fits(pin)
        with ground.act() as act:
            state = self._state(act.find(Subject("retention", case)), shown)
            head = act.load(Subject("case", case)).head
            retention.require_destroyable(state, ground.me, rule, head)
            if not checked:
                raise PinNeededError()
            raw = log.driver(act.rows)
            found = query.belongings(act.rows, case)
            if count := erasure.unsent(raw, found.subjects):
                raise UnsentError(count=count)
            words = retention.find(query.rules(act.rows, ground.clock.today()), rule).words
            body = CaseDestroyed(case, rule, words, reason, found.subjects, found.items, pin_checked=True)
            changes = act.record(retention.destroy(state, ground.me, ground.clock.now(), body, head))
            bodies = erasure.count(raw, found.subjects)
            waits = erasure.waits_for_server(raw)
            kept = tuple(backup.remembered(act.rows))
        touched = frozenset(Subject.parse(subject) for subject in found.subjects)
        changes = Changes(changes.subjects | touched, changes.kinds, changes.last_seq)
        return Erased(changes, len(found.subjects), bodies, ground.store.scrub(), waits, kept)

    def _state(self, state: Retention | None, shown: str | None) -> Retention | None:
        if state is not None:
            self._ground.fresh(state, shown)
        return state
