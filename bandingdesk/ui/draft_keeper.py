"""Keeps what a person is typing into a form, so that a crash loses at most the last second of it.

Every form of the case page has one, in its view model:

    self._keeper = DraftKeeper(desk, jobs, messages, lambda: asdict(self.form), self)
    self._keeper.open(f"contact:{case}", self._take)  # the form is shown: `take` hears what was kept, {} for none
    self._keeper.typed()    # a key in a text: saved after a rest, at least once a second while it goes on
    self._keeper.chosen()   # a day, a tick, a level: saved at once
    self._keeper.flush()    # the form is left: what was typed last is saved at once
    jobs.act(self._keeper.ending(record), ...)  # the form is recorded, and is a draft no more

and its pane says which fields are left and hidden: `keeper.watch(self.name, self.note)`. Where the disk is full the
text stays in the form, the window says so once, and it is saved by itself when there is room again. What is kept is
seen by its writer alone; it is no op and goes to no other laptop.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui import messages as told
from bandingdesk.ui.messages import Notice

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

T = TypeVar("T")
Body = dict[str, Any]  # JSON types
# ux.md 7: after 400 ms of rest, and at least once a second: the commit itself has the last tenth of that second.
# Timers stand still while the computer sleeps, and end soon after it.
REST_MS, AT_LEAST_MS = 400, 900
RETRY_MS = 2000
_DISK_FULL = "ST-08"
_LEFT = (QEvent.Type.FocusOut, QEvent.Type.Hide)


class DraftKeeper(QObject):
    """One form's draft under a key, for who was at the keys when it was opened. `changed` comes when it was saved."""

    changed = Signal()

    def __init__(
        self, desk: Desk, jobs: Jobs, messages: Messages, collect: Callable[[], Body], parent: QObject | None = None
    ) -> None:
        """COLLECT gives the form as it stands, {} for an empty one. It is called when something is saved."""
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._collect = desk, jobs, messages, collect
        self.key = self.owner = ""
        self.saved_at: datetime | None = None  # of the last commit
        self.fault: DeskError | None = None
        self._unsaved: dict[tuple[str, str], Body] = {}  # on its way to the disk, or waiting for room on it
        self._notice: Notice | None = None
        self._was_touched = False
        self._rest, self._limit = self._timer(REST_MS, self.flush), self._timer(AT_LEAST_MS, self.flush)
        self._retry = self._timer(RETRY_MS, self._save_again)
        jobs.save_asked.connect(self._answer_save)

    @property
    def is_saved(self) -> bool:
        """Return whether all that was typed is on the disk."""
        return not (self._unsaved or self._is_typing())

    def open(self, key: str, take: Callable[[Body], None]) -> None:
        """Keep the form under KEY from now on; TAKE hears what is kept there, unless something was typed before that.

        Opening the key that is open changes nothing.
        """
        self.flush()
        place = (key, self._desk.me_id)
        if place == (self.key, self.owner):
            return
        self.key, self.owner = place
        self.saved_at, self._was_touched = None, False
        if place in self._unsaved:
            take(self._unsaved[place])
            return
        self._jobs.read(
            lambda: self._desk.drafts.load(*place),
            owner=self,
            done=partial(self._hand_on, place, take),
            replaces="draft",
        )

    def close(self) -> None:
        """Keep nothing from now on, after saving what is on its way."""
        self.flush()
        self.key = self.owner = ""

    def typed(self) -> None:
        """Save after a rest in typing, and at least once a second while it goes on."""
        self._was_touched = True
        self._rest.start()
        if not self._limit.isActive():
            self._limit.start()

    def chosen(self) -> None:
        """Save at once."""
        self._was_touched = True
        self._save()

    def flush(self) -> None:
        """Save what was typed and is not on its way yet."""
        if self._is_typing():
            self._save()

    def ending(self, act: Callable[[], T]) -> Callable[[], T]:
        """Return ACT with the draft dropped after it, for `jobs.act`; where ACT raises, the draft is kept."""
        self.flush()
        place = (self.key, self.owner)

        def run() -> T:
            value = act()
            self._desk.drafts.drop(*place)
            self._unsaved.pop(place, None)
            return value

        return run

    def watch(self, *fields: QObject) -> None:
        """Save when one of FIELDS is left or hidden."""
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEFT:
            self.flush()
        return super().eventFilter(watched, event)

    # Inside

    def _is_typing(self) -> bool:
        return self._rest.isActive() or self._limit.isActive()

    def _hand_on(self, place: tuple[str, str], take: Callable[[Body], None], body: Body) -> None:
        if place == (self.key, self.owner) and not self._was_touched:
            take(body)

    def _save(self) -> None:
        self._rest.stop()
        self._limit.stop()
        if self.key:
            self._send((self.key, self.owner), self._collect())

    def _save_again(self) -> None:
        for place, body in list(self._unsaved.items()):
            self._send(place, body)

    def _send(self, place: tuple[str, str], body: Body) -> None:
        self._unsaved[place] = body
        self._jobs.act(
            lambda: self._desk.drafts.save(*place, body),
            owner=self,
            done=lambda _none: self._saved(place, body),
            failed=self._failed,
        )

    def _saved(self, place: tuple[str, str], body: Body) -> None:
        if self._unsaved.get(place) is body:
            del self._unsaved[place]
        self.saved_at, self.fault = self._desk.clock.now(), None
        if self._notice is not None and not self._unsaved:
            self._retry.stop()
            known, self._notice = self._notice, None
            self._messages.dismiss(known)
            self._messages.show_note(self.tr("Saved. Nothing that you typed was lost."), "ok")
        self.changed.emit()

    def _failed(self, fault: DeskError) -> None:
        self.fault = fault
        self._retry.start()
        if self._notice is None:
            self._tell(fault)
        self.changed.emit()

    def _tell(self, fault: DeskError) -> None:
        happened, _kept, do = told.error_text(fault)
        if fault.code == _DISK_FULL:
            do = self.tr("Make room on the disk, and leave this page open.")
        kept = self.tr("What you typed stays on the page. It is saved by itself as soon as that works again.")
        self._notice = Notice("danger", happened, kept, do, fault.code)
        self._messages.show(self._notice)

    def _answer_save(self, waiting: list[DraftKeeper]) -> None:
        """Save because a person asked to; who can't say yet that all is saved stands in WAITING."""
        self.flush()
        if self._unsaved:
            waiting.append(self)
            if self.fault is not None:
                self._tell(self.fault)
                self._save_again()

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
