"""The state of the sync page: how this laptop stands, what needs a choice, what waits, devices and kept ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.store.queries.sync import DeviceRow
from bandingdesk.ui import sync_words
from bandingdesk.ui.workspaces.sync import reading
from bandingdesk.ui.workspaces.sync.choice_view_model import ChoiceViewModel
from bandingdesk.ui.workspaces.sync.reading import Item, SyncSeen

if TYPE_CHECKING:
    from pathlib import Path

    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.sync.folder.joining import Request
    from bandingdesk.sync.quarantine import Brought, Exported
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.sync_link import SyncLink

Section = Literal["alone", "join", "folder", "choices", "waiting", "devices", "record", "backups"]
TOGETHER: tuple[Section, ...] = ("choices", "waiting", "devices", "record", "backups")
PARTS: tuple[Section, ...] = ("alone", "join", "folder", *TOGETHER)
FORMS: tuple[Section, ...] = ("join", "folder")
ALONE: tuple[Section, ...] = ("alone", "record", "backups")


class SyncViewModel(QObject):
    """What the page shows. `choice` holds the difference in hand; `link` is the window's own line to sync."""

    changed = Signal()

    def __init__(
        self, desk: Desk, jobs: Jobs, messages: Messages, link: SyncLink, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.link = link
        self.seen: SyncSeen | None = None
        self._ended = self.link.last  # the run that was read after
        self.section: Section = "choices"
        self.choice = ChoiceViewModel(desk, jobs, messages, self)
        self.choice.changed.connect(self.changed)
        self.choice.settled.connect(self._go_on)
        self.is_joining = False
        self.join_error: DeskError | None = None
        self.request: Request | None = None  # what this laptop asked for, with the code to read out
        self._wanted = ""
        jobs.changed.connect(self._hear)
        link.changed.connect(self._follow_link)

    # What is so

    @property
    def is_alone(self) -> bool:
        """Whether this laptop syncs with nobody."""
        return self.seen is not None and self.seen.status.peer == "none"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts of the page: fewer on a laptop that syncs with nobody."""
        return ALONE if self.is_alone else TOGETHER

    @property
    def items(self) -> tuple[Item, ...]:
        """What needs a choice, the oldest first."""
        return () if self.seen is None else self.seen.items

    @property
    def next_item(self) -> Item | None:
        """The next thing that I may settle, after the one in hand; else the next at all."""
        after = [item for item in self.items if item.op_id != self.choice.op_id]
        return next((item for item in after if item.may_resolve), after[0] if after else None)

    def count(self, section: Section) -> int:
        """Return the number that stands beside a section's name."""
        seen = self.seen
        if seen is None:
            return 0
        match section:
            case "choices":
                return len(seen.items)
            case "waiting":
                return seen.status.waiting
            case "devices":
                return sum(device.revoked_at is None for device in seen.devices)
            case _:
                return 0

    def device(self, id_: str) -> DeviceRow | None:
        """Return the device of that id."""
        return None if self.seen is None else next((one for one in self.seen.devices if one.id == id_), None)

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent before a person did something."""
        status = self.link.status
        return status is not None and sync_words.stop(status.last_end) in ("revoked", "went_back", "forked")

    @property
    def is_revoked(self) -> bool:
        """Whether this laptop, or its login, was taken out."""
        return self.link.status is not None and sync_words.stop(self.link.status.last_end) == "revoked"

    # Going about

    def open(self, *, section: Section | None = None, op_id: str = "") -> None:
        """Show a section, or one thing that needs a choice."""
        self.section = "choices" if op_id else section or self.section
        self._wanted = op_id
        self._read()
        self.link.refresh()

    def show_section(self, section: Section) -> None:
        """Show another section."""
        self.section = section
        self.changed.emit()

    def show_item(self, op_id: str) -> None:
        """Open one thing that needs a choice."""
        if op_id != self.choice.op_id:
            self.choice.show(op_id)

    def resolve_next(self) -> None:
        """Open the next thing that needs a choice."""
        item = self.next_item
        self.section = "choices"
        if item is not None:
            self.show_item(item.op_id)
        self.changed.emit()

    def read_again(self) -> None:
        """Read everything again: somebody else settled what is in hand."""
        self.choice.leave()
        self._read()

    def export_work(self, to: Path) -> None:
        """Seal what waits into the file TO, for somebody who may bring it in."""

        def told(made: Exported) -> None:
            said = self.tr("%n changes are sealed in the file. Give it to your administrator.", "", made.ops)
            self._messages.show_note(said, "ok")

        self._jobs.act(lambda: self._desk.sync.export_work(to), owner=self, done=told)

    def bring_in(self, file: Path) -> None:
        """Bring sealed work of a device that was taken out to the shared store, where it waits for a choice."""

        def told(made: Brought) -> None:
            said = self.tr("%n changes were brought in. Each waits under To choose.", "", made.outcomes.total())
            self._messages.show_note(said, "ok")
            self.link.sync_now()

        self._jobs.act(lambda: self._desk.sync.bring_in(file), owner=self, done=told)

    def join(self, address: str, password: str, name: str) -> None:
        """Join the shared store at ADDRESS as the laptop NAME, then sync."""
        self._join(lambda: self._desk.sync.join(address, password, name), self._take_joined)

    @property
    def is_demo(self) -> bool:
        """Whether all here is invented: a demo has peers of its own."""
        return self._desk.is_demo

    def join_demo(self) -> None:
        """Join a demo to its own peers, then sync."""
        from bandingdesk.demo.peers import DemoPeers

        if self.link.peers is None:
            self.link.peers = DemoPeers(self._desk, self._desk.store.path.parent / "colleague")
        self._join(self.link.peers.begin, self._take_joined)

    def begin_folder(self, where: Path, name: str) -> None:
        """Share this record through an empty folder, from the laptop NAME."""
        self._join(lambda: self._desk.folders.begin(where, name), self._take_joined)

    def ask_folder(self, where: Path, name: str) -> None:
        """Ask to join the record in a folder; the code is then read out to an administrator."""
        self._join(lambda: self._desk.folders.request(where, name), self._take_request)

    def admit(self, device_id: str, code: str) -> None:
        """Admit the device whose screen shows CODE."""

        def told(_found: object) -> None:
            self._messages.show_note(self.tr("Admitted. That laptop takes the record at its next sync."), "ok")
            self._read()

        self._jobs.act(lambda: self._desk.folders.admit(device_id, code), owner=self, done=told)

    def revoke(self, device_id: str, reason: str) -> None:
        """Take a device out for good."""

        def told(_changes: Changes) -> None:
            self._messages.announce(self.tr("The device is taken out. It can send nothing more."))
            self._read()

        self._jobs.act(lambda: self._desk.sync.revoke(device_id, reason), owner=self, done=told)

    # Answers

    def _join(self, act: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def refused(fault: DeskError) -> None:
            self.is_joining, self.join_error = False, fault
            self._messages.announce(fault.text(), urgent=True)
            self.changed.emit()

        self.is_joining, self.join_error, self.request = True, None, None
        self.changed.emit()
        self._jobs.act(act, owner=self, done=done, failed=refused)

    def _take_request(self, request: Request) -> None:
        self.is_joining, self.request = False, request
        self.changed.emit()
        self.link.refresh()

    def _take_joined(self, _joined: object) -> None:
        self.is_joining, self.section = False, "choices"
        self._messages.announce(self.tr("Joined. The first sync begins."))
        self._read()
        self.link.begin()

    def _read(self) -> None:
        self._jobs.read(
            lambda: reading.seen(self._desk), owner=self, done=self._take, failed=self._fail, replaces="seen"
        )

    def _take(self, seen: SyncSeen) -> None:
        self.seen = seen
        if self.section not in self.sections and not (self.section in FORMS and self.is_alone):
            self.section = self.sections[0]
        known = {item.op_id for item in seen.items}
        if self.choice.op_id and self.choice.op_id not in known and not self.choice.is_working:
            self.choice.leave()
        wanted, self._wanted = self._wanted, ""
        if wanted in known:
            self.choice.show(wanted)
        elif seen.items and not self.choice.op_id:
            self.choice.show(seen.items[0].op_id)
        self.changed.emit()

    def _follow_link(self) -> None:
        """Read again where a run ended or the counts are others now; a run's progress is only shown."""
        has_ended, self._ended = self.link.last is not self._ended, self.link.last
        status = self.link.status
        if self.seen is not None and status is not None and (has_ended or status != self.seen.status):
            self._read()
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self._messages.show_error(fault)
        self.changed.emit()

    def _go_on(self, _op_id: str) -> None:
        self._read()
        self.link.refresh()

    def _hear(self, _changes: Changes) -> None:
        """Read again what any act, window or laptop changed: each of them is something to send."""
        if self.seen is not None:
            self._read()
