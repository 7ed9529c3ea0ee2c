"""The state of the workspace: the list, the version in hand, its view that is open, the last file that was read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, InvalidError
from bandingdesk.ui.workspaces.frameworks import reading
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.reading import DRAFT, Entry, Opened
from bandingdesk.ui.workspaces.frameworks.try_view_model import TryViewModel

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.store.queries.council import PersonRow
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.history import History, State

View = Literal["versions", "edit", "try", "compare", "simulate", "trial", "adopt", "schools", "faults"]
WORKBOOKS = (".xlsx", ".xlsm")
WRITERS = frozenset({"qa_lead", "head_of_service", "administrator"})
LONGEST = 50_000_000  # bytes; the readers refuse far smaller files with their own words


class FileNotReadError(InvalidError):
    """The file NAME could not be read from the disk."""

    code = "UI-40"
    message = QT_TRANSLATE_NOOP("errors", "The file {name} could not be read.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing of it was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Check that it is still there and that no other program holds it, then try again.")


class FileNotWrittenError(InvalidError):
    """The file NAME could not be written."""

    code = "UI-41"
    message = QT_TRANSLATE_NOOP("errors", "The file {name} could not be written.")
    kept = QT_TRANSLATE_NOOP("errors", "The version in the library is as it was.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another folder, or close the program that holds the file, then try again.")


class FrameworksViewModel(QObject):
    """The list, and at most one version in hand. `editor` and `trial` hold the two views of it that are its own."""

    changed = Signal()
    view_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        messages: Messages,
        history: History,
        me: Callable[[], PersonRow | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._me = desk, jobs, messages, me
        self.entries: tuple[Entry, ...] | None = None
        self.chosen = ""
        self.opened: Opened | None = None
        self.view: View = "versions"
        self.error: DeskError | None = None
        self.faults: DeskError | None = None  # of the last file
        self.file_name = ""
        self.is_working = False
        self.editor = EditorViewModel(jobs, history, self)
        self.trial = TryViewModel(jobs, desk.clock, self)
        self.editor.try_asked.connect(self.try_witness)
        self.editor.changed.connect(self._hand_on)
        self.editor.library = reading.Library(desk)
        self.editor.failed.connect(messages.show_error)
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def entry(self) -> Entry | None:
        """The line of the list that is chosen."""
        return next((one for one in self.entries or () if one.key == self.chosen), None)

    @property
    def is_loading(self) -> bool:
        """Whether the list, or the version in hand, is still being read."""
        if self.view == "versions":
            return self.entries is None and self.error is None
        return self.opened is None and self.error is None and self.view != "faults"

    # Going about

    def open(self, view: View = "versions", key: str = "") -> None:
        """Show the list, or a VIEW of the version or draft KEY (by default the one in hand)."""
        self.editor.keep_now()
        self.error = None
        if view == "versions":
            self.opened = None
            self.editor.close()
            self._read_list()
        else:
            wanted = key or self.chosen
            if self.opened is None or self.opened.entry.key != wanted:
                self._read_one(wanted)
            self.chosen = wanted
        self._show(view)

    def choose(self, key: str) -> None:
        """Stand on a line of the list."""
        if key != self.chosen:
            self.chosen = key
            self.changed.emit()

    def close_view(self) -> None:
        """Go back to the list."""
        if self.view != "versions":
            self.open("versions")

    def try_witness(self, witness: Any, test: Any = None) -> None:
        """Open the profile of a finding, or of a TEST, in Try it."""
        self.trial.take(witness, test)
        self._show("try")

    def _show(self, view: View) -> None:
        self.view = view
        self.changed.emit()
        self.view_changed.emit()

    # Reading

    def _read_list(self) -> None:
        self._jobs.read(
            lambda: reading.entries(self._desk),
            owner=self,
            done=self._take_list,
            failed=self._fail,
            replaces="list",
        )

    def _take_list(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        if self.entry is None:
            in_force = [one for one in entries if one.status == "adopted"]
            self.chosen = (in_force or list(entries))[0].key if entries else ""
        self.changed.emit()

    def _read_one(self, key: str) -> None:
        self.opened = None
        self.editor.close()
        self._jobs.read(
            lambda: reading.opened(self._desk, key),
            owner=self,
            done=self._take_one,
            failed=self._fail,
            replaces="one",
        )

    def _take_one(self, opened: Opened) -> None:
        self.opened = opened
        entry, frameworks = opened.entry, self._desk.frameworks
        self.trial.forget()
        if entry.draft_id:

            def keep(state: State) -> None:
                frameworks.keep_draft(entry.draft_id, reading.document_of(state))

            self.editor.open(entry.key, opened.state, keep, before=opened.before)
        elif entry.status in ("adopted", "retired"):
            self.editor.open(entry.key, opened.state, None, before=opened.before)
        else:

            def answer(code: str, where: str, text: str) -> object:
                return frameworks.answer(entry.key, code, where, text)

            self.editor.open(entry.key, opened.state, None, answer, opened.before)
        self._hand_on()
        self.changed.emit()
        self.view_changed.emit()

    def _hand_on(self) -> None:
        """Give Try it the scheme as it was checked last."""
        scheme = self.editor.checked.scheme
        if scheme is not None and scheme is not self.trial.scheme:
            self.trial.use(scheme)

    def why_no_draft(self) -> str:
        """Return why the person at the keys can't write a draft, "" where they can."""
        me = self._me()
        if me is not None and not WRITERS.intersection(me.roles):
            return self.tr("The quality lead, the head of service or the administrator writes drafts.")
        return self.tr("Wait until this is done.") if self.is_working else ""

    # Acts

    def new_draft(self) -> None:
        """Begin a draft from the chosen version, or a blank one where the library is empty; open it in the editor."""
        if self.why_no_draft():
            return
        entry = self.entry
        sha256 = entry.key if entry is not None and not entry.draft_id else None
        if entry is not None and entry.draft_id:
            self.open("edit", entry.key)
            return
        version = self._next_version(entry)
        self._act(
            lambda: self._desk.frameworks.new_draft_from(sha256, version),
            lambda made: self.open("edit", DRAFT + str(made)),
        )

    def drop_draft(self) -> None:
        """Forget the chosen draft, once a person has confirmed it: nothing brings it back."""
        entry = self.entry
        if entry is None or not entry.draft_id:
            return

        def drop() -> None:
            self._act(lambda: self._desk.frameworks.drop_draft(entry.draft_id), lambda _: self.open("versions"))

        said = self.tr("Throw away your draft {version} of {title}?")
        self._messages.confirm(
            said.replace("{version}", entry.version).replace("{title}", entry.title),
            self.tr("Throw it away"),
            drop,
            detail=self.tr("It can’t be brought back. The versions of the library stay as they are."),
        )

    def add_to_library(self) -> None:
        """Put the draft in hand into the library as a version; from then on it is read, consulted on and adopted."""
        opened = self.opened
        if opened is None or not opened.entry.draft_id:
            return
        self.editor.keep_now()
        self._act(lambda: self._desk.frameworks.add(opened.entry.draft_id), self._take_added)

    def _take_added(self, made: Any) -> None:
        self.editor.history.clear()
        self.entries = None
        self._read_list()
        self.open("edit", made.id)

    def read_file(self, path: Path) -> None:
        """Read a workbook or a JSON file as a new draft; a file with faults shows all of them."""
        self.file_name, self.faults = path.name, None
        self._act(lambda: self._draft_of(path), self._take_file, self._fail_file)

    def _draft_of(self, path: Path) -> str:
        try:
            if path.stat().st_size > LONGEST:
                raise FileNotReadError(name=path.name)
            data = path.read_bytes()
        except OSError as fault:
            raise FileNotReadError(name=path.name) from fault
        return self._desk.frameworks.new_draft_of(data, path.name)

    def _take_file(self, made: object) -> None:
        self.open("edit", DRAFT + str(made))

    def _fail_file(self, fault: DeskError) -> None:
        self.is_working, self.faults = False, fault
        self._show("faults")

    def export(self, path: Path) -> None:
        """Write the chosen version as JSON, or as a workbook where the name ends in .xlsx."""
        key = self.chosen
        self._act(lambda: self._write(key, path), lambda _: self._messages.show_note(_saved(path), "ok"))

    def _write(self, key: str, path: Path) -> None:
        file, tariffs = reading.file_of(self._desk, key)
        if path.suffix.lower() in WORKBOOKS:
            from bandingdesk.matrix import files
            from bandingdesk.matrix.workbook import writing as workbook

            data = workbook.write(files.Bundle(files.read_framework_file(file, path.name), tariffs))
        else:
            data = file
        try:
            path.write_bytes(data)
        except OSError as fault:
            raise FileNotWrittenError(name=path.name) from fault

    def _act(self, fn: Any, done: Any, failed: Any = None) -> None:
        if self.is_working:
            return
        self.is_working = True

        def take(value: object) -> None:
            self.is_working = False
            done(value)

        self._jobs.act(fn, owner=self, done=take, failed=failed or self._fail)
        self.changed.emit()

    def _next_version(self, entry: Entry | None) -> str:
        """Return the version's name with its last number one higher, and free in the list."""
        taken = {one.version for one in self.entries or () if entry is None or one.framework == entry.framework}
        stem, dot, last = (entry.version if entry is not None else "1.0").rpartition(".")
        number = int(last) + 1 if last.isdigit() else 1
        made = f"{stem}{dot}{number}" if last.isdigit() else f"{stem}{dot}{last}.{number}"
        while made in taken:
            number += 1
            made = f"{stem}{dot}{number}" if last.isdigit() else f"{stem}{dot}{last}.{number}"
        return made

    def _fail(self, fault: DeskError) -> None:
        self.is_working = False
        if self.view == "versions":
            self.error = fault
        elif self.opened is None:  # there is nothing to show: the list says why
            self.open("versions")
            self.error = fault
        else:
            self._messages.show_error(fault)
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if changes.touches("framework", "tariff") and self.view == "versions":
            self._read_list()


def _saved(path: Path) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("frameworks", "Saved as {name}.").replace("{name}", path.name)
