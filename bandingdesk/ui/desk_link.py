"""The window's own line to the desk: who is at the keys, what other windows did, where I was last, cases by name."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.trail import Stop

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

NEWS_MS = 1000
SECURITY = "security"  # the policy; `lock_minutes` in it is the most that a person may choose
_PLACE = "window.place"
_FOUND = 8

log = logging.getLogger(__name__)


class Found(NamedTuple):
    """A case that was found: what opens it, its child's name, what is said beside."""

    id: str
    child_name: str
    beside: str


class DeskLink(QObject):
    """Bound to one desk until `leave`, which `left` tells while the desk is still open.

    `person_changed` comes when somebody else is at the keys, or has other roles.
    """

    person_changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.me: Any = None
        self.people: list[Any] = []
        self.lock_minutes: int | None = None  # the council's policy, where it has one
        self._jobs = jobs
        self._asks_news = False
        self._kept = ""
        self._timer = QTimer(self)
        self._timer.setInterval(NEWS_MS)
        self._timer.timeout.connect(self._ask_news)
        jobs.changed.connect(self._follow)

    def begin(self, *, done: Callable[[Stop | None], None], failed: Callable[[DeskError], None]) -> None:
        """Read who is at the keys, then DONE(the place that was open last)."""

        def take(found: tuple[Any, list[Any], Stop | None]) -> None:
            self.me, self.people, kept = found
            self._timer.start()
            done(kept)

        self._jobs.read(self._read_start, owner=self, done=take, failed=failed)

    def switch(
        self, person_id: str, *, done: Callable[[Stop | None], None], failed: Callable[[DeskError], None]
    ) -> None:
        """Put PERSON_ID at the keys and begin again.

        It waits its turn on the writer's thread: what the last person did before is recorded under their own name.
        """

        def begin(_answer: None) -> None:
            self.begin(done=done, failed=failed)

        self._jobs.act(lambda: self._take_keys(person_id), owner=self, done=begin, failed=failed)

    def _take_keys(self, person_id: str) -> None:
        self.desk.switch(person_id)
        self.desk.remember_me()

    def leave(self) -> None:
        """Close the desk; nothing is asked of it any more."""
        self._timer.stop()
        self._jobs.changed.disconnect(self._follow)
        self.left.emit()
        self.desk.close()
        self.deleteLater()

    def person(self, person_id: str) -> Any:
        """Return the row of that person. Raises StopIteration for somebody who is not of this store."""
        return next(person for person in self.people if person.id == person_id)

    def check_pin(
        self,
        person_id: str,
        pin: str,
        done: Callable[[bool], None],
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Say by DONE whether PIN is that of the person, by FAILED that wrong ones make it wait.

        On the writer's thread, since a wrong one is counted.
        """
        check = self.desk.council.check_pin
        self._jobs.act(lambda: check(person_id, pin), owner=self, done=done, failed=failed)

    def find_cases(self, words: str, done: Callable[[list[Found]], None]) -> None:
        """Say by DONE which cases WORDS may mean."""
        self._jobs.read(lambda: self._search(words), owner=self, done=done, replaces="find")

    def keep_place(self, stop: Stop) -> None:
        """Keep where I am, so that the next start opens it. What can't be written as text is left out."""
        try:
            text = json.dumps(stop, sort_keys=True)
        except TypeError:
            return
        if text == self._kept:
            return
        self._kept = text
        desk, owner = self.desk, self.desk.me_id

        body = {"place": stop.place, "where": stop.where}
        self._jobs.act(lambda: desk.drafts.save(_PLACE, owner, body), owner=self, failed=self._not_kept, quiet=True)

    def _not_kept(self, fault: DeskError) -> None:
        """Leave it: the next start opens Today, and a page that can't be reopened is no reason for a message."""
        log.warning("the open place could not be kept", extra={"code": fault.code})

    def _read_start(self) -> tuple[Any, list[Any], Stop | None]:
        from bandingdesk.store.queries import council

        def read(conn: Any) -> tuple[Any, list[Any], dict[str, Any] | None]:
            security = council.policy(conn, SECURITY, self.desk.clock.today())
            return council.person(conn, self.desk.me_id), council.people(conn), security

        me, people, security = self.desk.read(read)
        minutes = (security or {}).get("lock_minutes")
        self.lock_minutes = minutes if isinstance(minutes, int) and minutes > 0 else None
        kept = self.desk.drafts.load(_PLACE, me.id)
        return me, people, Stop(kept["place"], kept["where"]) if kept else None

    def _search(self, words: str) -> list[Found]:
        from bandingdesk.store.queries import caseload

        me = self.desk.me_id
        rows = self.desk.read(lambda conn: caseload.search(conn, words, _FOUND, viewer=me))
        beside = [", ".join(words for words in (row.reference, row.setting_name) if words) for row in rows]
        return [Found(row.id, row.child_name, words) for row, words in zip(rows, beside, strict=True)]

    def _ask_news(self) -> None:
        if not self._asks_news:
            self._asks_news = True
            self._jobs.read(self.desk.news, owner=self, done=self._take_news, failed=self._no_news, quiet=True)

    def _take_news(self, changes: object | None) -> None:
        self._asks_news = False
        if changes is not None:
            self._jobs.announce(changes)

    def _no_news(self, fault: DeskError) -> None:
        self._asks_news = False
        log.warning("other windows could not be asked", extra={"code": fault.code})

    def _follow(self, changes: Any) -> None:
        kinds = {subject.kind for subject in changes.subjects}
        if "person" in kinds:
            self._jobs.read(self._read_start, owner=self, done=self._take_person, replaces="me")

    def _take_person(self, found: tuple[Any, list[Any], Stop | None]) -> None:
        self.me, self.people, _kept = found
        self.person_changed.emit()
