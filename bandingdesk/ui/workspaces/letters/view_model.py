"""The state of the letters page: the tray, the letter in hand, its issue and its sending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, MissingError, StaleCaseError
from bandingdesk.ui.workspaces.letters import reading
from bandingdesk.ui.workspaces.letters.reading import TABS, Entry, Opened, Tab, Tray

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

State = Literal["loading", "tray", "opening", "writing", "issued", "confirming", "sent", "refused"]
Method = Literal["post", "email", "portal"]
_TOUCHED = ("letter", "decision", "case", "child", "relation", "policy", "setting")


class CopyError(MissingError):
    """A copy of the letter can't be written to FOLDER: REASON."""

    code = "UI-31"
    message = QT_TRANSLATE_NOOP("errors", "The copy was not written to {folder}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "The letter itself is safe in the record.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space.")


class LettersViewModel(QObject):
    """The tray and at most one open letter. Every property is a value that the page only shows."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._clock = desk, jobs, messages, clock
        self.tray: Tray | None = None
        self.tab: Tab = "to_write"
        self.words = ""
        self.entry: Entry | None = None
        self.opened: Opened | None = None
        self.error: DeskError | None = None
        self.is_stale = False
        self.is_working = False
        self.method: Method | None = None
        self.copied_to = ""
        self._is_confirming = False
        self._wanted: tuple[str, str, str] | None = None  # a letter asked for before the tray was read
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def state(self) -> State:
        """What the page is about now."""
        if self.entry is None:
            return "loading" if self.tray is None else "tray"
        if self.opened is None:
            return "refused" if self.error is not None else "opening"
        if self.entry.tab == "to_write":
            return "writing"
        if self.entry.tab == "sent":
            return "sent"
        return "confirming" if self._is_confirming else "issued"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The list of the tab that has all the words looked for."""
        if self.tray is None:
            return ()
        words = self.words.casefold().split()
        return tuple(one for one in self.tray.of(self.tab) if all(word in _searched(one) for word in words))

    def count(self, tab: Tab) -> int:
        """Return how many letters the list of TAB has."""
        return len(self.tray.of(tab)) if self.tray is not None else 0

    @property
    def can_issue(self) -> bool:
        """Whether the letter in hand has every part and nothing is under way."""
        return self.state == "writing" and self.opened is not None and self.opened.pdf is not None and self._is_free

    @property
    def is_held(self) -> bool:
        """Whether the letter in hand waits until its case is settled under Sync; one that is sent does not."""
        return self.opened is not None and self.opened.is_disputed and self.state != "sent"

    @property
    def _is_free(self) -> bool:
        return not self.is_working and not self.is_stale and not self.is_held

    @property
    def next_entry(self) -> Entry | None:
        """The letter to write after the one in hand: the first of the list that is another one."""
        if self.tray is None:
            return None
        here = self.entry.key if self.entry is not None else None
        return next((one for one in self.tray.to_write if one.key != here), None)

    @property
    def sibling(self) -> Entry | None:
        """The other letter that the same decision still asks for: the setting's beside the family's."""
        if self.tray is None or self.entry is None:
            return None
        here = self.entry
        return next(
            (one for one in self.tray.to_write if one.decision_id == here.decision_id and one.key != here.key), None
        )

    # Finding a letter

    def open(
        self, *, decision_id: str = "", template: str = "", to: str = "", letter_id: str = "", tab: str = ""
    ) -> None:
        """Show one letter of a decision, an issued letter, or the tray; what is asked for is shown once it is read."""
        self._leave()
        if tab in TABS:
            self.tab = tab
        self._wanted = (decision_id, template, to) if decision_id else None
        self._read_tray(letter_id)

    def show_tab(self, tab: Tab) -> None:
        """Show another list."""
        self.tab = tab
        self.changed.emit()

    def look_for(self, words: str) -> None:
        """Show only the letters that have all WORDS in name, reference, recipient or title."""
        self.words = words
        self.changed.emit()

    def show_entry(self, entry: Entry) -> None:
        """Open a letter: its preview, or its issued pages."""
        self._leave()
        self.entry = entry
        self.changed.emit()
        self._read_entry()

    def show_tray(self) -> None:
        """Go back to the lists."""
        self._leave()
        self.changed.emit()
        self._read_tray()

    def make_again(self) -> None:
        """Read the tray and the letter in hand again: a fact was added, or somebody else acted."""
        self.is_stale, self.error = False, None
        entry = self.entry
        self._wanted = entry.key if entry is not None else None
        self._read_tray()
        if entry is not None and entry == self.entry:
            self._read_entry()

    # Acts

    def issue(self) -> None:
        """Issue the letter in hand: its bytes are kept and named by their hash."""
        entry = self.entry
        if entry is None or not self.can_issue:
            return
        self._begin()
        self._jobs.act(
            lambda: self._desk.letters.issue(entry.decision_id, entry.template, entry.to),
            owner=self,
            done=lambda _made: self._follow(entry, self.tr("The letter is issued. It can no longer change.")),
            failed=self._fail,
        )

    def ask_to_send(self) -> None:
        """Show what sending does, before it is recorded."""
        if self.state == "issued":
            self._is_confirming = True
            self.error = None
            self.changed.emit()

    def keep(self) -> None:
        """Go back to the issued letter; nothing is sent."""
        self._is_confirming = False
        self.error = None
        self.changed.emit()

    def choose_method(self, method: Method) -> None:
        """Choose the way the letter goes."""
        self.method = method
        self.changed.emit()

    def send(self) -> None:
        """Record that the letter in hand left the council today by the chosen way."""
        entry, method = self.entry, self.method
        if self.state != "confirming" or entry is None or entry.letter is None or method is None or not self._is_free:
            return
        letter = entry.letter
        self._begin()
        self._jobs.act(
            lambda: self._desk.letters.send(letter.id, method, shown=letter.head),
            owner=self,
            done=lambda _changes: self._follow(entry, self.tr("The letter is recorded as sent.")),
            failed=self._fail,
        )

    def save_copy(self, path: Path) -> None:
        """Write the letter in hand to PATH, as its PDF."""
        opened = self.opened
        if opened is None or opened.pdf is None:
            return
        data = opened.pdf

        def write() -> str:
            try:
                path.write_bytes(data)
            except OSError as fault:
                raise CopyError(folder=str(path.parent), reason=fault.strerror or type(fault).__name__) from fault
            return path.name

        self._jobs.read(write, owner=self, done=self._note_copy, failed=self._fail)

    # Answers

    def _begin(self) -> None:
        self.is_working, self.error, self.copied_to = True, None, ""
        self.changed.emit()

    def _follow(self, entry: Entry, said: str) -> None:
        """Show ENTRY as it stands after an act."""
        self.is_working = self._is_confirming = False
        self._messages.announce(said, urgent=True)
        self._wanted = entry.key
        self._read_tray()

    def _fail(self, fault: DeskError) -> None:
        self.is_working = False
        self.is_stale = isinstance(fault, StaleCaseError)
        self.error = fault
        self._messages.announce(str(fault.sentences(lambda text: text)[0]), urgent=True)
        self.changed.emit()

    def _note_copy(self, name: str) -> None:
        self.copied_to = name
        self._messages.announce(self.tr("The copy is written."))
        self.changed.emit()

    def _leave(self) -> None:
        self.entry = self.opened = self.error = self.method = None
        self.is_stale = self._is_confirming = self.is_working = False
        self.copied_to = ""

    def _read_tray(self, letter_id: str = "") -> None:
        def take(tray: Tray) -> None:
            self._take_tray(tray, letter_id)

        self._jobs.read(lambda: reading.tray(self._desk), owner=self, done=take, replaces="tray")

    def _take_tray(self, tray: Tray, letter_id: str) -> None:
        self.tray = tray
        found = tray.find(*self._wanted) if self._wanted is not None else None
        if letter_id:
            every = (*tray.to_send, *tray.sent)
            found = next((one for one in every if one.letter is not None and one.letter.id == letter_id), None)
        self._wanted = None
        if found is not None and found != self.entry:
            self.entry, self.opened = found, None
            self._read_entry()
        self.changed.emit()

    def _read_entry(self) -> None:
        entry = self.entry
        if entry is None:
            return
        read: Callable[[], Opened] = lambda: reading.opened(self._desk, entry)  # noqa: E731
        self._jobs.read(read, owner=self, done=self._take_entry, failed=self._fail, replaces="entry")

    def _take_entry(self, opened: Opened) -> None:
        if self.entry is not None and opened.entry.key == self.entry.key:
            self.opened, self.error = opened, None
            self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        """Read again what another act, window or laptop changed; a letter in hand is not swapped while it is read."""
        if self.is_working or not changes.touches(*_TOUCHED):
            return
        if self.tray is not None:
            self._wanted = self.entry.key if self.entry is not None else None
            self._read_tray()
            if self.state == "writing":
                self._read_entry()


def _searched(entry: Entry) -> str:
    """Return the words of ENTRY that a search looks in."""
    letter: Any = entry.letter
    name = entry.recipient_name if letter is None else letter.recipient_name
    parts = (entry.child_name, entry.reference, entry.template, entry.title, entry.recipient_role, name)
    return " ".join(parts).casefold()
